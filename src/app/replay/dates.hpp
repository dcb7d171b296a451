// Moments as other cities write them.
#pragma once

#include <base/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::replay {

struct Dates {
    std::vector<std::string> formats; ///< as strptime, or "iso", "epoch", "epoch-millis"; empty: "iso"
    std::string zone;                 ///< IANA name: of moments that name no offset

    /// The first format that fits the whole text; nothing where none does or the day does not exist.
    [[nodiscard]] std::optional<Time> read(std::string_view text) const;
};

/// ISO 8601: "2015-01-31", "2015-01-31T08:15", "2015-01-31 08:15:30.250Z", "20150131T081530-0500". Without an offset
/// the time is the zone's.
std::optional<Time> read_iso(std::string_view text, std::string_view zone);

}
