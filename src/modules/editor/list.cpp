// Every service with its state and its use; new ones from nothing, from a template or from another.
#include "list_pages.hpp"
#include "names.hpp"
#include "routes.hpp"
#include "skeleton.hpp"

#include <base/text.hpp>
#include <forms/figures.hpp>

#include <algorithm>
#include <set>

namespace guildhall::editor {

namespace {

/// The 30 days that end today.
forms::Period last_days(council::Council const& council)
{
    auto const today = council.today();
    return {Date{std::chrono::sys_days{today} - std::chrono::days{29}}, today};
}

State state_of(services::Draft const& draft)
{
    switch (draft.state) {
    case services::DraftState::editing: return State::draft;
    case services::DraftState::in_review: return State::in_review;
    case services::DraftState::approved: return draft.publish_at ? State::scheduled : State::approved;
    }
    return State::draft;
}

State state_of(services::Catalogue const& catalogue, services::Definition const& definition, Date today)
{
    if (definition.withdrawn) return State::withdrawn;
    if (catalogue.has_lost_its_file(definition.id)) return State::file_gone;
    return catalogue.offer(definition, today).is_open() ? State::published : State::not_open;
}

std::vector<ListView::Row> read_rows(Deps& deps)
{
    auto const catalogue = deps.library.catalogue();
    std::map<std::string, services::Draft, std::less<>> drafts;
    std::map<std::string, forms::Use, std::less<>> use;
    deps.council.database.read([&](db::Snapshot& snapshot) {
        for (auto& draft : services::all_drafts(snapshot)) drafts.emplace(draft.service, std::move(draft));
        use = forms::use_of_services(snapshot, last_days(deps.council));
    });
    auto const team_name = [&](std::string const& slug) {
        auto const* const team = deps.council.settings.team(slug);
        return team ? team->name : slug;
    };
    std::vector<ListView::Row> rows;
    auto const today = deps.council.today();
    for (auto const* version : catalogue->every()) {
        auto const& definition = version->definition;
        ListView::Row row{.id = definition.id,
                          .title = definition.title,
                          .team = team_name(definition.owner),
                          .area = definition.area,
                          .states = {state_of(*catalogue, definition, today)},
                          .waits_for = what_it_waits_for(*catalogue, definition, today),
                          .version = version->number};
        if (auto const draft = drafts.find(definition.id); draft != drafts.end()) {
            row.states.push_back(state_of(draft->second));
            drafts.erase(draft);
        }
        if (auto const one = use.find(definition.id); one != use.end())
            row.started = one->second.started, row.sent = one->second.sent;
        rows.push_back(std::move(row));
    }
    for (auto const& [id, draft] : drafts) {
        auto const sheet = services::Sheet::read(draft.text());
        auto const words = [&](char const* key) { return sheet ? sheet->words({key}) : std::string{}; };
        rows.push_back({.id = id,
                        .title = words("title").empty() ? id : words("title"),
                        .team = team_name(words("owner")),
                        .area = words("area"),
                        .states = {state_of(draft)}});
    }
    std::ranges::sort(rows, {}, [](ListView::Row const& row) { return folded(row.title); });
    return rows;
}

bool fits(ListView::Row const& row, ListView const& view)
{
    if (!view.state.empty() &&
        std::ranges::none_of(row.states, [&](State state) { return name_of(state) == view.state; }))
        return false;
    auto const all = folded(row.title + " " + row.id + " " + row.area + " " + row.team);
    return std::ranges::all_of(guildhall::words_of(view.words),
                               [&](std::string const& word) { return all.find(word) != std::string::npos; });
}

// GET /admin/services
http::Response show_list(http::Request const& request, Deps& deps)
{
    ListView view{.words = std::string{cut_to(request.query.value("q"), 100)},
                  .state = std::string{request.query.value("state")},
                  .was_dropped = request.query.has("dropped")};
    for (auto& row : read_rows(deps))
        if (fits(row, view)) view.rows.push_back(std::move(row));
    auto const t = translator_of(request, deps);
    return framed(request, deps, {.title = t("Services")}, list_page(view, t));
}

http::Response new_response(http::Request const& request, Deps& deps, int status, http::Form typed,
                            std::vector<FieldError> errors)
{
    NewView view{.csrf = request.csrf_token(), .typed = std::move(typed), .errors = std::move(errors)};
    for (auto const& team : deps.council.settings.teams) view.teams.emplace_back(team.slug, team.name);
    std::set<std::string> areas;
    for (auto const* version : deps.library.catalogue()->every()) {
        view.services.emplace_back(version->definition.id, version->definition.title);
        areas.insert(version->definition.area);
    }
    view.areas.assign(areas.begin(), areas.end());
    auto const t = translator_of(request, deps);
    return framed(request, deps, {.status = status, .title = t("Make a new service")}, new_page(view, t));
}

// GET /admin/services/new
http::Response show_new(http::Request const& request, Deps& deps)
{
    http::Form typed;
    typed.add("working_days", "5");
    typed.add("from", std::string{request.query.value("from")});
    return new_response(request, deps, 200, std::move(typed), {});
}

Parsed<Beginning> read_beginning(http::Form const& form, Deps const& deps)
{
    Beginning beginning{.id = name_from(form.value("title")),
                        .title = collapsed(form.value("title")),
                        .summary = collapsed(form.value("summary")),
                        .area = name_from(form.value("area")),
                        .verb = std::string{form.value("verb")},
                        .owner = std::string{form.value("owner")},
                        .working_days =
                            static_cast<int>(std::min<std::size_t>(to_number(form.value("working_days")), 1000))};
    std::vector<FieldError> errors;
    if (beginning.title.empty()) errors.push_back({"title", Message{"Enter a title"}});
    // An address that the room itself has is no service.
    if (!beginning.title.empty() && (beginning.id.empty() || beginning.id == "new"))
        errors.push_back({"title", Message{"Enter a title with a few words"}});
    if (beginning.summary.empty()) errors.push_back({"summary", Message{"Enter a summary"}});
    if (beginning.verb.empty()) errors.push_back({"verb", Message{"Choose what people do here"}});
    if (beginning.area.empty()) errors.push_back({"area", Message{"Enter the area of the council"}});
    if (deps.council.settings.team(beginning.owner) == nullptr)
        errors.push_back({"owner", Message{"Choose the team that does the work"}});
    auto const days = trimmed(form.value("working_days"));
    bool const is_number = !days.empty() && days.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_number || beginning.working_days > 260)
        errors.push_back({"working_days", Message{"Enter a number of days from 0 to 260"}});
    if (!errors.empty()) return std::unexpected{std::move(errors)};
    return beginning;
}

std::optional<services::Source> files_for(Beginning const& beginning, std::string_view from, Deps& deps)
{
    if (from.starts_with("template ")) return skeleton(beginning, from.substr(9));
    if (!from.starts_with("copy ")) return skeleton(beginning, {});
    std::string const other{from.substr(5)};
    auto const catalogue = deps.library.catalogue();
    auto const* const version = catalogue->current(other);
    if (!version) return std::nullopt;
    auto files = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return services::files_of_version(snapshot, other, version->number); });
    return files ? copy_of(std::move(*files), beginning) : std::nullopt;
}

// POST /admin/services
Task<http::Response> make_service(http::Request const& request, Deps& deps)
{
    auto const beginning = read_beginning(request.form, deps);
    if (!beginning) co_return new_response(request, deps, 422, request.form, beginning.error());
    auto const refused = [&](int status, char const* field, Message message) {
        return new_response(request, deps, status, request.form, {{field, std::move(message)}});
    };
    auto const catalogue = deps.library.catalogue();
    if (catalogue->current(beginning->id))
        co_return refused(409, "title", sentence_of(services::DraftRefusal::exists_already));
    auto const files = files_for(*beginning, request.form.value("from"), deps);
    if (!files) co_return refused(422, "from", Message{"This cannot be begun from. Choose something else"});
    auto const begin = [&](db::Tx& tx) { return services::start_draft(tx, beginning->id, *files, 0); };
    auto const begun = co_await deps.council.database.write(identity::actor_of(request), begin);
    if (!begun) co_return refused(status_of(begun.error()), "title", sentence_of(begun.error()));
    co_return http::see_other(address(beginning->id));
}

}

void add_list_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    router.get("/admin/services", editor, [&deps](auto const& r) { return show_list(r, deps); });
    router.get("/admin/services/new", editor, [&deps](auto const& r) { return show_new(r, deps); });
    router.post("/admin/services", editor, [&deps](auto const& r) { return make_service(r, deps); });
}

}
