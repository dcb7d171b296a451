#include <feel/xml.hpp>

#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

namespace guildhall::feel {

std::string_view XmlElement::attribute(std::string_view wanted, std::string_view of) const
{
    auto const found = std::ranges::find_if(
        attributes, [&](XmlAttribute const& each) { return each.name == wanted && each.space == of; });
    return found == attributes.end() ? std::string_view{} : std::string_view{found->value};
}

XmlElement const* XmlElement::child(std::string_view wanted) const
{
    auto const found = std::ranges::find_if(
        children, [&](XmlElement const& each) { return each.name == wanted && each.space == space; });
    return found == children.end() ? nullptr : &*found;
}

std::vector<XmlElement const*> XmlElement::all(std::string_view wanted) const
{
    std::vector<XmlElement const*> found;
    for (auto const& each : children)
        if (each.name == wanted && each.space == space) found.push_back(&each);
    return found;
}

namespace {

/// What libxml2's events build. The first error stops the parser and stays.
struct Building {
    XmlLimits limits;
    xmlParserCtxt* parser = nullptr;
    XmlElement root;
    bool has_root = false;
    std::vector<std::unique_ptr<XmlElement>> open;
    std::size_t elements = 0;
    std::optional<XmlError> error;

    [[nodiscard]] int line() const { return std::max(1, xmlSAX2GetLineNumber(parser)); }
    void stop(std::string sentence)
    {
        if (error) return;
        error = XmlError{std::move(sentence), line()};
        xmlStopParser(parser);
    }
};

Building& building(void* data)
{
    return *static_cast<Building*>(data);
}

std::string string_of(xmlChar const* text)
{
    return text ? reinterpret_cast<char const*>(text) : "";
}

/// libxml2 gives five pointers for each: name, prefix, namespace, start and end of the value.
std::vector<XmlAttribute> attributes_of(int count, xmlChar const** given)
{
    std::vector<XmlAttribute> all;
    for (int at = 0; at < count; ++at, given += 5) {
        all.push_back({string_of(given[2]), string_of(given[0]),
                       std::string{reinterpret_cast<char const*>(given[3]), reinterpret_cast<char const*>(given[4])}});
    }
    return all;
}

void start_element(void* data, xmlChar const* name, xmlChar const*, xmlChar const* space, int, xmlChar const**,
                   int attribute_count, int, xmlChar const** attributes)
{
    auto& document = building(data);
    if (document.error) return;
    if (++document.elements > document.limits.elements)
        return document.stop(fmt::format("The file has more than {} elements.", document.limits.elements));
    if (static_cast<int>(document.open.size()) >= document.limits.depth)
        return document.stop(fmt::format("Elements are nested deeper than {}.", document.limits.depth));
    auto element = std::make_unique<XmlElement>();
    element->space = string_of(space);
    element->name = string_of(name);
    element->attributes = attributes_of(attribute_count, attributes);
    element->line = document.line();
    document.open.push_back(std::move(element));
}

void end_element(void* data, xmlChar const*, xmlChar const*, xmlChar const*)
{
    auto& document = building(data);
    if (document.error || document.open.empty()) return;
    auto element = std::move(document.open.back());
    document.open.pop_back();
    if (document.open.empty()) {
        document.root = std::move(*element);
        document.has_root = true;
    } else {
        document.open.back()->children.push_back(std::move(*element));
    }
}

void add_text(void* data, xmlChar const* text, int length)
{
    auto& document = building(data);
    if (document.error || document.open.empty()) return;
    document.open.back()->text.append(reinterpret_cast<char const*>(text), static_cast<std::size_t>(length));
}

void refuse_document_type(void* data, xmlChar const*, xmlChar const*, xmlChar const*)
{
    building(data).stop("The file has a document type (<!DOCTYPE ...>). Take it out: entities are not read.");
}

void refuse_reference(void* data, xmlChar const* name)
{
    building(data).stop(fmt::format("The file uses the entity \"{}\", which nothing declares.", string_of(name)));
}

void note_error(void* data, xmlError* fault)
{
    auto& document = building(data);
    if (document.error || !fault || fault->level < XML_ERR_ERROR) return;
    std::string said = fault->message ? fault->message : "it cannot be read";
    while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
    document.error = XmlError{fmt::format("The file is not sound XML: {}.", said), std::max(1, fault->line)};
}

xmlSAXHandler handler()
{
    xmlSAXHandler events{};
    events.initialized = XML_SAX2_MAGIC;
    events.startElementNs = start_element;
    events.endElementNs = end_element;
    events.characters = add_text;
    events.ignorableWhitespace = add_text;
    events.cdataBlock = add_text;
    events.internalSubset = refuse_document_type;
    events.externalSubset = refuse_document_type;
    events.reference = refuse_reference;
    events.serror = note_error;
    return events;
}

void prepare_library()
{
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
}

}

Result<XmlElement, XmlError> read_xml(std::string_view text, XmlLimits limits)
{
    if (text.size() > limits.bytes)
        return Refused{XmlError{fmt::format("The file is larger than {} bytes.", limits.bytes), 1}};
    prepare_library();
    auto events = handler();
    Building document{.limits = limits};
    std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> const parser{
        xmlCreatePushParserCtxt(&events, &document, nullptr, 0, nullptr), xmlFreeParserCtxt};
    if (!parser) return Refused{XmlError{"There is not enough memory to read the file.", 1}};
    document.parser = parser.get();
    // "Replace entities" means here the five of XML itself (&amp;): without a document type there are no others.
    xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_COMPACT);
    parser->linenumbers = 1;
    xmlParseChunk(parser.get(), text.data(), static_cast<int>(text.size()), 1);
    if (document.error) return Refused{*document.error};
    if (!document.has_root || !parser->wellFormed) return Refused{XmlError{"The file is not sound XML.", 1}};
    return std::move(document.root);
}

std::string xml_escaped(std::string_view text)
{
    std::string out;
    for (char const letter : text) {
        switch (letter) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        // A parser would make spaces of these in an attribute and a line feed of CR in text.
        case '\n': out += "&#10;"; break;
        case '\r': out += "&#13;"; break;
        case '\t': out += "&#9;"; break;
        // XML 1.0 has no other control characters at all.
        default:
            if (static_cast<unsigned char>(letter) >= 0x20) out += letter;
        }
    }
    return out;
}

}
