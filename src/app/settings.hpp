// What `guildhall serve --config FILE` reads: how the process listens and where its councils are. A council's own
// settings (name, teams, hosts) are council.toml in its folder.
#pragma once

#include <http/server.hpp>
#include <notify/notify.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::app {

struct CouncilPlace {
    std::filesystem::path folder;          ///< council.toml, database, files
    std::filesystem::path master_key_file; ///< 64 hexadecimal digits; never in the folder's backup
    std::string postgres, postgres_keys;   ///< connection strings; empty: SQLite in the folder
};

struct Settings {
    http::Options server;
    std::vector<CouncilPlace> councils;
    std::vector<std::filesystem::path> services; ///< folders of definitions to import at start and on SIGHUP
    std::optional<notify::SmtpOptions> smtp;     ///< none: mail waits in the outbox, which says so
    Secret metrics_token;                        ///< empty: /metrics answers loopback only
};

/// Throws std::runtime_error with file, line and what to write instead. Paths are relative to the file's folder.
Settings read_settings(std::filesystem::path const& file);

/// Reads a master key. Throws std::runtime_error where it is missing, not 32 bytes, or open to other users.
std::string read_master_key(std::filesystem::path const& file);
/// Makes a new key, readable by its owner alone. Throws where the file exists.
std::string make_master_key(std::filesystem::path const& file);

}
