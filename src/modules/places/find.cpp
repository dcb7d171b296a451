#include "store.hpp"

#include <places/places.hpp>

#include <base/postcode.hpp>
#include <base/text.hpp>

#include <algorithm>
#include <cctype>
#include <set>

namespace guildhall::places {

namespace {

constexpr std::size_t most_words = 8; // of what was typed; nobody's address needs more to be told apart
constexpr std::size_t most_characters = 200;
constexpr int most_candidates = 2'000; // addresses looked at for one search

/// Above every word that begins with `word`: the last code point stands behind it.
std::string above(std::string const& word)
{
    return word + "\xf4\x8f\xbf\xbf";
}

/// The addresses of a postcode, in street order.
std::vector<Address> with_postcode(db::Snapshot& snapshot, std::string_view postcode)
{
    static constexpr db::Query select{"places.with_postcode", R"sql(
        select uprn, line, town, postcode, usrn, ward, depot, lon, lat
        from place_address where postcode = $1 order by position limit $2)sql"};
    return snapshot.all(select, read_address, postcode, most_candidates);
}

std::vector<Address> with_word(db::Snapshot& snapshot, std::string const& beginning)
{
    static constexpr db::Query select{"places.with_word", R"sql(
        select uprn, line, town, postcode, usrn, ward, depot, lon, lat
        from place_address
        where uprn in (select uprn from place_word where word >= $1 and word < $2 limit $3)
        order by position)sql"};
    return snapshot.all(select, read_address, beginning, above(beginning), most_candidates);
}

/// How many addresses have a word that begins so; counting stops where it no longer matters.
int count_with(db::Snapshot& snapshot, std::string const& beginning)
{
    static constexpr db::Query count{"places.count_with_word", R"sql(
        select count(*) from (select 1 from place_word where word >= $1 and word < $2 limit $3) as counted)sql"};
    return snapshot.value<int>(count, beginning, above(beginning), most_candidates).value_or(0);
}

/// The word that fewest addresses have, so that few are looked at.
std::string const& rarest(db::Snapshot& snapshot, std::vector<std::string> const& words)
{
    auto const* best = &words.front();
    int fewest = most_candidates + 1;
    for (auto const& word : words) {
        if (auto const found = count_with(snapshot, word); found < fewest) {
            fewest = found;
            best = &word;
        }
    }
    return *best;
}

/// How well an address answers: words that are whole count more than beginnings; -1 where one is missing.
int score(std::vector<std::string> const& typed, Address const& address)
{
    auto const words = words_of(address.text());
    int sum = 0;
    for (auto const& word : typed) {
        bool const whole = std::ranges::find(words, word) != words.end();
        bool const begun = whole || std::ranges::any_of(words, [&](auto const& w) { return w.starts_with(word); });
        if (!begun) return -1;
        sum += whole ? 2 : 1;
    }
    return sum;
}

struct Typed {
    std::optional<Postcode> postcode; ///< the whole, or its end
    std::vector<std::string> words;   ///< the rest, each once
};

/// The postcode at the end of "1 Heather Row, ZZ1 1AA", typed with or without its space. The words before it remain.
std::optional<Postcode> take_postcode(std::vector<std::string>& words)
{
    for (std::size_t const parts : {2, 1}) {
        if (words.size() < parts) continue;
        std::string code;
        for (auto i = words.size() - parts; i < words.size(); ++i) code += words[i];
        if (auto const postcode = Postcode::parse(code)) {
            words.resize(words.size() - parts);
            return postcode;
        }
    }
    return std::nullopt;
}

Typed read(std::string_view typed)
{
    Typed read;
    read.words = words_of(cut_to(typed, most_characters));
    read.postcode = take_postcode(read.words);
    std::set<std::string> seen;
    std::erase_if(read.words, [&](auto const& word) { return !seen.insert(word).second; });
    if (read.words.size() > most_words) read.words.resize(most_words);
    return read;
}

std::size_t letters_in(Typed const& typed)
{
    std::size_t letters = 0;
    for (auto const& word : typed.words) letters += length_of(word);
    return letters;
}

/// Those with every word, best first; among equals the order stays.
std::vector<Address> ranked(std::vector<Address> const& candidates, std::vector<std::string> const& words)
{
    std::vector<std::pair<int, Address const*>> scored;
    for (auto const& address : candidates)
        if (auto const points = score(words, address); points >= 0) scored.emplace_back(points, &address);
    std::ranges::stable_sort(scored, std::greater{}, [](auto const& entry) { return entry.first; });
    std::vector<Address> found;
    for (auto const& [points, address] : scored) found.push_back(*address);
    return found;
}

std::vector<Address> search(db::Snapshot& snapshot, Typed const& typed)
{
    if (typed.postcode) {
        auto all = with_postcode(snapshot, typed.postcode->str());
        if (typed.words.empty()) return all;
        // Whoever knows the postcode but writes the street in another way still sees the addresses there.
        auto best = ranked(all, typed.words);
        return best.empty() ? all : best;
    }
    if (letters_in(typed) < 3) return {};
    return ranked(with_word(snapshot, rarest(snapshot, typed.words)), typed.words);
}

}

Address read_address(db::Row const& row)
{
    return {.uprn = row.get<std::string>(0),
            .line = row.get<std::string>(1),
            .town = row.get<std::string>(2),
            .postcode = row.get<std::string>(3),
            .usrn = row.get<std::string>(4),
            .ward = row.get<std::string>(5),
            .depot = row.get<std::string>(6),
            .point = {row.get<double>(7), row.get<double>(8)}};
}

std::string Address::text() const
{
    return line + ", " + town + ", " + postcode;
}

std::vector<Address> find(db::Snapshot& snapshot, std::string_view typed, int at_most)
{
    auto found = search(snapshot, read(typed));
    if (std::ssize(found) > at_most) found.resize(static_cast<std::size_t>(std::max(at_most, 0)));
    return found;
}

std::optional<Address> with_uprn(db::Snapshot& snapshot, std::string_view uprn)
{
    static constexpr db::Query select{"places.with_uprn", R"sql(
        select uprn, line, town, postcode, usrn, ward, depot, lon, lat from place_address where uprn = $1)sql"};
    // A number by its form: what else is sent is not asked for.
    if (uprn.empty() || uprn.size() > 12 || !std::ranges::all_of(uprn, [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    return snapshot.one(select, read_address, uprn);
}

}
