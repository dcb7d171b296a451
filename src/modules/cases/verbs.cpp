// What staff and residents do to a case. Each verb loads it through the actor's eyes, asks the transition table, writes
// the row once and appends its event.
#include "facts.hpp"
#include "stages.hpp"
#include "store.hpp"

#include <base/text.hpp>
#include <identity/identity.hpp>

#include <algorithm>

namespace guildhall::cases {

bool may_work(Actor const& actor)
{
    return std::ranges::any_of(actor.roles, [](Role role) {
        return role == Role::agent || role == Role::team_lead || role == Role::administrator;
    });
}

namespace {

constexpr std::size_t longest_words = 5000;
constexpr std::size_t longest_once = 64;

/// The case as the actor saw it, ready to be changed.
Result<Case, Refusal> take(db::Tx& tx, Actor const& actor, Seen seen)
{
    auto one = Cases{tx}.visible_to(actor).find(seen.id);
    if (!one) return Refused{Refusal::not_found};
    if (!may_work(actor)) return Refused{Refusal::not_allowed};
    if (one->revision != seen.revision) return Refused{Refusal::changed_meanwhile};
    return *one;
}

Result<Case, Refusal> take_open(db::Tx& tx, Actor const& actor, Seen seen)
{
    auto one = take(tx, actor, seen);
    if (one && !one->is_open()) return Refused{Refusal::already_closed};
    return one;
}

/// Characters other than spaces, and not too many.
Result<void, Refusal> check_words(std::string_view words)
{
    if (trimmed(words).empty()) return Refused{Refusal::words_missing};
    if (length_of(words) > longest_words) return Refused{Refusal::words_too_long};
    return {};
}

/// A button pressed twice, or a page sent again because no answer came: the same words are there already. Other words
/// from the same form are another note: somebody went back to it and wrote more.
bool is_there_already(db::Tx& tx, CaseId id, NoteKind kind, std::string_view words, std::string_view once = {})
{
    auto const since = tx.now() - std::chrono::minutes{2};
    return std::ranges::any_of(notes_of(tx, id), [&](auto const& entry) {
        auto const& [_, note] = entry;
        bool const is_same_form = !once.empty() && note.once == once;
        return note.kind == kind && note.words == words && (is_same_form || note.created >= since);
    });
}

/// Whether the person works here and may see the case.
bool can_work_on(db::Snapshot& snapshot, PersonId person, Case const& one)
{
    auto const member = identity::find_member(snapshot, person);
    if (!member || !member->active) return false;
    Actor actor;
    actor.kind = ActorKind::staff;
    actor.person = person;
    actor.teams = member->teams;
    actor.roles = member->roles;
    return may_see(actor, one) && may_work(actor);
}

Changed save(db::Tx& tx, Case& one, std::string_view event, std::string facts)
{
    if (!update(tx, one)) return Refused{Refusal::changed_meanwhile};
    tx.append({.type = event, .stream = one.id.value, .facts = std::move(facts)});
    return one.revision;
}

Changed end(db::Tx& tx, Case& one, services::Stage const& stage, std::string_view words)
{
    auto const note = words.empty() ? NoteId{} : insert_note(tx, one, NoteKind::public_, words);
    one.stage = stage.id;
    one.outcome = stage.id;
    one.closed = tx.now();
    one.has_news = false;
    return save(tx, one, "case.closed", closed_facts(one.outcome, one.stage, note));
}

}

Changed move(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view stage)
{
    auto one = take_open(tx, actor, seen);
    if (!one) return Refused{one.error()};
    Table const table{deps, *one};
    auto const* const wanted = table.find(stage);
    // A stage that closes is reached by close() alone, which asks for the outcome.
    if (wanted == nullptr || closes(*wanted) || !table.allows(one->stage, stage))
        return Refused{Refusal::not_a_next_stage};
    auto facts = moved_facts(one->stage, stage);
    one->stage = stage;
    return save(tx, *one, "case.moved", std::move(facts));
}

Changed assign(db::Tx& tx, Actor const& actor, Seen seen, PersonId assignee)
{
    auto one = take_open(tx, actor, seen);
    if (!one) return Refused{one.error()};
    if (assignee && !can_work_on(tx, assignee, *one)) return Refused{Refusal::unknown_person};
    one->assignee = assignee;
    return save(tx, *one, "case.assigned", assigned_facts(assignee));
}

Changed close(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view outcome,
              std::string_view words)
{
    auto one = take_open(tx, actor, seen);
    if (!one) return Refused{one.error()};
    Table const table{deps, *one};
    auto const* const stage = table.find(outcome);
    if (stage == nullptr || !closes(*stage)) return Refused{Refusal::unknown_outcome};
    if (!table.allows(one->stage, stage->id)) return Refused{Refusal::not_a_next_stage};
    auto const said = check_words(words);
    bool const silent = !said && said.error() == Refusal::words_missing;
    if (!said && !(silent && stage->kind == services::Stage::Kind::done)) return Refused{said.error()};
    return end(tx, *one, *stage, silent ? std::string_view{} : words);
}

Changed could_not_do(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view reason)
{
    auto one = take_open(tx, actor, seen);
    if (!one) return Refused{one.error()};
    Table const table{deps, *one};
    auto const& stages = table.definition().stages;
    auto const stage = std::ranges::find(stages, services::Stage::Kind::not_done, &services::Stage::kind);
    if (stage == stages.end()) return Refused{Refusal::unknown_outcome};
    return close(tx, deps, actor, seen, stage->id, reason);
}

Changed mark_abuse(db::Tx& tx, Actor const& actor, Seen seen, std::string_view reason)
{
    auto one = take_open(tx, actor, seen);
    if (!one) return Refused{one.error()};
    if (auto const said = check_words(reason); !said) return Refused{said.error()};
    auto const note = insert_note(tx, *one, NoteKind::reason, reason);
    one->abuse = true;
    one->outcome = "abuse";
    one->closed = tx.now();
    one->has_news = false;
    tx.append({.type = "case.marked_abuse", .stream = one->id.value, .facts = note_facts(note)});
    return save(tx, *one, "case.closed", closed_facts(one->outcome, one->stage, {}));
}

Changed note(db::Tx& tx, Actor const& actor, CaseId id, NoteKind kind, std::string_view words, std::string_view once)
{
    auto const one = Cases{tx}.visible_to(actor).find(id);
    if (!one) return Refused{Refusal::not_found};
    bool const is_note = kind == NoteKind::internal || kind == NoteKind::public_;
    if (!may_work(actor) || !is_note) return Refused{Refusal::not_allowed};
    if (one->forgotten) return Refused{Refusal::details_deleted};
    if (auto const said = check_words(words); !said) return Refused{said.error()};
    once = cut_to(once, longest_once);
    if (is_there_already(tx, id, kind, words, once)) return one->revision;
    auto const added = insert_note(tx, *one, kind, words, once);
    tx.append({.type = "case.noted", .stream = id.value, .facts = noted_facts(added, kind)});
    return one->revision;
}

namespace {

Changed add_to(db::Tx& tx, std::optional<Case> one, std::string_view words)
{
    if (!one) return Refused{Refusal::not_found};
    if (one->abuse) return Refused{Refusal::already_closed};
    if (one->forgotten) return Refused{Refusal::details_deleted};
    if (auto const said = check_words(words); !said) return Refused{said.error()};
    if (is_there_already(tx, one->id, NoteKind::information, words)) return one->revision;
    auto const note = insert_note(tx, *one, NoteKind::information, words);
    one->has_news = true;
    return save(tx, *one, "case.information_added", note_facts(note));
}

}

Changed add_information(db::Tx& tx, Reference const& reference, std::string_view words)
{
    return add_to(tx, load(tx, reference), words);
}

Changed add_information(db::Tx& tx, CaseId id, std::string_view words)
{
    return add_to(tx, load(tx, id), words);
}

Changed news_read(db::Tx& tx, Actor const& actor, Seen seen)
{
    auto one = take(tx, actor, seen);
    if (!one) return Refused{one.error()};
    one->has_news = false;
    return save(tx, *one, "case.information_read", "{}");
}

}
