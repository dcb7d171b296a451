// What staff write down about a person, and who belongs to whom.
#include "store.hpp"

#include <base/date.hpp>
#include <base/text.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace guildhall::people {

namespace {

constexpr std::array<std::string_view, 4> fact_kinds{"contact", "need", "consent", "alert"};
constexpr std::size_t longest_words = 500;

/// The record that it is written down at: the oldest that everybody may see, so that what is said about somebody whom
/// one team alone knows is read by that team alone.
Record const& place_for(Person const& person)
{
    Record const* oldest = &person.records.back();
    for (auto const& record : person.records)
        if (!record.source.restricted) oldest = &record;
    return *oldest;
}

/// An alert says when it is looked at again: it must not follow somebody for ever.
bool is_good_review(std::optional<Date> review, Date today)
{
    if (!review || !review->ok()) return false;
    auto const year = std::chrono::year_month_day{std::chrono::sys_days{today} + std::chrono::days{366}};
    return *review > today && *review <= year;
}

constexpr db::Query select_facts{"people.facts", R"sql(
    select f.id, f.kind, f.words, f.review_on, f.made_by, f.made_at from people_fact f
    where f.record = $1 and f.ended_at is null order by f.id)sql"};

}

std::vector<Fact> facts_of(db::Snapshot& snapshot, Actor const& actor, Person const& person)
{
    std::vector<Fact> facts;
    for (auto const& record : tree_of(snapshot, person.root)) {
        // What was written at a record stays with the person when the form that it came by is forgotten.
        if (!may_know(actor, record)) continue;
        auto of_record = snapshot.all(
            select_facts,
            [](db::Row const& row) {
                return Fact{.id = row.get<FactId>(0),
                            .kind = row.get<std::string>(1),
                            .words = std::string{row.bytes(2)},
                            .review = parse_iso_date(row.text(3)),
                            .by = row.get<PersonId>(4),
                            .at = row.get<Time>(5)};
            },
            record.id);
        for (auto& fact : of_record) {
            fact.words = snapshot.unseal(fact.words).value_or("");
            facts.push_back(std::move(fact));
        }
    }
    std::ranges::sort(facts, {}, &Fact::id);
    return facts;
}

Result<FactId, Refusal> add_fact(db::Tx& tx, Actor const& actor, RecordId id, NewFact const& fact, Date today)
{
    static constexpr db::Query insert{"people.insert_fact", R"sql(
        insert into people_fact (id, record, kind, words, review_on, made_by, made_at, ended_at)
        values ($1, $2, $3, $4, $5, $6, $7, null))sql"};
    auto const person = take(tx, actor, id);
    if (!person) return Refused{person.error()};
    if (std::ranges::find(fact_kinds, fact.kind) == fact_kinds.end()) return Refused{Refusal::unknown_kind};
    auto const words = trimmed(fact.words);
    if (words.empty()) return Refused{Refusal::words_missing};
    if (length_of(words) > longest_words) return Refused{Refusal::words_too_long};
    bool const is_alert = fact.kind == "alert";
    if (is_alert && !is_good_review(fact.review, today)) return Refused{Refusal::day_missing};
    auto const& at = place_for(*person);
    auto const sealed = tx.seal(at.own, words);
    auto const added = tx.new_id<FactId>();
    tx.run(insert, added, at.id, fact.kind, db::Bytes{sealed}, is_alert ? iso_date(*fact.review) : std::string{},
           actor.person, tx.now());
    tx.append({.type = "people.fact_added",
               .stream = at.id.value,
               .facts = fmt::format(R"({{"fact":{},"kind":"{}"}})", added.value, fact.kind)});
    return added;
}

Result<void, Refusal> end_fact(db::Tx& tx, Actor const& actor, RecordId id, FactId fact)
{
    static constexpr db::Query statement{"people.end_fact",
                                         "update people_fact set ended_at = $2 where id = $1 and ended_at is null"};
    auto const person = take(tx, actor, id);
    if (!person) return Refused{person.error()};
    auto const facts = facts_of(tx, actor, *person);
    if (std::ranges::find(facts, fact, &Fact::id) == facts.end()) return Refused{Refusal::not_found};
    tx.run(statement, fact, tx.now());
    tx.append({.type = "people.fact_ended",
               .stream = person->id.value,
               .facts = fmt::format(R"({{"fact":{}}})", fact.value)});
    return {};
}

std::vector<Relation> relations_of(db::Snapshot& snapshot, Actor const& actor, Person const& person)
{
    static constexpr db::Query select{"people.relations", R"sql(
        select id, kind, to_record, 1 from people_relation where from_record = $1 and ended_at is null
        union all
        select id, kind, from_record, 0 from people_relation where to_record = $1 and ended_at is null)sql"};
    struct Found {
        RelationId id;
        std::string kind;
        RecordId other;
        bool is_from;
    };
    std::vector<Relation> relations;
    for (auto const& record : tree_of(snapshot, person.root)) {
        if (!may_know(actor, record)) continue;
        auto const found = snapshot.all(
            select,
            [](db::Row const& row) {
                return Found{row.get<RelationId>(0), row.get<std::string>(1), row.get<RecordId>(2), row.get<bool>(3)};
            },
            record.id);
        for (auto const& one : found) {
            auto other = People{snapshot}.visible_to(actor).find(one.other);
            // Where both became one person since, there is nothing to say.
            if (other && other->root != person.root)
                relations.push_back({one.id, one.kind, one.is_from, std::move(*other)});
        }
    }
    return relations;
}

Result<RelationId, Refusal> relate(db::Tx& tx, Actor const& actor, RecordId from, RecordId to, std::string_view kind)
{
    static constexpr db::Query insert{"people.insert_relation", R"sql(
        insert into people_relation (id, kind, from_record, to_record, made_by, made_at, ended_at)
        values ($1, $2, $3, $4, $5, $6, null))sql"};
    auto const one = take(tx, actor, from);
    if (!one) return Refused{one.error()};
    auto const other = take(tx, actor, to);
    if (!other) return Refused{other.error()};
    if (one->id == other->id) return Refused{Refusal::same_person};
    auto const* const known = std::ranges::find(relation_kinds, kind, &RelationKind::id);
    if (known == relation_kinds.end()) return Refused{Refusal::unknown_kind};
    for (auto const& relation : relations_of(tx, actor, *one)) // a button pressed twice
        if (relation.kind == kind && relation.is_from && relation.other.id == other->id) return relation.id;
    auto const id = tx.new_id<RelationId>();
    tx.run(insert, id, kind, place_for(*one).id, place_for(*other).id, actor.person, tx.now());
    tx.append({.type = "people.related",
               .stream = one->id.value,
               .facts = fmt::format(R"({{"relation":{},"kind":"{}"}})", id.value, kind)});
    return id;
}

Result<void, Refusal> end_relation(db::Tx& tx, Actor const& actor, RecordId id, RelationId relation)
{
    static constexpr db::Query statement{"people.end_relation",
                                         "update people_relation set ended_at = $2 where id = $1 and ended_at is null"};
    auto const person = take(tx, actor, id);
    if (!person) return Refused{person.error()};
    auto const relations = relations_of(tx, actor, *person);
    if (std::ranges::find(relations, relation, &Relation::id) == relations.end()) return Refused{Refusal::not_found};
    tx.run(statement, relation, tx.now());
    tx.append({.type = "people.relation_ended",
               .stream = person->id.value,
               .facts = fmt::format(R"({{"relation":{}}})", relation.value)});
    return {};
}

}
