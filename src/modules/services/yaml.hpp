// YAML as a tree in which every part knows its place. Bounded: no anchors, one document, 100,000 parts, 40 levels.
#pragma once

#include <services/definition.hpp>

#include <base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Node {
    struct Entry;
    enum class Kind { nothing, text, list, map };
    Kind kind = Kind::nothing; ///< nothing: a key without a value
    std::string text;
    bool is_quoted = false;
    bool is_flow = false; ///< written as [ ] or { }
    int line = 1;         ///< from 1, as column, which counts bytes
    int column = 1;
    std::vector<Node> items;
    std::vector<Entry> entries;

    [[nodiscard]] bool is_text() const { return kind == Kind::text; }
    [[nodiscard]] bool is_list() const { return kind == Kind::list; }
    [[nodiscard]] bool is_map() const { return kind == Kind::map; }
    [[nodiscard]] Node const* find(std::string_view key) const;
    /// The words under a key; empty where there are none.
    [[nodiscard]] std::string_view text_at(std::string_view key) const;
    /// What a path such as "pages/bin/questions/when-out/label" leads to, as far as it leads. Items of a list are
    /// called by their id, value or file, or else by their number from 1.
    [[nodiscard]] Node const& nearest_to(std::string_view path) const;
    /// The line where that begins, its key included.
    [[nodiscard]] int line_at(std::string_view path) const;
    /// Null where the path does not lead all the way.
    [[nodiscard]] Node const* at(std::string_view path) const;
};
struct Node::Entry {
    Node key;
    Node value;
};

/// What an item of a list is called in a path.
[[nodiscard]] std::string name_of_item(Node const& item, std::size_t index);

/// `text` is a file of this name. Refused with the first thing that is wrong.
[[nodiscard]] Result<Node, Problem> parse_yaml(std::string const& file, std::string const& text);

}
