#include "street.hpp"

#include <base/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace guildhall::cases {

namespace {

constexpr std::array street_words{
    "street",   "road",    "lane",    "row",   "avenue", "close", "drive", "way",   "place", "square", "court",
    "crescent", "terrace", "gardens", "grove", "hill",   "mews",  "park",  "rise",  "walk",  "view",   "green",
    "parade",   "quay",    "wharf",   "yard",  "gate",   "path",  "end",   "bank",  "side",  "st",     "rd",
    "ave",      "ln",      "dr",      "heol",  "ffordd", "stryd", "lon",   "rhodfa"};

std::vector<std::string> parts_of(std::string_view text, std::string_view between)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(between), text.size());
        if (auto const part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// "12", "12a", "12-14", "12/3,".
bool is_house_number(std::string_view word)
{
    if (word.empty() || std::isdigit(static_cast<unsigned char>(word.front())) == 0) return false;
    std::size_t letters = 0;
    for (unsigned char const c : word) {
        if (std::isalpha(c) != 0)
            ++letters;
        else if (std::isdigit(c) == 0 &&
                 std::string_view{"-/,.;:"}.find(static_cast<char>(c)) == std::string_view::npos)
            return false;
    }
    return letters <= 1;
}

/// Words that stand before a number and go with it: "flat 3", "no. 12".
bool announces_number(std::string_view word)
{
    static constexpr std::array known{"flat", "apartment", "unit", "number", "no", "house", "room"};
    auto const plain = folded(word.substr(0, word.find_last_not_of(".,:") + 1));
    return std::ranges::find(known, plain) != known.end();
}

/// A street's name follows, rather than "metres" or "times".
bool begins_name(std::string_view word)
{
    return !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

std::string joined(std::vector<std::string> const& words, std::string_view between)
{
    std::string out;
    for (auto const& word : words) out.append(out.empty() ? "" : between).append(word);
    return out;
}

std::string without_house_numbers(std::string_view text)
{
    auto const words = parts_of(text, " \t\r\n");
    std::vector<std::string> kept;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!is_house_number(words[at])) {
            kept.push_back(words[at]);
            continue;
        }
        bool const announced = !kept.empty() && announces_number(kept.back());
        bool const before_name = at + 1 < words.size() && begins_name(words[at + 1]);
        if (announced) kept.pop_back();
        if (!announced && !before_name) kept.push_back(words[at]);
    }
    return joined(kept, " ");
}

bool names_street(std::string_view part)
{
    auto const words = words_of(part);
    return !words.empty() && words.size() > 1 && std::ranges::find(street_words, words.back()) != street_words.end();
}

}

std::string street_of_address(std::string_view lines)
{
    auto const parts = parts_of(lines, ",\n");
    auto const begins_with_number = [](std::string const& part) {
        return is_house_number(part.substr(0, part.find(' '))) && part.find(' ') != std::string::npos;
    };
    auto street = std::ranges::find_if(parts, begins_with_number);
    if (street == parts.end()) street = std::ranges::find_if(parts, names_street);
    if (street == parts.end()) return parts.empty() ? std::string{} : without_house_numbers(parts.back());
    std::vector<std::string> kept;
    for (; street != parts.end(); ++street)
        if (auto part = without_house_numbers(*street); !part.empty()) kept.push_back(std::move(part));
    return joined(kept, ", ");
}

std::string street_of_words(std::string_view words)
{
    auto text = without_house_numbers(words);
    constexpr std::size_t longest = 100;
    if (text.size() <= longest) return text;
    // Between words, so that no character is cut in two.
    auto const end = text.rfind(' ', longest);
    return end == std::string::npos ? std::string{} : text.substr(0, end);
}

}
