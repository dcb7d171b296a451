#include <base/file.hpp>

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace guildhall {

std::string read_file(std::filesystem::path const& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in)
        throw std::runtime_error(
            fmt::format("{} cannot be read. Does it exist, and may this user read it?", file.string()));
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

}
