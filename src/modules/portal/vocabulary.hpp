// The words that a catalogue uses, and which of them somebody meant who typed another.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::portal {

/// How many slips of the finger lead from one word to the other: a letter too many, too few, wrong, or two swapped.
/// More than `at_most` is not counted out. Letters are bytes, which is right for English.
std::size_t slips_between(std::string_view a, std::string_view b, std::size_t at_most);

class Vocabulary {
public:
    void add(std::string word) { words_.insert(std::move(word)); }
    [[nodiscard]] bool knows(std::string_view word) const { return words_.contains(word); }
    /// Whether some word begins so.
    [[nodiscard]] bool begins(std::string_view beginning) const;
    /// The words with the fewest slips to the typed one; one slip from four letters on, two from eight. Nearest length
    /// and the same first letter come first.
    [[nodiscard]] std::vector<std::string> nearest(std::string_view typed) const;

private:
    std::set<std::string, std::less<>> words_;
};

}
