#include "files.hpp"

#include <db/blobs.hpp>
#include <db/database.hpp>

#include <sodium.h>

#include <algorithm>
#include <fstream>

namespace guildhall::db {

namespace {

constexpr std::size_t name_size = 32;

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

/// Two levels of 256 folders each, so that none grows too large.
std::filesystem::path folder_of(std::filesystem::path const& root, std::string_view name)
{
    return root / name.substr(0, 2) / name.substr(2, 2);
}

}

BlobStore::BlobStore(std::filesystem::path folder) : folder_{std::move(folder)}
{
    if (sodium_init() < 0) throw Fault{"The system has no source of random numbers."};
    make_private_folder(folder_);
}

std::string BlobStore::put(std::string_view bytes)
{
    auto name = random_name();
    auto const folder = folder_of(folder_, name);
    if (std::filesystem::create_directories(folder)) {
        sync_folder(folder_);
        sync_folder(folder.parent_path());
    }
    auto const unfinished = folder / (name + ".part");
    try {
        write_durably(unfinished, bytes);
        rename_durably(unfinished, folder / name);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw;
    }
    return name;
}

std::optional<std::string> BlobStore::get(std::string_view name) const
{
    if (!is_name(name)) return std::nullopt;
    auto const file = folder_of(folder_, name) / name;
    if (!std::filesystem::exists(file)) return std::nullopt;
    std::ifstream in{file, std::ios::binary};
    std::string bytes(std::filesystem::file_size(file), '\0');
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw Fault{"A stored file could not be read."};
    return bytes;
}

void BlobStore::remove(std::string_view name)
{
    if (!is_name(name)) return;
    auto const folder = folder_of(folder_, name);
    if (std::filesystem::remove(folder / name)) sync_folder(folder);
}

}
