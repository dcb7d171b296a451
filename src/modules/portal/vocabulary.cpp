#include "vocabulary.hpp"

#include <algorithm>
#include <tuple>

namespace guildhall::portal {

namespace {

std::size_t allowed_slips(std::string_view word)
{
    return word.size() < 4 ? 0 : word.size() < 8 ? 1 : 2;
}

}

// Optimal string alignment: Levenshtein's distance with swaps, three rows at a time.
std::size_t slips_between(std::string_view a, std::string_view b, std::size_t at_most)
{
    auto const far = at_most + 1;
    if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > at_most) return far;
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        if (std::ranges::min(row) > at_most) return far;
        std::swap(before, last);
        std::swap(last, row);
    }
    return std::min(last[b.size()], far);
}

bool Vocabulary::begins(std::string_view beginning) const
{
    auto const found = words_.lower_bound(beginning);
    return found != words_.end() && found->starts_with(beginning);
}

std::vector<std::string> Vocabulary::nearest(std::string_view typed) const
{
    auto fewest = allowed_slips(typed);
    std::vector<std::string> found;
    if (fewest == 0) return found;
    for (auto const& word : words_) {
        if (word.size() < 4) continue;
        auto const slips = slips_between(typed, word, fewest);
        if (slips > fewest) continue;
        if (slips < fewest) found.clear();
        fewest = slips;
        found.push_back(word);
    }
    auto const order = [&](std::string const& word) {
        auto const longer = word.size() > typed.size() ? word.size() - typed.size() : typed.size() - word.size();
        return std::tuple{word.front() != typed.front(), longer, word};
    };
    std::ranges::sort(found, {}, order);
    return found;
}

}
