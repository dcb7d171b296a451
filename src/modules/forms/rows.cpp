// Repeat groups: the list of rows, one more, one less.
#include "filling.hpp"
#include "visit.hpp"

#include <ui/url.hpp>

#include <algorithm>
#include <charconv>

namespace guildhall::forms {

namespace {

std::string remove_path(Visit const& visit, services::Page const& group, RowId row)
{
    return visit.path({group.id, std::to_string(row.value), "remove"});
}

/// Where a row begins: its first page.
std::string row_path(Visit const& visit, Way const& way, services::Page const& group, RowId row)
{
    auto const first =
        std::ranges::find_if(way.steps(), [&](Step const& step) { return step.group == &group && step.row == row; });
    return first == way.steps().end() ? visit.path(group.id) : visit.path(*first);
}

struct Named {
    services::Page const* group;
    RowId row;
};

/// The group and the row of the path; a 404 where there is no such group.
Named named(http::Request const& request, Visit const& visit)
{
    auto const* group = visit.definition().page(request.path_text("group"));
    if (!group || !group->repeat) http::halt(request, 404);
    auto const row = request.path_text("row");
    std::int64_t number = 0;
    auto const [end, fault] = std::from_chars(row.data(), row.data() + row.size(), number);
    if (fault != std::errc{} || end != row.data() + row.size() || number < 1) http::halt(request, 404);
    return {group, RowId{number}};
}

http::Response show_removal(http::Request const& request, Deps& deps, Visit const& visit, Named const& which,
                            int status)
{
    auto const t = translator(deps);
    auto const way = visit.way();
    RemoveView const view{.name = name_of_row(way, *which.group, which.row),
                          .path = remove_path(visit, *which.group, which.row),
                          .back = visit.path(which.group->id),
                          .seal = seal_for(request, deps, visit)};
    auto const title = t("Do you want to remove {thing}?", {{"thing", view.name}});
    return framed(request, deps,
                  {.status = status, .title = title, .has_errors = false, .path = view.path, .back = view.back},
                  remove_page(view, t));
}

// GET /services/{id}/{group}/{row}/remove
http::Response ask_removal(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const which = named(request, visit);
    if (!visit.is_under_way() || !visit.answers().row(which.group->id, which.row))
        return http::see_other(visit.path(which.group->id));
    return show_removal(request, deps, visit, which, 200);
}

// POST /services/{id}/{group}/{row}/remove
Task<http::Response> remove(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto const visit = look(request, deps);
    auto const which = named(request, visit);
    if (!request.csrf_matches()) co_return ask_removal(request, deps);
    auto const who = whose(request, deps, visit);
    if (is_of_another_draft(who, visit)) co_return http::see_other(where_you_left(visit));
    ReadAs const read_as{visit.version(), visit.around};
    auto const drop = [&](db::Tx& tx) { return drop_row(tx, who, read_as, which.group->id, which.row); };
    auto const blobs = co_await deps.council.database.write(Actor::anonymous(), drop);
    if (!blobs && blobs.error() == PageRefusal::version_changed) co_return http::see_other(where_you_left(visit));
    if (!blobs) co_return http::see_other(visit.path("sent"));
    delete_blobs(deps, *blobs);
    co_return http::see_other(visit.path(which.group->id));
}

http::Response show_list_again(http::Request const& request, Deps& deps, Visit const& visit, Way const& way,
                               Step const& step, std::vector<FieldError> errors)
{
    auto const& group = *step.page;
    auto const t = translator(deps);
    auto const page = filled(group, way.facts_before(step));
    ListView view{.definition = visit.definition(),
                  .page = page,
                  .path = visit.path(step),
                  .text = page.text,
                  .seal = seal_for(request, deps, visit),
                  .rows = {},
                  .may_add = way.first_of_new_row(group.id) != nullptr,
                  .errors = std::move(errors)};
    for (auto const& row : visit.answers().rows(group.id))
        view.rows.push_back(
            {name_of_row(way, group, row.id), row_path(visit, way, group, row.id), remove_path(visit, group, row.id)});
    auto const* before = way.before(step);
    return framed(request, deps,
                  {.status = view.errors.empty() ? 200 : 422,
                   .title = page.title.empty() ? view.definition.title : page.title,
                   .has_errors = !view.errors.empty(),
                   .path = view.path,
                   .back = before ? visit.path(*before) : visit.path()},
                  list_page(view, t));
}

}

std::string name_of_row(Way const& way, services::Page const& group, RowId row)
{
    auto const& repeat = *group.repeat;
    std::size_t number = 0;
    std::vector<RowId> seen;
    for (auto const& step : way.steps()) {
        if (step.group != &group || (!seen.empty() && seen.back() == step.row)) continue;
        seen.push_back(step.row);
        if (step.row == row) number = seen.size();
    }
    auto const rows = way.facts().find(group.id);
    auto const* list = rows ? rows->list() : nullptr;
    if (!repeat.caption.empty() && list && number > 0 && number <= list->size()) {
        auto const* context = (*list)[number - 1].context();
        feel::Entries const names{context ? *context : feel::Context{}, &way.facts()};
        auto words = words_of(way.facts().evaluate(repeat.caption, names));
        if (!words.empty()) return words;
    }
    return row_name(group, number);
}

http::Response show_list(http::Request const& request, Deps& deps, Visit const& visit, Way const& way, Step const& step)
{
    auto const& rows = visit.answers().rows(step.page->id);
    auto const* first = way.first_of_new_row(step.page->id);
    if (rows.empty() && step.page->repeat->least > 0 && first) return http::see_other(visit.path(*first));
    return show_list_again(request, deps, visit, way, step, {});
}

/// Nothing is written: the answer only says where to go next.
http::Response answer_list(http::Request const& request, Deps& deps, Visit const& visit, Way const& way,
                           Step const& step)
{
    auto const* listed = way.find(step);
    if (!listed) return http::see_other(where_you_left(visit, way));
    auto const* first = way.first_of_new_row(step.page->id);
    auto const another = request.form.value("another");
    if (first && another == "yes") return http::see_other(visit.path(*first));
    if (first && another != "no")
        return show_list_again(request, deps, visit, way, *listed, {{"another", {"Choose yes or no"}}});
    if (!way.is_complete(*listed)) {
        Message const sentence{"Add at least {n}", {{"n", std::to_string(step.page->repeat->least)}}};
        return show_list_again(request, deps, visit, way, *listed, {{"another", sentence}});
    }
    auto const* next = way.after(*listed);
    return http::see_other(next ? path_to(visit, way, *next) : where_you_left(visit, way));
}

void add_row_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    router.get(stand.at + "/{group}/{row}/remove", stand.access,
               [&deps](auto const& r) { return ask_removal(r, deps); });
    router.add({.method = http::Method::post,
                .pattern = stand.at + "/{group}/{row}/remove",
                .access = stand.access,
                .csrf = false,
                .write = [&deps](auto const& r) { return remove(r, deps); }});
}

}
