// How hard a text is to read: the age at which a child of average schooling reads it, by the formula of Flesch and
// Kincaid (docs/adr/0016). Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Definition;

inline constexpr double oldest_reading_age = 9.0;
inline constexpr int longest_sentence = 25; ///< words

/// Words that cannot be said more simply, such as the name of a form: each counts as a short one.
class NecessaryWords {
public:
    NecessaryWords() = default;
    /// One or more words a line; what follows # is a comment.
    explicit NecessaryWords(std::string_view text);
    [[nodiscard]] bool contains(std::string_view word) const; ///< in any case, also as a plural
    [[nodiscard]] std::size_t size() const { return words_.size(); }

private:
    std::set<std::string, std::less<>> words_;
};

struct ReadSentence {
    std::string text;
    int words = 0;
    int syllables = 0;
    double age = 0;
};

struct Readability {
    double age = 0; ///< of the whole; 0 where there is nothing to read
    int words = 0;
    int sentences = 0;
    std::vector<ReadSentence> worst;    ///< longer than longest_sentence, then by age; at most ten
    [[nodiscard]] bool is_hard() const; ///< by its age, where there are 30 words or more, or by one long sentence
};

/// Markdown and the names in (( )) of messages do not count. What has no end mark and less than six words, such as an
/// option, is no sentence and is left out, because short scraps would make hard sentences look easy.
[[nodiscard]] Readability readability(std::string_view text, NecessaryWords const& necessary = {});
/// Of everything that a resident reads in a definition, without its messages.
[[nodiscard]] Readability readability(Definition const& definition, NecessaryWords const& necessary = {});

}
