// The master key opens the key store. It is in neither the database nor a backup, so it has a file of its own.
#include "settings.hpp"

#include <base/file.hpp>
#include <base/text.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace guildhall::app {

namespace {

constexpr std::size_t key_bytes = 32;

void refuse_if_open_to_others(std::filesystem::path const& file)
{
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0)
        throw std::runtime_error(fmt::format("The master key {} is not there. Without it no sealed answer can be read: "
                                             "restore it from where you keep it.",
                                             file.string()));
    if ((found.st_mode & 077) != 0)
        throw std::runtime_error(
            fmt::format("The master key {} can be read by others. Run: chmod 600 {}", file.string(), file.string()));
}

}

std::string read_master_key(std::filesystem::path const& file)
{
    refuse_if_open_to_others(file);
    auto const text = read_file(file);
    auto const digits = trimmed(text);
    std::string key(key_bytes, '\0');
    std::size_t size = 0;
    bool const is_hex = sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), digits.data(),
                                       digits.size(), nullptr, &size, nullptr) == 0;
    if (!is_hex || size != key_bytes || digits.size() != 2 * key_bytes) {
        throw std::runtime_error(fmt::format(
            "The master key {} is broken: it holds 64 hexadecimal digits and nothing else.", file.string()));
    }
    return key;
}

std::string make_master_key(std::filesystem::path const& file)
{
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
    std::string key(key_bytes, '\0');
    randombytes_buf(key.data(), key.size());
    std::array<char, 2 * key_bytes + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), reinterpret_cast<unsigned char const*>(key.data()), key.size());
    int const handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0)
        throw std::runtime_error(fmt::format(
            "The master key {} cannot be made. Is there one already, and may this user write there?", file.string()));
    bool const written = ::write(handle, digits.data(), 2 * key_bytes) == 2 * key_bytes && ::fsync(handle) == 0;
    ::close(handle);
    if (!written)
        throw std::runtime_error(
            fmt::format("The master key {} could not be written. Is the disk full?", file.string()));
    return key;
}

}
