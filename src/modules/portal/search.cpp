// Xapian stems, expands beginnings and ranks (BM25). Its memory backend has neither spelling nor synonyms, and neither
// is missed: everyday words are indexed with the service they mean, and vocabulary.cpp knows slips of the finger.
#include "search.hpp"

#include "vocabulary.hpp"

#include <base/text.hpp>

#include <xapian.h>

#include <algorithm>
#include <array>

namespace guildhall::portal {

namespace {

constexpr std::size_t most_characters = 200;
constexpr std::size_t most_words = 12;
constexpr unsigned most_results = 30;
constexpr std::string_view stem_mark = "Z"; // Xapian's custom; words as typed are lower case

// What questions are made of, not what they are about.
constexpr std::array<std::string_view, 62> small_words{
    "a",     "about", "am",  "an",     "and",  "any",  "are",   "as",   "at",    "be",   "been", "by",  "can",
    "could", "did",   "do",  "does",   "for",  "from", "get",   "had",  "has",   "have", "help", "how", "i",
    "if",    "im",    "in",  "is",     "it",   "its",  "ive",   "like", "me",    "my",   "need", "not", "of",
    "on",    "or",    "our", "please", "so",   "some", "that",  "the",  "there", "they", "this", "to",  "us",
    "want",  "was",   "we",  "were",   "what", "when", "where", "who",  "with",  "you"};

bool is_small(std::string_view word)
{
    return std::ranges::find(small_words, word) != small_words.end();
}

/// The words worth searching for; all of them where all are small.
std::vector<std::string> words_to_find(std::string_view typed)
{
    auto words = words_of(typed.substr(0, most_characters));
    auto telling = words;
    std::erase_if(telling, is_small);
    if (!telling.empty()) words = std::move(telling);
    if (words.size() > most_words) words.resize(most_words);
    return words;
}

}

struct Search::Index {
    explicit Index(services::Catalogue const& catalogue)
    {
        for (auto const* version : catalogue.all()) add(*version);
    }

    void add(services::Version const& version)
    {
        auto const& d = version.definition;
        Xapian::Document document;
        auto const text = [&](std::string_view words, unsigned weight) { add_words(document, words, weight); };
        text(d.title, 5);
        for (auto const& word : d.words) text(word, 4);
        text(d.summary, 3);
        text(d.verb, 2);
        text(d.area, 2);
        for (auto const& event : d.life_events) text(event, 2);
        for (auto const& page : d.pages) {
            text(page.title, 1);
            for (auto const& question : page.questions) {
                text(question.label, 1);
                for (auto const& option : question.options) text(option.label, 3);
            }
        }
        document.set_data(d.id);
        database.add_document(document);
        versions.push_back(&version); // Xapian numbers documents from 1, in this order
    }

    void add_words(Xapian::Document& document, std::string_view text, unsigned weight)
    {
        auto const words = words_of(text);
        for (auto const& word : words) add_word(document, word, weight);
        // "fly tipping" is typed "flytipping" too.
        for (std::size_t i = 1; i < words.size() && words.size() <= 3; ++i)
            add_word(document, words[i - 1] + words[i], 1);
    }

    void add_word(Xapian::Document& document, std::string const& word, unsigned weight)
    {
        if (word.size() > 60) return; // Xapian's terms have a limit, and nobody types such a word
        document.add_term(word, weight);
        auto const stem = std::string{stem_mark} + stemmer(word);
        document.add_term(stem, weight);
        stems.insert(stem);
        if (!is_small(word)) vocabulary.add(word);
    }

    [[nodiscard]] bool knows(std::string const& word) const
    {
        return vocabulary.knows(word) || stems.contains(std::string{stem_mark} + stemmer(word));
    }

    Xapian::WritableDatabase database{"", Xapian::DB_BACKEND_INMEMORY};
    Xapian::Stem stemmer{"english"};
    Vocabulary vocabulary;
    std::set<std::string> stems;
    std::vector<services::Version const*> versions;
    std::mutex mutex; // Xapian's objects are not for several threads at once
};

namespace {

using Query = Xapian::Query;

Query stemmed(Xapian::Stem const& stemmer, std::string const& word)
{
    return Query{std::string{stem_mark} + stemmer(word)};
}

Query weighted(double weight, Query const& query)
{
    return {Query::OP_SCALE_WEIGHT, query, weight};
}

Query beginning(std::string const& word)
{
    return {Query::OP_WILDCARD, word, 40, Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_SYNONYM};
}

}

Search::Search(std::shared_ptr<services::Catalogue const> catalogue)
    : catalogue_{std::move(catalogue)}, index_{std::make_unique<Index>(*catalogue_)}
{}

Search::~Search() = default;

Found Search::find(std::string_view typed) const
{
    std::lock_guard lock{index_->mutex};
    Found found;
    Query query;
    bool mended = false;
    std::string words_meant;
    auto const either = [&](Query const& other) { query = query.empty() ? other : Query{Query::OP_OR, query, other}; };
    auto const words = words_to_find(typed);
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const& word = words[i];
        if (word.size() > 60) continue;
        auto meant = word;
        either(stemmed(index_->stemmer, word));
        if (word.size() >= 3 && index_->vocabulary.begins(word)) either(weighted(0.5, beginning(word)));
        if (!index_->vocabulary.knows(word)) {
            // "barking" may be of "bark", and it may be a slip of "parking".
            bool const is_form_of_one = index_->knows(word);
            auto const nearest = index_->vocabulary.nearest(word);
            for (auto const& other : nearest)
                either(weighted(is_form_of_one ? 0.3 : 0.6, stemmed(index_->stemmer, other)));
            if (!nearest.empty() && !is_form_of_one && !index_->vocabulary.begins(word)) meant = nearest.front();
        }
        // "pot hole" is one word elsewhere.
        if (i + 1 < words.size() && index_->knows(word + words[i + 1]))
            either(stemmed(index_->stemmer, word + words[i + 1]));
        mended = mended || meant != word;
        words_meant.append(words_meant.empty() ? "" : " ").append(meant);
    }
    if (mended) found.did_you_mean = words_meant;
    if (query.empty()) return found;
    Xapian::Enquire enquire{index_->database};
    enquire.set_query(query);
    auto const ranked = enquire.get_mset(0, most_results);
    for (auto at = ranked.begin(); at != ranked.end(); ++at) found.services.push_back(index_->versions.at(*at - 1));
    return found;
}

std::shared_ptr<Search const> SearchOf::current()
{
    auto catalogue = library_.catalogue();
    std::lock_guard lock{mutex_};
    if (!search_ || &search_->catalogue() != catalogue.get()) search_ = std::make_shared<Search>(std::move(catalogue));
    return search_;
}

}
