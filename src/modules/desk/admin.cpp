// Administration: who works here, what is offered, whether the machinery keeps up.
#include "admin.hpp"

#include "frame.hpp"
#include "routes.hpp"

#include <council/council.hpp>
#include <db/jobs.hpp>

#include <array>

namespace guildhall::desk {

namespace {

constexpr int most_dead_letters = 100;

std::vector<std::string> all_values(http::Form const& form, std::string_view name)
{
    std::vector<std::string> out;
    for (auto const value : form.values(name)) out.emplace_back(value);
    return out;
}

AdminView read_admin(http::Request const& request, Deps& deps)
{
    auto const& settings = deps.cases.council.settings;
    auto const t = translator_of(request, deps);
    AdminView view{.csrf = request.csrf_token(), .backlog = deps.backlog()};
    deps.cases.database.read([&](db::Snapshot& snapshot) {
        view.members = identity::members(snapshot);
        view.dead_letters = db::dead_letters(snapshot, most_dead_letters).size();
    });
    for (auto const& team : settings.teams) view.teams.emplace_back(team.slug, team.name);
    for (auto const* version : deps.cases.library.catalogue()->every())
        view.services.emplace_back(version->definition.id, version->definition.title);
    return view;
}

http::Response admin_response(http::Request const& request, Deps& deps, int status, AdminView const& view)
{
    auto const t = translator_of(request, deps);
    return framed(request, deps, {.status = status, .title = t("Administration"), .section = "admin"},
                  admin_page(view, t));
}

// GET /admin
http::Response show_admin(http::Request const& request, Deps& deps)
{
    return admin_response(request, deps, 200, read_admin(request, deps));
}

/// What was typed about a new colleague, or everything that is wrong with it.
Parsed<identity::NewStaff> read_new_staff(http::Form const& form, council::Settings const& settings)
{
    identity::NewStaff member{.email = std::string{form.value("email")},
                              .name = std::string{form.value("name")},
                              .roles = {},
                              .teams = all_values(form, "teams")};
    std::vector<FieldError> errors;
    if (member.name.empty()) errors.push_back({"name", Message{"Enter the name"}});
    if (member.name.size() > 200) errors.push_back({"name", Message{"The name must be 200 characters or less"}});
    if (member.email.empty()) errors.push_back({"email", Message{"Enter the email address"}});
    for (auto const& word : all_values(form, "roles"))
        if (auto const role = identity::role_named(word)) member.roles.push_back(*role);
    if (member.roles.empty()) errors.push_back({"roles", Message{"Choose at least one role"}});
    for (auto const& team : member.teams)
        if (settings.team(team) == nullptr) errors.push_back({"teams", Message{"Choose teams from the list"}});
    if (!errors.empty()) return std::unexpected{std::move(errors)};
    return member;
}

FieldError problem_of(identity::Refusal refusal)
{
    switch (refusal) {
    case identity::Refusal::email_taken:
        return {"email", Message{"Somebody with this email address works here already"}};
    case identity::Refusal::email_not_valid:
        return {"email", Message{"Enter an email address in the correct format, like name@example.com"}};
    case identity::Refusal::unknown_person:
    case identity::Refusal::link_used_or_old: break;
    }
    return {"email", Message{"This person is not here any more"}};
}

http::Response refused_page(http::Request const& request, Deps& deps, std::vector<FieldError> errors)
{
    auto view = read_admin(request, deps);
    view.typed = {.name = std::string{request.form.value("name")},
                  .email = std::string{request.form.value("email")},
                  .roles = all_values(request.form, "roles"),
                  .teams = all_values(request.form, "teams"),
                  .errors = std::move(errors)};
    return admin_response(request, deps, 422, view);
}

/// Shows the link on the answer itself: it is nowhere else, and a reload does not bring it back.
http::Response link_page(http::Request const& request, Deps& deps, std::string name, Secret const& token)
{
    auto view = read_admin(request, deps);
    view.new_link = deps.cases.council.settings.base_url + identity::setup_path(token);
    view.new_link_for = std::move(name);
    return admin_response(request, deps, 201, view);
}

// POST /admin/staff
Task<http::Response> add_colleague(http::Request const& request, Deps& deps)
{
    auto const member = read_new_staff(request.form, deps.cases.council.settings);
    if (!member) co_return refused_page(request, deps, member.error());
    auto const add = [&](db::Tx& tx) -> Result<Secret, identity::Refusal> {
        auto const added = identity::add_staff(tx, *member);
        if (!added) return Refused{added.error()};
        return identity::make_setup_link(tx, *added);
    };
    auto const link = co_await deps.cases.database.write(identity::actor_of(request), add);
    if (link) co_return link_page(request, deps, member->name, *link);
    std::vector<FieldError> errors{problem_of(link.error())};
    co_return refused_page(request, deps, std::move(errors));
}

// POST /admin/staff/{person:id}/link
Task<http::Response> make_link(http::Request const& request, Deps& deps)
{
    auto const person = request.path_id<PersonId>("person");
    auto const member =
        deps.cases.database.read([&](db::Snapshot& snapshot) { return identity::find_member(snapshot, person); });
    if (!member || !member->active) co_return http::problem(request, 404);
    auto const make = [&](db::Tx& tx) { return identity::make_setup_link(tx, person); };
    auto const link = co_await deps.cases.database.write(identity::actor_of(request), make);
    if (!link) co_return http::problem(request, 404);
    co_return link_page(request, deps, member->name, *link);
}

}

void add_admin_routes(http::Router& router, Deps& deps, http::Access const& administrator)
{
    router.get("/admin", administrator, [&deps](auto const& r) { return show_admin(r, deps); });
    router.post("/admin/staff", administrator, [&deps](auto const& r) { return add_colleague(r, deps); });
    router.post("/admin/staff/{person:id}/link", administrator, [&deps](auto const& r) { return make_link(r, deps); });
}

}
