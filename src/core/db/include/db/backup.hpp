// Backups that can be taken while the council is open. The keys go to a place of their own and are kept for a short
// time only: a backup without keys holds no sealed answer that anybody could read. The master key is in neither.
#pragma once

#include <db/database.hpp>

#include <filesystem>

namespace guildhall::db {

/// Where the parts of one backup are. Both folders are made; each holds at most one backup.
struct BackupPlace {
    std::filesystem::path folder; ///< council.db (or council.dump on PostgreSQL) and blobs/
    std::filesystem::path keys;   ///< keys.db or keys.dump; empty: keys are not copied
};

/// Copies one consistent state of the database, then every file of `blobs` (none where empty), then the keys: so every
/// file and key that the copied rows need is there. Durable when it returns. Writers go on meanwhile.
/// Throws Fault where the place already holds a backup or the disk refuses.
void backup_to(Database& database, BackupPlace const& place, std::filesystem::path const& blobs = {});
/// The same beside a process that serves this council, or while none does: it opens both stores for reading only and
/// takes no lock. Needs no master key.
void backup_to(Options const& from, BackupPlace const& place, std::filesystem::path const& blobs = {});

/// Puts a backup into an empty folder (SQLite) or empty databases (PostgreSQL). A key store that is still there is
/// newer than any copy of it and stays. Whoever was forgotten according to the log or the key store stays forgotten:
/// opening the database deletes keys that came back, and appends `subject.forgotten` for people whom the log does not
/// yet know to be forgotten, so that consumers erase again, before anything is served.
void restore_from(BackupPlace const& place, Options const& into, std::filesystem::path const& blobs = {});

}
