// The end of the way: check your answers, send once, and what happens next.
#include "copies.hpp"
#include "filling.hpp"
#include "tries.hpp"

#include <http/forms_guard.hpp>

#include <algorithm>

namespace guildhall::forms {

namespace {

struct Shown {
    int status = 200;
    std::string shown_at; ///< the signed time of the first showing; "": now
    std::vector<Notice> notices;
    std::vector<FieldError> errors;
};

/// The job has looked at a file already, and could not read it or found a virus: better known now than by staff.
std::vector<Notice> notices_of_files(Deps& deps, Answers const& answers)
{
    std::vector<FileId> files;
    answers.for_each([&](std::string const&, Answer const& answer) {
        for (auto const& file : answer.files) files.push_back(file.id);
    });
    std::vector<Notice> notices;
    if (files.empty()) return notices;
    auto const add = [&](Notice notice) {
        if (std::ranges::find(notices, notice) == notices.end()) notices.push_back(notice);
    };
    deps.council.database.read([&](db::Snapshot& snapshot) {
        for (auto const id : files) {
            auto const file = find_file(snapshot, id);
            if (file && file->state == "unreadable") add(Notice::photo_unreadable);
            if (file && file->state == "infected") add(Notice::file_infected);
        }
    });
    return notices;
}

/// What the time of showing is signed for: it serves for one draft, so for one case.
std::string shown_for(DraftId draft)
{
    return "draft " + std::to_string(draft.value);
}

http::Response show_check(http::Request const& request, Deps& deps, Visit const& visit, Way const& way, Shown shown)
{
    auto const t = translator(deps);
    CheckView view{.definition = visit.definition(),
                   .seal = seal_for(request, deps, visit),
                   .shown = shown.shown_at.empty() ? http::signed_time(request, shown_for(visit.draft->id))
                                                   : std::move(shown.shown_at),
                   .privacy = way.facts().filled(visit.definition().privacy),
                   .declaration = way.facts().filled(visit.definition().declaration),
                   .notices = std::move(shown.notices),
                   .errors = std::move(shown.errors)};
    for (auto const notice : notices_of_files(deps, visit.answers())) view.notices.push_back(notice);
    for (auto const& step : way.steps()) {
        auto const under = step.group ? name_of_row(way, *step.group, step.row) : std::string{};
        std::optional<FilledStep> filled;
        if (step.page->has_blanks) filled.emplace(step, way.facts_before(step));
        for (auto& row : rows_of(filled ? filled->step() : step, way.answers_of(step), visit.path(step), under, t))
            view.rows.push_back(std::move(row));
    }
    auto const back = way.steps().empty() ? visit.path() : visit.path(way.steps().back());
    return framed(request, deps,
                  {.status = shown.status,
                   .title = t("Check your answers"),
                   .has_errors = !view.errors.empty(),
                   .path = visit.path("check"),
                   .back = back},
                  check_page(view, t));
}

/// The check page, or where somebody is sent who cannot have it.
http::Response check_or_elsewhere(http::Request const& request, Deps& deps, Visit const& visit, Shown shown)
{
    if (!visit.draft) return http::see_other(visit.path());
    if (visit.is_sent()) return http::see_other(visit.path("sent"));
    auto const way = visit.way();
    if (way.first_gap() || way.ending() || !visit.definition().opens_a_case())
        return http::see_other(where_you_left(visit, way));
    return show_check(request, deps, visit, way, std::move(shown));
}

// GET /services/{id}/check
http::Response check(http::Request const& request, Deps& deps)
{
    return check_or_elsewhere(request, deps, look(request, deps), {});
}

Task<http::Response> check_again_after_lost_session(http::Request const& request, Deps& deps, Visit visit)
{
    auto const who = whose(request, deps, visit);
    auto const claim = [&](db::Tx& tx) { return claim_draft(tx, who); };
    if (who.ticket) {
        auto draft = co_await deps.council.database.write(Actor::anonymous(), claim);
        go_on_with(visit, deps, std::move(draft));
    }
    if (visit.draft_is_unreadable) co_return http::see_other(visit.path());
    if (!visit.draft) http::halt(request, 403); // nothing of theirs is here, and nothing to show
    Shown shown{.status = 403, .notices = {Notice::session_lost}};
    co_return check_or_elsewhere(request, deps, visit, std::move(shown));
}

/// How the page is shown again to whom the guard does not believe.
std::optional<Shown> not_by_a_person(http::Request const& request, Deps& deps, Visit const& visit, Whose const& who)
{
    // Staff have signed in, and read aloud faster than the guard believes.
    if (visit.assistance) return {};
    auto seen = who.ticket ? std::optional{who.ticket->draft} : std::nullopt;
    if (!seen)
        if (auto const looked = look(request, deps); looked.draft) seen = looked.draft->id;
    switch (http::check_guard(request, seen ? shown_for(*seen) : std::string{})) {
    case http::GuardVerdict::person: return {};
    case http::GuardVerdict::bot: return Shown{.status = 422, .notices = {Notice::press_again}};
    case http::GuardVerdict::too_fast: break;
    }
    // The time of the first showing stays, so that pressing again is enough.
    return Shown{.status = 422,
                 .shown_at = std::string{request.form.value(http::signed_time_field)},
                 .notices = {Notice::too_fast}};
}

// POST /services/{id}/submission. Sending twice gives one case: the second time finds the first one's reference.
Task<http::Response> send(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    if (!request.csrf_matches()) co_return co_await check_again_after_lost_session(request, deps, look(request, deps));
    auto const visit = at_service(request, deps);
    auto const who = whose(request, deps, visit);
    if (auto unread = not_by_a_person(request, deps, visit, who))
        co_return check_or_elsewhere(request, deps, look(request, deps), std::move(*unread));
    bool const is_declared = request.form.value("declaration") == "yes";
    auto const submit = [&](db::Tx& tx) {
        return send_draft(tx, deps, *visit.catalogue, who, visit.around, is_declared);
    };
    auto const sent = co_await deps.council.database.write(visit.actor(), submit);
    if (sent) co_return http::see_other(visit.path("sent"));
    switch (sent.error()) {
    case SendRefusal::no_draft: co_return http::see_other(visit.path());
    case SendRefusal::incomplete: co_return http::see_other(visit.path("check")); // leads on to the gap
    case SendRefusal::undeclared: {
        Shown shown{.status = 422,
                    .shown_at = std::string{request.form.value(http::signed_time_field)},
                    .errors = {{"declaration", {"Tick the box to confirm that this is true"}}}};
        co_return check_or_elsewhere(request, deps, look(request, deps), std::move(shown));
    }
    case SendRefusal::too_many: {
        Shown shown{.status = 429,
                    .shown_at = std::string{request.form.value(http::signed_time_field)},
                    .notices = {Notice::too_many}};
        co_return check_or_elsewhere(request, deps, look(request, deps), std::move(shown));
    }
    case SendRefusal::other_draft: {
        Shown shown{.status = 409, .notices = {Notice::other_draft}};
        co_return check_or_elsewhere(request, deps, look(request, deps), std::move(shown));
    }
    }
    std::unreachable();
}

/// Its sentences about what happens next. What names an answer is said for as long as answers are shown.
std::vector<std::string> what_happens(Deps& deps, Visit const& visit)
{
    auto const& sentences = visit.definition().what_happens;
    auto known = filled(sentences, nullptr);
    if (known.size() == sentences.size()) return known;
    if (visit.is_try) return filled(sentences, &visit.way().facts());
    auto const now = deps.council.clock().now();
    auto const stored =
        deps.council.database.read([&](db::Snapshot& snapshot) { return just_sent(snapshot, *visit.draft, now); });
    if (!stored) return known;
    auto around = visit.around;
    around.names = stored->worked_out;
    Way const way{visit.definition(), stored->answers, around};
    return filled(sentences, &way.facts());
}

// GET /services/{id}/sent: found by the browser's cookie, so that no reference stands in an address.
http::Response sent(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.draft) return http::see_other(visit.path());
    if (!visit.is_sent()) return http::see_other(visit.path("check"));
    auto const t = translator(deps);
    SentView view{.definition = visit.definition(),
                  .brand = deps.council.brand(),
                  .seal = seal_for(request, deps, visit),
                  .reference = *visit.draft->reference,
                  .deadline = visit.draft->deadline,
                  .what_happens = what_happens(deps, visit),
                  .rehearsal = visit.is_try ? std::optional{rehearsal_of(deps, visit)} : std::nullopt};
    for (auto const& next : view.definition.next) {
        auto const* version = visit.catalogue->current(next);
        if (version && visit.catalogue->is_on_offer(version->definition))
            view.next.push_back(&version->in(visit.language));
    }
    return framed(request, deps, {.title = sent_title(view.definition, t), .path = visit.path("sent")},
                  sent_page(view, t));
}

}

void add_sending_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    router.get(stand.at + "/check", stand.access, [&deps](auto const& r) { return check(r, deps); });
    router.add({.method = http::Method::post,
                .pattern = stand.at + "/submission",
                .access = stand.access,
                .csrf = false,
                .write = [&deps](auto const& r) { return send(r, deps); }});
    router.get(stand.at + "/sent", stand.access, [&deps](auto const& r) { return sent(r, deps); });
    // A page that was shown again after a POST has this address: reloading it by hand leads back.
    router.get(stand.at + "/submission", stand.access,
               [&deps](auto const& r) { return http::see_other(at_service(r, deps).path("check")); });
}

}
