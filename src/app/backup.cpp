// guildhall backup: a copy of councils that are open. docs/adr/0010 says how.
#include "chosen.hpp"
#include "commands.hpp"

#include <db/backup.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>

namespace guildhall::app {

namespace {

namespace fs = std::filesystem;

struct Wishes {
    std::string config, to, keys, council;
};

std::uintmax_t size_of(fs::path const& folder)
{
    std::uintmax_t bytes = 0;
    for (auto const& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

/// What the council is, beside what happened in it: settings, boundary, its own services.
void copy_settings(fs::path const& from, fs::path const& to)
{
    for (auto const* name : {"council.toml", "boundary.geojson", "services"}) {
        if (fs::exists(from / name)) fs::copy(from / name, to / name, fs::copy_options::recursive);
    }
}

void back_up(NamedCouncil const& council, Wishes const& wishes)
{
    auto const& place = council.place;
    fmt::print("{}: copying database and files ...\n", council.slug);
    std::fflush(stdout);
    auto const start = std::chrono::steady_clock::now();
    db::BackupPlace const into{.folder = fs::path{wishes.to} / council.slug,
                               .keys = wishes.keys.empty() ? fs::path{} : fs::path{wishes.keys} / council.slug};
    db::Options const from{.folder = place.folder, .postgres = place.postgres, .postgres_keys = place.postgres_keys};
    db::backup_to(from, into, place.folder / "blobs");
    copy_settings(place.folder, into.folder);
    std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - start;
    fmt::print("{}: {:.1f} MB in {:.1f} s, in {}\n", council.slug, static_cast<double>(size_of(into.folder)) / 1e6,
               spent.count(), into.folder.string());
    if (!into.keys.empty()) fmt::print("{}: keys, in {}\n", council.slug, into.keys.string());
}

int backup(Wishes const& wishes)
{
    auto const settings = read_settings(wishes.config);
    for (auto const& council : chosen(settings, wishes.council)) back_up(council, wishes);
    if (wishes.keys.empty()) {
        fmt::print("Keys were not copied: sealed answers can be read only while the key store is there. To copy it "
                   "too, name --keys, a place that is kept for a short time.\n");
    }
    fmt::print("The master key is in no backup. Keep a copy of it elsewhere.\n");
    return 0;
}

}

void add_backup(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = parser.add_subcommand("backup", "Copy councils, open or not, into a new folder");
    command->add_option("--config", wishes->config, "The configuration that names the councils")->required();
    command->add_option("--to", wishes->to, "Where the copy goes; each council gets a folder there")->required();
    command->add_option("--keys", wishes->keys,
                        "Where the key store's copy goes: another place, kept for a short time");
    command->add_option("--council", wishes->council, "Short name of one council; without it all");
    command->footer("Example:\n  guildhall backup --config /etc/guildhall/guildhall.toml --to /backup/2026-03-09 "
                    "--keys /keys/2026-03-09");
    command->callback([wishes, &run] { run = [wishes] { return backup(*wishes); }; });
}

}
