#include "routes.hpp"

#include "frame.hpp"
#include "queue.hpp"

#include <base/secret.hpp>
#include <base/text.hpp>
#include <council/council.hpp>
#include <fmt/format.h>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

bool answers_for_a_team(Actor const& actor)
{
    return actor.has(Role::team_lead) || actor.has(Role::administrator);
}

http::Response queue_page(http::Request const& request, Deps& deps, std::string typed_reference)
{
    auto const t = translator_of(request, deps);
    auto view = deps.cases.database.read([&](db::Snapshot& snapshot) {
        Names const names{snapshot, deps};
        return read_queue(snapshot, deps, names, identity::actor_of(request), filters_in(request.query), t);
    });
    view.typed_reference = std::move(typed_reference);
    auto const status = view.typed_reference.empty() ? 200 : 404;
    auto const welcome = ui::html("<section class=\"d-pane d-welcome\" aria-label=\""_html, t("The case"), "\">\n"_html,
                                  paragraph(t("Choose a case from the list. Press ? for the keys.")),
                                  paragraph(link("/desk/assisted", t("Start a form for somebody"))),
                                  answers_for_a_team(identity::actor_of(request)) ? export_form(view, t) : ui::Html{},
                                  "</section>\n"_html);
    return framed(request, deps, {.status = status, .title = t("Cases"), .section = "cases"},
                  ui::html("<div class=\"d-panes\">\n"_html, queue_pane(view, t, true), welcome, "</div>\n"_html));
}

/// Where the case with this reference is; nothing where there is none that the reader may see.
std::optional<std::string> address_of(http::Request const& request, Deps& deps, std::string_view typed)
{
    auto const reference = Reference::parse(typed);
    if (!reference) return std::nullopt;
    auto const found = deps.cases.database.read([&](db::Snapshot& snapshot) {
        return cases::Cases{snapshot}.visible_to(identity::actor_of(request)).find(*reference);
    });
    if (!found) return std::nullopt;
    return case_address(found->id, {}).str();
}

// GET /desk
http::Response show_queue(http::Request const& request, Deps& deps)
{
    auto const typed = request.query.value("reference");
    if (typed.empty()) return queue_page(request, deps, {});
    if (auto address = address_of(request, deps, typed)) return http::see_other(std::move(*address));
    return queue_page(request, deps, std::string{cut_to(typed, 100)});
}

// GET /desk/cases/{case:id}
http::Response show_case(http::Request const& request, Deps& deps)
{
    return case_page(request, deps, 200, {});
}

// GET /desk/photos/{photo:id}/{size}
http::Response show_photo(http::Request const& request, Deps& deps)
{
    auto const size = request.path_text("size");
    if (size != "full" && size != "thumbnail") http::halt(request, 404);
    auto const id = request.path_id<forms::FileId>("photo");
    bool is_pdf = false;
    auto bytes = deps.cases.database.read([&](db::Snapshot& snapshot) -> std::optional<std::string> {
        auto const photo = forms::find_photo(snapshot, id);
        if (!photo || !photo->submission) return std::nullopt;
        auto const one =
            cases::Cases{snapshot}.visible_to(identity::actor_of(request)).of_submission(photo->submission.value);
        if (!one || one->abuse) return std::nullopt;
        is_pdf = photo->is_pdf;
        return forms::photo_bytes(snapshot, deps.cases.council.blobs, id,
                                  size == "full" ? forms::PhotoSize::full : forms::PhotoSize::thumbnail);
    });
    if (!bytes) http::halt(request, 404);
    if (is_pdf) return http::download(std::move(*bytes), "application/pdf", fmt::format("{}.pdf", id.value));
    return http::text(200, std::move(*bytes), "image/jpeg");
}

}

http::Response case_page(http::Request const& request, Deps& deps, int status, Typed typed)
{
    auto const t = translator_of(request, deps);
    auto const& actor = identity::actor_of(request);
    auto const id = request.path_id<cases::CaseId>("case");
    auto const filters = filters_in(request.query);
    struct Both {
        std::optional<CaseView> view;
        QueueView queue;
    };
    auto both = deps.cases.database.read([&](db::Snapshot& snapshot) {
        Names const names{snapshot, deps};
        Both out{.view = read_case(snapshot, deps, names, actor, id, t), .queue = {}};
        if (out.view) out.queue = read_queue(snapshot, deps, names, actor, filters, t, id);
        if (out.view && status == 200) add_undo(*out.view, request, names, t);
        return out;
    });
    if (!both.view) http::halt(request, 404);
    auto& view = *both.view;
    view.csrf = request.csrf_token();
    view.queue_href = queue_address(filters).str();
    view.query = view.queue_href.substr(std::string_view{"/desk"}.size());
    view.typed = std::move(typed);
    if (view.typed.note_once.empty()) view.typed.note_once = random_token(9);
    auto const panes =
        ui::html("<div class=\"d-panes d-panes--three d-panes--open\">\n"_html,
                 "<a class=\"govuk-skip-link\" href=\"#case\">"_html, t("Skip to the case"), "</a>\n"_html,
                 queue_pane(both.queue, t, false), case_pane(view, t), person_pane(view, t), "</div>\n"_html);
    return framed(request, deps, {.status = status, .title = view.title, .section = "cases"}, panes);
}

void add_routes(http::Router& router, Deps& deps)
{
    auto const staff = identity::staff(deps.identity);
    auto const lead = identity::staff_who("team_lead or administrator", deps.identity, answers_for_a_team);
    router.get("/desk", staff, [&deps](auto const& r) { return show_queue(r, deps); });
    router.get("/desk/cases/{case:id}", staff, [&deps](auto const& r) { return show_case(r, deps); });
    router.get("/desk/photos/{photo:id}/{size}", staff, [&deps](auto const& r) { return show_photo(r, deps); });
    add_actions(router, deps, staff);
    add_message_routes(router, deps, staff, lead);
    add_export_routes(router, deps, lead);
    add_admin_routes(router, deps, identity::administrator(deps.identity));
}

}
