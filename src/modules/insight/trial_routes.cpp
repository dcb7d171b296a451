// Trials of two versions, below /admin/insight/forms/{id}/trials.
#include "frame.hpp"
#include "trial_views.hpp"

#include <base/text.hpp>
#include <services/drafts.hpp>
#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::insight {

namespace {

constexpr int largest_difference = 30;
constexpr int most_choices = 20; ///< versions of long ago are not tried again
constexpr std::size_t longest_reason = 500;

TrialWish wish_in(http::Form const& form, TrialsView const& view)
{
    TrialWish wish{.a = number_in(form.value("a")), .b = number_in(form.value("b"))};
    // The version before, against the one that people see now.
    auto const choices = view.to_choose_from();
    if (wish.a == 0 && choices.size() > 1) wish.a = choices[1].number;
    if (wish.b == 0 && !choices.empty()) wish.b = choices.front().number;
    wish.measure = services::measure_named(form.value("measure")).value_or(services::Measure::sent);
    if (form.has("least")) wish.least = static_cast<int>(std::min<std::int64_t>(number_in(form.value("least")), 1000));
    return wish;
}

std::vector<FieldError> errors_of(TrialsView const& view)
{
    std::vector<FieldError> errors;
    auto const& wish = view.wish;
    auto const newest = view.versions.empty() ? 0 : view.versions.front().number;
    for (auto const& [field, number] : {std::pair{"a", wish.a}, std::pair{"b", wish.b}}) {
        auto const* version = view.numbered(number);
        if (!version || !version->may_be_tried) errors.push_back({field, Message{"Choose a version"}});
    }
    if (errors.empty() && wish.a == wish.b) errors.push_back({"b", Message{"Choose two versions that differ"}});
    if (errors.empty() && wish.a != newest && wish.b != newest)
        errors.push_back({"b", Message{"One of them must be the version that is published now"}});
    if (wish.least < 1 || wish.least > largest_difference)
        errors.push_back({"least", Message{"Write a number from 1 to 30"}});
    return errors;
}

TrialsView read_trials(http::Request const& request, Deps& deps, services::Catalogue const& catalogue,
                       services::Version const& current)
{
    auto const& id = current.definition.id;
    TrialsView view{.definition = current.definition,
                    .csrf = request.csrf_token(),
                    .may_change = services::may_edit(identity::actor_of(request)),
                    .is_on_offer = catalogue.offer(current.definition, deps.council.today()).is_open()};
    auto const today = deps.council.today();
    deps.council.database.read([&](db::Snapshot& snapshot) {
        int looked_at = 0;
        for (auto const& stored : services::versions_of(snapshot, id)) {
            bool const is_recent = ++looked_at <= most_choices;
            auto const* version = is_recent ? catalogue.version(stored.id) : nullptr;
            view.versions.push_back(
                {stored.id, stored.number, stored.published_at, version && !version->definition.withdrawn});
        }
        for (auto& trial : services::trials_of(snapshot, id)) {
            if (trial.ended_at)
                view.past.push_back(std::move(trial));
            else
                view.open = std::move(trial);
        }
        if (!view.open || !view.open->is_running()) return;
        auto const began = day_of(deps, view.open->began_at);
        view.next_look = day_of_look(began, view.open->looks + 1);
        view.so_far = count(snapshot, *view.open, {counted(began, 1).from, today});
    });
    return view;
}

/// What a wish would take, and what is wrong with it.
void work_out(Deps& deps, TrialsView& view)
{
    view.errors = errors_of(view);
    if (!view.errors.empty()) return;
    view.estimate = deps.council.database.read([&](db::Snapshot& snapshot) {
        return estimate_for(snapshot, deps, view.definition.id, view.wish.measure, view.wish.least);
    });
}

http::Response shown(http::Request const& request, Deps& deps, int status, TrialsView const& view)
{
    auto const t = translator_of(request, deps);
    return framed(request, deps, status, t("Trials of {title}", {{"title", view.definition.title}}),
                  trials_page(view, t));
}

// GET /admin/insight/forms/{id}/trials
http::Response show_trials(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto view = read_trials(request, deps, *catalogue, service_or_404(request, *catalogue));
    view.wish = wish_in(request.query, view);
    bool const is_asked = request.query.has("least");
    if (is_asked && !view.open) work_out(deps, view);
    return shown(request, deps, view.errors.empty() ? 200 : 422, view);
}

// POST /admin/insight/forms/{id}/trials
Task<http::Response> begin(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto view = read_trials(request, deps, *catalogue, service_or_404(request, *catalogue));
    auto const& id = view.definition.id;
    if (view.open) co_return http::see_other(ui::Url::path("/admin/insight/forms/{}/trials", {id}).str());
    view.wish = wish_in(request.form, view);
    work_out(deps, view);
    if (!view.errors.empty() || view.estimate->is_too_long() || !view.is_on_offer)
        co_return shown(request, deps, 422, view);
    services::TrialPlan const plan{.control = view.numbered(view.wish.a)->id,
                                   .variant = view.numbered(view.wish.b)->id,
                                   .measure = view.wish.measure,
                                   .least = view.wish.least,
                                   .planned = view.estimate->planned};
    auto const start = [&](db::Tx& tx) { return services::begin_trial(tx, id, plan); };
    // False where somebody published meanwhile: the page then shows what is there now.
    co_await deps.council.database.write(identity::actor_of(request), start);
    deps.library.reload();
    co_return http::see_other(ui::Url::path("/admin/insight/forms/{}/trials", {id}).str());
}

std::vector<FieldError> errors_of_end(TrialsView const& view, TrialsView::Choice const* keep)
{
    std::vector<FieldError> errors;
    auto const& plan = view.open->plan;
    if (!keep || (keep->id != plan.control && keep->id != plan.variant))
        errors.push_back({"keep", Message{"Choose a version"}});
    if (view.open->is_running() && view.reason.empty()) errors.push_back({"reason", Message{"Say why"}});
    if (length_of(view.reason) > longest_reason) errors.push_back({"reason", Message{"Write 500 characters or fewer"}});
    return errors;
}

// POST /admin/insight/forms/{id}/trials/end: stopped early, or decided after the answer. An older version that is kept
// is published again, so that what people get is always the newest.
Task<http::Response> end(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto view = read_trials(request, deps, *catalogue, service_or_404(request, *catalogue));
    auto const& id = view.definition.id;
    auto const back = ui::Url::path("/admin/insight/forms/{}/trials", {id}).str();
    if (!view.open) co_return http::see_other(back);
    view.reason = collapsed(request.form.value("reason"));
    auto const* keep = view.numbered(number_in(request.form.value("keep")));
    view.errors = errors_of_end(view, keep);
    if (!view.errors.empty()) co_return shown(request, deps, 422, view);

    auto const files = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return services::files_of_version(snapshot, id, keep->number); });
    auto const examined = deps.library.examine(id, files.value());
    bool const is_older = keep->number != view.versions.front().number;
    if (is_older && !examined.is_sound) {
        view.errors.push_back(
            {"keep", Message{"This version has errors by today's rules. Begin a draft and mend them"}});
        co_return shown(request, deps, 422, view);
    }
    auto const finish = [&](db::Tx& tx) {
        if (services::end_trial(tx, id, keep->id, view.reason) && is_older)
            services::publish_at_once(tx, id, examined, *files, "rolled back");
    };
    co_await deps.council.database.write(identity::actor_of(request), finish);
    deps.library.reload();
    co_return http::see_other(back);
}

}

void add_trial_routes(http::Router& router, Deps& deps)
{
    auto const look = identity::staff_who("who looks after services", deps.identity, may_look);
    auto const edit = identity::staff_who("content_editor or administrator", deps.identity, services::may_edit);
    router.get("/admin/insight/forms/{id}/trials", look, [&deps](auto const& r) { return show_trials(r, deps); });
    router.post("/admin/insight/forms/{id}/trials", edit, [&deps](auto const& r) { return begin(r, deps); });
    router.post("/admin/insight/forms/{id}/trials/end", edit, [&deps](auto const& r) { return end(r, deps); });
}

}
