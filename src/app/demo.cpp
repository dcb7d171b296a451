// guildhall demo: a council to try, in one command.
#include "commands.hpp"
#include "front_door.hpp"
#include "larkmoor.hpp"
#include "logging.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace guildhall::app {

namespace {

struct Wishes {
    std::uint16_t port = 8080;
    std::string data = "var/demo";
};

void print_welcome(FrontDoor const& door, Site const& site, std::vector<DemoAccount> const& accounts)
{
    fmt::print("\n{} is open.\n\n  Residents  http://localhost:{}/\n  Staff      http://localhost:{}/desk\n\n",
               site.council().brand().name, door.port(), door.port());
    for (auto const& account : accounts)
        fmt::print("  {:<26} {:<32} {}\n", account.email, account.passphrase.reveal(), account.name);
    fmt::print("\n  Mail that residents get lies in {} and at /desk/outbox.\n  Stop with Ctrl C. What you did stays in "
               "{}.\n\n",
               site.mail_folder().string(), site.council().folder.string());
    std::fflush(stdout);
}

int demo(Wishes const& wishes)
{
    block_signals();
    start_logging(LogShape::plain);
    std::filesystem::path const folder{wishes.data};
    auto const key = prepare_larkmoor(folder);
    SystemClock const clock;
    FrontDoor door{{.port = wishes.port, .inherited_socket = inherited_socket()}, clock};
    auto& site = door.add({.folder = folder, .master_key = key, .adjust = [&](council::Settings& settings) {
                               settings.base_url = fmt::format("http://localhost:{}", wishes.port);
                           }});
    import_larkmoor(site);
    auto const accounts = demo_accounts(site);
    door.start();
    print_welcome(door, site, accounts);
    run_until_told([&] { door.reload(); });
    door.drain();
    return 0;
}

}

void add_demo(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = parser.add_subcommand("demo", "Open Larkmoor, an invented council, to try everything");
    command->add_option("--port", wishes->port, "Port on this machine")->capture_default_str();
    command->add_option("--data", wishes->data, "Folder that keeps the council; made where it is not there")
        ->capture_default_str();
    command->footer("Example:\n  guildhall demo --port 8080 --data ./var/demo");
    command->callback([wishes, &run] { run = [wishes] { return demo(*wishes); }; });
}

}
