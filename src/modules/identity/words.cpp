#include "words.hpp"

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

}
