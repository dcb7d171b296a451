#include "words.hpp"

#include <base/email.hpp>

#include <algorithm>
#include <sstream>

namespace guildhall::identity {

std::vector<std::string> words_from(std::string_view stored)
{
    std::istringstream in{std::string{stored}};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::string joined(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::optional<std::string> email_from(std::string_view typed)
{
    auto const email = Email::parse(typed);
    if (!email) return std::nullopt;
    // Nobody remembers how they wrote their own address; two accounts that differ in case only would be a trap.
    auto text = email->str();
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

}
