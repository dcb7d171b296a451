// Versions that have been read, each once, for a catalogue. Thread-safe.
#pragma once

#include <services/services.hpp>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace guildhall::services {

class Shelf {
public:
    Shelf(db::Database& database, Capabilities const& capabilities) : database_{database}, capabilities_{capabilities}
    {}
    /// Another one that has read these already; the rest is read again when it is asked for, so that what nobody asks
    /// for any more is not kept for ever.
    [[nodiscard]] std::shared_ptr<Shelf> with_only(std::set<VersionId> const& ids);
    /// Null for an unknown id, and for a version that this release cannot read, which is logged once.
    /// What it gives lives as long as the shelf.
    [[nodiscard]] Version const* get(VersionId id);

private:
    [[nodiscard]] std::shared_ptr<Version const> read(VersionId id) const;
    db::Database& database_;
    Capabilities capabilities_;
    std::mutex mutex_;
    std::unordered_map<VersionId, std::shared_ptr<Version const>> read_;
};

}
