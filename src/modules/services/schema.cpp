#include <services/schema.hpp>

#include "vocabulary.hpp"

#include <fmt/format.h>

namespace guildhall::services {

namespace {

constexpr std::string_view id_pattern = "^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$";

std::string in_json(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string words_of(Key const& key)
{
    std::string out;
    for (auto const word : key.words) out += (out.empty() ? "" : ", ") + in_json(word);
    return "\"enum\": [" + out + "]";
}

std::string reference(std::string_view shape_name)
{
    return fmt::format(R"("$ref": "#/$defs/{}")", shape_name);
}

/// What may stand behind a key, without the braces.
std::string type_of(Key const& key)
{
    constexpr std::string_view texts_type = R"("type": "array", "items": { "type": "string" })";
    switch (key.kind) {
    case Key::Kind::text: return R"("type": "string")";
    case Key::Kind::id: return fmt::format(R"("type": "string", "pattern": {})", in_json(id_pattern));
    case Key::Kind::number:
        return fmt::format(R"("type": "integer", "minimum": {}, "maximum": {})", key.least, key.most);
    case Key::Kind::truth: return R"("type": "boolean")";
    case Key::Kind::feel: return R"("type": ["string", "number", "boolean"])"; // YAML reads 16 as a number
    case Key::Kind::day: return R"("type": "string", "format": "date")";
    case Key::Kind::texts: return std::string{texts_type};
    case Key::Kind::word: return words_of(key);
    case Key::Kind::words: return fmt::format(R"("type": "array", "items": {{ {} }})", words_of(key));
    case Key::Kind::map: return reference(key.of);
    case Key::Kind::list: return fmt::format(R"("type": "array", "items": {{ {} }})", reference(key.of));
    case Key::Kind::other: break;
    }
    if (key.name == "options")
        return fmt::format(
            R"("oneOf": [{{ "type": "string" }}, {{ {} }}, {{ "type": "array", "minItems": 2, "items": {{ {} }} }}])",
            reference("options"), reference("option"));
    if (key.name == "rules")
        return R"("type": "array", "items": { "type": "array", "items": { "type": ["string", "number", "boolean"] } })";
    return R"("type": "object", "minProperties": 1, "maxProperties": 1)";
}

std::string property(Key const& key)
{
    auto const means = key.means.empty() ? "" : ", \"description\": " + in_json(key.means);
    return fmt::format("        {}: {{ {}{} }}", in_json(key.name), type_of(key), means);
}

std::string definition_of(Shape const& shape)
{
    std::string properties, required;
    for (auto const& key : shape.keys) {
        properties += (properties.empty() ? "" : ",\n") + property(key);
        if (key.is_required) required += (required.empty() ? "" : ", ") + in_json(key.name);
    }
    return fmt::format("    {}: {{\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
                       "      \"required\": [{}],\n      \"properties\": {{\n{}\n      }}\n    }}",
                       in_json(shape.name), required, properties);
}

}

std::string json_schema()
{
    std::string definitions;
    for (auto const& shape : shapes()) definitions += (definitions.empty() ? "" : ",\n") + definition_of(shape);
    return "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
           "  \"title\": \"A service of Guildhall\",\n"
           "  \"description\": \"docs/services.md explains each word. Written by: guildhall services schema\",\n"
           "  \"$ref\": \"#/$defs/definition\",\n  \"$defs\": {\n" +
           definitions + "\n  }\n}\n";
}

}
