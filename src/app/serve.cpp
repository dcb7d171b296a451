// guildhall serve --config FILE
#include "commands.hpp"
#include "front_door.hpp"
#include "logging.hpp"
#include "settings.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace guildhall::app {

namespace {

void open_councils(FrontDoor& door, Settings const& settings)
{
    for (auto const& place : settings.councils) {
        door.add({.folder = place.folder,
                  .master_key = read_master_key(place.master_key_file),
                  .postgres = place.postgres,
                  .postgres_keys = place.postgres_keys,
                  .services = settings.services,
                  .smtp = settings.smtp,
                  .metrics_token = settings.metrics_token});
    }
}

int serve(std::filesystem::path const& file)
{
    block_signals();
    start_logging(LogShape::json);
    auto settings = read_settings(file);
    settings.server.inherited_socket = inherited_socket();
    SystemClock const clock;
    FrontDoor door{settings.server, clock};
    open_councils(door, settings);
    door.start();
    spdlog::info("listening on {} port {} for {} council(s)", settings.server.address, door.port(),
                 door.sites().size());
    run_until_told([&] { door.reload(); });
    spdlog::info("asked to stop: answering what is in hand");
    door.drain();
    return 0;
}

}

void add_serve(CLI::App& parser, Run& run)
{
    auto const file = std::make_shared<std::string>();
    auto* command = parser.add_subcommand("serve", "Serve councils in the foreground, as the configuration says");
    command->add_option("--config", *file, "The configuration (TOML)")->required();
    command->footer("Example:\n  guildhall serve --config /etc/guildhall/guildhall.toml\n\n"
                    "SIGTERM stops after answering what is in hand; SIGHUP reads certificate and services again.");
    command->callback([file, &run] { run = [file] { return serve(*file); }; });
}

}
