#include "council.hpp"

#include "../settings.hpp"

#include <cases/cases.hpp>
#include <identity/identity.hpp>

#include <fmt/format.h>

#include <stdexcept>

namespace guildhall::replay {

namespace {

namespace fs = std::filesystem;

council::Settings settings_of(Map const& map)
{
    council::Settings settings;
    settings.slug = "replay";
    settings.hosts = {"replay.example"};
    settings.base_url = "https://replay.example";
    settings.brand.name = map.name;
    settings.mail_from = "no-reply@replay.example";
    settings.teams = council::larkmoor().teams;
    return settings;
}

/// Beside the council as here and in a demo, or beside its folder as `guildhall init` puts it.
std::string key_of(fs::path const& folder, Map const& map)
{
    auto const inside = folder / "master.key";
    auto const beside = folder.parent_path() / (folder.filename().string() + ".key");
    if (fs::exists(folder / "council.toml")) return app::read_master_key(fs::exists(inside) ? inside : beside);
    council::write_settings(folder, settings_of(map));
    return app::make_master_key(inside);
}

[[noreturn]] void fail(Map const& map, int line, std::string const& what)
{
    throw std::runtime_error(fmt::format("{}:{}: {}", map.file.string(), line, what));
}

services::Question const& question_of(services::Definition const& service, Map const& map, std::string const& id,
                                      services::QuestionType type)
{
    auto const* question = service.question(id);
    if (!question)
        fail(map, map.questions.line,
             fmt::format("The service {} has no question \"{}\". `guildhall services show {}` lists them.", service.id,
                         id, service.id));
    if (question->type != type)
        fail(map, map.questions.line,
             fmt::format("The question \"{}\" is of type {}, not {}.", id, services::name_of(question->type),
                         services::name_of(type)));
    return *question;
}

void check_answer(services::Question const& category, Map const& map, std::string const& answer)
{
    if (answer.empty() || category.option(answer)) return;
    fail(map, map.category_lines.at(answer),
         fmt::format("\"{}\" is no answer of the question \"{}\". `guildhall services show {}` lists them.", answer,
                     category.id, map.service));
}

void check_service(app::Site const& site, Map const& map)
{
    using Type = services::QuestionType;
    auto const catalogue = site.library().catalogue();
    auto const* version = catalogue->current(map.service);
    if (!version)
        throw std::runtime_error(
            fmt::format("{}: There is no service \"{}\". `guildhall services list` shows what there is.",
                        map.file.string(), map.service));
    auto const& service = version->definition;
    auto const& category = question_of(service, map, map.questions.category, Type::choice);
    for (auto const& [theirs, ours] : map.categories) check_answer(category, map, ours);
    check_answer(category, map, map.other_category);
    if (!map.questions.location.empty()) question_of(service, map, map.questions.location, Type::location);
    if (!map.questions.email.empty()) question_of(service, map, map.questions.email, Type::email);
    auto const* text = service.question(map.questions.text);
    if (!text || text->type != Type::text) question_of(service, map, map.questions.text, Type::long_text);
}

}

app::SiteOptions options_for(fs::path const& folder, Map const& map, std::unique_ptr<notify::Sender> sender)
{
    app::SiteOptions options{.folder = folder, .master_key = key_of(folder, map)};
    options.sender = std::move(sender);
    options.job_lease = std::chrono::days{3650}; // the clock jumps by hours while a message is on its way
    options.forgets = false;                     // years pass here in minutes, and every record is compared at the end
    options.adjust = [&map](council::Settings& settings) {
        settings.time_zone = map.dates.zone;
        if (!map.boundary.empty()) settings.boundary = council::read_polygon(map.boundary);
    };
    return options;
}

void check_council(app::Site& site, Map const& map)
{
    Actor everybody;
    everybody.kind = ActorKind::staff;
    everybody.roles = {Role::administrator};
    auto const count = site.database().read([&](db::Snapshot& snapshot) {
        return cases::Cases{snapshot}.visible_to(everybody).count({.which = cases::Which::any}, 1);
    });
    if (count > 0)
        throw std::runtime_error(fmt::format(
            "{} holds cases already, and a replay wants a council of its own. Name another folder, or delete this one.",
            site.council().folder.string()));
    check_service(site, map);
}

Secret add_staff(app::Site& site)
{
    Secret password{random_token()};
    auto const hash = identity::hash_password(password);
    identity::NewStaff member{.email = std::string{staff_email},
                              .name = "Replay",
                              .roles = {Role::agent, Role::team_lead, Role::administrator},
                              .teams = {}};
    for (auto const& team : site.council().settings.teams) member.teams.push_back(team.slug);
    auto const add = [&](db::Tx& tx) {
        auto person = identity::find_by_email(tx, staff_email);
        if (!person) {
            auto const added = identity::add_staff(tx, member);
            if (!added) throw std::logic_error("the replay's account is refused");
            person = *added;
        }
        identity::set_password(tx, *person, hash);
    };
    site.database().write(Actor::system(), add).wait();
    return password;
}

}
