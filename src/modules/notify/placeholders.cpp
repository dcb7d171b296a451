#include "placeholders.hpp"

#include <algorithm>
#include <array>

namespace guildhall::notify {

namespace {

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// The position after the "))" that closes the "((" at `open`, or npos. Three brackets in a row, as in
/// "[words](((link)))", open a link and then a placeholder.
std::size_t after_closing(std::string_view text, std::size_t open)
{
    int depth = 0;
    for (auto i = open; i + 1 < text.size(); ++i) {
        if (text.substr(i, 2) == "((") {
            ++depth;
            ++i;
        } else if (text.substr(i, 2) == "))") {
            ++i;
            if (--depth == 0) return i + 1;
        }
    }
    return std::string_view::npos;
}

}

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from)
{
    auto open = text.find("((", from);
    if (open == std::string_view::npos) return std::nullopt;
    if (text.substr(open, 3) == "(((") ++open;
    auto const end = after_closing(text, open);
    if (end == std::string_view::npos) return std::nullopt;
    auto const inside = text.substr(open + 2, end - open - 4);
    auto const condition = inside.find("??");
    Placeholder found{.begin = open, .end = end, .name = trimmed(inside.substr(0, condition)), .shown = {}};
    if (condition != std::string_view::npos) found.shown = inside.substr(condition + 2);
    return found;
}

bool means_yes(Personalisation::Value const* value)
{
    static constexpr std::array yes{"yes", "y", "true", "t", "1", "include", "show"};
    if (value == nullptr || value->items.size() != 1) return false;
    auto word = std::string{trimmed(value->items.front())};
    std::ranges::transform(word, word.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::ranges::find(yes, word) != yes.end();
}

std::string without_conditions(std::string_view text, Personalisation const& values)
{
    std::string out;
    std::size_t at = 0;
    while (auto const found = next_placeholder(text, at)) {
        out += text.substr(at, found->begin - at);
        if (!found->shown)
            out += text.substr(found->begin, found->end - found->begin);
        else if (means_yes(values.find(found->name)))
            out += without_conditions(*found->shown, values);
        at = found->end;
    }
    return out += text.substr(at);
}

std::string as_line(Personalisation::Value const* value)
{
    if (value == nullptr) return {};
    std::string out;
    auto const& items = value->items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
        out += items[i];
    }
    return out;
}

}
