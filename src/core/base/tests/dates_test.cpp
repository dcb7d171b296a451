#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <support/shared_files.hpp>

#include <base/date.hpp>
#include <base/working_days.hpp>

#include <boost/json.hpp>

#include <set>

using namespace guildhall;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view london = "Europe/London";

Date any_day(int from_year, int to_year)
{
    auto const first = sys_days{year{from_year} / 1 / 1};
    auto const last = sys_days{year{to_year} / 12 / 31};
    return Date{first + days{*rc::gen::inRange(0, static_cast<int>((last - first).count()))}};
}

Time utc(std::string_view date, milliseconds clock)
{
    return Time{sys_days{*parse_iso_date(date)}} + clock;
}

}

TEST_CASE("working days: our bank holidays are those that GOV.UK publishes")
{
    auto const text = test::shared_file("data/bank-holidays/bank-holidays.en.json");
    if (!text) return;
    auto const published = boost::json::parse(*text);
    for (auto const* nation : {"england-and-wales", "scotland", "northern-ireland"}) {
        std::set<sys_days> holidays;
        for (auto const& event : published.at(nation).at("events").as_array()) {
            holidays.insert(sys_days{*parse_iso_date(std::string{event.at("date").as_string()})});
        }
        REQUIRE(holidays.size() > 50);
        auto const calendar = WorkingDays::of_nation(nation).value();
        for (auto day = *holidays.begin(); day <= *holidays.rbegin(); day += days{1}) {
            bool const weekend = weekday{day}.iso_encoding() > 5;
            CAPTURE(nation);
            CAPTURE(iso_date(Date{day}));
            CHECK(calendar.is_working_day(Date{day}) == (!weekend && !holidays.contains(day)));
        }
    }
    CHECK_FALSE(WorkingDays::of_nation("atlantis"));
}

TEST_CASE("working days: two working days from Friday is Tuesday, and over Easter it is Wednesday (R-060)")
{
    auto const calendar = WorkingDays::england_and_wales();
    CHECK(calendar.add(2026y / 3 / 13, 2) == 2026y / 3 / 17); // a Friday
    CHECK(calendar.add(2026y / 3 / 15, 2) == 2026y / 3 / 18); // Sunday counts as Monday
    CHECK(calendar.add(2026y / 4 / 2, 2) == 2026y / 4 / 8);   // Maundy Thursday: Good Friday and Easter Monday are off
    CHECK(calendar.add(2026y / 12 / 24, 1) == 2026y / 12 / 29); // Christmas Day; Boxing Day is kept on Monday
    CHECK(calendar.add(2026y / 3 / 14, 0) == 2026y / 3 / 16);   // "today" on a Saturday is Monday
    CHECK(calendar.between(2026y / 4 / 2, 2026y / 4 / 8) == 2);
    CHECK(calendar.between(2026y / 4 / 8, 2026y / 4 / 2) == 0);
}

TEST_CASE("working days: adding leads to a working day, and between counts it back")
{
    auto const calendar = WorkingDays::england_and_wales();
    CHECK(rc::check([&] {
        auto const from = any_day(2019, 2027);
        auto const count = *rc::gen::inRange(0, 60);
        auto const to = calendar.add(from, count);
        RC_ASSERT(calendar.is_working_day(to));
        RC_ASSERT(to >= from);
        auto const first = calendar.add(from, 0);
        RC_ASSERT(calendar.between(first, to) == count);
        RC_ASSERT(calendar.add(from, count + 1) > to);
    }));
}

TEST_CASE("date: the wall clock goes forward and back with summer time")
{
    // An hour that is skipped: 1:30 on 29 March 2026 does not exist; the moment after it is 2:30 BST.
    CHECK(at_local_time(2026y / 3 / 29, 1h + 30min, london) == utc("2026-03-29", 1h + 30min));
    CHECK(at_local_time(2026y / 3 / 29, 3h, london) == utc("2026-03-29", 2h));
    // An hour that happens twice: the first.
    CHECK(at_local_time(2026y / 10 / 25, 1h + 30min, london) == utc("2026-10-25", 30min));
    CHECK(offset_from_utc(utc("2026-07-01", 0h), london) == 1h);
    CHECK(offset_from_utc(utc("2026-12-01", 0h), london) == 0h);
    // Half past eleven in the evening, UTC, is the next day in a British summer.
    CHECK(local_date(utc("2026-07-01", 23h + 30min), london) == 2026y / 7 / 2);
    CHECK(start_of_day(2026y / 7 / 2, london) == utc("2026-07-01", 23h));
}

TEST_CASE("date: every day begins on that day, in every zone, and one millisecond earlier it is the day before")
{
    for (std::string const zone : {"Europe/London", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Auckland",
                                   "America/New_York", "UTC", "Africa/Casablanca"}) {
        CAPTURE(zone);
        REQUIRE(is_time_zone(zone));
        CHECK(rc::check([&] {
            auto const day = any_day(2001, 2037);
            auto const start = start_of_day(day, zone);
            RC_ASSERT(local_date(start, zone) == day);
            RC_ASSERT(local_date(start - 1ms, zone) < day);
        }));
    }
    CHECK_FALSE(is_time_zone("Europe/Larkmoor"));
    CHECK_FALSE(is_time_zone(""));
}

TEST_CASE("date: ISO dates read back, and what is no date is refused")
{
    CHECK(rc::check([] {
        auto const day = any_day(1, 9999);
        RC_ASSERT(parse_iso_date(iso_date(day)) == day);
    }));
    for (std::string_view const bad :
         {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "26-01-01", "2026/01/01",
          "2026-01-01 ", "-026-01-01", "+026-01-01", "2026-01-0x", "2026- 1-01", "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6-"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(parse_iso_date(bad));
    }
    CHECK(iso_time(utc("2026-03-12", 9h + 5min + 7s + 999ms)) == "2026-03-12T09:05:07Z");
    CHECK(iso_time(from_millis(-1)) == "1969-12-31T23:59:59Z");
}
