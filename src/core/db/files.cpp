#include "files.hpp"

#include <db/database.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace guildhall::db {

namespace {

[[noreturn]] void fail(std::string_view what, std::filesystem::path const& file)
{
    // A blob's name is no secret, but logs do without it: only the folder is named.
    throw Fault{fmt::format("A file in {} could not be {}: {}", file.parent_path().string(), what,
                            std::generic_category().message(errno))};
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

void sync(std::filesystem::path const& path, int flags)
{
    Descriptor const descriptor{path, flags};
    if (!descriptor || ::fsync(descriptor.number()) != 0) fail("made durable", path);
}

}

void make_private_folder(std::filesystem::path const& folder)
{
    std::error_code error;
    if (std::filesystem::create_directories(folder, error)) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    if (error) throw Fault{fmt::format("The folder {} cannot be made: {}.", folder.string(), error.message())};
}

void write_durably(std::filesystem::path const& path, std::string_view bytes)
{
    Descriptor const file{path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file) fail("written", path);
    while (!bytes.empty()) {
        auto const written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("written", path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) fail("made durable", path);
}

void sync_file(std::filesystem::path const& file)
{
    sync(file, O_RDONLY);
}

void sync_folder(std::filesystem::path const& folder)
{
    sync(folder, O_RDONLY | O_DIRECTORY);
}

void copy_durably(std::filesystem::path const& from, std::filesystem::path const& to)
{
    auto const unfinished = to.string() + ".part";
    std::error_code error;
    std::filesystem::copy_file(from, unfinished, std::filesystem::copy_options::overwrite_existing, error);
    if (error) throw Fault{fmt::format("{} could not be copied: {}", from.filename().string(), error.message())};
    sync_file(unfinished);
    rename_durably(unfinished, to);
}

void rename_durably(std::filesystem::path const& from, std::filesystem::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) fail("put in place", to);
    sync_folder(to.parent_path());
}

}
