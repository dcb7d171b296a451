// Dates, times and durations of FEEL. The proleptic Gregorian calendar, years from -999999999 to 999999999,
// nanoseconds, and zones that are an offset or an IANA name.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::feel {

struct Date {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    auto operator<=>(Date const&) const = default;
};
[[nodiscard]] std::int64_t days_since_epoch(Date date);
[[nodiscard]] Date date_of_days(std::int64_t days);
[[nodiscard]] bool is_valid(Date date);
[[nodiscard]] int days_in_month(std::int32_t year, int month);

/// Nothing, an offset in seconds, or a name such as "Europe/London".
struct Zone {
    std::optional<std::int32_t> offset;
    std::string name;
    [[nodiscard]] bool is_local() const { return !offset && name.empty(); }
    bool operator==(Zone const&) const = default;
};

struct TimeOfDay {
    std::uint8_t hour = 0;
    std::uint8_t minute = 0;
    std::uint8_t second = 0;
    std::uint32_t nanosecond = 0;
    Zone zone = {};
};

struct DateTime {
    Date date;
    TimeOfDay time;
};

/// Both parts have one sign; nanoseconds stay below one second.
struct DaysDuration {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;
    auto operator<=>(DaysDuration const&) const = default;
};

struct MonthsDuration {
    std::int64_t months = 0;
    auto operator<=>(MonthsDuration const&) const = default;
};

/// ISO 8601 as FEEL reads it; nothing for any other text and for days that do not exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::optional<TimeOfDay> parse_time(std::string_view text);
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);
[[nodiscard]] std::optional<DaysDuration> parse_days_duration(std::string_view text);
[[nodiscard]] std::optional<MonthsDuration> parse_months_duration(std::string_view text);

[[nodiscard]] std::string to_string(Date date);
[[nodiscard]] std::string to_string(TimeOfDay const& time);
[[nodiscard]] std::string to_string(DateTime const& moment);
[[nodiscard]] std::string to_string(DaysDuration duration);
[[nodiscard]] std::string to_string(MonthsDuration duration);

/// How far the zone is ahead of UTC when its wall shows this; nothing for a local time.
[[nodiscard]] std::optional<std::int32_t> offset_of(DateTime const& moment);

}
