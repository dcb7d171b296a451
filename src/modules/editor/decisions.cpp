// Decision tables: filled in as a table, tried with a row.
#include "decision_pages.hpp"
#include "names.hpp"
#include "routes.hpp"

#include <feel/decision.hpp>
#include <feel/dmn.hpp>

#include <algorithm>
#include <ranges>

namespace guildhall::editor {

namespace {

using services::Path;

Path path_of(http::Request const& request, Work const& work)
{
    Path path{"decisions", std::string{request.path_text("decision")}};
    if (!work.sheet || work.sheet->value(path).kind != services::Written::Kind::keys) http::halt(request, 404);
    return path;
}

/// The form's table as the engine has it; nothing where rows and columns do not fit together.
std::optional<feel::DecisionTable> engine_table(TableForm const& form, std::string const& id)
{
    auto table = feel::table_from({.id = id,
                                   .hit = form.hit,
                                   .inputs = form.inputs,
                                   .outputs = form.outputs,
                                   .rules = form.rules,
                                   .fallback = {}});
    if (!table) return std::nullopt;
    table->name = form.title;
    return std::move(*table);
}

TableForm form_of(feel::DecisionTable const& table)
{
    TableForm form{.title = table.name, .hit = std::string{feel::hit_word(table)}};
    for (auto const& input : table.inputs) form.inputs.push_back(input.expression);
    for (auto const& output : table.outputs) form.outputs.push_back(output.name.empty() ? "result" : output.name);
    for (auto const& rule : table.rules) {
        auto cells = rule.tests;
        cells.insert(cells.end(), rule.outputs.begin(), rule.outputs.end());
        form.rules.push_back(std::move(cells));
    }
    return form;
}

/// What the table gives for the values that were typed, one for each input.
std::string tried(TableForm const& form, http::Form const& typed)
{
    if (!typed.has("try-0")) return {};
    auto asked = form; // each input is the value itself, whatever its expression
    feel::Context values;
    feel::LookUp const nothing{[](std::string_view) { return feel::Value{}; }};
    for (std::size_t i = 0; i < asked.inputs.size(); ++i) {
        auto const number = std::to_string(i);
        auto const value = feel::parse(typed.value("try-" + number));
        asked.inputs[i] = "value" + number;
        values.put("value" + number, value ? value->evaluate(nothing).value : feel::Value{});
    }
    auto const table = engine_table(asked, "tried");
    if (!table) return {};
    auto const compiled = feel::CompiledTable::compile(*table);
    if (!compiled) return {};
    return feel::to_string(compiled->evaluate(feel::Entries{std::move(values)}).value);
}

/// The input of the form that an error is about: "cell-1-0" for "rules/2/1" of the table, "input-0" for "inputs/1"; ""
/// where it is about the table.
std::string input_of(std::string_view place)
{
    auto const parts = split_at(place, '/');
    auto const number = [&](std::size_t at) { return std::to_string(to_number(parts[at]) - 1); };
    auto const are_numbers =
        std::ranges::all_of(parts | std::views::drop(1), [](auto const& one) { return to_number(one) > 0; });
    if (!are_numbers) return {};
    if (parts.size() == 3 && parts[0] == "rules") return "cell-" + number(1) + "-" + number(2);
    if (parts.size() == 2 && parts[0] == "inputs") return "input-" + number(1);
    if (parts.size() == 2 && parts[0] == "outputs") return "output-" + number(1);
    return {};
}

/// Each thing that the check says stands where it is mended.
void place_problems(DecisionView& view, Work const& work, std::string const& id)
{
    auto const at = "decisions/" + id;
    for (auto& problem : problems_below(work.examined.problems, at)) {
        auto const cell = input_of(std::string_view{problem.item}.substr(std::min(at.size() + 1, problem.item.size())));
        if (cell.empty() || problem.severity != services::Problem::Severity::error) {
            view.words.table.push_back(std::move(problem));
            continue;
        }
        auto& words = view.words.cells[cell];
        words += (words.empty() ? "" : " ") + problem.sentence + " " + problem.remedy;
    }
}

void examine(DecisionView& view, Work const& work, std::string const& id)
{
    place_problems(view, work, id);
    view.words.tried = tried(view.table, view.typed);
    auto const table = engine_table(view.table, id);
    if (!table) return;
    for (auto& finding : feel::examine(*table)) view.words.findings.push_back(std::move(finding.sentence));
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
    examine(view, work, path.back());
    return decision_response(request, deps, work, 200, std::move(view));
}

// GET /admin/services/{service}/decisions/{decision}/dmn
http::Response download(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const path = path_of(request, work);
    auto const table = engine_table(table_from(work.sheet->value(path)), path.back());
    if (!table) http::halt(request, 404);
    return http::download(feel::to_dmn_xml(*table), "application/xml; charset=utf-8", path.back() + ".dmn");
}

/// Writes the table into the draft; what cannot be written is shown again.
Task<http::Response> keep_table(http::Request const& request, Deps& deps, Work const& work, Path const& path,
                                DecisionView view)
{
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

// POST /admin/services/{service}/items/decisions/{decision}
Task<http::Response> save_decision(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const path = path_of(request, work);
    DecisionView view{.table = table_from(request.form)};
    co_return co_await keep_table(request, deps, work, path, std::move(view));
}

// POST /admin/services/{service}/decisions/{decision}/dmn: the first table of another tool's file takes its place.
Task<http::Response> take_in(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const path = path_of(request, work);
    DecisionView view{.table = table_from(work.sheet->value(path)), .typed = request.form};
    auto const tables = feel::read_decision_tables(request.form.value("xml"));
    if (!tables || tables->empty()) {
        view.import_problem = tables ? Message{"There is no decision table in it"}
                                     : Message{"This cannot be read: {why}", {{"why", tables.error().sentence}}};
        co_return decision_response(request, deps, work, 422, std::move(view));
    }
    auto title = std::move(view.table.title);
    view.table = form_of(tables->front());
    if (view.table.title.empty()) view.table.title = std::move(title);
    co_return co_await keep_table(request, deps, work, path, std::move(view));
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
    router.get("/admin/services/{service}/decisions/{decision}/dmn", editor,
               [&deps](auto const& r) { return download(r, deps); });
    router.post(
        "/admin/services/{service}/decisions/{decision}/dmn", editor,
        [&deps](auto const& r) { return take_in(r, deps); }, large);
}

}
