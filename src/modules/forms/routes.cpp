// The beginning of the way through a service, and its end at a shared computer.
#include "saved.hpp"
#include "visit.hpp"

#include <ui/url.hpp>

namespace guildhall::forms {

namespace {

/// The service whose address led here, because this one took its place.
services::Definition const* replaced_by(http::Request const& request, Visit const& visit)
{
    auto const* old = visit.catalogue->current(request.query.value("instead-of"));
    if (!old || visit.catalogue->is_on_offer(old->definition)) return nullptr;
    auto const* successor = visit.catalogue->successor(old->definition);
    bool const is_this = successor && successor->definition.id == visit.current->definition.id;
    return is_this ? &old->definition : nullptr;
}

http::Response show_start(http::Request const& request, Deps& deps, Visit const& visit, int status)
{
    auto const t = translator(deps);
    auto const& definition = visit.current->in(visit.language);
    auto const* successor = visit.catalogue->successor(definition);
    StartView const view{.definition = definition,
                         .brand = deps.council.brand(),
                         .seal = seal_for(request, deps, visit),
                         .deadline = deps.council.deadline(request.received, definition.working_days),
                         .has_draft = visit.is_under_way() && !visit.answers().empty(),
                         .has_sent = visit.is_sent(),
                         .was_cleared = request.query.has("cleared"),
                         .session_lost = status == 403,
                         .offer = visit.catalogue->offer(definition, deps.council.today()),
                         .draft_is_unreadable = visit.draft_is_unreadable,
                         .replaces = replaced_by(request, visit),
                         .successor = successor ? &successor->definition : nullptr};
    return framed(request, deps, {.status = status, .title = definition.title, .path = visit.path()},
                  start_page(view, t));
}

// GET /services/{id}. The address of a service that is gone leads to its successor; whoever has begun it or sent it
// still finds it here.
http::Response start(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const& definition = visit.current->definition;
    bool const is_over = !visit.catalogue->is_on_offer(definition) && !visit.draft && !deps.is_for_tries();
    if (!is_over) return show_start(request, deps, visit, 200);
    auto const* successor = visit.catalogue->successor(definition);
    if (!successor) return show_start(request, deps, visit, 410);
    return http::see_other(
        ui::Url::path("/services/{}", {successor->definition.id}).with_query("instead-of", definition.id).str());
}

// POST /services/{id}/start
Task<http::Response> begin(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto visit = look(request, deps);
    if (!request.csrf_matches()) co_return show_start(request, deps, visit, 403);
    bool const is_open = visit.catalogue->offer(visit.current->definition, deps.council.today()).is_open();
    auto const beginning =
        request.form.value("again") == "1" || visit.draft_is_unreadable ? Beginning::start_again : Beginning::go_on;
    bool const goes_on = visit.is_under_way() && beginning == Beginning::go_on;
    if (!is_open && !goes_on) co_return http::see_other(visit.path());

    auto const who = whose(request, deps, visit);
    auto const walker = walker_of(request, deps, visit);
    auto const make = [&](db::Tx& tx) {
        auto begun = begin_draft(tx, who, beginning);
        walk_begins(tx, begun.draft, walker);
        return begun;
    };
    auto begun = co_await deps.council.database.write(Actor::anonymous(), make);
    delete_blobs(deps, begun.unused_blobs);
    go_on_with(visit, deps, std::move(begun.draft));
    if (!visit.draft) co_return http::see_other(visit.path()); // a page's ticket brought one that cannot be read
    co_return http::see_other(where_you_left(visit));
}

// POST /services/{id}/clear: everything that this browser typed, for every service; and the browser is a new one.
Task<http::Response> clear(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto const visit = at_service(request, deps);
    auto const who = whose(request, deps, visit);
    bool const is_ours = request.csrf_matches();
    // Whoever lost the session still holds the page, and the wish is the same.
    if (!is_ours && !who.ticket) http::halt(request, 403);

    auto const forget = [&](db::Tx& tx) {
        std::vector<Draft> drafts;
        if (is_ours)
            drafts = put_saved_ones_away(tx, drafts_of(tx, who.browser));
        else if (auto draft = find_draft(tx, who.ticket->draft, who.service()))
            drafts.push_back(std::move(*draft));
        return clear_drafts(tx, drafts);
    };
    auto const blobs = co_await deps.council.database.write(Actor::anonymous(), forget);
    delete_blobs(deps, blobs);
    auto response = http::see_other(visit.path() + "?cleared=1");
    if (!visit.is_try) response.cookies.push_back({.name = "browser", .value = "", .max_age = std::chrono::seconds{0}});
    co_return response;
}

}

void add_start_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    using http::Method;
    router.get(stand.at, stand.access, [&deps](auto const& r) { return start(r, deps); });
    // csrf = false throughout this room: a lost session is answered with the page that was sent (docs/adr/0007).
    router.add({.method = Method::post,
                .pattern = stand.at + "/start",
                .access = stand.access,
                .csrf = false,
                .write = [&deps](auto const& r) { return begin(r, deps); }});
    router.add({.method = Method::post,
                .pattern = stand.at + "/clear",
                .access = stand.access,
                .csrf = false,
                .write = [&deps](auto const& r) { return clear(r, deps); }});
    for (auto const* place : {"/start", "/clear"}) {
        router.get(stand.at + place, stand.access,
                   [&deps](auto const& r) { return http::see_other(at_service(r, deps).path()); });
    }
}

void add_way_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    add_start_routes(router, deps, stand);
    add_sending_routes(router, deps, stand);
    add_ending_routes(router, deps, stand);
    add_row_routes(router, deps, stand);
    add_answering_routes(router, deps, stand);
}

void add_routes(http::Router& router, Deps& deps)
{
    add_way_routes(router, deps, {.at = "/services/{id}", .access = http::anyone()});
    add_saved_routes(router, deps);
    add_assisted_routes(router, deps);
    add_copies_routes(router, deps);
    add_feedback_routes(router, deps);
}

}
