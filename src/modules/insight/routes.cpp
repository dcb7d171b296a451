// The pages below /admin/insight.
#include "views.hpp"

#include <base/date.hpp>
#include <base/text.hpp>
#include <ui/page.hpp>
#include <ui/url.hpp>

#include <charconv>

namespace guildhall::insight {

namespace {

using namespace ui::literals;

bool may_look(Actor const& actor)
{
    for (auto const role :
         {Role::administrator, Role::team_lead, Role::service_owner, Role::content_editor, Role::auditor})
        if (actor.has(role)) return true;
    return false;
}

/// Auditors look and do not touch.
bool may_decide(Actor const& actor)
{
    return actor.has(Role::administrator) || actor.has(Role::team_lead) || actor.has(Role::service_owner) ||
           actor.has(Role::content_editor);
}

http::Access whoever(std::string name, Deps& deps, bool (*may)(Actor const&))
{
    auto staff = identity::staff(deps.identity);
    auto const check = [inner = std::move(staff.check), may](http::Request const& request) {
        auto refused = inner(request);
        if (!refused && !may(identity::actor_of(request))) refused = http::problem(request, 403);
        return refused;
    };
    return {std::move(name), check};
}

http::Response framed(http::Request const& request, Deps& deps, int status, std::string const& title,
                      ui::Html const& content)
{
    auto const t =
        deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
    auto const& who = *identity::signed_in(request);
    ui::DeskFrame const frame{.t = t,
                              .brand = deps.council.brand(),
                              .title = status >= 400 ? t("Error: {title}", {{"title", title}}) : title,
                              .staff_name = who.name,
                              .csrf = request.csrf_token(),
                              .is_administrator = who.actor.has(Role::administrator),
                              .section = "admin"};
    return http::page(status,
                      ui::desk_page(frame, ui::html("<div class=\"d-pane d-wide\">\n"_html, content, "</div>\n"_html)));
}

ui::Translator translator_of(http::Request const& request, Deps& deps)
{
    return deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
}

std::int64_t number_in(std::string_view text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

/// The last 90 days: long enough for rare forms, short enough to see what a change did.
forms::Period last_days(Deps& deps)
{
    auto const today = std::chrono::sys_days{deps.council.today()};
    return {Date{today - std::chrono::days{89}}, Date{today}};
}

services::Version const& service_or_404(http::Request const& request, services::Catalogue const& catalogue)
{
    auto const* version = catalogue.current(request.path_text("id"));
    if (version == nullptr) http::halt(request, 404);
    return *version;
}

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
        for (auto const& [number, figures] : by_number(snapshot, deps, current.definition.id)) {
            view.versions.push_back({number, {figures.started, figures.sent}});
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

// GET /admin/insight/forms/{id}/comparison
http::Response compare(http::Request const& request, Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto const& current = service_or_404(request, *catalogue);
    TrialView view{.definition = current.definition,
                   .a = number_in(request.query.value("a")),
                   .b = number_in(request.query.value("b")),
                   .arm_a = {},
                   .arm_b = {}};
    if (auto const change = number_in(request.query.value("change")); change > 0 && change <= 50)
        view.change = static_cast<int>(change);
    deps.council.database.read([&](db::Snapshot& snapshot) {
        Arm all;
        for (auto const& [number, figures] : by_number(snapshot, deps, current.definition.id)) {
            Arm const arm{figures.started, figures.sent};
            all.started += arm.started;
            all.sent += arm.sent;
            if (number == view.a) view.arm_a = arm;
            if (number == view.b) view.arm_b = arm;
        }
        view.rate = all.started > 0 ? all.rate() : 0.5;
    });
    view.planned = people_needed(view.rate, view.change / 100.0);
    auto const t = translator_of(request, deps);
    return framed(request, deps, 200, t("Compare two versions"), trial_page(view, t));
}

}

void add_routes(http::Router& router, Deps& deps)
{
    auto const look = whoever("who looks after services", deps, may_look);
    auto const change = whoever("who decides about services", deps, may_decide);
    router.get("/admin/insight/forms", look, [&deps](auto const& r) { return show_use(r, deps); });
    router.get("/admin/insight/forms.csv", look, [&deps](auto const& r) { return download_use(r, deps); });
    router.get("/admin/insight/forms/{id}", look, [&deps](auto const& r) { return show_form(r, deps); });
    router.get("/admin/insight/forms/{id}/figures.csv", look,
               [&deps](auto const& r) { return download_form(r, deps); });
    router.get("/admin/insight/forms/{id}/comparison", look, [&deps](auto const& r) { return compare(r, deps); });
    router.post("/admin/insight/forms/{id}/mark", change, [&deps](auto const& r) { return decide(r, deps); });
    router.post("/admin/insight/forms/{id}/feedback-deletion", change,
                [&deps](auto const& r) { return delete_words(r, deps); });
}

}
