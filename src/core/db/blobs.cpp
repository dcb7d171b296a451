#include <db/blobs.hpp>
#include <db/database.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace guildhall::db {

namespace {

constexpr std::size_t name_size = 32;

[[noreturn]] void fail(std::string_view what)
{
    throw Fault{fmt::format("A file could not be {}: {}", what, std::strerror(errno))};
}

class Descriptor {
public:
    Descriptor(std::filesystem::path const& path, int flags) : number_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor const&) = delete;
    [[nodiscard]] int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_;
};

void sync_folder(std::filesystem::path const& folder)
{
    Descriptor const descriptor{folder, O_RDONLY | O_DIRECTORY};
    if (!descriptor || ::fsync(descriptor.number()) != 0) fail("made durable");
}

void write_durably(std::filesystem::path const& path, std::string_view bytes)
{
    Descriptor const file{path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file) fail("stored");
    while (!bytes.empty()) {
        auto const written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("stored");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) fail("made durable");
}

std::string random_name()
{
    unsigned char bytes[name_size / 2];
    randombytes_buf(bytes, sizeof bytes);
    std::string name(name_size + 1, '\0');
    sodium_bin2hex(name.data(), name.size(), bytes, sizeof bytes);
    name.pop_back();
    return name;
}

/// Exactly what random_name() makes. Whatever else comes in a URL cannot leave the folder.
bool is_name(std::string_view name)
{
    return name.size() == name_size &&
           std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}

BlobStore::BlobStore(std::filesystem::path folder) : folder_{std::move(folder)}
{
    if (sodium_init() < 0) throw Fault{"The system has no source of random numbers."};
    std::filesystem::create_directories(folder_);
}

std::string BlobStore::put(std::string_view bytes)
{
    auto name = random_name();
    auto const outer = folder_ / name.substr(0, 2);
    auto const inner = outer / name.substr(2, 2);
    if (std::filesystem::create_directories(inner)) {
        sync_folder(folder_);
        sync_folder(outer);
    }
    auto const unfinished = inner / (name + ".part");
    try {
        write_durably(unfinished, bytes);
        std::filesystem::rename(unfinished, inner / name);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw;
    }
    sync_folder(inner);
    return name;
}

std::optional<std::string> BlobStore::get(std::string_view name) const
{
    if (!is_name(name)) return std::nullopt;
    Descriptor const file{folder_ / name.substr(0, 2) / name.substr(2, 2) / name, O_RDONLY};
    if (!file) {
        if (errno == ENOENT) return std::nullopt;
        fail("read");
    }
    std::string bytes;
    char buffer[64 * 1024];
    for (;;) {
        auto const got = ::read(file.number(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("read");
        if (got == 0) return bytes;
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
}

void BlobStore::remove(std::string_view name)
{
    if (!is_name(name)) return;
    auto const inner = folder_ / name.substr(0, 2) / name.substr(2, 2);
    if (std::filesystem::remove(inner / name)) sync_folder(inner);
}

}
