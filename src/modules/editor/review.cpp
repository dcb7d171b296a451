// From a draft to the next version: sent, looked at by somebody else, published now or on a day.
#include "names.hpp"
#include "review_pages.hpp"
#include "routes.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::DraftChange;
using services::DraftRefusal;
using services::Problem;

bool has(std::vector<Problem> const& problems, Problem::Severity severity)
{
    return std::ranges::any_of(problems, [&](Problem const& one) { return one.severity == severity; });
}

services::Written tree_of(std::string const& text)
{
    auto const sheet = services::Sheet::read(text);
    return sheet ? sheet->value() : services::Written{};
}

ReviewView read_review(http::Request const& request, Deps& deps, Work const& work)
{
    auto const t = translator_of(request, deps);
    ReviewView view{.csrf = request.csrf_token(),
                    .is_own_work = work.draft && work.draft->is_by(identity::actor_of(request).person),
                    .typed = request.form,
                    .has_hard_words = has(work.examined.problems, Problem::Severity::words),
                    .has_errors = !work.examined.is_sound || has(work.examined.problems, Problem::Severity::error),
                    .was_published = request.query.has("published")};
    deps.council.database.read([&](db::Snapshot& snapshot) {
        view.steps = services::steps_of(snapshot, work.service);
        if (work.draft && work.current)
            view.base = services::files_of_version(snapshot, work.service, work.current->number).value_or(view.base);
    });
    // Of this draft: what came after it began.
    auto const began = std::ranges::find(view.steps, "began", &services::Step::kind);
    if (began != view.steps.end()) view.steps.erase(began + 1, view.steps.end());
    if (!view.base.empty())
        view.changes = changes_in_words(tree_of(view.base.front().text), tree_of(work.files.front().text), t);
    return view;
}

http::Response review_response(http::Request const& request, Deps& deps, Work const& work, int status,
                               std::vector<FieldError> errors)
{
    auto view = read_review(request, deps, work);
    view.errors = std::move(errors);
    auto const t = translator_of(request, deps);
    return room_page(request, deps, work,
                     {.status = status,
                      .tab = Tab::review,
                      .preview = "start",
                      .title = t("Review and publish"),
                      .has_outline = false},
                     review_page(work, view, t));
}

std::vector<FieldError> error_at(char const* field, DraftRefusal refusal)
{
    std::vector<FieldError> errors;
    errors.push_back({field, sentence_of(refusal)});
    return errors;
}

http::Response back_to_review(Work const& work)
{
    return http::see_other(address(work.service, "review"));
}

// GET /admin/services/{service}/review
http::Response show_review(http::Request const& request, Deps& deps)
{
    return review_response(request, deps, look_at(request, deps), 200, {});
}

// POST /admin/services/{service}/review
Task<http::Response> send(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const seen = seen_in(request, work);
    auto problems = work.examined.problems;
    if (!work.examined.is_sound && problems.empty() && work.unreadable) problems.push_back(*work.unreadable);
    auto const words = std::string{trimmed(request.form.value("words"))};
    auto const change = [&](db::Tx& tx) { return services::send_for_review(tx, seen, problems, words); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), change);
    if (!done) co_return review_response(request, deps, work, status_of(done.error()), error_at("words", done.error()));
    co_return back_to_review(work);
}

// POST /admin/services/{service}/review/changes
Task<http::Response> ask(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const seen = seen_in(request, work);
    auto const words = request.form.value("changes");
    auto const change = [&](db::Tx& tx) { return services::ask_for_changes(tx, seen, words); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), change);
    if (!done)
        co_return review_response(request, deps, work, status_of(done.error()), error_at("changes", done.error()));
    co_return back_to_review(work);
}

// POST /admin/services/{service}/review/comments
Task<http::Response> comment(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const words = request.form.value("comment");
    auto const change = [&](db::Tx& tx) { return services::comment_on(tx, work.service, words); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), change);
    if (!done)
        co_return review_response(request, deps, work, status_of(done.error()), error_at("comment", done.error()));
    co_return back_to_review(work);
}

http::Response published(Deps& deps, Work const& work)
{
    deps.library.reload();
    return http::see_other(address(work.service, "review?published=1"));
}

// POST /admin/services/{service}/review/approval
Task<http::Response> approve(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const seen = seen_in(request, work);
    auto const reason = std::string{trimmed(request.form.value("reason"))};
    bool const at_once = request.form.value("publish") == "now";
    auto const change = [&](db::Tx& tx) -> DraftChange {
        auto const revision = services::approve_draft(tx, seen, work.examined.problems, reason);
        if (!revision || !at_once) return revision;
        services::SeenDraft const approved{seen.service, *revision};
        return services::publish_draft(tx, deps.library, approved, work.examined);
    };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), change);
    if (!done)
        co_return review_response(request, deps, work, status_of(done.error()), error_at("reason", done.error()));
    co_return at_once ? published(deps, work) : back_to_review(work);
}

/// Six in the morning of the day that was typed, if it is still to come.
Parsed<Time> day_typed(http::Form const& form, Deps const& deps)
{
    auto const wrong = [](Message message) {
        std::vector<FieldError> errors;
        errors.push_back({"on", std::move(message)});
        return std::unexpected{std::move(errors)};
    };
    auto const number = [&](char const* name) { return static_cast<unsigned>(to_number(form.value(name))); };
    Date const day{std::chrono::year{static_cast<int>(number("on-year"))}, std::chrono::month{number("on-month")},
                   std::chrono::day{number("on-day")}};
    if (!day.ok() || static_cast<int>(day.year()) < 2000) return wrong(Message{"Enter a day, such as 27 3 2027"});
    if (day <= deps.council.today()) return wrong(Message{"The day must be after today"});
    return deps.council.at_six(day);
}

// POST /admin/services/{service}/publication
Task<http::Response> publish(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const seen = seen_in(request, work);
    if (request.form.value("at") == "day") {
        auto const when = day_typed(request.form, deps);
        if (!when) co_return review_response(request, deps, work, 422, when.error());
        auto const schedule = [&](db::Tx& tx) { return services::schedule_draft(tx, seen, *when); };
        auto const done = co_await deps.council.database.write(identity::actor_of(request), schedule);
        if (!done)
            co_return review_response(request, deps, work, status_of(done.error()), error_at("on", done.error()));
        co_return back_to_review(work);
    }
    auto const change = [&](db::Tx& tx) { return services::publish_draft(tx, deps.library, seen, work.examined); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), change);
    if (!done) co_return review_response(request, deps, work, status_of(done.error()), error_at("on", done.error()));
    co_return published(deps, work);
}

}

void add_review_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    router.get("/admin/services/{service}/review", editor, [&deps](auto const& r) { return show_review(r, deps); });
    router.post("/admin/services/{service}/review", editor, [&deps](auto const& r) { return send(r, deps); });
    router.post("/admin/services/{service}/review/changes", editor, [&deps](auto const& r) { return ask(r, deps); });
    router.post("/admin/services/{service}/review/comments", editor,
                [&deps](auto const& r) { return comment(r, deps); });
    router.post("/admin/services/{service}/review/approval", editor,
                [&deps](auto const& r) { return approve(r, deps); });
    router.post("/admin/services/{service}/publication", editor, [&deps](auto const& r) { return publish(r, deps); });
}

}
