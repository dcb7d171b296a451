#include <base/working_days.hpp>

#include <vector>

namespace guildhall {

namespace {

struct Year {
    int year;
    std::vector<int> days; ///< month * 100 + day
};

using Years = std::vector<Year>;

Years const of_england_and_wales{
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
Years const of_scotland{
    {2019, {101, 102, 419, 506, 527, 805, 1202, 1225, 1226}},
    {2020, {101, 102, 410, 508, 525, 803, 1130, 1225, 1228}},
    {2021, {101, 104, 402, 503, 531, 802, 1130, 1227, 1228}},
    {2022, {103, 104, 415, 502, 602, 603, 801, 919, 1130, 1226, 1227}},
    {2023, {102, 103, 407, 501, 508, 529, 807, 1130, 1225, 1226}},
    {2024, {101, 102, 329, 506, 527, 805, 1202, 1225, 1226}},
    {2025, {101, 102, 418, 505, 526, 804, 1201, 1225, 1226}},
    {2026, {101, 102, 403, 504, 525, 615, 803, 1130, 1225, 1228}},
    {2027, {101, 104, 326, 503, 531, 802, 1130, 1227, 1228}},
    {2028, {103, 104, 414, 501, 529, 807, 1130, 1225, 1226}},
};
Years const of_northern_ireland{
    {2019, {101, 318, 419, 422, 506, 527, 712, 826, 1225, 1226}},
    {2020, {101, 317, 410, 413, 508, 525, 713, 831, 1225, 1228}},
    {2021, {101, 317, 402, 405, 503, 531, 712, 830, 1227, 1228}},
    {2022, {103, 317, 415, 418, 502, 602, 603, 712, 829, 919, 1226, 1227}},
    {2023, {102, 317, 407, 410, 501, 508, 529, 712, 828, 1225, 1226}},
    {2024, {101, 318, 329, 401, 506, 527, 712, 826, 1225, 1226}},
    {2025, {101, 317, 418, 421, 505, 526, 714, 825, 1225, 1226}},
    {2026, {101, 317, 403, 406, 504, 525, 713, 831, 1225, 1228}},
    {2027, {101, 317, 326, 329, 503, 531, 712, 830, 1227, 1228}},
    {2028, {103, 317, 414, 417, 501, 529, 712, 828, 1225, 1226}},
};

WorkingDays without(Years const& years)
{
    std::set<std::chrono::sys_days> holidays;
    for (auto const& [year, days] : years) {
        for (int const day : days) {
            holidays.insert(Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(day / 100)},
                                 std::chrono::day{static_cast<unsigned>(day % 100)}});
        }
    }
    return WorkingDays{std::move(holidays)};
}

}

WorkingDays WorkingDays::england_and_wales()
{
    return without(of_england_and_wales);
}

std::optional<WorkingDays> WorkingDays::of_nation(std::string_view name)
{
    if (name == "england-and-wales") return without(of_england_and_wales);
    if (name == "scotland") return without(of_scotland);
    if (name == "northern-ireland") return without(of_northern_ireland);
    return std::nullopt;
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
