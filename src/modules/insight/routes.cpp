// The pages below /admin/insight.
#include "frame.hpp"
#include "views.hpp"

#include <base/date.hpp>
#include <base/text.hpp>
#include <services/readability.hpp>
#include <services/trials.hpp>
#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::insight {

namespace {

/// By the number that people know a version by.
std::map<std::int64_t, forms::Figures> by_number(db::Snapshot& snapshot, Deps& deps, std::string_view service)
{
    std::map<std::int64_t, forms::Figures> found;
    auto const figures = forms::figures_of(snapshot, service, last_days(deps), deps.council.clock().now());
    for (auto const& [id, of_version] : figures) {
        auto const* version = deps.library.catalogue_knowing(id)->version(id);
        if (version != nullptr) found[version->number] += of_version;
    }
    return found;
}

/// Of versions whose trial runs.
std::set<std::int64_t> numbers_in_trial(db::Snapshot& snapshot, Deps& deps, std::string_view service)
{
    std::set<std::int64_t> found;
    for (auto const& trial : services::trials_of(snapshot, service)) {
        if (!trial.is_running()) continue;
        for (auto const id : {trial.plan.control, trial.plan.variant})
            if (auto const* version = deps.library.catalogue_knowing(id)->version(id)) found.insert(version->number);
    }
    return found;
}

/// By number. By today's list of necessary words, so that versions can be compared.
std::map<std::int64_t, double> reading_ages(db::Snapshot& snapshot, Deps& deps, std::string_view service)
{
    std::map<std::int64_t, double> ages;
    auto const necessary = deps.library.necessary_words();
    for (auto const& [id, figures] :
         forms::figures_of(snapshot, service, last_days(deps), deps.council.clock().now())) {
        auto const* version = deps.library.catalogue_knowing(id)->version(id);
        if (version) ages[version->number] = services::readability(version->definition, necessary).age;
    }
    return ages;
}

// GET /admin/insight/forms
http::Response show_use(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    auto const view = deps.council.database.read([&](db::Snapshot& snapshot) { return read_use(snapshot, deps); });
    return framed(request, deps, 200, t("How are our forms used?"), use_page(view, t));
}

// GET /admin/insight/forms.csv
http::Response download_use(http::Request const&, Deps& deps)
{
    auto const view = deps.council.database.read([&](db::Snapshot& snapshot) { return read_use(snapshot, deps); });
    return http::download(use_csv(view), "text/csv; charset=utf-8", "forms.csv");
}

FormView read_form(http::Request const& request, Deps& deps, services::Version const& current)
{
    FormView view{.definition = current.definition,
                  .csrf = request.csrf_token(),
                  .may_mark = may_decide(identity::actor_of(request)),
                  .period = last_days(deps),
                  .version = number_in(request.query.value("version"))};
    deps.council.database.read([&](db::Snapshot& snapshot) {
        auto const in_trial = numbers_in_trial(snapshot, deps, current.definition.id);
        view.version_is_in_trial = in_trial.contains(view.version);
        if (view.version_is_in_trial) view.version = 0;
        auto const ages = reading_ages(snapshot, deps, current.definition.id);
        for (auto const& [number, figures] : by_number(snapshot, deps, current.definition.id)) {
            auto const age = ages.find(number);
            view.versions.push_back({.number = number,
                                     .arm = {figures.started, figures.sent},
                                     .reading_age = age != ages.end() ? age->second : 0,
                                     .is_in_trial = in_trial.contains(number)});
            if (view.version == 0 || view.version == number) view.figures += figures;
        }
        auto const since = start_of_day(view.period.from, deps.council.settings.time_zone);
        view.feedback = forms::feedback_of(snapshot, current.definition.id);
        view.feedback_counts = forms::feedback_counts(snapshot, current.definition.id, since);
        auto const decided = marks(snapshot);
        if (auto const found = decided.find(current.definition.id); found != decided.end()) view.mark = found->second;
    });
    return view;
}

// GET /admin/insight/forms/{id}
http::Response show_form(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto const& current = service_or_404(request, *catalogue);
    auto const view = read_form(request, deps, current);
    return framed(request, deps, 200, current.definition.title, form_page(view, translator_of(request, deps)));
}

// GET /admin/insight/forms/{id}/figures.csv
http::Response download_form(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto const& current = service_or_404(request, *catalogue);
    return http::download(form_csv(read_form(request, deps, current)), "text/csv; charset=utf-8",
                          current.definition.id + ".csv");
}

// POST /admin/insight/forms/{id}/mark
Task<http::Response> decide(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto const& current = service_or_404(request, *catalogue);
    auto const& actor = identity::actor_of(request);
    Mark const mark{.mark = std::string{request.form.value("mark")},
                    .note = collapsed(request.form.value("note")),
                    .staff = actor.person,
                    .at = request.received};
    std::vector<FieldError> errors;
    if (mark_named(mark.mark) == nullptr) errors.push_back({"mark", Message{"Choose a decision"}});
    if (mark.note.empty() && mark.mark != "keep") errors.push_back({"note", Message{"Say why"}});
    if (length_of(mark.note) > 500) errors.push_back({"note", Message{"Write 500 characters or fewer"}});
    if (!errors.empty()) {
        auto view = read_form(request, deps, current);
        view.mark = mark;
        view.errors = std::move(errors);
        co_return framed(request, deps, 422, current.definition.title, form_page(view, translator_of(request, deps)));
    }
    auto const set = [&](db::Tx& tx) { set_mark(tx, current.definition.id, mark); };
    co_await deps.council.database.write(actor, set);
    co_return http::see_other(ui::Url::path("/admin/insight/forms/{}", {current.definition.id}).str());
}

// POST /admin/insight/forms/{id}/feedback-deletion
Task<http::Response> delete_words(http::Request const& request, Deps& deps)
{
    auto const id = forms::FeedbackId{number_in(request.form.value("feedback"))};
    auto const remove = [&](db::Tx& tx) { forms::delete_feedback(tx, id); };
    co_await deps.council.database.write(identity::actor_of(request), remove);
    co_return http::see_other(ui::Url::path("/admin/insight/forms/{}", {request.path_text("id")}).str());
}

}

void add_routes(http::Router& router, Deps& deps)
{
    auto const look = identity::staff_who("who looks after services", deps.identity, may_look);
    auto const change = identity::staff_who("who decides about services", deps.identity, may_decide);
    router.get("/admin/insight/forms", look, [&deps](auto const& r) { return show_use(r, deps); });
    router.get("/admin/insight/forms.csv", look, [&deps](auto const& r) { return download_use(r, deps); });
    router.get("/admin/insight/forms/{id}", look, [&deps](auto const& r) { return show_form(r, deps); });
    router.get("/admin/insight/forms/{id}/figures.csv", look,
               [&deps](auto const& r) { return download_form(r, deps); });
    router.post("/admin/insight/forms/{id}/mark", change, [&deps](auto const& r) { return decide(r, deps); });
    router.post("/admin/insight/forms/{id}/feedback-deletion", change,
                [&deps](auto const& r) { return delete_words(r, deps); });
    add_trial_routes(router, deps);
}

}
