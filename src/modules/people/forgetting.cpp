// Whoever is forgotten goes from here too: what a forgotten key opened is wiped, and the person when nothing else holds
// it.
#include "store.hpp"

#include <algorithm>

namespace guildhall::people {

namespace {

/// The tree's last record is gone: so is what staff wrote down about the person. The empty records stay, because events
/// and looks name them.
void forget_if_nothing_holds(db::Tx& tx, RecordId root)
{
    auto const tree = tree_of(tx, root);
    if (!std::ranges::all_of(tree, &Record::forgotten)) return;
    wipe_written(tx, tree);
    tx.append({.type = "people.forgotten", .stream = root.value});
}

}

db::Consumer forget_consumer(Search& search)
{
    auto const handle = [&search](db::Tx& tx, db::Event const& event) {
        auto const records = records_of_subject(tx, db::SubjectId{event.stream});
        for (auto const& record : records) wipe(tx, record.id);
        for (auto const& record : records) forget_if_nothing_holds(tx, record.root);
        for (auto const& record : records) search.forget(record.id); // may be done twice, and does no harm
    };
    return {.name = "people.forget", .handle = handle, .types = {"subject.forgotten"}};
}

Result<void, Refusal> erase(db::Tx& tx, Actor const& actor, RecordId id)
{
    auto const person = People{tx}.visible_to(actor).find(id);
    if (!person) return Refused{Refusal::not_found};
    if (!actor.has(Role::administrator)) return Refused{Refusal::not_allowed};
    if (!person->sources().empty()) return Refused{Refusal::kept_by_cases};
    wipe_written(tx, person->records);
    for (auto const& record : person->records) {
        wipe(tx, record.id);
        tx.forget(record.source.subject);
    }
    forget_if_nothing_holds(tx, person->root);
    return {};
}

}
