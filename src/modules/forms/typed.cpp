#include "typed.hpp"

#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace guildhall::forms {

namespace {

constexpr std::size_t most_digits = 15;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// Capitals, without spaces, hyphens and dots; nothing where another character is in it.
std::optional<std::string> compact(std::string_view typed)
{
    std::string out;
    for (char c : typed) {
        if (c == ' ' || c == '-' || c == '.' || c == '\t') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!is_digit(c) && !is_letter(c)) return {};
        out += c;
    }
    return out;
}

/// What stands around the digits of a number is no part of it.
std::string without_ornaments(std::string_view typed)
{
    std::string out{trimmed(typed)};
    for (std::string_view const ornament : {"£", ",", " ", "\u00a0"}) {
        for (auto at = out.find(ornament); at != std::string::npos; at = out.find(ornament, at))
            out.erase(at, ornament.size());
    }
    if (out.starts_with('+')) out.erase(0, 1);
    return out;
}

std::string without_leading_noughts(std::string_view digits)
{
    auto const first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? "0" : std::string{digits.substr(first)};
}

std::optional<int> small_number(std::string_view text)
{
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0 || text.size() > 4) return {};
    return number;
}

constexpr std::array months{"january", "february", "march",     "april",   "may",      "june",
                            "july",    "august",   "september", "october", "november", "december"};

std::optional<int> month_in(std::string_view text)
{
    if (auto const number = small_number(text)) return number;
    auto const word = folded(text);
    if (word.size() < 3) return {};
    auto const found = std::ranges::find_if(months, [&](std::string_view month) { return month.starts_with(word); });
    if (found == months.end()) return {};
    return static_cast<int>(found - months.begin()) + 1;
}

std::optional<int> year_in(std::string_view text, Date today)
{
    auto const number = small_number(text);
    if (!number || text.size() == 3 || text.size() == 1) return {};
    if (text.size() == 4) return number;
    auto const latest = static_cast<int>(today.year()) + 20;
    auto const candidate = latest - latest % 100 + *number;
    return candidate > latest ? candidate - 100 : candidate;
}

/// "9th" is a day, too.
std::string_view without_ordinal(std::string_view day)
{
    for (std::string_view const ending : {"st", "nd", "rd", "th"}) {
        if (day.size() > ending.size() && day.ends_with(ending)) return day.substr(0, day.size() - ending.size());
    }
    return day;
}

/// A whole date in one field: its three parts, in the order day, month, year, or year first as in 2026-03-09.
std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("/-. \t,"), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (parts.size() == 3 && parts.front().size() == 4) std::swap(parts.front(), parts.back());
    return parts;
}

}

TypedNumber read_number(std::string_view typed, int decimals)
{
    auto text = without_ornaments(typed);
    bool const is_negative = text.starts_with('-');
    if (is_negative) text.erase(0, 1);
    auto const point = text.find('.');
    auto whole = text.substr(0, point);
    auto part = point == std::string::npos ? std::string{} : text.substr(point + 1);
    if ((whole.empty() && part.empty()) || !std::ranges::all_of(whole, is_digit) ||
        !std::ranges::all_of(part, is_digit))
        return {{}, NumberFault::not_a_number};
    whole = without_leading_noughts(whole);
    part.erase(part.find_last_not_of('0') + 1);
    if (whole.size() + part.size() > most_digits) return {{}, NumberFault::too_long};
    if (part.size() > static_cast<std::size_t>(std::max(decimals, 0))) return {{}, NumberFault::too_many_decimals};
    auto number = part.empty() ? whole : whole + "." + part;
    if (is_negative && number != "0") number.insert(0, 1, '-');
    return {std::move(number), {}};
}

TypedNumber read_money(std::string_view typed)
{
    auto number = read_number(typed, 2);
    if (number.fault) return number;
    if (number.text.starts_with('-')) return {{}, NumberFault::not_a_number};
    auto const point = number.text.find('.');
    if (point != std::string::npos && number.text.size() - point == 2) number.text += '0';
    return number;
}

std::string shown_number(std::string_view text)
{
    auto const point = std::min(text.find('.'), text.size());
    std::string out{text.substr(0, point)};
    auto const first = text.starts_with('-') ? 1 : 0;
    for (auto at = static_cast<int>(out.size()) - 3; at > first; at -= 3) out.insert(static_cast<std::size_t>(at), ",");
    return out.append(text.substr(point));
}

std::string shown_money(std::string_view text)
{
    return "£" + shown_number(text);
}

std::optional<Date> read_date(TypedDate const& typed, Date today)
{
    auto day = trimmed(typed.day), month = trimmed(typed.month), year = trimmed(typed.year);
    if (month.empty() && year.empty()) {
        auto const parts = parts_of(day);
        if (parts.size() != 3) return {};
        day = parts[0], month = parts[1], year = parts[2];
    }
    auto const d = small_number(without_ordinal(day));
    auto const m = month_in(month);
    auto const y = year_in(year, today);
    if (!d || !m || !y || *y < 1000) return {};
    Date const date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                    std::chrono::day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return {};
    return date;
}

std::optional<std::string> read_vehicle(std::string_view typed)
{
    auto text = compact(typed);
    if (!text || text->size() < 2 || text->size() > 7) return {};
    if (!std::ranges::any_of(*text, is_digit) || !std::ranges::any_of(*text, is_letter)) return {};
    return text;
}

std::string shown_vehicle(std::string const& text)
{
    auto const fits = [&](std::size_t at, bool letter) { return letter ? is_letter(text[at]) : is_digit(text[at]); };
    constexpr std::array form{true, true, false, false, true, true, true}; // since 2001
    if (text.size() != form.size()) return text;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (!fits(i, form[i])) return text;
    }
    return text.substr(0, 4) + " " + text.substr(4);
}

std::optional<std::string> read_ni_number(std::string_view typed)
{
    auto text = compact(typed);
    if (!text || text->size() != 9 || !is_letter((*text)[0]) || !is_letter((*text)[1])) return {};
    if (!std::ranges::all_of(text->substr(2, 6), is_digit)) return {};
    if ((*text)[8] < 'A' || (*text)[8] > 'D') return {};
    return text;
}

std::string shown_ni_number(std::string const& text)
{
    if (text.size() != 9) return text;
    return fmt::format("{} {} {} {} {}", text.substr(0, 2), text.substr(2, 2), text.substr(4, 2), text.substr(6, 2),
                       text.substr(8));
}

std::optional<std::string> read_company_number(std::string_view typed)
{
    auto text = compact(typed);
    if (!text || text->empty() || text->size() > 8) return {};
    if (std::ranges::all_of(*text, is_digit)) return std::string(8 - text->size(), '0') + *text;
    if (text->size() != 8 || !std::ranges::all_of(text->substr(2), is_digit)) return {};
    return text;
}

}
