#include "foreign_json.hpp"

#include <base/text.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace guildhall::services {

json::object object_from(std::string_view text)
{
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    auto parsed = json::parse(text, error, {}, options);
    if (error) throw std::runtime_error("This is not JSON: " + error.message() + ".");
    if (!parsed.is_object()) throw std::runtime_error("This is no form: a form is a JSON object.");
    return std::move(parsed.get_object());
}

std::string text_of(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    return value && value->is_string() ? std::string{trimmed(std::string_view{value->get_string()})} : std::string{};
}

json::array const& array_of(json::object const& object, std::string_view key)
{
    static json::array const none;
    auto const* value = object.if_contains(key);
    return value && value->is_array() ? value->get_array() : none;
}

json::object const& object_of(json::object const& object, std::string_view key)
{
    static json::object const none;
    auto const* value = object.if_contains(key);
    return value && value->is_object() ? value->get_object() : none;
}

int number_of(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    if (!value) return 0;
    if (value->is_int64()) return static_cast<int>(std::clamp<std::int64_t>(value->get_int64(), 0, 100'000));
    return value->is_string() ? std::atoi(std::string{value->get_string()}.c_str()) : 0;
}

std::string clean(std::string text)
{
    std::erase(text, '\r');
    for (auto at = text.find("<!--"); at != std::string::npos; at = text.find("<!--", at)) {
        auto const end = text.find("-->", at);
        text.erase(at, end == std::string::npos ? std::string::npos : end + 3 - at);
    }
    return std::string{trimmed(text)};
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        auto const end = std::min(text.find('\n', at), text.size());
        std::string_view line = trimmed(std::string_view{text}.substr(at, end - at));
        while (!line.empty() &&
               (line.front() == '#' || line.front() == '-' || line.front() == '*' || line.front() == ' '))
            line.remove_prefix(1);
        if (!line.empty()) lines.emplace_back(line);
        at = end + 1;
    }
    return lines;
}

std::string without_tags(std::string const& html)
{
    std::string out;
    for (std::size_t at = 0; at < html.size(); ++at) {
        auto const end = html[at] == '<' ? html.find('>', at) : std::string::npos;
        if (end == std::string::npos) {
            if (html[at] != '<' && html[at] != '>') out += html[at];
            continue;
        }
        auto const tag = html.substr(at + 1, end - at - 1);
        if (tag.find('@') != std::string::npos || tag.find("://") != std::string::npos) out += tag; // an address
        if (tag.starts_with("li")) out += "\n* ";
        if (tag == "p" || tag.starts_with("p ") || (tag.size() == 2 && tag[0] == 'h')) out += "\n\n";
        at = end;
    }
    return clean(out);
}

}
