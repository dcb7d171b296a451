#include "head.hpp"

#include <algorithm>
#include <cctype>

namespace guildhall::http {

namespace {

constexpr std::size_t max_length_digits = 15;

bool is_token(std::string_view text)
{
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) || marks.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool is_same(std::string_view a, std::string_view lower_case)
{
    return std::ranges::equal(a, lower_case, {}, [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

std::string_view without_blanks(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_length(std::string_view value)
{
    return !value.empty() && value.size() <= max_length_digits &&
           std::ranges::all_of(value, [](unsigned char c) { return std::isdigit(c); });
}

/// What decides where the request ends and whom it is for.
struct Framing {
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    bool sound = true;

    void add(std::string_view name, std::string_view value)
    {
        if (is_same(name, "host")) {
            ++hosts;
            sound = sound && value.find_first_of(" \t,/@") == std::string_view::npos;
        } else if (is_same(name, "content-length")) {
            ++lengths;
            sound = sound && is_length(value);
        } else if (is_same(name, "transfer-encoding")) {
            ++encodings;
            sound = sound && is_same(value, "chunked");
        }
    }
    [[nodiscard]] bool is_sound(bool is_1_0) const
    {
        bool const one_host = hosts == 1 || (is_1_0 && hosts == 0);
        return sound && one_host && lengths + encodings <= 1 && !(is_1_0 && encodings > 0);
    }
};

bool is_sound_text(std::string_view line)
{
    return std::ranges::none_of(line, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

}

bool is_sound_head(std::string_view head)
{
    Framing framing;
    bool is_1_0 = false;
    for (bool first = true; !head.empty(); first = false) {
        auto const end = head.find("\r\n");
        if (end == std::string_view::npos) return false;
        auto const line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (line.empty()) return head.empty() && framing.is_sound(is_1_0);
        if (!is_sound_text(line)) return false; // a bare CR or LF is one of these, too
        if (first) {
            is_1_0 = line.ends_with("HTTP/1.0");
            if (line.find('\t') != std::string_view::npos) return false;
            continue;
        }
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
            return false; // a folded line begins with a blank
        framing.add(line.substr(0, colon), without_blanks(line.substr(colon + 1)));
    }
    return false;
}

}
