#include "engine.hpp"
#include "files.hpp"
#include "postgres_tools.hpp"
#include "sqlite_connection.hpp"

#include <db/backup.hpp>

#include <fmt/format.h>

namespace guildhall::db {

namespace {

namespace fs = std::filesystem;

std::string file_name(std::string_view part, Dialect dialect)
{
    return fmt::format("{}.{}", part, dialect == Dialect::sqlite ? "db" : "dump");
}

/// Where a new backup's file goes. One place, one backup: an old one is never overwritten by half of a new one.
fs::path make_room(fs::path const& folder, std::string const& name)
{
    make_private_folder(folder);
    auto file = folder / name;
    if (fs::exists(file)) throw Fault{fmt::format("{} already holds a backup. Name a new folder.", folder.string())};
    return file;
}

/// Calls copy(unfinished file): half a copy never has the name of a whole one.
template <class F> void copy_database(fs::path const& file, F&& copy)
{
    auto const unfinished = file.string() + ".part";
    fs::remove(unfinished);
    copy(unfinished);
    sync_file(unfinished);
    rename_durably(unfinished, file);
}

/// Files are written once and never changed, so what is there already is the same.
void copy_files(fs::path const& from, fs::path const& to)
{
    for (auto const& entry : fs::recursive_directory_iterator{from}) {
        if (!entry.is_regular_file() || entry.path().extension() == ".part") continue;
        auto const target = to / fs::relative(entry.path(), from);
        if (fs::exists(target)) continue;
        make_private_folder(target.parent_path());
        copy_durably(entry.path(), target);
    }
}

void restore_sqlite(fs::path const& backup, fs::path const& file)
{
    make_private_folder(file.parent_path());
    copy_durably(backup, file);
}

void must_exist(fs::path const& file)
{
    if (!fs::exists(file)) throw Fault{fmt::format("There is no backup: {} is missing.", file.string())};
}

}

void backup_to(Database& database, BackupPlace const& place, fs::path const& blobs)
{
    auto& engine = database.engine();
    auto const council = make_room(place.folder, file_name("council", engine.dialect()));
    copy_database(council, [&](fs::path const& file) { engine.extra_reader()->copy_to(file); });
    if (!blobs.empty()) copy_files(blobs, place.folder / "blobs");
    if (place.keys.empty() || !engine.keyring) return;
    auto const keys = make_room(place.keys, file_name("keys", engine.dialect()));
    engine.keyring->with_store(
        [&](Connection& store) { copy_database(keys, [&](fs::path const& file) { store.copy_to(file); }); });
}

void backup_to(Options const& from, BackupPlace const& place, fs::path const& blobs)
{
    auto const dialect = from.postgres.empty() ? Dialect::sqlite : Dialect::postgres;
    auto const copy = [&](fs::path const& to, char const* sqlite, std::string const& postgres) {
        if (dialect == Dialect::postgres) return postgres_dump(postgres, to);
        auto const file = from.folder / sqlite;
        if (!fs::exists(file))
            throw Fault{fmt::format("There is no council in {}: {} is missing.", from.folder.string(), sqlite)};
        copy_sqlite_file(file, to, from.vfs);
    };
    auto const council = make_room(place.folder, file_name("council", dialect));
    copy_database(council, [&](fs::path const& file) { copy(file, "council.db", from.postgres); });
    if (!blobs.empty() && fs::exists(blobs)) copy_files(blobs, place.folder / "blobs");
    if (place.keys.empty()) return;
    auto const keys = make_room(place.keys, file_name("keys", dialect));
    copy_database(keys, [&](fs::path const& file) { copy(file, "keys.db", from.postgres_keys); });
}

void restore_from(BackupPlace const& place, Options const& into, fs::path const& blobs)
{
    auto const dialect = into.postgres.empty() ? Dialect::sqlite : Dialect::postgres;
    auto const council = place.folder / file_name("council", dialect);
    auto const keys = place.keys.empty() ? fs::path{} : place.keys / file_name("keys", dialect);
    must_exist(council);
    if (!keys.empty()) must_exist(keys);

    // The database last: until it is there, an interrupted restore is simply started again.
    if (!blobs.empty() && fs::exists(place.folder / "blobs")) copy_files(place.folder / "blobs", blobs);
    if (dialect == Dialect::sqlite) {
        if (fs::exists(into.folder / "council.db")) {
            throw Fault{fmt::format("{} already holds a council. Restore into an empty folder.", into.folder.string())};
        }
        if (!keys.empty() && !fs::exists(into.folder / "keys.db")) restore_sqlite(keys, into.folder / "keys.db");
        restore_sqlite(council, into.folder / "council.db");
    } else {
        if (postgres_has_table(into.postgres, "event"))
            throw Fault{"This database already holds a council. Restore into an empty one."};
        if (!keys.empty() && !postgres_has_table(into.postgres_keys, "subject_key"))
            postgres_restore(into.postgres_keys, keys);
        postgres_restore(into.postgres, council);
    }
}

}
