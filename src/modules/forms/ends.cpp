// Early ends: nobody needs to send anything, and here is who helps.
#include "filling.hpp"
#include "visit.hpp"

namespace guildhall::forms {

namespace {

/// The end that the way leads to; null where it leads elsewhere.
services::Ending const* reached(http::Request const& request, Way const& way)
{
    auto const* ending = way.ending();
    return ending && !way.first_gap() && ending->id == request.path_text("end") ? ending : nullptr;
}

// GET /services/{id}/ends/{end}
http::Response show_end(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.definition().ending(request.path_text("end"))) http::halt(request, 404);
    if (!visit.draft) return http::see_other(visit.path());
    if (visit.is_sent()) return http::see_other(visit.path("sent"));
    auto const way = visit.way();
    auto const* reaches = reached(request, way);
    if (!reaches) return http::see_other(where_you_left(visit, way));

    auto const ending = filled(*reaches, way.facts());
    EndView view{.definition = visit.definition(),
                 .ending = ending,
                 .title = ending.title,
                 .text = ending.text,
                 .path = visit.path({"ends", ending.id}),
                 .seal = seal_for(request, deps, visit),
                 .next = {}};
    for (auto const& next : ending.next) {
        auto const* version = visit.catalogue->current(next);
        if (version && visit.catalogue->is_on_offer(version->definition))
            view.next.push_back(&version->in(visit.language));
    }
    auto const* before = way.last_before_ending();
    return framed(request, deps,
                  {.status = 200,
                   .title = view.title,
                   .has_errors = false,
                   .path = view.path,
                   .back = before ? visit.path(*before) : visit.path()},
                  end_page(view, translator(deps)));
}

// POST /services/{id}/ends/{end}: goes on all the same.
Task<http::Response> go_on(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto const visit = look(request, deps);
    auto const* ending = visit.definition().ending(request.path_text("end"));
    if (!ending) http::halt(request, 404);
    if (!request.csrf_matches() || ending->go_on.empty() || !visit.is_under_way()) co_return show_end(request, deps);

    auto const who = whose(request, deps, visit);
    // Nobody goes past an end that she has not come to.
    if (!reached(request, visit.way()) || is_of_another_draft(who, visit))
        co_return http::see_other(where_you_left(visit));
    auto const pass = [&](db::Tx& tx) { return pass_end(tx, who, ending->id); };
    bool const passed = co_await deps.council.database.write(Actor::anonymous(), pass);
    if (!passed) co_return http::see_other(visit.path("sent"));
    auto const now = look(request, deps);
    auto const way = now.way();
    // On with the page after the one that led here.
    auto const before = visit.way();
    auto const* last = before.last_before_ending();
    auto const* next = last && !way.ending() ? way.after(*last) : nullptr;
    co_return http::see_other(next ? path_to(now, way, *next) : where_you_left(now, way));
}

}

void add_ending_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    router.get(stand.at + "/ends/{end}", stand.access, [&deps](auto const& r) { return show_end(r, deps); });
    router.add({.method = http::Method::post,
                .pattern = stand.at + "/ends/{end}",
                .access = stand.access,
                .csrf = false,
                .write = [&deps](auto const& r) { return go_on(r, deps); }});
}

}
