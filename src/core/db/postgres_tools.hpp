// pg_dump and pg_restore, run as child processes without a shell. Passwords travel in the environment, not in the list
// of processes. Each throws Fault.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace guildhall::db {

void postgres_dump(std::string const& where, std::filesystem::path const& file);
/// All or nothing.
void postgres_restore(std::string const& where, std::filesystem::path const& file);
bool postgres_has_table(std::string const& where, std::string_view table);

}
