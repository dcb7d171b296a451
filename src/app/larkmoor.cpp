#include "larkmoor.hpp"

#include "settings.hpp"

#include <base/file.hpp>
#include <council/council.hpp>
#include <identity/identity.hpp>
#include <places/places.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <sys/stat.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace guildhall::app {

namespace {

constexpr std::string_view accounts_file = "demo-accounts.txt";

struct Person {
    std::string_view email, name;
    std::vector<Role> roles;
    std::vector<std::string> teams;
};

std::vector<Person> staff_of_larkmoor()
{
    // Whoever answers every phone does not answer for children at risk.
    std::vector<std::string> most_teams;
    for (auto const& team : council::teams_of_the_library())
        if (team.slug != "family-safeguarding") most_teams.push_back(team.slug);
    return {{"agent@larkmoor.example", "Wren Applegarth", {Role::agent}, std::move(most_teams)},
            {"care@larkmoor.example", "Elowen Fairweather", {Role::agent}, {"family-safeguarding"}},
            {"waste@larkmoor.example", "Bram Tidewell", {Role::agent}, {"waste-services"}},
            {"lead@larkmoor.example", "Odette Marlow", {Role::agent, Role::team_lead}, {"street-services"}},
            {"editor@larkmoor.example", "Sunniva Pell", {Role::content_editor}, {}},
            {"reviewer@larkmoor.example", "Tobias Wick", {Role::content_editor}, {}},
            {"admin@larkmoor.example", "Ivo Lanternhill", {Role::agent, Role::administrator}, {"contact-centre"}}};
}

std::string passphrase()
{
    static constexpr std::array words{
        "amber",  "anchor",  "apron",  "badger", "barley", "beacon",  "bramble", "button", "candle",  "cobble",
        "copper", "cricket", "daisy",  "ember",  "fennel", "ferry",   "finch",   "garnet", "gravel",  "harbour",
        "hazel",  "heron",   "ivory",  "jigsaw", "kettle", "ladder",  "lantern", "linen",  "magpie",  "marble",
        "meadow", "mitten",  "nettle", "otter",  "paddle", "pebble",  "pepper",  "pigeon", "plaster", "puddle",
        "quarry", "ribbon",  "saddle", "sorrel", "teapot", "thimble", "turnip",  "velvet", "walnut",  "willow"};
    std::string text;
    for (int i = 0; i < 4; ++i) {
        if (i > 0) text += '-';
        text += words[randombytes_uniform(words.size())];
    }
    return text;
}

std::vector<DemoAccount> read_accounts(std::filesystem::path const& file)
{
    std::vector<DemoAccount> accounts;
    std::istringstream lines{read_file(file)};
    for (std::string line; std::getline(lines, line);) {
        auto const first = line.find('\t');
        auto const second = line.find('\t', first + 1);
        if (second == std::string::npos) continue;
        accounts.push_back(
            {line.substr(0, first), line.substr(first + 1, second - first - 1), Secret{line.substr(second + 1)}});
    }
    return accounts;
}

void write_accounts(std::filesystem::path const& file, std::vector<DemoAccount> const& accounts)
{
    auto const before = ::umask(077);
    std::ofstream out{file};
    ::umask(before);
    for (auto const& account : accounts)
        out << account.email << '\t' << account.name << '\t' << account.passphrase.reveal() << '\n';
    out.flush();
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written. Is the disk full?", file.string()));
}

DemoAccount add_account(Site& site, Person const& person)
{
    DemoAccount account{std::string{person.email}, std::string{person.name}, Secret{passphrase()}};
    auto const hash = identity::hash_password(account.passphrase);
    auto const add = [&](db::Tx& tx) {
        auto id = identity::find_by_email(tx, person.email);
        if (!id) {
            auto const added = identity::add_staff(tx, {account.email, account.name, person.roles, person.teams});
            if (!added) throw std::runtime_error("A demo account could not be made.");
            id = *added;
        }
        identity::set_password(tx, *id, hash);
    };
    site.database().write(Actor::system(), add).wait();
    return account;
}

}

std::string prepare_larkmoor(std::filesystem::path const& folder)
{
    auto const key_file = folder / "master.key";
    if (std::filesystem::exists(folder / "council.toml")) return read_master_key(key_file);
    council::write_settings(folder, council::larkmoor());
    return make_master_key(key_file);
}

void import_larkmoor(Site& site)
{
    auto& database = site.database();
    if (!database.read([](db::Snapshot& snapshot) { return places::is_empty(snapshot); })) return;
    auto const gazetteer = places::larkmoor();
    database.write(Actor::system(), [&](db::Tx& tx) { places::import(tx, gazetteer); }).wait();
}

std::vector<DemoAccount> demo_accounts(Site& site)
{
    if (!site.council().settings.is_demo) throw std::logic_error("Demo accounts exist in a demo council only.");
    auto const file = site.council().folder / accounts_file;
    if (std::filesystem::exists(file)) return read_accounts(file);
    std::vector<DemoAccount> accounts;
    for (auto const& person : staff_of_larkmoor()) accounts.push_back(add_account(site, person));
    write_accounts(file, accounts);
    return accounts;
}

}
