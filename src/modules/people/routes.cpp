// The pages below /desk/people.
#include "routes.hpp"

#include <council/council.hpp>
#include <fmt/format.h>
#include <ui/page.hpp>

#include <charconv>

namespace guildhall::people {

std::int64_t number_in(std::string_view text)
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

RecordId person_in(http::Request const& request)
{
    return request.path_id<RecordId>("person");
}

ui::Translator translator_of(http::Request const& request, Deps const& deps)
{
    return deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
}

http::Response framed(http::Request const& request, Deps const& deps, int status, std::string const& title,
                      ui::Html const& content)
{
    return identity::staff_page(request, translator_of(request, deps), deps.council.brand(),
                                {.status = status, .title = title, .section = "people"}, content);
}

namespace {

/// Writes down who looks before anything is shown. Gives the person that the record belongs to now.
auto look_at(http::Request const& request, std::string why)
{
    return [&request, why = std::move(why)](db::Tx& tx) -> std::optional<RecordId> {
        auto const& actor = identity::actor_of(request);
        auto const person = People{tx}.visible_to(actor).find(person_in(request));
        if (!person) return std::nullopt;
        look(tx, actor.person, person->id, why);
        return person->id;
    };
}

}

Task<http::Response> looked_at(http::Request const& request, Deps& deps, int status, std::string why, Typed typed)
{
    auto verb = look_at(request, std::move(why));
    auto const person = co_await deps.council.database.write(identity::actor_of(request), std::move(verb));
    if (!person) co_return http::problem(request, 404);
    auto const t = translator_of(request, deps);
    auto view = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return read_person(snapshot, deps, identity::actor_of(request), *person, t); });
    if (!view) co_return http::problem(request, 404);
    view->csrf = request.csrf_token();
    view->typed = std::move(typed);
    co_return framed(request, deps, status, view->name, person_page(*view, t));
}

namespace {

SearchView search_of(http::Request const& request, Deps& deps, http::Form const& fields)
{
    auto const t = translator_of(request, deps);
    auto view = deps.council.database.read([&](db::Snapshot& snapshot) {
        return read_search(snapshot, deps, identity::actor_of(request), fields.value("q"),
                           RecordId{number_in(fields.value("for"))}, t);
    });
    view.csrf = request.csrf_token();
    view.may_serve = may_serve_people(identity::actor_of(request));
    view.may_audit = identity::actor_of(request).has(Role::auditor);
    if (!view.may_serve) view.chosen_for = {};
    return view;
}

// GET /desk/people
http::Response show_search(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    return framed(request, deps, 200, t("People"), search_page(search_of(request, deps, request.query), t));
}

// POST /desk/people/search: nothing is written. A name or number that is looked for must not stand in an address, which
// browsers and proxies remember.
Task<http::Response> find_people(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    co_return framed(request, deps, 200, t("People"), search_page(search_of(request, deps, request.form), t));
}

// POST /desk/people/found
Task<http::Response> show_found(http::Request const& request, Deps& deps)
{
    auto const view = search_of(request, deps, request.form);
    co_return http::page(200, found_list(view, translator_of(request, deps)));
}

/// Why somebody looks, as far as the address tells. An address can be made up, but who looked and when cannot.
std::string why_of(http::Request const& request)
{
    if (auto const id = number_in(request.query.value("case"))) return fmt::format("case {}", id);
    return request.query.value("from") == "search" ? "search" : "link";
}

Task<http::Response> moved(std::string path)
{
    co_return http::see_other(std::move(path));
}

// GET /desk/people/{person:id}
Task<http::Response> show_person(http::Request const& request, Deps& deps)
{
    auto const person = deps.council.database.read([&](db::Snapshot& snapshot) {
        return People{snapshot}.visible_to(identity::actor_of(request)).find(person_in(request));
    });
    if (person && person->id != person_in(request)) return moved(path_of(person->id));
    return looked_at(request, deps, 200, why_of(request), Typed{});
}

// GET /desk/people/{person:id}/household: everybody there is looked at.
Task<http::Response> show_household(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto verb = [&](db::Tx& tx) -> std::optional<RecordId> {
        auto const visible = People{tx}.visible_to(actor);
        auto const person = visible.find(person_in(request));
        if (!person) return std::nullopt;
        look(tx, actor.person, person->id, "household");
        for (auto const& member : visible.household(deps.council.secret, *person))
            look(tx, actor.person, member.id, "household");
        return person->id;
    };
    auto const person = co_await deps.council.database.write(actor, std::move(verb));
    if (!person) co_return http::problem(request, 404);
    auto const t = translator_of(request, deps);
    auto const view = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return read_household(snapshot, deps, actor, *person, t); });
    if (!view) co_return http::problem(request, 404);
    co_return framed(request, deps, 200, t("Household of {name}", {{"name", view->name}}), household_page(*view, t));
}

std::string why_in_words(std::string const& why, ui::Translator const& t)
{
    if (why.starts_with("case ")) return t("From a case");
    if (why == "search") return t("Found by searching");
    if (why == "household") return t("The household was opened");
    if (why == "change") return t("A change that was refused");
    return t("Another way");
}

constexpr int looks_on_a_page = 50;

LooksView read_looks(db::Snapshot& snapshot, http::Request const& request, RecordId of, ui::Translator const& t)
{
    auto const& actor = identity::actor_of(request);
    PersonId const staff{number_in(request.query.value("staff"))};
    auto const before = number_in(request.query.value("before"));
    auto const found = looks(snapshot, actor, of, staff, before > 0 ? before : INT64_MAX, looks_on_a_page);
    LooksView view{.lines = {}, .next = {}, .title = t("Who looked at whom")};
    for (auto const& one : found) {
        auto const member = identity::find_member(snapshot, one.staff);
        auto const person = People{snapshot}.visible_to(actor).find(one.record);
        // Of somebody who was forgotten it still shows that they were looked at.
        view.lines.push_back({.when = t.date_and_time(one.at),
                              .who = member ? member->name : t("Somebody who has left"),
                              .whom = person && !person->name().empty()
                                          ? person->name()
                                          : t("Person {number}", {{"number", std::to_string(one.record.value)}}),
                              .href = person ? path_of(person->id) : std::string{},
                              .why = why_in_words(one.why, t)});
    }
    if (std::ssize(found) == looks_on_a_page) {
        auto const path = of ? path_of(of) + "/looks" : std::string{"/desk/people/looks"};
        view.next = fmt::format("{}?before={}&staff={}", path, found.back().key, staff.value);
    }
    return view;
}

// GET /desk/people/looks and /desk/people/{person:id}/looks
http::Response show_looks(http::Request const& request, Deps& deps, RecordId of)
{
    auto const t = translator_of(request, deps);
    auto const view =
        deps.council.database.read([&](db::Snapshot& snapshot) { return read_looks(snapshot, request, of, t); });
    return framed(request, deps, 200, view.title, looks_page(view, t));
}

}

void add_routes(http::Router& router, Deps& deps)
{
    auto const see = identity::staff_who("staff who see people", deps.identity, may_see_people);
    auto const serve = identity::staff_who("staff who serve people", deps.identity, may_serve_people);
    auto const audit = identity::staff_with(deps.identity, Role::auditor);
    router.get("/desk/people", see, [&deps](auto const& r) { return show_search(r, deps); });
    router.post("/desk/people/search", see, [&deps](auto const& r) { return find_people(r, deps); });
    router.post("/desk/people/found", see, [&deps](auto const& r) { return show_found(r, deps); });
    router.get("/desk/people/looks", audit, [&deps](auto const& r) { return show_looks(r, deps, {}); });
    router.get("/desk/people/{person:id}/looks", audit,
               [&deps](auto const& r) { return show_looks(r, deps, person_in(r)); });
    // These are read, and write down who reads.
    router.add({.method = http::Method::get,
                .pattern = "/desk/people/{person:id}",
                .access = see,
                .limits = {},
                .read = {},
                .write = [&deps](auto const& r) { return show_person(r, deps); }});
    router.add({.method = http::Method::get,
                .pattern = "/desk/people/{person:id}/household",
                .access = see,
                .limits = {},
                .read = {},
                .write = [&deps](auto const& r) { return show_household(r, deps); }});
    add_actions(router, deps, serve);
}

}
