// What an actor may see of whom.
#include "store.hpp"

#include <algorithm>
#include <cmath>

namespace guildhall::people {

bool may_serve_people(Actor const& actor)
{
    return actor.is_staff() && (actor.has(Role::agent) || actor.has(Role::team_lead) || actor.has(Role::administrator));
}

bool may_see_people(Actor const& actor)
{
    return may_serve_people(actor) || (actor.is_staff() && actor.has(Role::auditor));
}

namespace {

std::optional<Person> person_of(db::Snapshot& snapshot, Actor const& actor, RecordId root)
{
    Person person{.id = root, .root = root, .records = tree_of(snapshot, root)};
    // The number of a hidden record would tell that there is one.
    bool const is_root_hidden = person.records.empty() || !may_know(actor, person.records.back());
    std::erase_if(person.records, [&](Record const& record) { return !may_see(actor, record); });
    if (person.records.empty()) return std::nullopt;
    if (is_root_hidden) person.id = person.records.back().id;
    return person;
}

/// Persons of these records, each once, in their order.
std::vector<Person> persons_of(db::Snapshot& snapshot, Actor const& actor, std::vector<Record> const& records,
                               int at_most)
{
    std::vector<Person> persons;
    for (auto const& record : records) {
        if (static_cast<int>(persons.size()) == at_most) break;
        if (!may_see(actor, record) || std::ranges::find(persons, record.root, &Person::root) != persons.end())
            continue;
        if (auto person = person_of(snapshot, actor, record.root)) persons.push_back(std::move(*person));
    }
    return persons;
}

}

Kind Person::kind() const
{
    return records.front().kind;
}

std::string Person::name() const
{
    for (auto const& record : records)
        if (auto name = record.details.name(); !name.empty()) return name;
    return {};
}

std::vector<std::string> Person::all(std::string Details::*what) const
{
    std::vector<std::string> values;
    for (auto const& record : records) {
        auto const& value = record.details.*what;
        if (!value.empty() && std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    return values;
}

std::optional<Date> Person::born() const
{
    for (auto const& record : records)
        if (record.details.born) return record.details.born;
    return std::nullopt;
}

std::vector<Source> Person::sources() const
{
    std::vector<Source> sources;
    for (auto const& record : records)
        if (record.source.submission != 0) sources.push_back(record.source);
    return sources;
}

std::optional<Person> Visible::find(RecordId id) const
{
    auto const record = load(snapshot_, id);
    // A forgotten record still leads to its person; a hidden one leads nowhere.
    if (!record || !may_know(actor_, *record)) return std::nullopt;
    return person_of(snapshot_, actor_, record->root);
}

std::optional<Person> Visible::of_submission(std::int64_t submission) const
{
    auto const record = load_by_submission(snapshot_, submission);
    if (!record || !may_see(actor_, *record)) return std::nullopt;
    return person_of(snapshot_, actor_, record->root);
}

std::vector<Person> Visible::with(std::string_view secret, std::string_view typed, int at_most) const
{
    auto const lookup = lookup_of_typed(secret, typed);
    if (!lookup) return {};
    return persons_of(snapshot_, actor_, records_with(snapshot_, *lookup, 4 * at_most), at_most);
}

std::vector<Person> Visible::household(std::string_view secret, Person const& of, int at_most) const
{
    std::vector<Record> at_address;
    for (auto const& record : of.records) {
        for (auto const& lookup : lookups_of(secret, record.details)) {
            if (lookup.kind != Identifier::address) continue;
            std::ranges::move(records_with(snapshot_, lookup, 4 * at_most), std::back_inserter(at_address));
        }
    }
    auto persons = persons_of(snapshot_, actor_, at_address, at_most + 1);
    std::erase_if(persons, [&](Person const& person) { return person.root == of.root; });
    return persons;
}

namespace {

struct Pair {
    RecordId mine, theirs;
    double bits;
    std::string because;
};

/// What may be the same as these records, the likeliest first.
std::vector<Pair> pairs_of(db::Snapshot& snapshot, std::vector<Record> const& records)
{
    static constexpr db::Query select{"people.pairs", R"sql(
        select a, b, bits, because from people_pair where a = $1 and is_apart = 0
        union all
        select b, a, bits, because from people_pair where b = $1 and is_apart = 0)sql"};
    auto const read = [](db::Row const& row) {
        return Pair{row.get<RecordId>(0), row.get<RecordId>(1), static_cast<double>(row.integer(2)) / 100,
                    row.get<std::string>(3)};
    };
    std::vector<Pair> pairs;
    for (auto const& record : records)
        std::ranges::move(snapshot.all(select, read, record.id), std::back_inserter(pairs));
    std::ranges::stable_sort(pairs, std::greater{}, &Pair::bits);
    return pairs;
}

/// The persons of whom staff said that they are somebody else.
std::vector<RecordId> roots_apart_from(db::Snapshot& snapshot, std::vector<Record> const& records)
{
    static constexpr db::Query select{"people.pairs_apart", R"sql(
        select b from people_pair where a = $1 and is_apart = 1
        union all
        select a from people_pair where b = $1 and is_apart = 1)sql"};
    auto const read = [](db::Row const& row) { return row.get<RecordId>(0); };
    std::vector<RecordId> roots;
    for (auto const& record : records)
        for (auto const id : snapshot.all(select, read, record.id))
            if (auto const other = load(snapshot, id)) roots.push_back(other->root);
    return roots;
}

int percent_of(double bits)
{
    auto const probability = 1 / (1 + std::exp2(-bits));
    return std::clamp(static_cast<int>(std::lround(probability * 100)), 1, 99);
}

}

std::vector<Suggestion> suggestions_of(db::Snapshot& snapshot, Actor const& actor, Person const& person)
{
    auto passed_over = roots_apart_from(snapshot, person.records);
    passed_over.push_back(person.root);
    std::vector<Suggestion> suggestions;
    for (auto& pair : pairs_of(snapshot, person.records)) {
        auto const other = load(snapshot, pair.theirs);
        if (!other || !may_see(actor, *other)) continue;
        if (std::ranges::find(passed_over, other->root) != passed_over.end()) continue;
        auto theirs = person_of(snapshot, actor, other->root);
        if (!theirs) continue;
        passed_over.push_back(other->root); // each once
        suggestions.push_back({.other = std::move(*theirs),
                               .mine = pair.mine,
                               .theirs = pair.theirs,
                               .because = std::move(pair.because),
                               .percent = percent_of(pair.bits)});
    }
    return suggestions;
}

}
