#include <base/date.hpp>

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <charconv>
#include <map>
#include <memory>

namespace guildhall {

namespace {

/// ICU's search for a zone is slow, so each thread keeps what it found. Unknown names are UTC-like "Etc/Unknown".
icu::BasicTimeZone& zone_named(std::string_view name)
{
    thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> zones;
    auto found = zones.find(name);
    if (found == zones.end()) {
        auto const id = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
        found = zones.emplace(std::string{name}, icu::TimeZone::createTimeZone(id)).first;
    }
    return static_cast<icu::BasicTimeZone&>(*found->second);
}

}

bool is_time_zone(std::string_view zone)
{
    return zone_named(zone) != icu::TimeZone::getUnknown();
}

Duration offset_from_utc(Time at, std::string_view zone)
{
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode error = U_ZERO_ERROR;
    zone_named(zone).getOffset(static_cast<UDate>(to_millis(at)), false, raw, saving, error);
    return std::chrono::milliseconds{raw + saving};
}

Date local_date(Time at, std::string_view zone)
{
    return Date{std::chrono::floor<std::chrono::days>(at + offset_from_utc(at, zone))};
}

Time at_local_time(Date day, std::chrono::seconds clock, std::string_view zone)
{
    auto const wall = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::sys_days{day}) + clock;
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode error = U_ZERO_ERROR;
    zone_named(zone).getOffsetFromLocal(static_cast<UDate>(to_millis(wall)), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
                                        raw, saving, error);
    return wall - std::chrono::milliseconds{raw + saving};
}

Time start_of_day(Date day, std::string_view zone)
{
    return at_local_time(day, std::chrono::seconds{0}, zone);
}

std::string iso_date(Date day)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::optional<Date> parse_iso_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    auto const read = [&](std::size_t from, std::size_t size, auto& value) {
        auto const* end = text.data() + from + size;
        auto const result = std::from_chars(text.data() + from, end, value);
        return result.ec == std::errc{} && result.ptr == end;
    };
    if (!read(0, 4, year) || !read(5, 2, month) || !read(8, 2, day) || year < 0) return {};
    Date const date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!date.ok()) return {};
    return date;
}

std::string iso_time(Time at)
{
    auto const day = std::chrono::floor<std::chrono::days>(at);
    auto const clock = std::chrono::hh_mm_ss{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", iso_date(Date{day}), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

}
