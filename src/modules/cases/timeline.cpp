// The full history of a case: its events, with the words that belong to them.
#include "facts.hpp"
#include "store.hpp"

namespace guildhall::cases {

std::vector<TimelineEntry> timeline(db::Snapshot& snapshot, Case const& of)
{
    auto const notes = notes_of(snapshot, of.id);
    std::vector<TimelineEntry> entries;
    for (auto const& event : db::events_of(snapshot, of.id.value)) {
        auto facts = read_facts(event.facts);
        TimelineEntry entry{.type = event.type,
                            .at = event.at,
                            .by = event.actor_kind,
                            .person = event.actor_person,
                            .stage = std::move(facts.stage),
                            .outcome = std::move(facts.outcome),
                            .assignee = facts.assignee,
                            .words = {},
                            .note = {},
                            .channel = std::move(facts.channel)};
        if (auto const found = notes.find(facts.note); found != notes.end()) {
            entry.words = found->second.words;
            entry.note = found->second.kind;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

}
