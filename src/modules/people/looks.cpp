// Who looked at whom. A table of its own and not the log of events: there are far more looks than changes.
#include "store.hpp"

#include <algorithm>
#include <chrono>

namespace guildhall::people {

void look(db::Tx& tx, PersonId staff, RecordId person, std::string_view why)
{
    static constexpr db::Query latest{"people.latest_look", R"sql(
        select at from people_look where record = $1 and staff = $2 and why = $3 order by id desc limit 1)sql"};
    static constexpr db::Query insert{
        "people.insert_look", "insert into people_look (id, staff, record, at, why) values ($1, $2, $3, $4, $5)"};
    auto const before = tx.value<Time>(latest, person, staff, why);
    if (before && *before + std::chrono::minutes{1} > tx.now()) return;
    tx.run(insert, tx.new_id<db::EventId>(), staff, person, tx.now(), why);
}

namespace {

/// Whether the reader may know that there is, or was, such a person.
bool may_know_whom(db::Snapshot& snapshot, Actor const& actor, RecordId id)
{
    auto const record = load(snapshot, id);
    if (!record || !may_know(actor, *record)) return false;
    auto const tree = tree_of(snapshot, record->root);
    return std::ranges::any_of(tree, [&](Record const& one) { return may_see(actor, one); }) ||
           std::ranges::all_of(tree, [&](Record const& one) { return may_know(actor, one); });
}

std::vector<Look> read_looks(db::Snapshot& snapshot, RecordId of, PersonId staff, std::int64_t before, int at_most)
{
    static constexpr db::Query all{"people.looks", R"sql(
        select id, staff, record, at, why from people_look where id < $1 order by id desc limit $2)sql"};
    static constexpr db::Query of_person{"people.looks_of", R"sql(
        select l.id, l.staff, l.record, l.at, l.why from people_look l join people_record r on r.id = l.record
        where r.root = $3 and l.id < $1 order by l.id desc limit $2)sql"};
    static constexpr db::Query by_staff{"people.looks_by", R"sql(
        select id, staff, record, at, why from people_look where staff = $3 and id < $1 order by id desc limit $2)sql"};
    auto const read = [](db::Row const& row) {
        return Look{.staff = row.get<PersonId>(1),
                    .record = row.get<RecordId>(2),
                    .at = row.get<Time>(3),
                    .why = row.get<std::string>(4),
                    .key = row.integer(0)};
    };
    if (of) return snapshot.all(of_person, read, before, at_most, of);
    if (staff) return snapshot.all(by_staff, read, before, at_most, staff);
    return snapshot.all(all, read, before, at_most);
}

}

std::vector<Look> looks(db::Snapshot& snapshot, Actor const& actor, RecordId of, PersonId staff, std::int64_t before,
                        int at_most)
{
    if (!actor.has(Role::auditor)) return {};
    if (auto const record = of ? load(snapshot, of) : std::nullopt) of = record->root; // any record's number will do
    std::vector<Look> seen;
    for (bool is_over = false; !is_over && std::ssize(seen) < at_most;) {
        auto const found = read_looks(snapshot, of, staff, before, at_most);
        is_over = std::ssize(found) < at_most;
        for (auto const& one : found) {
            before = one.key;
            if (may_know_whom(snapshot, actor, one.record)) seen.push_back(one);
            if (std::ssize(seen) == at_most) break;
        }
    }
    return seen;
}

}
