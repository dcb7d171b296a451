// XML as a small tree, read so that a hostile file can do no harm: no document type, so no entities of its own, no
// network, bounded size, depth and number of elements. Text in, tree out.
#pragma once

#include <base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct XmlAttribute {
    std::string space; ///< the namespace's address, empty where it has none
    std::string name;
    std::string value;
};

struct XmlElement {
    std::string space;
    std::string name;
    std::vector<XmlAttribute> attributes;
    std::vector<XmlElement> children;
    std::string text; ///< its own, without that of its children
    int line = 1;
    /// Empty for one that is not there. Without `space`, an attribute that has no namespace.
    [[nodiscard]] std::string_view attribute(std::string_view name, std::string_view space = {}) const;
    /// The first child of this name in the same namespace, or nullptr.
    [[nodiscard]] XmlElement const* child(std::string_view name) const;
    [[nodiscard]] std::vector<XmlElement const*> all(std::string_view name) const;
};

struct XmlError {
    std::string sentence;
    int line = 1;
};

struct XmlLimits {
    std::size_t bytes = 8'000'000;
    std::size_t elements = 200'000;
    int depth = 100;
};

Result<XmlElement, XmlError> read_xml(std::string_view text, XmlLimits limits = {});

/// For an attribute's value or an element's text.
std::string xml_escaped(std::string_view text);

}
