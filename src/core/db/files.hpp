// Files and folders that are on the disk when the call returns. Each throws Fault.
#pragma once

#include <filesystem>
#include <string_view>

namespace guildhall::db {

/// Makes a folder, with those above it, that only its owner can read. One that is there already stays as it is.
void make_private_folder(std::filesystem::path const& folder);
/// Writes a new file and syncs it. It must not exist.
void write_durably(std::filesystem::path const& file, std::string_view bytes);
void sync_file(std::filesystem::path const& file);
/// Makes names in this folder durable.
void sync_folder(std::filesystem::path const& folder);
/// Copies under an unfinished name, syncs and renames: a half copy is never taken for a whole one.
void copy_durably(std::filesystem::path const& from, std::filesystem::path const& to);
/// Renames within one folder, durably.
void rename_durably(std::filesystem::path const& from, std::filesystem::path const& to);

}
