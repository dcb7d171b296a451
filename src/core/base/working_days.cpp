#include <base/working_days.hpp>

#include <vector>

namespace guildhall {

namespace {

struct Year {
    int year;
    std::vector<int> days; ///< month * 100 + day
};

std::vector<Year> const bank_holidays{
    {2019, {101, 419, 422, 506, 527, 826, 1225, 1226}},
    {2020, {101, 410, 413, 508, 525, 831, 1225, 1228}},
    {2021, {101, 402, 405, 503, 531, 830, 1227, 1228}},
    {2022, {103, 415, 418, 502, 602, 603, 829, 919, 1226, 1227}},
    {2023, {102, 407, 410, 501, 508, 529, 828, 1225, 1226}},
    {2024, {101, 329, 401, 506, 527, 826, 1225, 1226}},
    {2025, {101, 418, 421, 505, 526, 825, 1225, 1226}},
    {2026, {101, 403, 406, 504, 525, 831, 1225, 1228}},
    {2027, {101, 326, 329, 503, 531, 830, 1227, 1228}},
    {2028, {103, 414, 417, 501, 529, 828, 1225, 1226}},
};

}

WorkingDays WorkingDays::england_and_wales()
{
    std::set<std::chrono::sys_days> holidays;
    for (auto const& [year, days] : bank_holidays) {
        for (int const day : days) {
            holidays.insert(Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(day / 100)},
                                 std::chrono::day{static_cast<unsigned>(day % 100)}});
        }
    }
    return WorkingDays{std::move(holidays)};
}

bool WorkingDays::is_working_day(Date day) const
{
    std::chrono::sys_days const at{day};
    auto const weekday = std::chrono::weekday{at}.iso_encoding();
    return weekday <= 5 && !holidays_.contains(at);
}

Date WorkingDays::add(Date day, int count) const
{
    std::chrono::sys_days at{day};
    // Counting starts on a working day: what comes in on a Sunday is as if it came in on Monday.
    while (!is_working_day(Date{at})) at += std::chrono::days{1};
    while (count > 0) {
        at += std::chrono::days{1};
        if (is_working_day(Date{at})) --count;
    }
    return Date{at};
}

int WorkingDays::between(Date from, Date to) const
{
    int count = 0;
    for (std::chrono::sys_days at = std::chrono::sys_days{from} + std::chrono::days{1}; at <= std::chrono::sys_days{to};
         at += std::chrono::days{1}) {
        if (is_working_day(Date{at})) ++count;
    }
    return count;
}

}
