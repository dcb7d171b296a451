// Civil dates and the council's time zone. Zones are IANA names, known through ICU.
#pragma once

#include <base/time.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

[[nodiscard]] bool is_time_zone(std::string_view zone);
/// The date on the wall at this moment.
[[nodiscard]] Date local_date(Time at, std::string_view zone);
/// How far the wall clock is ahead of UTC at this moment.
[[nodiscard]] Duration offset_from_utc(Time at, std::string_view zone);
/// The moment when the wall shows this date and clock; of an hour that happens twice, the first; of one that a clock
/// change skips, the moment after it.
[[nodiscard]] Time at_local_time(Date day, std::chrono::seconds clock, std::string_view zone);
[[nodiscard]] Time start_of_day(Date day, std::string_view zone);

/// "2026-03-12", and back.
[[nodiscard]] std::string iso_date(Date day);
[[nodiscard]] std::optional<Date> parse_iso_date(std::string_view text);
/// "2026-03-12T09:00:00Z"
[[nodiscard]] std::string iso_time(Time at);

}
