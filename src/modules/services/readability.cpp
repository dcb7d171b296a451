#include <services/readability.hpp>

#include <algorithm>
#include <cctype>

namespace guildhall::services {

namespace {

constexpr int least_words_without_an_end = 6;
constexpr int least_words_to_judge = 30; ///< of a whole text: the formula says nothing about "Hello."
constexpr int least_words_to_name = 5;   ///< of a sentence, to be named as a hard one

bool is_letter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool is_vowel(char c)
{
    return std::string_view{"aeiouy"}.find(c) != std::string_view::npos;
}

std::string lower(std::string_view word)
{
    std::string out;
    for (char const c : word) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// Runs of vowels, without an ending that is not heard: "missed" has one, "collected" three.
int syllables_of(std::string word)
{
    std::erase_if(word, [](char c) { return !is_letter(c); });
    if (word.size() <= 3) return 1;
    auto const before = [&](std::size_t from_end) { return word[word.size() - 1 - from_end]; };
    std::string_view heard{word};
    if (word.ends_with("ed") && !is_vowel(before(2)) && before(2) != 't' && before(2) != 'd')
        heard.remove_suffix(2);
    else if (word.ends_with("es") && std::string_view{"aeiouylscxzhg"}.find(before(2)) == std::string_view::npos)
        heard.remove_suffix(2);
    else if (word.ends_with("e") && !is_vowel(before(1)) && !(before(1) == 'l' && !is_vowel(before(2))))
        heard.remove_suffix(1);
    int count = 0;
    bool in_vowels = false;
    for (char const c : heard) {
        if (is_vowel(c) && !in_vowels) ++count;
        in_vowels = is_vowel(c);
    }
    return std::max(count, 1);
}

/// Without links' addresses, names in (( )), and the marks of headings, lists and emphasis.
std::string plain(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const rest = text.substr(i);
        if (rest.starts_with("((")) {
            auto const end = std::min(rest.find("))"), rest.size());
            out += "it"; // whatever stands there is a word
            i += std::min(end + 1, rest.size() - 1);
        } else if (rest.starts_with("](")) {
            i += std::min(rest.find(')'), rest.size() - 1);
        } else if (rest.starts_with("https://") || rest.starts_with("http://")) {
            i += std::min(rest.find_first_of(" \n)"), rest.size()) - 1;
        } else if (std::string_view{"#*^[]_`"}.find(text[i]) == std::string_view::npos) {
            out += text[i];
        }
    }
    return out;
}

bool ends_sentence(std::string_view text, std::size_t at)
{
    if (text[at] == '\n') return true;
    if (std::string_view{".!?:"}.find(text[at]) == std::string_view::npos) return false;
    return at + 1 == text.size() || std::isspace(static_cast<unsigned char>(text[at + 1])) != 0;
}

std::string_view without_blanks(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    return text;
}

template <class F> void for_each_word(std::string_view sentence, F const& f)
{
    for (std::size_t i = 0; i < sentence.size();) {
        if (!is_letter(sentence[i])) {
            ++i;
            continue;
        }
        auto const from = i;
        while (i < sentence.size() && (is_letter(sentence[i]) || sentence[i] == '\'')) ++i;
        f(sentence.substr(from, i - from));
    }
}

/// Grade of Flesch and Kincaid, and five years: a child begins grade 1 at six.
double age_of(double words, double sentences, double syllables)
{
    if (words == 0 || sentences == 0) return 0;
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5;
}

ReadSentence read(std::string_view text, NecessaryWords const& necessary)
{
    ReadSentence sentence{.text = std::string{text}};
    for_each_word(text, [&](std::string_view word) {
        ++sentence.words;
        sentence.syllables += necessary.contains(word) ? 1 : syllables_of(lower(word));
    });
    sentence.age = age_of(sentence.words, 1, sentence.syllables);
    return sentence;
}

bool counts(ReadSentence const& sentence)
{
    if (sentence.words == 0) return false;
    bool const has_end = std::string_view{".!?:"}.find(sentence.text.back()) != std::string_view::npos;
    return has_end || sentence.words >= least_words_without_an_end;
}

bool is_worse(ReadSentence const& a, ReadSentence const& b)
{
    bool const a_long = a.words > longest_sentence;
    bool const b_long = b.words > longest_sentence;
    if (a_long != b_long) return a_long;
    if (a_long) return a.words > b.words;
    bool const a_short = a.words < least_words_to_name;
    bool const b_short = b.words < least_words_to_name;
    return a_short != b_short ? b_short : a.age > b.age;
}

}

NecessaryWords::NecessaryWords(std::string_view text)
{
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        line = line.substr(0, line.find('#'));
        for_each_word(line, [this](std::string_view word) { words_.insert(lower(word)); });
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool NecessaryWords::contains(std::string_view word) const
{
    auto const plain_word = lower(word);
    if (words_.contains(plain_word)) return true;
    return plain_word.ends_with('s') && words_.contains(std::string_view{plain_word}.substr(0, plain_word.size() - 1));
}

bool Readability::is_hard() const
{
    return (words >= least_words_to_judge && age > oldest_reading_age) ||
           (!worst.empty() && worst.front().words > longest_sentence);
}

Readability readability(std::string_view text, NecessaryWords const& necessary)
{
    Readability result;
    int syllables = 0;
    auto const whole = plain(text);
    std::vector<ReadSentence> sentences;
    for (std::size_t from = 0, i = 0; i <= whole.size(); ++i) {
        if (i < whole.size() && !ends_sentence(whole, i)) continue;
        auto const end = std::min(i + 1, whole.size());
        auto const words = without_blanks(std::string_view{whole}.substr(from, end - from));
        from = end;
        if (words.empty()) continue;
        auto sentence = read(words, necessary);
        if (!counts(sentence)) continue;
        result.words += sentence.words;
        syllables += sentence.syllables;
        ++result.sentences;
        sentences.push_back(std::move(sentence));
    }
    result.age = age_of(result.words, result.sentences, syllables);
    std::ranges::sort(sentences, is_worse);
    if (sentences.size() > 10) sentences.resize(10);
    result.worst = std::move(sentences);
    return result;
}

}
