// The calendar, zones, and moments counted in nanoseconds.
#include "temporal.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <chrono>
#include <map>
#include <memory>

namespace guildhall::feel {

// ---- days (Howard Hinnant's algorithms, for years beyond what <chrono> holds)

std::int64_t days_since_epoch(Date date)
{
    auto const y = static_cast<std::int64_t>(date.year) - (date.month <= 2 ? 1 : 0);
    auto const era = (y >= 0 ? y : y - 399) / 400;
    auto const year_of_era = y - era * 400;
    auto const day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    auto const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Date date_of_days(std::int64_t days)
{
    days += 719'468;
    auto const era = (days >= 0 ? days : days - 146'096) / 146'097;
    auto const day_of_era = days - era * 146'097;
    auto const year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    auto const month = (5 * day_of_year + 2) / 153;
    auto const day = day_of_year - (153 * month + 2) / 5 + 1;
    auto const real_month = month < 10 ? month + 3 : month - 9;
    auto const year = year_of_era + era * 400 + (real_month <= 2 ? 1 : 0);
    return {static_cast<std::int32_t>(year), static_cast<std::uint8_t>(real_month), static_cast<std::uint8_t>(day)};
}

int days_in_month(std::int32_t year, int month)
{
    static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

bool is_valid(Date date)
{
    return date.year >= -last_year && date.year <= last_year && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

// ---- zones

namespace {

/// ICU's search for a zone is slow, so each thread keeps those that it found. nullptr: there is none of this name.
icu::BasicTimeZone const* zone_named(std::string_view name)
{
    thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> zones;
    if (auto const found = zones.find(name); found != zones.end())
        return static_cast<icu::BasicTimeZone const*>(found->second.get());
    if (name.empty() || name.size() > 64) return nullptr;
    auto const id = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
    if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
    icu::UnicodeString canonical;
    UBool system = 0;
    UErrorCode error = U_ZERO_ERROR;
    icu::TimeZone::getCanonicalID(id, canonical, system, error);
    if (U_FAILURE(error) || system == 0) return nullptr; // "GMT+5:00" and the like would fill the cache
    return static_cast<icu::BasicTimeZone const*>(
        zones.emplace(std::string{name}, std::move(zone)).first->second.get());
}

/// ICU counts milliseconds; years far away follow the rules of one 400 years nearer, which has the same calendar.
Date near_year(Date date)
{
    if (date.year > 2400) date.year = 2000 + date.year % 400;
    if (date.year < 1000) date.year = 1000 + (date.year % 400 + 400) % 400;
    return date;
}

}

bool is_known_zone(std::string_view name)
{
    return zone_named(name) != nullptr;
}

std::optional<std::int32_t> offset_at(Zone const& zone, Date date, std::int64_t second)
{
    if (zone.offset) return zone.offset;
    auto const* named = zone_named(zone.name);
    if (!named) return {};
    std::int32_t raw = 0, saving = 0;
    UErrorCode error = U_ZERO_ERROR;
    auto const wall = static_cast<double>(days_since_epoch(near_year(date)) * seconds_per_day + second) * 1000;
    named->getOffsetFromLocal(wall, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, error);
    if (U_FAILURE(error)) return {};
    return (raw + saving) / 1000;
}

std::optional<std::int32_t> offset_of(DateTime const& moment)
{
    return offset_at(moment.time.zone, moment.date, second_of_day(moment.time));
}

// ---- counting

std::int64_t second_of_day(TimeOfDay const& time)
{
    return time.hour * 3600 + time.minute * 60 + time.second;
}

Wide wall_nanoseconds(DateTime const& moment)
{
    return (Wide{days_since_epoch(moment.date)} * seconds_per_day + second_of_day(moment.time)) *
               nanoseconds_per_second +
           moment.time.nanosecond;
}

Wide nanoseconds(DateTime const& moment)
{
    return wall_nanoseconds(moment) - Wide{offset_of(moment).value_or(0)} * nanoseconds_per_second;
}

Wide nanoseconds(DaysDuration duration)
{
    return Wide{duration.seconds} * nanoseconds_per_second + duration.nanoseconds;
}

std::optional<DaysDuration> duration_of(Wide nanoseconds)
{
    auto const seconds = nanoseconds / nanoseconds_per_second;
    constexpr Wide most = Wide{1} << 62;
    if (seconds > most || seconds < -most) return {};
    return DaysDuration{static_cast<std::int64_t>(seconds),
                        static_cast<std::int32_t>(nanoseconds % nanoseconds_per_second)};
}

std::optional<DateTime> moment_of_wall(Wide wall, Zone zone)
{
    constexpr Wide day = Wide{seconds_per_day} * nanoseconds_per_second;
    auto days = wall / day;
    auto rest = wall % day;
    if (rest < 0) {
        rest += day;
        --days;
    }
    constexpr Wide most = Wide{last_year + 1} * 366;
    if (days > most || days < -most) return {};
    auto const date = date_of_days(static_cast<std::int64_t>(days));
    if (!is_valid(date)) return {};
    auto const seconds = static_cast<std::int64_t>(rest / nanoseconds_per_second);
    return DateTime{date,
                    {static_cast<std::uint8_t>(seconds / 3600), static_cast<std::uint8_t>(seconds / 60 % 60),
                     static_cast<std::uint8_t>(seconds % 60), static_cast<std::uint32_t>(rest % nanoseconds_per_second),
                     std::move(zone)}};
}

std::optional<DateTime> moment_in_zone(Wide utc, Zone zone)
{
    auto const rough = moment_of_wall(utc, {});
    if (!rough) return {};
    std::int64_t offset = zone.offset.value_or(0);
    if (auto const* named = zone.name.empty() ? nullptr : zone_named(zone.name)) {
        std::int32_t raw = 0, saving = 0;
        UErrorCode error = U_ZERO_ERROR;
        auto const at = days_since_epoch(near_year(rough->date)) * seconds_per_day + second_of_day(rough->time);
        named->getOffset(static_cast<double>(at) * 1000, false, raw, saving, error);
        if (U_SUCCESS(error)) offset = (raw + saving) / 1000;
    }
    return moment_of_wall(utc + Wide{offset} * nanoseconds_per_second, std::move(zone));
}

std::string wide_text(Wide number)
{
    if (number == 0) return "0";
    bool const negative = number < 0;
    std::string text;
    for (; number != 0; number /= 10)
        text += static_cast<char>('0' + static_cast<int>(negative ? -(number % 10) : number % 10));
    if (negative) text += '-';
    return {text.rbegin(), text.rend()};
}

std::optional<Wide> parse_wide(std::string_view text)
{
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 36) return {};
    Wide value = 0;
    for (char const c : text) value = value * 10 + (c - '0');
    return negative ? -value : value;
}

// ---- comparing: fractions of a second count for the order, not for equality, as the standard has it

namespace {

/// A time of day in a named zone has no date to tell summer from winter: the zone's standard offset is taken.
std::int64_t utc_second(TimeOfDay const& time)
{
    return second_of_day(time) - offset_at(time.zone, {2000, 1, 15}, 43'200).value_or(0);
}

template <class T> int three_way(T const& a, T const& b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

Wide floor_seconds(Wide nanoseconds)
{
    auto const rest = nanoseconds % nanoseconds_per_second;
    return nanoseconds / nanoseconds_per_second - (rest < 0 ? 1 : 0);
}

}

std::optional<bool> same_time(TimeOfDay const& a, TimeOfDay const& b)
{
    if (a.zone.is_local() != b.zone.is_local()) return false;
    return utc_second(a) == utc_second(b);
}

std::optional<bool> same_moment(DateTime const& a, DateTime const& b)
{
    if (a.time.zone.is_local() != b.time.zone.is_local()) return false;
    return floor_seconds(nanoseconds(a)) == floor_seconds(nanoseconds(b));
}

std::optional<int> order_of_times(TimeOfDay const& a, TimeOfDay const& b)
{
    if (a.zone.is_local() != b.zone.is_local()) return {};
    return three_way(std::pair{utc_second(a), a.nanosecond}, std::pair{utc_second(b), b.nanosecond});
}

std::optional<int> order_of_moments(DateTime const& a, DateTime const& b)
{
    if (a.time.zone.is_local() != b.time.zone.is_local()) return {};
    return three_way(nanoseconds(a), nanoseconds(b));
}

}
