// Decision tables: filled in as a table, tried with a row.
#include "decision_pages.hpp"
#include "names.hpp"
#include "routes.hpp"

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::Path;

Path path_of(http::Request const& request, Work const& work)
{
    Path path{"decisions", std::string{request.path_text("decision")}};
    if (!work.sheet || work.sheet->value(path).kind != services::Written::Kind::keys) http::halt(request, 404);
    return path;
}

http::Response decision_response(http::Request const& request, Deps const& deps, Work const& work, int status,
                                 DecisionView view)
{
    auto const t = translator_of(request, deps);
    view.id = request.path_text("decision");
    view.csrf = request.csrf_token();
    return room_page(request, deps, work,
                     {.status = status, .item = "decisions/" + view.id, .title = t("Decision table")},
                     decision_page(work, view, t));
}

// GET /admin/services/{service}/items/decisions/{decision}
http::Response show_decision(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const path = path_of(request, work);
    DecisionView view{
        .table = table_from(work.sheet->value(path)), .typed = request.query, .was_saved = request.query.has("saved")};
    return decision_response(request, deps, work, 200, std::move(view));
}

// POST /admin/services/{service}/items/decisions/{decision}
Task<http::Response> save_decision(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const path = path_of(request, work);
    DecisionView view{.table = table_from(request.form)};
    auto sheet = work.sheet;
    if (!write_table(*sheet, path, view.table)) {
        view.refused = Message{"This cannot be written into the YAML here. Change it there"};
        co_return decision_response(request, deps, work, 422, std::move(view));
    }
    auto files = work.files;
    files.front().text = sheet->text();
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) {
        view.refused = stale_words(saved.error());
        co_return decision_response(request, deps, work, status_of(saved.error()), std::move(view));
    }
    co_return http::see_other(address(work.service, "items/decisions/" + path.back()) + "?saved=1");
}

}

void add_decision_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    http::Limits const large{.body = 1024 * 1024, .fields = 8000};
    router.get("/admin/services/{service}/items/decisions/{decision}", editor,
               [&deps](auto const& r) { return show_decision(r, deps); });
    router.post(
        "/admin/services/{service}/items/decisions/{decision}", editor,
        [&deps](auto const& r) { return save_decision(r, deps); }, large);
}

}
