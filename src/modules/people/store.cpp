#include "store.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

namespace guildhall::people {

namespace {

// What read_record() reads. A macro, because a query is a literal and only literals join.
#define RECORD_COLUMNS                                                                                                 \
    "r.id, r.kind, r.subject, r.own_subject, r.submission, r.team, r.restricted, r.details, r.parent, r.root, "        \
    "r.because, r.joined_by, r.made_by, r.made_at, r.said"

constexpr db::Query load_one{"people.load", "select " RECORD_COLUMNS " from people_record r where r.id = $1"};
constexpr db::Query load_submission{"people.load_submission",
                                    "select " RECORD_COLUMNS
                                    " from people_record r where r.submission = $1 and r.submission <> 0"};
constexpr db::Query load_tree{"people.load_tree",
                              "select " RECORD_COLUMNS " from people_record r where r.root = $1 order by r.id desc"};
constexpr db::Query load_subject{"people.load_subject",
                                 "select " RECORD_COLUMNS " from people_record r where r.subject = $1 order by r.id"};
constexpr db::Query load_children{"people.load_children",
                                  "select " RECORD_COLUMNS
                                  " from people_record r where r.parent = $1 and r.parent <> 0 order by r.id"};
constexpr db::Query load_with{"people.load_with", "select " RECORD_COLUMNS R"sql(
        from people_identifier i join people_record r on r.id = i.record
        where i.kind = $1 and i.hash = $2 order by i.record desc limit $3)sql"};

constexpr db::Query load_saying{"people.load_saying", "select " RECORD_COLUMNS R"sql( from people_record r
        where r.root = $1 and r.said = $2 and r.restricted <= $3 and (r.restricted = 0 or r.team = $4) limit 1)sql"};

#undef RECORD_COLUMNS

/// The sealed details come as they are; open() opens them when the statement is over.
struct Row {
    Record record;
    std::string sealed;
    std::int64_t said = 0;
};

Row read_row(db::Row const& row)
{
    Row out{.record = {.id = row.get<RecordId>(0),
                       .parent = row.get<RecordId>(8),
                       .root = row.get<RecordId>(9),
                       .kind = static_cast<Kind>(row.integer(1)),
                       .source = {.submission = row.integer(4),
                                  .subject = row.get<db::SubjectId>(2),
                                  .team = row.get<std::string>(5),
                                  .restricted = row.get<bool>(6)},
                       .own = row.get<db::SubjectId>(3),
                       .details = {},
                       .forgotten = row.is_null(7),
                       .because = row.get<std::string>(10),
                       .joined_by = row.get<PersonId>(11),
                       .made_by = row.get<PersonId>(12),
                       .made = row.get<Time>(13)},
            .sealed = std::string{row.bytes(7)},
            .said = row.integer(14)};
    return out;
}

Record open(db::Snapshot& snapshot, Row row)
{
    auto& record = row.record;
    if (record.forgotten) return std::move(record);
    auto const json = snapshot.unseal(row.sealed);
    record.forgotten = !json;
    if (json) record.details = Details::from_json(*json);
    return std::move(record);
}

template <class... A> std::vector<Record> several(db::Snapshot& snapshot, db::Query const& query, A const&... args)
{
    std::vector<Record> records;
    for (auto& row : snapshot.all(query, read_row, args...)) records.push_back(open(snapshot, std::move(row)));
    return records;
}

template <class... A> std::optional<Record> single(db::Snapshot& snapshot, db::Query const& query, A const&... args)
{
    auto row = snapshot.one(query, read_row, args...);
    if (!row) return std::nullopt;
    return open(snapshot, std::move(*row));
}

}

bool may_see(Actor const& actor, Record const& record)
{
    return !record.forgotten && may_know(actor, record);
}

bool may_know(Actor const& actor, Record const& record)
{
    return may_see_people(actor) && (!record.source.restricted || actor.in_team(record.source.team));
}

Result<Person, Refusal> take(db::Snapshot& snapshot, Actor const& actor, RecordId id)
{
    auto person = People{snapshot}.visible_to(actor).find(id);
    if (!person) return Refused{Refusal::not_found};
    if (!may_serve_people(actor)) return Refused{Refusal::not_allowed};
    return *person;
}

std::optional<Record> load(db::Snapshot& snapshot, RecordId id)
{
    return single(snapshot, load_one, id);
}

std::optional<Record> load_by_submission(db::Snapshot& snapshot, std::int64_t submission)
{
    return single(snapshot, load_submission, submission);
}

std::vector<Record> tree_of(db::Snapshot& snapshot, RecordId root)
{
    return several(snapshot, load_tree, root);
}

std::vector<Record> records_of_subject(db::Snapshot& snapshot, db::SubjectId subject)
{
    return several(snapshot, load_subject, subject);
}

std::vector<Record> children_of(db::Snapshot& snapshot, RecordId parent)
{
    return several(snapshot, load_children, parent);
}

std::vector<Record> records_with(db::Snapshot& snapshot, Lookup const& lookup, int at_most)
{
    std::vector<Record> records;
    std::set<std::tuple<RecordId, std::int64_t, bool, std::string>> seen;
    for (auto& row : snapshot.all(load_with, read_row, static_cast<int>(lookup.kind), lookup.hash, at_most)) {
        auto const& [record, _, said] = row;
        if (seen.emplace(record.root, said, record.source.restricted, record.source.team).second)
            records.push_back(open(snapshot, std::move(row)));
    }
    return records;
}

std::vector<Record> different_records_of(db::Snapshot& snapshot, RecordId root, Source const& like)
{
    static constexpr db::Query different{"people.different", R"sql(
        with recursive step (said) as (
            select min(said) from people_record where root = $1 and said > 0
            union all
            select (select min(r.said) from people_record r where r.root = $1 and r.said > step.said)
            from step where step.said is not null)
        select said from step where said is not null)sql"};
    std::vector<Record> records;
    for (auto const said : snapshot.all(
             different, [](db::Row const& row) { return row.integer(0); }, root))
        if (auto record = single(snapshot, load_saying, root, said, like.restricted, like.team))
            records.push_back(std::move(*record));
    return records;
}

void insert(db::Tx& tx, std::string_view secret, Record const& record)
{
    static constexpr db::Query statement{"people.insert", R"sql(
        insert into people_record (id, kind, subject, own_subject, submission, team, restricted, details, said, parent,
            root, because, joined_by, joined_at, made_by, made_at, touched)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $1, '', 0, null, $10, $11, $1))sql"};
    static constexpr db::Query identifier{
        "people.insert_identifier",
        "insert into people_identifier (record, kind, hash) values ($1, $2, $3) on conflict do nothing"};
    auto const sealed = tx.seal(record.source.subject, record.details.to_json());
    tx.run(statement, record.id, static_cast<int>(record.kind), record.source.subject, record.own,
           record.source.submission, record.source.team, record.source.restricted, db::Bytes{sealed},
           hash_of_all(secret, record.details), record.made_by, tx.now());
    for (auto const& lookup : lookups_of(secret, record.details))
        tx.run(identifier, record.id, static_cast<int>(lookup.kind), lookup.hash);
}

void set_parent(db::Tx& tx, RecordId record, RecordId parent, std::string_view because, PersonId by)
{
    static constexpr db::Query statement{
        "people.set_parent",
        "update people_record set parent = $2, because = $3, joined_by = $4, joined_at = $5 where id = $1"};
    tx.run(statement, record, parent, because, by, parent ? std::optional{tx.now()} : std::nullopt);
}

void set_root(db::Tx& tx, RecordId record, RecordId root)
{
    static constexpr db::Query statement{"people.set_root", "update people_record set root = $2 where id = $1"};
    tx.run(statement, record, root);
}

void keep_scope(db::Tx& tx, std::int64_t submission, std::string_view team, bool restricted)
{
    static constexpr db::Query statement{"people.keep_scope", R"sql(
        update people_record set team = $2, restricted = $3, touched = $4
        where submission = $1 and submission <> 0 and (team <> $2 or restricted <> $3))sql"};
    tx.run(statement, submission, team, restricted, tx.new_id<RecordId>());
}

void wipe(db::Tx& tx, RecordId record)
{
    static constexpr db::Query details{"people.wipe",
                                       "update people_record set details = null, said = 0, touched = $2 where id = $1"};
    static constexpr db::Query identifiers{"people.wipe_identifiers",
                                           "delete from people_identifier where record = $1"};
    static constexpr db::Query pairs_a{"people.wipe_pairs_a", "delete from people_pair where a = $1"};
    static constexpr db::Query pairs_b{"people.wipe_pairs_b", "delete from people_pair where b = $1"};
    tx.run(details, record, tx.new_id<RecordId>());
    tx.run(identifiers, record);
    tx.run(pairs_a, record);
    tx.run(pairs_b, record);
}

void wipe_written(db::Tx& tx, std::vector<Record> const& records)
{
    static constexpr db::Query facts{"people.wipe_facts", "delete from people_fact where record = $1"};
    static constexpr db::Query from{"people.wipe_from", "delete from people_relation where from_record = $1"};
    static constexpr db::Query to{"people.wipe_to", "delete from people_relation where to_record = $1"};
    for (auto const& record : records) {
        auto const written = tx.run(facts, record.id);
        tx.run(from, record.id);
        tx.run(to, record.id);
        if (written > 0) tx.forget(record.own);
    }
}

void keep_pair(db::Tx& tx, RecordId a, RecordId b, bool is_apart, double bits, std::string_view because)
{
    static constexpr db::Query statement{"people.keep_pair", R"sql(
        insert into people_pair (a, b, is_apart, bits, because, made_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (a, b) do update set is_apart = excluded.is_apart, made_at = excluded.made_at)sql"};
    tx.run(statement, std::min(a, b), std::max(a, b), is_apart, static_cast<std::int64_t>(std::lround(bits * 100)),
           because, tx.now());
}

}
