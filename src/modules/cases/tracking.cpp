// What anyone with the reference may know.
#include "facts.hpp"
#include "stages.hpp"
#include "store.hpp"

#include <algorithm>

namespace guildhall::cases {

namespace {

void add_step(Tracking& tracking, Table const& table, std::string_view id, Time at)
{
    auto const* const stage = table.find(id);
    if (stage == nullptr || !stage->is_public) return;
    tracking.steps.push_back(
        {.id = stage->id, .title = stage->title, .text = stage->text, .reached = at, .current = false});
}

/// What is still to come: the public working stages after the last one reached, and how it should end.
void add_coming(Tracking& tracking, Table const& table, std::string_view current)
{
    auto const& all = table.definition().stages;
    auto at = std::ranges::find(all, current, &services::Stage::id);
    for (; at != all.end(); ++at) {
        bool const reached = std::ranges::find(tracking.steps, at->id, &Tracking::Step::id) != tracking.steps.end();
        if (!reached && at->is_public && at->kind != services::Stage::Kind::not_done)
            tracking.steps.push_back(
                {.id = at->id, .title = at->title, .text = at->text, .reached = {}, .current = false});
    }
}

/// Of the newest message: its first try that failed, and what was tried last.
std::optional<Tracking::Detour> detour_of(db::Snapshot& snapshot, Case const& one)
{
    auto const tries = notify::deliveries_of(snapshot, one.id.value);
    if (tries.empty() || one.forgotten) return std::nullopt;
    auto const& last = tries.back();
    auto first = &last;
    while (first->instead_of) {
        auto const before = std::ranges::find(tries, first->instead_of, &notify::Delivery::id);
        if (before == tries.end()) break;
        first = &*before;
    }
    if (first->state != notify::State::failed) return std::nullopt;
    return Tracking::Detour{first->channel,
                            last.state == notify::State::failed ? std::nullopt : std::optional{last.channel}};
}

}

std::optional<Tracking> tracking(db::Snapshot& snapshot, Deps const& deps, Reference const& reference)
{
    auto const one = load(snapshot, reference);
    if (!one) return std::nullopt;
    Table const table{deps, *one};
    Tracking out{.reference = reference,
                 .id = one->id,
                 .service = one->service,
                 .service_version = one->service_version,
                 .service_title = table.definition().title,
                 .summary = one->summary,
                 .steps = {},
                 .opened = one->opened,
                 .target = one->target,
                 .closed = one->closed,
                 .outcome = one->outcome,
                 .forgotten = one->forgotten,
                 .said = {},
                 .detour = detour_of(snapshot, *one)};
    auto const notes = notes_of(snapshot, one->id);
    for (auto const& event : db::events_of(snapshot, one->id.value)) {
        auto const facts = read_facts(event.facts);
        bool const moves = event.type == "case.opened" || event.type == "case.moved" || event.type == "case.closed";
        if (moves && facts.outcome != "abuse") add_step(out, table, facts.stage, event.at);
        auto const said = notes.find(facts.note);
        if (said != notes.end() && said->second.kind == NoteKind::public_ && !said->second.words.empty())
            out.said.push_back({event.at, said->second.words});
    }
    if (!out.steps.empty()) out.steps.back().current = true;
    if (one->is_open()) add_coming(out, table, one->stage);
    return out;
}

}
