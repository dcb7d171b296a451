// guildhall init: a new council, ready to serve.
#include "commands.hpp"
#include "settings.hpp"
#include "site.hpp"

#include <base/email.hpp>
#include <council/council.hpp>
#include <identity/identity.hpp>

#include <fmt/format.h>

#include <fstream>
#include <memory>

namespace guildhall::app {

namespace {

struct Wishes {
    std::string folder = "guildhall";
    std::string slug = "council";
    std::string name;
    std::string host;
    std::string administrator;
};

std::string council_entry(Wishes const& wishes)
{
    return fmt::format("[[council]]\nfolder = \"{0}\"\nmaster_key_file = \"{0}.key\"\n", wishes.slug);
}

/// A further council beside those that the configuration names.
void add_to_configuration(std::filesystem::path const& file, Wishes const& wishes)
{
    std::ofstream out{file, std::ios::app};
    out << '\n' << council_entry(wishes);
    out.flush();
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written. Is the disk full?", file.string()));
}

void write_configuration(std::filesystem::path const& file, Wishes const& wishes)
{
    std::ofstream out{file};
    out << "# How the process listens, and where its councils are. A council's own settings are council.toml in its "
           "folder.\n"
           "listen = \"127.0.0.1:8080\"\n"
           "# Behind a reverse proxy that ends TLS, name its address, so that its X-Forwarded-For and -Proto are "
           "believed.\n"
           "trusted_proxies = [\"127.0.0.1\"]\n"
           "# Or end TLS here:\n"
           "# certificate = \"tls/fullchain.pem\"\n"
           "# key = \"tls/privkey.pem\"\n\n"
        << council_entry(wishes)
        << "\n# [smtp]\n# host = \"mail.example.org\"\n# port = 587\n# user = \"guildhall\"\n# password_file = "
           "\"smtp.password\"\n";
    out.flush();
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written. Is the disk full?", file.string()));
}

council::Settings settings_of(Wishes const& wishes)
{
    council::Settings settings;
    settings.slug = wishes.slug;
    settings.brand.name = wishes.name;
    settings.hosts = {wishes.host};
    settings.base_url = "https://" + wishes.host;
    settings.mail_from = "no-reply@" + wishes.host;
    settings.teams = council::teams_of_the_library();
    return settings;
}

/// All of it or nothing: a host name that is none is known only after reading.
void write_council(std::filesystem::path const& folder, council::Settings const& settings)
{
    council::write_settings(folder, settings);
    try {
        council::read_settings(folder);
    } catch (...) {
        std::filesystem::remove_all(folder);
        throw;
    }
}

/// The first account, and the link that opens it once.
std::string administrator_link(Site& site, Wishes const& wishes)
{
    auto const add = [&](db::Tx& tx) -> Result<Secret, identity::Refusal> {
        auto const person = identity::add_staff(
            tx, {.email = wishes.administrator, .name = "Administrator", .roles = {Role::administrator}, .teams = {}});
        if (!person) return Refused{person.error()};
        return identity::make_setup_link(tx, *person);
    };
    auto const token = site.database().write(Actor::system(), add).wait();
    if (!token) throw std::runtime_error(fmt::format("\"{}\" is not an email address.", wishes.administrator));
    return site.council().settings.base_url + identity::setup_path(*token);
}

int init(Wishes const& wishes)
{
    std::filesystem::path const top{wishes.folder};
    auto const folder = top / wishes.slug;
    if (std::filesystem::exists(folder / "council.toml"))
        throw std::runtime_error(
            fmt::format("{} holds a council already. Choose another --slug or --folder.", folder.string()));
    // Before anything is written: what is half set up would have to be removed by hand.
    if (!Email::parse(wishes.administrator))
        throw std::runtime_error(fmt::format("\"{}\" is not an email address.", wishes.administrator));
    auto const configuration = top / "guildhall.toml";
    bool const is_further = std::filesystem::exists(configuration);
    if (is_further) read_settings(configuration);

    write_council(folder, settings_of(wishes));
    auto const key = make_master_key(top / (wishes.slug + ".key"));
    if (is_further)
        add_to_configuration(configuration, wishes);
    else
        write_configuration(configuration, wishes);

    SystemClock const clock;
    Site site{{.folder = folder, .master_key = key}, clock};
    auto const link = administrator_link(site, wishes);
    fmt::print("{} is set up in {}.\n\n"
               "  Configuration  {}\n"
               "  Master key     {}  (keep a copy elsewhere: without it no sealed answer can be read)\n\n"
               "Start it with:\n  guildhall serve --config {}\n\n"
               "Choose the administrator's password here. The link works once, for three days:\n  {}\n",
               wishes.name, folder.string(), configuration.string(), (top / (wishes.slug + ".key")).string(),
               configuration.string(), link);
    return 0;
}

}

void add_init(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command =
        parser.add_subcommand("init", "Set up a new council and print a one-time link for its administrator");
    command->add_option("--folder", wishes->folder, "Where configuration, key and council go")->capture_default_str();
    command->add_option("--slug", wishes->slug, "Short name: letters, digits and hyphens")
        ->check(CLI::Validator{[](std::string& text) {
                                   return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                                                      std::string::npos &&
                                                  !text.empty()
                                              ? ""
                                              : "use a-z, 0-9 and hyphens";
                               },
                               "SLUG"});
    command->add_option("--name", wishes->name, "The council's name, as people know it")->required();
    command->add_option("--host", wishes->host, "Host name that residents open")->required();
    command->add_option("--administrator", wishes->administrator, "Email address of the first administrator")
        ->required();
    command->footer(
        "Example:\n  guildhall init --folder /etc/guildhall --slug larkmoor --name \"Larkmoor Council\" \\\n"
        "    --host forms.larkmoor.example --administrator ada@larkmoor.example");
    command->callback([wishes, &run] { run = [wishes] { return init(*wishes); }; });
}

}
