// guildhall restore: a council from its backup, into an empty folder or empty databases.
#include "chosen.hpp"
#include "commands.hpp"
#include "logging.hpp"
#include "site.hpp"

#include <db/backup.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace guildhall::app {

namespace {

namespace fs = std::filesystem;

struct Wishes {
    std::string config, from, keys, council;
};

void say(std::string const& line)
{
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

/// A fresh machine has no settings yet; those that are there are newer and stay.
void copy_settings(fs::path const& from, fs::path const& to)
{
    fs::create_directories(to);
    for (auto const* name : {"council.toml", "boundary.geojson", "services"}) {
        if (fs::exists(from / name) && !fs::exists(to / name))
            fs::copy(from / name, to / name, fs::copy_options::recursive);
    }
}

/// Opens it once: keys of people who were forgotten go, every consumer erases what it holds of them,
/// and what an old backup holds longer than a service promises goes too.
void replay_the_forgotten(CouncilPlace const& place)
{
    SystemClock const clock;
    Site site{{.folder = place.folder,
               .master_key = read_master_key(place.master_key_file),
               .postgres = place.postgres,
               .postgres_keys = place.postgres_keys},
              clock};
    site.read_log();
    site.forget_what_is_over();
}

void restore_one(std::string const& slug, CouncilPlace const& place, Wishes const& wishes)
{
    auto const folder = fs::path{wishes.from} / slug;
    if (!fs::exists(folder))
        throw std::runtime_error(fmt::format(
            "{} holds no backup of {}. Name the folder that `guildhall backup --to` was given.", wishes.from, slug));
    read_master_key(place.master_key_file); // before anything is written
    say(fmt::format("{}: copying back ...", slug));
    copy_settings(folder, place.folder);
    db::BackupPlace const from{.folder = folder,
                               .keys = wishes.keys.empty() ? fs::path{} : fs::path{wishes.keys} / slug};
    db::restore_from(from, {.folder = place.folder, .postgres = place.postgres, .postgres_keys = place.postgres_keys},
                     place.folder / "blobs");
    say(fmt::format("{}: forgetting again whoever was forgotten ...", slug));
    replay_the_forgotten(place);
    say(fmt::format("{}: restored in {}", slug, place.folder.string()));
}

int restore(Wishes const& wishes)
{
    start_logging(LogShape::plain);
    auto const settings = read_settings(wishes.config);
    for (auto const& council : chosen(settings, wishes.council)) restore_one(council.slug, council.place, wishes);
    say(fmt::format("Start it with:\n  guildhall serve --config {}", wishes.config));
    return 0;
}

}

void add_restore(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command =
        parser.add_subcommand("restore", "Bring councils back from a backup, into empty folders or databases");
    command->add_option("--config", wishes->config, "The configuration that says where the councils go")->required();
    command->add_option("--from", wishes->from, "The folder that `guildhall backup --to` filled")->required();
    command->add_option("--keys", wishes->keys,
                        "The folder of the key store's copy; without it the key store that is still there is used");
    command->add_option("--council", wishes->council, "Short name of one council; without it all");
    command->footer("Example:\n  guildhall restore --config /etc/guildhall/guildhall.toml --from /backup/2026-03-09 "
                    "--keys /keys/2026-03-09");
    command->callback([wishes, &run] { run = [wishes] { return restore(*wishes); }; });
}

}
