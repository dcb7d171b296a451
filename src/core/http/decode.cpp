#include "decode.hpp"

#include <algorithm>
#include <charconv>

namespace guildhall::http {

namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The length of the UTF-8 sequence at the front, or 0 where it is not valid (overlong, surrogate, cut off).
std::size_t utf8_sequence(std::string_view text)
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
    auto const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!continues(1) || !continues(2)) return 0;
        if (first == 0xE0 && byte(1) < 0xA0) return 0;
        if (first == 0xED && byte(1) > 0x9F) return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (first == 0xF0 && byte(1) < 0x90) return 0;
        if (first == 0xF4 && byte(1) > 0x8F) return 0;
        return 4;
    }
    return 0;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return {};
            int const high = hex_value(text[i + 1]);
            int const low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return {};
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool is_clean_text(std::string_view text)
{
    while (!text.empty()) {
        auto const c = static_cast<unsigned char>(text.front());
        if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return false;
        auto const size = utf8_sequence(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

namespace {

/// Embeddings, overrides and isolates: U+202A to U+202E, U+2066 to U+2069.
bool is_turn_of_direction(std::string_view character)
{
    if (character.size() != 3 || character[0] != '\xE2') return false;
    auto const last = static_cast<unsigned char>(character[2]);
    return (character[1] == '\x80' && last >= 0xAA && last <= 0xAE) ||
           (character[1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

}

std::optional<std::string> as_typed(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const size = utf8_sequence(text);
        if (size == 0 || text.front() == '\0') return {};
        auto const c = text.front();
        auto const character = text.substr(0, size);
        if (c == '\v' || c == '\f')
            out += '\n';
        else if (!is_clean_text(character))
            out += ' ';
        else if (!is_turn_of_direction(character))
            out += character;
        text.remove_prefix(size);
    }
    return out.find('\r') == std::string::npos ? std::move(out) : with_plain_line_breaks(out);
}

std::string with_plain_line_breaks(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            out += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::expected<Form, DecodeError> decode_form(std::string_view text, std::size_t max_fields)
{
    Form form;
    std::size_t count = 0;
    while (!text.empty()) {
        auto const end = std::min(text.find('&'), text.size());
        auto const pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (++count > max_fields) return std::unexpected{DecodeError::too_many_fields};
        auto const equals = std::min(pair.find('='), pair.size());
        auto name = percent_decode(pair.substr(0, equals), true);
        auto const raw = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
        auto value = raw ? as_typed(*raw) : std::nullopt;
        if (!name || !value || !is_clean_text(*name)) return std::unexpected{DecodeError::broken};
        form.add(std::move(*name), std::move(*value));
    }
    return form;
}

std::optional<std::string> decode_path(std::string_view path)
{
    if (path.empty() || path.front() != '/') return {};
    for (std::size_t at = 0; at + 2 < path.size(); ++at) {
        if (path[at] == '%' && path[at + 1] == '2' && (path[at + 2] == 'f' || path[at + 2] == 'F')) return {};
    }
    auto decoded = percent_decode(path, false);
    if (!decoded || !is_clean_text(*decoded)) return {};
    if (decoded->find_first_of("\t\r\n\\") != std::string::npos) return {};
    std::string_view rest{*decoded};
    while (!rest.empty()) {
        rest.remove_prefix(1);
        auto const end = std::min(rest.find('/'), rest.size());
        auto const segment = rest.substr(0, end);
        if (segment == "." || segment == "..") return {};
        if (segment.empty() && end < rest.size()) return {};
        rest.remove_prefix(end);
    }
    return decoded;
}

std::optional<std::string> header_parameter(std::string_view header, std::string_view name)
{
    auto at = header.find(';');
    while (at != std::string_view::npos) {
        header.remove_prefix(at + 1);
        auto const equals = header.find('=');
        if (equals == std::string_view::npos) return {};
        auto const found = trimmed(header.substr(0, equals));
        header.remove_prefix(equals + 1);
        std::string value;
        if (!header.empty() && header.front() == '"') {
            std::size_t i = 1;
            for (; i < header.size() && header[i] != '"'; ++i) {
                if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\')) ++i;
                value += header[i];
            }
            if (i == header.size()) return {};
            header.remove_prefix(i + 1);
            at = header.find(';');
        } else {
            at = header.find(';');
            value = trimmed(header.substr(0, at));
        }
        if (std::ranges::equal(found, name, [](char a, char b) { return (a | 32) == (b | 32); })) return value;
    }
    return {};
}

std::string_view cookie_value(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        auto const end = std::min(header.find(';'), header.size());
        auto const pair = trimmed(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
    return {};
}

RangeVerdict decode_range(std::string_view header, std::size_t size, ByteRange& range)
{
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit) || header.find(',') != std::string_view::npos || size == 0)
        return RangeVerdict::whole;
    header.remove_prefix(unit.size());
    auto const dash = header.find('-');
    if (dash == std::string_view::npos) return RangeVerdict::whole;
    auto const number = [](std::string_view text, std::size_t& value) {
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size();
    };
    auto const from = header.substr(0, dash);
    auto const to = header.substr(dash + 1);
    if (from.empty()) { // the last N bytes
        std::size_t count = 0;
        if (!number(to, count)) return RangeVerdict::whole;
        if (count == 0) return RangeVerdict::not_satisfiable;
        range = {size - std::min(count, size), size - 1};
        return RangeVerdict::part;
    }
    if (!number(from, range.first)) return RangeVerdict::whole;
    range.last = size - 1;
    if (!to.empty()) {
        if (!number(to, range.last) || range.last < range.first) return RangeVerdict::whole;
        range.last = std::min(range.last, size - 1);
    }
    return range.first < size ? RangeVerdict::part : RangeVerdict::not_satisfiable;
}

}
