// Files. Personal ones are sealed with their subject's key and have random names; a name is no permission.
// put() is durable (file and folder fsynced) before it returns, so that a row never points at nothing.
#pragma once

#include <db/event.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::db {

class BlobStore {
public:
    explicit BlobStore(std::filesystem::path folder);
    /// Stores and returns the new name (32 hex characters).
    std::string put(std::string_view bytes);
    [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
    void remove(std::string_view name);

private:
    std::filesystem::path folder_;
};

}
