// Built-in functions on strings. Positions and lengths count characters.
#include "builtins.hpp"
#include "pattern.hpp"
#include "text.hpp"

#include <cstring>

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace guildhall::feel {

namespace {

Value substring(Arguments const& given)
{
    auto const* text = given.string(0);
    auto const start = given.integer(1);
    if (!text || !start || *start == 0) return given.null("substring() wants a text and a position from 1.");
    auto const size = static_cast<std::int64_t>(count_characters(*text));
    auto const from = *start > 0 ? *start - 1 : size + *start;
    if (from < 0 || from >= size) return given.size() > 2 && !given.number(2) ? Value{} : Value{""};
    auto length = size - from;
    if (given.size() > 2 && !given[2].is_null()) {
        auto const wanted = given.integer(2);
        if (!wanted || *wanted < 1) return given.null("substring() wants a length from 1.");
        length = std::min(length, *wanted);
    }
    auto const begin = byte_of_character(*text, static_cast<std::size_t>(from));
    auto const rest = std::string_view{*text}.substr(begin);
    return rest.substr(0, byte_of_character(rest, static_cast<std::size_t>(length)));
}

Value string_length(Arguments const& given)
{
    auto const* text = given.string(0);
    return text ? Value{count_characters(*text)} : given.null("string length() wants a text.");
}

template <bool Upper> Value in_case(Arguments const& given)
{
    auto const* text = given.string(0);
    if (!text) return given.null("This function wants a text.");
    auto changed = icu::UnicodeString::fromUTF8({text->data(), static_cast<std::int32_t>(text->size())});
    if (Upper)
        changed.toUpper(icu::Locale::getRoot());
    else
        changed.toLower(icu::Locale::getRoot());
    std::string out;
    changed.toUTF8String(out);
    return out;
}

/// In linear time, whatever the two texts are; std::string's own search is not.
std::size_t place_in(std::string_view text, std::string_view match)
{
    auto const* found = static_cast<char const*>(memmem(text.data(), text.size(), match.data(), match.size()));
    return found ? static_cast<std::size_t>(found - text.data()) : std::string_view::npos;
}

template <bool Before> Value substring_beside(Arguments const& given)
{
    auto const *text = given.string(0), *match = given.string(1);
    if (!text || !match) return given.null("This function wants two texts.");
    auto const found = place_in(*text, *match);
    if (found == std::string::npos) return "";
    return Before ? text->substr(0, found) : text->substr(found + match->size());
}

template <bool (*Test)(std::string_view, std::string_view)> Value compare(Arguments const& given)
{
    auto const *text = given.string(0), *match = given.string(1);
    return text && match ? Value{Test(*text, *match)} : given.null("This function wants two texts.");
}

bool contains(std::string_view text, std::string_view match)
{
    return place_in(text, match) != std::string_view::npos;
}
bool starts_with(std::string_view text, std::string_view match)
{
    return text.starts_with(match);
}
bool ends_with(std::string_view text, std::string_view match)
{
    return text.ends_with(match);
}

/// nullptr where the arguments hold no pattern and flags.
std::shared_ptr<Pattern const> pattern_of(Arguments const& given, std::size_t flags_at)
{
    auto const* pattern = given.string(1);
    auto const* flags = given.string(flags_at);
    if (!pattern || (!flags && !given[flags_at].is_null())) return nullptr;
    return Pattern::compile(*pattern, flags ? *flags : "", given.evaluation());
}

Value matches(Arguments const& given)
{
    auto const* text = given.string(0);
    auto const pattern = text ? pattern_of(given, 2) : nullptr;
    if (!pattern) return given.null("matches() wants a text and a pattern.");
    return pattern->found_in(*text, given.evaluation());
}

Value replace(Arguments const& given)
{
    auto const *text = given.string(0), *replacement = given.string(2);
    auto const pattern = text && replacement ? pattern_of(given, 3) : nullptr;
    if (!pattern) return given.null("replace() wants a text, a pattern and a replacement.");
    auto out = pattern->replaced(*text, *replacement, given.evaluation());
    return out ? Value{*std::move(out)} : given.null("This pattern or replacement cannot be used.");
}

Value split(Arguments const& given)
{
    auto const* text = given.string(0);
    auto const pattern = text ? pattern_of(given, 2) : nullptr;
    if (!pattern) return given.null("split() wants a text and a pattern.");
    auto const parts = pattern->split(*text, given.evaluation());
    if (!parts) return given.null("This pattern cannot be used to split a text.");
    List list;
    for (auto const& part : *parts) list.push_back(part);
    return list;
}

/// Nulls are left out.
Value string_join(Arguments const& given)
{
    auto const list = given.list(0);
    auto const* between = given.string(1);
    if (!list || (!between && !given[1].is_null())) return given.null("string join() wants a list of texts.");
    std::string out;
    bool first = true;
    for (auto const& item : *list) {
        if (item.is_null()) continue;
        auto const* text = item.string();
        if (!text) return given.null("string join() wants a list of texts.");
        if (!std::exchange(first, false) && between) out += *between;
        out += *text;
        if (out.size() > given.evaluation().settings().limits.text) {
            given.evaluation().stop(Bound::text);
            return {};
        }
    }
    return out;
}

constexpr Builtin functions[] = {
    {"substring", "string, start position, length?", substring},
    {"string length", "string", string_length},
    {"upper case", "string", in_case<true>},
    {"lower case", "string", in_case<false>},
    {"substring before", "string, match", substring_beside<true>},
    {"substring after", "string, match", substring_beside<false>},
    {"contains", "string, match", compare<contains>},
    {"starts with", "string, match", compare<starts_with>},
    {"ends with", "string, match", compare<ends_with>},
    {"matches", "input, pattern, flags?", matches},
    {"replace", "input, pattern, replacement, flags?", replace},
    {"split", "string, delimiter", split},
    {"string join", "list, delimiter?", string_join},
};

}

std::span<Builtin const> string_builtins()
{
    return functions;
}

}
