#include "source_words.hpp"

#include <algorithm>
#include <cstdio>

namespace guildhall::services {

namespace {

using Kind = Written::Kind;

constexpr std::size_t widest_flow = 110;

bool is_plain(std::string const& text, bool in_flow)
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (std::string_view{"!&*-?|>@`%\"'#{}[],:~="}.find(text.front()) != std::string_view::npos) {
        // A minus before a digit is a number.
        if (text.front() != '-' || text.size() < 2 || text[1] < '0' || text[1] > '9') return false;
    }
    if (text.find(": ") != std::string::npos || text.find(" #") != std::string::npos) return false;
    // The library reads a question mark before a comma as the mark of a key.
    if (in_flow && text.find_first_of(",[]{}?") != std::string::npos) return false;
    if (text == "null" || text == "Null" || text == "NULL" || text == "---" || text == "...") return false;
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

std::string double_quoted(std::string const& text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out.append(1, '\\').append(1, c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < 32 || c == 127) {
            char code[8];
            std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += code;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string single_quoted(std::string const& text)
{
    std::string out = "'";
    for (char const c : text) out.append(c == '\'' ? 2 : 1, c);
    return out + "'";
}

/// A text of several lines as a block; nothing where YAML could not read it back exactly.
std::string block(std::string const& text, std::size_t column)
{
    bool const odd = text.front() == ' ' || text.front() == '\n' || text.ends_with("\n\n") ||
                     std::ranges::any_of(
                         text, [](char c) { return (static_cast<unsigned char>(c) < 32 && c != '\n') || c == 127; }) ||
                     text == "\n";
    if (odd) return {};
    std::string out = text.ends_with('\n') ? "|" : "|-";
    std::string_view rest{text};
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        out += "\n";
        if (end > 0) out.append(column, ' ').append(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

bool is_short(Written const& value)
{
    auto const is_word = [](Written const& one) {
        return one.kind == Kind::text && one.text.find('\n') == std::string::npos &&
               std::ranges::count(one.text, ' ') < 3;
    };
    if (value.kind == Kind::list)
        return std::ranges::all_of(value.items, is_word) && in_flow(value).size() <= widest_flow;
    return false;
}

/// An item such as an option, an exit or a link: a few keys on one line.
bool is_small(Written const& value)
{
    return value.kind == Kind::keys && value.entries.size() <= 4 &&
           std::ranges::all_of(value.entries,
                               [](auto const& entry) {
                                   return entry.second.kind == Kind::text &&
                                          entry.second.text.find('\n') == std::string::npos;
                               }) &&
           !value.find("type") && in_flow(value).size() <= widest_flow;
}

std::string lines_of_keys(Written const& value, std::size_t column)
{
    std::string out;
    for (auto const& [key, inner] : value.entries) {
        if (!out.empty()) out.append("\n").append(column, ' ');
        out += scalar(key, false) + ":" + after_colon(inner, column);
    }
    return out;
}

std::string lines_of_items(Written const& value, std::size_t column)
{
    std::string out;
    for (auto const& item : value.items) {
        if (!out.empty()) out.append("\n").append(column, ' ');
        out += "- " + after_dash(item, column + 2);
    }
    return out;
}

}

std::string scalar(std::string const& text, bool in_flow)
{
    if (is_plain(text, in_flow)) return text;
    bool const can_be_single =
        std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
    bool const has_double = text.find('"') != std::string::npos || text.find('\\') != std::string::npos;
    return can_be_single && has_double ? single_quoted(text) : double_quoted(text);
}

std::string in_flow(Written const& value)
{
    switch (value.kind) {
    case Kind::nothing: return "\"\"";
    case Kind::text: return scalar(value.text, true);
    case Kind::list: {
        std::string out;
        for (auto const& item : value.items) out += (out.empty() ? "" : ", ") + in_flow(item);
        return "[" + out + "]";
    }
    case Kind::keys: {
        std::string out;
        for (auto const& [key, inner] : value.entries)
            out += (out.empty() ? "" : ", ") + scalar(key, true) + ": " + in_flow(inner);
        return "{ " + out + " }";
    }
    }
    return {};
}

std::string after_colon(Written const& value, std::size_t column)
{
    auto const inner = column + 2;
    switch (value.kind) {
    case Kind::nothing: return {};
    case Kind::text: {
        if (value.text.find('\n') == std::string::npos) return " " + scalar(value.text, false);
        auto const lines = block(value.text, inner);
        return " " + (lines.empty() ? double_quoted(value.text) : lines);
    }
    case Kind::list:
        if (is_short(value)) return " " + in_flow(value);
        return "\n" + std::string(inner, ' ') + lines_of_items(value, inner);
    case Kind::keys:
        if (is_small(value)) return " " + in_flow(value);
        return "\n" + std::string(inner, ' ') + lines_of_keys(value, inner);
    }
    return {};
}

std::string after_dash(Written const& value, std::size_t column)
{
    switch (value.kind) {
    case Kind::nothing: return "\"\"";
    case Kind::text: {
        if (value.text.find('\n') == std::string::npos) return scalar(value.text, false);
        auto const lines = block(value.text, column);
        return lines.empty() ? double_quoted(value.text) : lines;
    }
    case Kind::list: return in_flow(value);
    case Kind::keys: return is_small(value) ? in_flow(value) : lines_of_keys(value, column);
    }
    return {};
}

}
