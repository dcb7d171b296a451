// Files that an administrator wrote.
#pragma once

#include <filesystem>
#include <string>

namespace guildhall {

/// The whole file. Throws std::runtime_error in plain words where it cannot be read.
[[nodiscard]] std::string read_file(std::filesystem::path const& file);

}
