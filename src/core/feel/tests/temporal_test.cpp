#include "said.hpp"

#include <rapidcheck.h>

using namespace guildhall::feel;
using namespace guildhall::feel::testing;

TEST_CASE("feel: dates and times are read and written")
{
    for (auto const* text : {"2026-03-12", "-2017-12-31", "999999999-12-31", "09:30:00", "09:30:00.123456789Z",
                             "09:30:00+05:30", "09:30:00@Europe/London", "2026-03-12T09:30:00", "P1DT2H3M4.5S", "-PT1H",
                             "P1Y2M", "-P3M", "2011-12-31T10:15:30.987@Europe/Paris"}) {
        CHECK(said(std::string{"string(@\""} + text + "\")") == text);
    }
    for (auto const* text : {"2026-02-30", "26-03-12", "02026-03-12", "24:00:01", "7:00:00", "09:30:00@Nowhere/Town",
                             "09:30:00+19:00", "2026-03-12T09:30", "P", "PT", "P1H", "P1Y1D", "2026-03-12T"}) {
        CHECK(said(std::string{"string(@\""} + text + "\")") == "null");
    }
}

TEST_CASE("feel: dates and durations are calculated with")
{
    check_all({{"@\"2026-01-31\" + @\"P1M\"", "2026-02-28"},
               {"@\"2024-02-29\" - @\"P1Y\"", "2023-02-28"},
               {"@\"2026-03-02\" - @\"2026-02-28\"", "P2D"},
               {"@\"2026-01-02\" - @\"PT1M\"", "2026-01-01"},
               {"@\"23:30:00\" + @\"PT1H\"", "00:30:00"},
               {"@\"2026-03-28T12:00:00@Europe/London\" + @\"P1D\"", "2026-03-29T13:00:00@Europe/London"},
               {"@\"P1D\" * 2.5", "P2DT12H"},
               {"@\"P1Y\" / @\"P1M\"", "12"},
               {"@\"P10Y11M\" / 2.5", "P4Y4M"},
               {"-@\"P1D\"", "-P1D"},
               {"@\"2026-03-12\".weekday", "4"},
               {"@\"2026-07-12T09:00:00@Europe/London\".time offset", "PT1H"},
               {"@\"P1DT2H\".hours", "2"},
               {"day of week(@\"2026-03-12\")", "Thursday"},
               {"week of year(@\"2010-01-01\")", "53"},
               {"day of year(@\"2019-12-31\")", "365"},
               {"month of year(@\"2026-03-12\")", "March"},
               {"@\"2018-10-08T00:00:00+02:00\" = @\"2018-10-08T00:00:00@Europe/Paris\"", "true"},
               {"@\"2021-01-02T10:10:10\" < @\"2021-01-01T10:10:10Z\"", "null"}});
}

TEST_CASE("feel: days counted and days named are one calendar")
{
    CHECK(rc::check([] {
        auto const days = *rc::gen::inRange<std::int64_t>(-300'000'000'000, 300'000'000'000);
        auto const date = date_of_days(days);
        RC_ASSERT(is_valid(date));
        RC_ASSERT(days_since_epoch(date) == days);
        RC_ASSERT(parse_date(to_string(date)) == date);
    }));
}

TEST_CASE("feel: what is added to a date is what lies between")
{
    CHECK(rc::check([] {
        auto const from = date_of_days(*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000));
        auto const by = DaysDuration{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000) * 86'400, 0};
        Context const context{{"from", from}, {"by", by}};
        RC_ASSERT(value_of("(from + by) - from = by", context).is_true());
        RC_ASSERT(value_of("from + by - by = from", context).is_true());
        RC_ASSERT(value_of("(from + by > from) = (by > @\"PT0S\")", context).is_true());
    }));
}

TEST_CASE("feel: durations round trip as text")
{
    CHECK(rc::check([] {
        auto const seconds = *rc::gen::inRange<std::int64_t>(-10'000'000'000, 10'000'000'000);
        auto const nanoseconds = *rc::gen::inRange<std::int32_t>(0, 1'000'000'000);
        DaysDuration const duration{seconds, seconds < 0 ? -nanoseconds : nanoseconds};
        RC_ASSERT(parse_days_duration(to_string(duration)) == duration);
        MonthsDuration const months{seconds};
        RC_ASSERT(parse_months_duration(to_string(months)) == months);
    }));
}
