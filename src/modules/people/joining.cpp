// Records become one person, and part again.
#include "matching.hpp"
#include "store.hpp"

#include <base/embedded.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

GUILDHALL_EMBEDDED(people_migrations)

namespace guildhall::people {

std::vector<db::Migration> migrations()
{
    return db::migrations_of("people", embedded::people_migrations());
}

namespace {

/// Of one kind of identifier so many records are looked at; a block of flats shares a postcode.
constexpr int most_candidates = 60;

/// The record and all that hang on it get the root.
void set_root_below(db::Tx& tx, RecordId record, RecordId root)
{
    set_root(tx, record, root);
    for (auto const& child : children_of(tx, record)) set_root_below(tx, child.id, root);
}

/// Hangs the younger root on the older, so that no circle can come about.
void hang(db::Tx& tx, RecordId a, RecordId b, std::string_view because, PersonId by)
{
    auto const root = std::min(a, b);
    auto const child = std::max(a, b);
    set_parent(tx, child, root, because, by);
    set_root_below(tx, child, root);
    tx.append({.type = "people.joined",
               .stream = child.value,
               .facts = fmt::format(R"({{"into":{},"because":"{}"}})", root.value, because)});
}

/// Whether everybody who may see the record may see the other one. A rule that joined an open form to what one team
/// alone may know would tell it to whoever sends such a form, or writes one down, to see what happens.
bool is_as_open(Record const& other, Record const& record)
{
    return !other.source.restricted || (record.source.restricted && other.source.team == record.source.team);
}

struct Match {
    RecordId record;
    Judgement judgement;
    bool is_as_open = false;
    [[nodiscard]] auto rank() const { return std::tuple{is_as_open, judgement.verdict, judgement.bits}; }
};

/// The best match of each person among those that share something to look up by.
std::map<RecordId, Match> matches_of(db::Tx& tx, std::string_view secret, Record const& record)
{
    std::map<RecordId, Match> best;
    for (auto const& lookup : lookups_of(secret, record.details)) {
        for (auto const& other : records_with(tx, lookup, most_candidates)) {
            if (other.id == record.id || other.forgotten || other.kind != record.kind) continue;
            Match match{other.id, judge(record.details, other.details), is_as_open(other, record)};
            if (match.judgement.verdict == Verdict::different) continue;
            auto& kept = best[other.root];
            if (!kept.record || match.rank() > kept.rank()) kept = std::move(match);
        }
    }
    return best;
}

/// Whether some record of the person says that it cannot be: a birthday that differs stands, whatever another record
/// has in common.
bool is_contradicted(db::Tx& tx, Record const& record, RecordId root)
{
    return std::ranges::any_of(different_records_of(tx, root, record.source), [&](Record const& other) {
        auto const judgement = judge(record.details, other.details);
        return std::ranges::any_of(judgement.evidence, [](Evidence const* one) {
            return one->id == "born.differs" || one->id == "given.differs" || one->id == "organisation.differs";
        });
    });
}

/// Joins where one person alone is certain; everything else is for staff. What staff parted is old, and never comes
/// here again.
void join_by_rule(db::Tx& tx, std::string_view secret, Record const& record)
{
    auto const matches = matches_of(tx, secret, record);
    auto const is_certain = [&](auto const& match) {
        return match.second.is_as_open && match.second.judgement.verdict == Verdict::certain &&
               !is_contradicted(tx, record, match.first);
    };
    auto const certain = std::ranges::find_if(matches, is_certain);
    bool const is_one = certain != matches.end() && std::ranges::count_if(matches, is_certain) == 1;
    for (auto const& [root, match] : matches) {
        if (is_one && root == certain->first)
            hang(tx, record.id, root, match.judgement.because(), {});
        else
            keep_pair(tx, record.id, match.record, false, match.judgement.bits, match.judgement.because());
    }
}

Record insert_new(db::Tx& tx, std::string_view secret, Kind kind, Details const& details, Source const& source,
                  PersonId by)
{
    Record record{.id = tx.new_id<RecordId>(),
                  .parent = {},
                  .root = {},
                  .kind = kind,
                  .source = source,
                  .own = tx.new_id<db::SubjectId>(),
                  .details = details,
                  .because = {},
                  .joined_by = {},
                  .made_by = by};
    if (!record.source.subject) record.source.subject = tx.new_id<db::SubjectId>();
    record.root = record.id;
    insert(tx, secret, record);
    tx.append({.type = "people.met", .stream = record.id.value});
    return record;
}

}

std::optional<RecordId> meet(db::Tx& tx, std::string_view secret, Kind kind, Details const& details,
                             Source const& source)
{
    if (details.is_anonymous()) return std::nullopt;
    if (source.submission != 0)
        if (auto const known = load_by_submission(tx, source.submission)) return known->id;
    auto const record = insert_new(tx, secret, kind, details, source, {});
    join_by_rule(tx, secret, record);
    return record.id;
}

Result<RecordId, Refusal> write_down(db::Tx& tx, std::string_view secret, Actor const& actor, Kind kind,
                                     Details const& details, RecordId to)
{
    if (!may_serve_people(actor)) return Refused{Refusal::not_allowed};
    if (details.is_anonymous()) return Refused{Refusal::words_missing};
    std::optional<Person> person;
    if (to) {
        auto found = take(tx, actor, to);
        if (!found) return Refused{found.error()};
        person = std::move(*found);
    }
    Source source;
    if (person) { // what is added to somebody whom one team alone may see is for that team alone
        auto const is_open = [](Record const& one) { return !one.source.restricted; };
        if (std::ranges::none_of(person->records, is_open)) {
            source.team = person->records.front().source.team;
            source.restricted = true;
        }
    }
    auto const record = insert_new(tx, secret, person ? person->kind() : kind, details, source, actor.person);
    if (!person) {
        join_by_rule(tx, secret, record);
        return record.id;
    }
    hang(tx, record.id, person->root, {}, actor.person);
    return person->id;
}

Result<RecordId, Refusal> join(db::Tx& tx, Actor const& actor, RecordId a, RecordId b, std::string_view because)
{
    auto const one = take(tx, actor, a);
    if (!one) return Refused{one.error()};
    auto const other = take(tx, actor, b);
    if (!other) return Refused{other.error()};
    if (one->root == other->root) return Refused{Refusal::same_person};
    if (one->kind() != other->kind()) return Refused{Refusal::other_kind};
    hang(tx, one->root, other->root, because, actor.person);
    return People{tx}.visible_to(actor).find(one->id)->id;
}

Result<RecordId, Refusal> part(db::Tx& tx, Actor const& actor, RecordId id)
{
    auto const person = take(tx, actor, id);
    if (!person) return Refused{person.error()};
    auto const record = std::ranges::find(person->records, id, &Record::id);
    if (record == person->records.end()) return Refused{Refusal::not_found};
    // What the person is named by looks like a root, also where it hangs on a record that is hidden from the actor.
    if (id == person->id) return Refused{Refusal::not_joined};
    auto const parent = record->parent;
    set_parent(tx, id, {}, {}, {});
    set_root_below(tx, id, id);
    keep_pair(tx, id, parent, true, 0, {});
    tx.append({.type = "people.parted", .stream = id.value, .facts = fmt::format(R"({{"from":{}}})", parent.value)});
    return id;
}

Result<void, Refusal> keep_apart(db::Tx& tx, Actor const& actor, RecordId a, RecordId b)
{
    auto const one = take(tx, actor, a);
    if (!one) return Refused{one.error()};
    auto const other = take(tx, actor, b);
    if (!other) return Refused{other.error()};
    if (one->root == other->root) return Refused{Refusal::same_person};
    keep_pair(tx, a, b, true, 0, {});
    tx.append({.type = "people.kept_apart", .stream = a.value, .facts = fmt::format(R"({{"from":{}}})", b.value)});
    return {};
}

}
