// Records become one person, and part again.
#include "matching.hpp"
#include "store.hpp"

#include <base/embedded.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

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

/// Hangs the younger root on the older, so that no circle can come about. Gives the root.
RecordId hang(db::Tx& tx, RecordId a, RecordId b, std::string_view because, PersonId by)
{
    auto const root = std::min(a, b);
    auto const child = std::max(a, b);
    set_parent(tx, child, root, because, by);
    set_root_below(tx, child, root);
    tx.append({.type = "people.joined",
               .stream = child.value,
               .facts = fmt::format(R"({{"into":{},"because":"{}"}})", root.value, because)});
    return root;
}

struct Match {
    RecordId record;
    Judgement judgement;
};

/// The best match of each person among those that share something to look up by.
std::map<RecordId, Match> matches_of(db::Tx& tx, std::string_view secret, RecordId record, Kind kind,
                                     Details const& details)
{
    std::map<RecordId, Match> best;
    for (auto const& lookup : lookups_of(secret, details)) {
        for (auto const& other : records_with(tx, lookup, most_candidates)) {
            if (other.id == record || other.forgotten || other.kind != kind) continue;
            auto judgement = judge(details, other.details);
            if (judgement.verdict == Verdict::different) continue;
            auto& kept = best[other.root];
            if (!kept.record ||
                std::pair{judgement.verdict, judgement.bits} > std::pair{kept.judgement.verdict, kept.judgement.bits})
                kept = {other.id, std::move(judgement)};
        }
    }
    return best;
}

/// Whether some record of the person says that it cannot be: a birthday that differs stands, whatever another record
/// has in common.
bool is_contradicted(db::Tx& tx, Details const& details, RecordId root)
{
    return std::ranges::any_of(tree_of(tx, root), [&](Record const& other) {
        if (other.forgotten) return false;
        auto const judgement = judge(details, other.details);
        return std::ranges::any_of(judgement.evidence, [](Evidence const* one) {
            return one->id == "born.differs" || one->id == "given.differs" || one->id == "organisation.differs";
        });
    });
}

/// Joins where one person alone is certain; everything else is for staff.
void join_by_rule(db::Tx& tx, std::string_view secret, Record const& record)
{
    auto matches = matches_of(tx, secret, record.id, record.kind, record.details);
    std::erase_if(matches, [&](auto const& match) { return are_apart(tx, record.id, match.second.record); });
    auto const is_certain = [&](auto const& match) {
        return match.second.judgement.verdict == Verdict::certain && !is_contradicted(tx, record.details, match.first);
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

/// A person that the actor may see and change.
Result<Person, Refusal> take(db::Tx& tx, Actor const& actor, RecordId id)
{
    auto person = People{tx}.visible_to(actor).find(id);
    if (!person) return Refused{Refusal::not_found};
    if (!may_serve_people(actor)) return Refused{Refusal::not_allowed};
    return *person;
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
    if (person) return hang(tx, record.id, person->id, {}, actor.person);
    join_by_rule(tx, secret, record);
    return record.id;
}

Result<RecordId, Refusal> join(db::Tx& tx, Actor const& actor, RecordId a, RecordId b, std::string_view because)
{
    auto const one = take(tx, actor, a);
    if (!one) return Refused{one.error()};
    auto const other = take(tx, actor, b);
    if (!other) return Refused{other.error()};
    if (one->id == other->id) return Refused{Refusal::same_person};
    return hang(tx, one->id, other->id, because, actor.person);
}

Result<RecordId, Refusal> part(db::Tx& tx, Actor const& actor, RecordId id)
{
    auto const person = take(tx, actor, id);
    if (!person) return Refused{person.error()};
    auto const record = std::ranges::find(person->records, id, &Record::id);
    if (record == person->records.end()) return Refused{Refusal::not_found};
    auto const above = load(tx, record->parent);
    // Nobody learns from a refusal or its absence that a record hangs on one that is hidden from them.
    if (!above || (!above->forgotten && !may_see(actor, *above))) return Refused{Refusal::not_joined};
    auto const parent = above->id;
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
    if (one->id == other->id) return Refused{Refusal::same_person};
    keep_pair(tx, a, b, true, 0, {});
    tx.append({.type = "people.kept_apart", .stream = a.value, .facts = fmt::format(R"({{"from":{}}})", b.value)});
    return {};
}

}
