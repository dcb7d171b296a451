// What staff do to a case: one resource for each act. The verbs of cases decide; here is what they are asked, and the
// sentence that a refusal becomes.
#include "routes.hpp"

#include <base/text.hpp>

#include <charconv>

namespace guildhall::desk {

namespace {

using cases::Refusal;

std::int64_t number_in(std::string_view text)
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

std::string text_in(http::Request const& request, std::string_view field)
{
    return std::string{request.form.value(field)};
}

cases::Seen seen_in(http::Request const& request)
{
    return {request.path_id<cases::CaseId>("case"), number_in(request.form.value("revision"))};
}

int status_of(Refusal refusal)
{
    switch (refusal) {
    case Refusal::not_found: return 404;
    case Refusal::not_allowed: return 403;
    case Refusal::changed_meanwhile:
    case Refusal::already_closed:
    case Refusal::details_deleted: return 409;
    case Refusal::not_a_next_stage:
    case Refusal::unknown_person:
    case Refusal::unknown_outcome:
    case Refusal::words_missing:
    case Refusal::words_too_long: return 422;
    }
    std::unreachable();
}

Message sentence_of(Refusal refusal)
{
    switch (refusal) {
    case Refusal::not_found: return {"This case is not here"};
    case Refusal::not_allowed: return {"You may look at this case, but not work on it"};
    case Refusal::changed_meanwhile:
        return {"Somebody changed this case after you opened it. Look at it again, then send what you wrote"};
    case Refusal::already_closed: return {"This case is closed already"};
    case Refusal::not_a_next_stage: return {"This stage cannot follow the one that the case is in"};
    case Refusal::unknown_person: return {"Choose somebody who works in the team of this case"};
    case Refusal::unknown_outcome: return {"Choose how the case ends"};
    case Refusal::words_missing: return {"Enter some words"};
    case Refusal::words_too_long: return {"Enter 5,000 characters or less"};
    case Refusal::details_deleted: return {"This person's details were deleted, so nothing can be added"};
    }
    std::unreachable();
}

/// After what was done: the case again, where `undo` says what can be taken back ("stage=reported").
struct Done {
    std::string_view undo{};
    std::string was{};
};
std::string address_after(http::Request const& request, Done const& done)
{
    auto address = case_address(request.path_id<cases::CaseId>("case"), filters_in(request.query));
    if (!done.undo.empty()) address = address.with_query(done.undo, done.was);
    return address.str();
}

/// Does it and shows the case; where it is refused, shows the case with the sentence at `field` and what was typed.
template <class Verb>
Task<http::Response> act(http::Request const& request, Deps& deps, std::string field, Typed typed, Done done, Verb verb)
{
    auto const changed = co_await deps.cases.database.write(identity::actor_of(request), std::move(verb));
    if (changed) co_return http::see_other(address_after(request, done));
    if (changed.error() == Refusal::not_found) co_return http::problem(request, 404);
    typed.errors.push_back({std::move(field), sentence_of(changed.error())});
    co_return case_page(request, deps, status_of(changed.error()), std::move(typed));
}

// POST .../stage
Task<http::Response> move_on(http::Request const& request, Deps& deps)
{
    auto verb = [&deps, &actor = identity::actor_of(request), seen = seen_in(request),
                 stage = text_in(request, "stage")](db::Tx& tx) {
        return cases::move(tx, deps.cases, actor, seen, stage);
    };
    return act(request, deps, "stage", {}, {"undo-stage", text_in(request, "was")}, std::move(verb));
}

// POST .../assignment
Task<http::Response> give(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto const wanted = request.form.value("assignee");
    // Whatever is not a number is nobody that we know, not "nobody".
    PersonId const to{wanted == "me"  ? actor.person.value
                      : wanted == "0" ? 0
                                      : std::max(number_in(wanted), std::int64_t{1})};
    auto verb = [&actor, seen = seen_in(request), to](db::Tx& tx) { return cases::assign(tx, actor, seen, to); };
    return act(request, deps, "assignee", {}, {"undo-assignee", text_in(request, "was")}, std::move(verb));
}

// POST .../notes
Task<http::Response> add_note(http::Request const& request, Deps& deps)
{
    Typed typed{.note = text_in(request, "words"),
                .note_once = text_in(request, "once"),
                .note_is_public = request.form.value("kind") == "public"};
    auto verb = [&actor = identity::actor_of(request), id = request.path_id<cases::CaseId>("case"), words = typed.note,
                 once = typed.note_once,
                 kind = typed.note_is_public ? cases::NoteKind::public_ : cases::NoteKind::internal](db::Tx& tx) {
        return cases::note(tx, actor, id, kind, words, once);
    };
    return act(request, deps, "words", std::move(typed), {}, std::move(verb));
}

/// A reason from the service's list, then one's own words.
std::string reason_and_words(std::string const& reason, std::string const& words)
{
    if (reason.empty()) return words;
    return trimmed(words).empty() ? reason : reason + "\n" + words;
}

// POST .../closure
Task<http::Response> close_case(http::Request const& request, Deps& deps)
{
    auto const reason = text_in(request, "reason");
    auto const words = text_in(request, "words");
    bool const is_done_form = !request.form.has("reason");
    Typed typed;
    if (is_done_form)
        typed.done_words = words;
    else {
        typed.reason = reason;
        typed.not_done_words = words;
    }
    auto verb = [&deps, &actor = identity::actor_of(request), seen = seen_in(request),
                 outcome = text_in(request, "outcome"), said = reason_and_words(reason, words)](db::Tx& tx) {
        return cases::close(tx, deps.cases, actor, seen, outcome, said);
    };
    return act(request, deps, is_done_form ? "done-words" : "not-done-words", std::move(typed), {}, std::move(verb));
}

// POST .../abuse
Task<http::Response> call_abuse(http::Request const& request, Deps& deps)
{
    Typed typed{.abuse_words = text_in(request, "words")};
    auto verb = [&actor = identity::actor_of(request), seen = seen_in(request), words = typed.abuse_words](db::Tx& tx) {
        return cases::mark_abuse(tx, actor, seen, words);
    };
    return act(request, deps, "abuse-words", std::move(typed), {}, std::move(verb));
}

// POST .../news
Task<http::Response> read_news(http::Request const& request, Deps& deps)
{
    auto verb = [&actor = identity::actor_of(request), seen = seen_in(request)](db::Tx& tx) {
        return cases::news_read(tx, actor, seen);
    };
    return act(request, deps, "case", {}, {}, std::move(verb));
}

}

void add_undo(CaseView& view, http::Request const& request, Names const& names, ui::Translator const& t)
{
    if (!view.may_work || !view.one.is_open()) return;
    auto const stage = request.query.value("undo-stage");
    auto const is_stage = [&](services::Stage const& next) { return next.id == stage; };
    if (std::ranges::any_of(view.moves, is_stage)) {
        view.undo.push_back({t("Moved to: {stage}", {{"stage", view.stage}}), "stage", "stage", std::string{stage}});
        return;
    }
    if (!request.query.has("undo-assignee")) return;
    auto const before = number_in(request.query.value("undo-assignee"));
    if (before == view.one.assignee.value) return;
    auto words = view.one.assignee ? t("Given to {name}", {{"name", names.person(view.one.assignee, t)}})
                                   : t("Given back to the team");
    view.undo.push_back({std::move(words), "assignment", "assignee", std::to_string(before)});
}

void add_actions(http::Router& router, Deps& deps, http::Access const& staff)
{
    router.post("/desk/cases/{case:id}/stage", staff, [&deps](auto const& r) { return move_on(r, deps); });
    router.post("/desk/cases/{case:id}/assignment", staff, [&deps](auto const& r) { return give(r, deps); });
    router.post("/desk/cases/{case:id}/notes", staff, [&deps](auto const& r) { return add_note(r, deps); });
    router.post("/desk/cases/{case:id}/closure", staff, [&deps](auto const& r) { return close_case(r, deps); });
    router.post("/desk/cases/{case:id}/abuse", staff, [&deps](auto const& r) { return call_abuse(r, deps); });
    router.post("/desk/cases/{case:id}/news", staff, [&deps](auto const& r) { return read_news(r, deps); });
}

}
