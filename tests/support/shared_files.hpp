// Public test material (naughty strings, standards' own examples) lies beside the project and is read in place. Where
// it is not there, a test says so on one line and ends well.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace guildhall::test {

inline std::filesystem::path shared_path(std::string_view path)
{
    return std::filesystem::path{GUILDHALL_SOURCE_DIR} / ".." / "shared" / path;
}

inline std::string contents(std::filesystem::path const& path)
{
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return std::move(text).str();
}

/// The file's bytes, or nothing and a visible line.
inline std::optional<std::string> shared_file(std::string_view path)
{
    auto const where = shared_path(path);
    if (std::filesystem::exists(where)) return contents(where);
    std::printf("skipped: %.*s is not here\n", static_cast<int>(path.size()), path.data());
    return {};
}

}
