// Built-in functions on dates and times. The clock is the one that the run was given.
#include "builtins.hpp"
#include "temporal.hpp"

#include <base/date.hpp>

namespace guildhall::feel {

namespace {

Date const* date_of(Value const& value)
{
    if (auto const* moment = value.date_time()) return &moment->date;
    return value.date();
}

int weekday(std::int64_t days)
{
    return static_cast<int>(((days + 3) % 7 + 7) % 7); // 1970-01-01 was a Thursday; Monday is 0
}

Value day_of_year(Arguments const& given)
{
    auto const* date = date_of(given.item(0));
    if (!date) return given.null("day of year() wants a date.");
    return days_since_epoch(*date) - days_since_epoch({date->year, 1, 1}) + 1;
}

Value day_of_week(Arguments const& given)
{
    static constexpr char const* names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};
    auto const* date = date_of(given.item(0));
    if (!date) return given.null("day of week() wants a date.");
    return names[weekday(days_since_epoch(*date))];
}

Value month_of_year(Arguments const& given)
{
    static constexpr char const* names[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
    auto const* date = date_of(given.item(0));
    if (!date) return given.null("month of year() wants a date.");
    return names[date->month - 1];
}

/// ISO 8601: the week belongs to the year that its Thursday lies in.
Value week_of_year(Arguments const& given)
{
    auto const* date = date_of(given.item(0));
    if (!date) return given.null("week of year() wants a date.");
    auto const days = days_since_epoch(*date);
    auto const thursday = days - weekday(days) + 3;
    auto const first = days_since_epoch({date_of_days(thursday).year, 1, 1});
    return (thursday - first) / 7 + 1;
}

std::optional<DateTime> now_of(Evaluation const& evaluation)
{
    auto const& settings = evaluation.settings();
    if (!settings.clock) return {};
    auto const utc = Wide{to_millis(settings.clock->now())} * 1'000'000;
    return moment_in_zone(utc, settings.zone == "UTC" ? Zone{.offset = 0} : Zone{.name = settings.zone});
}

Value now(Arguments const& given)
{
    auto moment = now_of(given.evaluation());
    return moment ? Value{*std::move(moment)} : given.null("There is no clock here.");
}

Value today(Arguments const& given)
{
    auto const moment = now_of(given.evaluation());
    return moment ? Value{moment->date} : given.null("There is no clock here.");
}

constexpr Builtin functions[] = {
    {"day of year", "date", day_of_year},
    {"day of week", "date", day_of_week},
    {"month of year", "date", month_of_year},
    {"week of year", "date", week_of_year},
    {"now", "", now},
    {"today", "", today},
};

}

std::span<Builtin const> temporal_builtins()
{
    return functions;
}

}
