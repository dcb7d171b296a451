#include "names.hpp"

#include <base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace guildhall::editor {

namespace {

constexpr std::array small_words{"a",   "an", "the", "is",   "are",   "was", "were", "do", "does", "did",
                                 "of",  "to", "in",  "on",   "you",   "we",  "it",   "if", "and",  "or",
                                 "for", "at", "be",  "what", "which", "how", "your", "our"};
constexpr std::size_t longest = 40;

bool is_plain(std::string const& word)
{
    return std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string joined(std::vector<std::string> const& words, bool with_small_ones)
{
    std::string out;
    for (auto const& word : words) {
        if (!is_plain(word) || word.empty()) continue;
        if (!with_small_ones && std::ranges::find(small_words, word) != small_words.end()) continue;
        if (out.size() + word.size() + 1 > longest) break;
        out += (out.empty() ? "" : "-") + word;
    }
    return out;
}

}

std::string name_from(std::string_view words)
{
    auto const parts = words_of(words);
    auto out = joined(parts, false);
    if (out.empty()) out = joined(parts, true);
    // An id begins with a letter, so that conditions can tell it from a number.
    if (!out.empty() && out.front() >= '0' && out.front() <= '9') out = "n-" + out;
    return out;
}

std::string free_name(std::string_view words, std::vector<std::string> const& taken, std::string_view otherwise)
{
    auto name = name_from(words);
    if (name.empty()) name = otherwise;
    auto out = name;
    for (int n = 2; std::ranges::find(taken, out) != taken.end(); ++n) out = name + "-" + std::to_string(n);
    return out;
}

std::vector<std::string> split_at(std::string_view text, char at)
{
    std::vector<std::string> parts;
    while (true) {
        auto const end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::size_t to_number(std::string_view text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}
