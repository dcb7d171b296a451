// A city's year through this front door: docs/replay.md.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace guildhall::replay {

struct Wishes {
    std::filesystem::path file, map, council;
    std::size_t limit = 0;        ///< 0: every record
    std::filesystem::path report; ///< empty: none is written
    bool show_progress = true;
};

struct Counts {
    std::size_t received = 0; ///< records in the file
    std::size_t opened = 0;   ///< cases
    std::size_t followed = 0; ///< joined a case that was there; no service offers that yet
    std::size_t refused = 0;
    std::size_t closed = 0;
    std::size_t mails = 0;
    std::size_t mismatches = 0;
    /// "3 received, 2 opened, ..."
    [[nodiscard]] std::string text() const;
};

/// Throws std::runtime_error, with file and line where one of them is to blame.
Counts replay(Wishes const& wishes);

}
