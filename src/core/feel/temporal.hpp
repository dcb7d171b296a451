// What the rest of the room needs of dates and times beyond <feel/temporal.hpp>.
#pragma once

#include <feel/temporal.hpp>

namespace guildhall::feel {

__extension__ using Wide = __int128;
constexpr std::int32_t last_year = 999'999'999;
constexpr std::int32_t most_offset = 18 * 3600;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

[[nodiscard]] std::optional<std::int32_t> offset_at(Zone const& zone, Date date, std::int64_t second_of_day);
[[nodiscard]] bool is_known_zone(std::string_view name);

[[nodiscard]] std::int64_t second_of_day(TimeOfDay const& time);
/// Nanoseconds since 1970 on the wall, whatever the zone.
[[nodiscard]] Wide wall_nanoseconds(DateTime const& moment);
/// The same in UTC where a zone is known, on the wall otherwise.
[[nodiscard]] Wide nanoseconds(DateTime const& moment);
[[nodiscard]] Wide nanoseconds(DaysDuration duration);
[[nodiscard]] std::optional<DaysDuration> duration_of(Wide nanoseconds); ///< nothing where it is out of range
[[nodiscard]] std::string wide_text(Wide number);
[[nodiscard]] std::optional<Wide> parse_wide(std::string_view text);
/// Nothing where the year is out of range.
[[nodiscard]] std::optional<DateTime> moment_of_wall(Wide wall_nanoseconds, Zone zone);

/// What the wall of this zone shows when so many nanoseconds have passed in UTC.
[[nodiscard]] std::optional<DateTime> moment_in_zone(Wide utc_nanoseconds, Zone zone);

[[nodiscard]] std::optional<bool> same_time(TimeOfDay const& a, TimeOfDay const& b);
[[nodiscard]] std::optional<bool> same_moment(DateTime const& a, DateTime const& b);
/// Nothing where one has a zone and the other has none.
[[nodiscard]] std::optional<int> order_of_times(TimeOfDay const& a, TimeOfDay const& b);
[[nodiscard]] std::optional<int> order_of_moments(DateTime const& a, DateTime const& b);

}
