// Working days: Monday to Friday without the council's holidays. A promise of "2 working days" made on Friday falls on
// Tuesday, and made on a day off it counts from the next working day.
#pragma once

#include <base/time.hpp>

#include <optional>
#include <set>
#include <string_view>

namespace guildhall {

class WorkingDays {
public:
    WorkingDays() = default;
    explicit WorkingDays(std::set<std::chrono::sys_days> holidays) : holidays_{std::move(holidays)} {}
    /// Bank holidays of England and Wales from 2019 to 2028, as GOV.UK published them in August 2026.
    static WorkingDays england_and_wales();
    /// "england-and-wales", "scotland" or "northern-ireland", likewise; nothing for another name. Scottish councils add
    /// days of their own towns, which are not here.
    static std::optional<WorkingDays> of_nation(std::string_view name);

    [[nodiscard]] bool is_working_day(Date day) const;
    /// The day that is `count` working days after `day`; the day itself is not counted. count >= 0.
    [[nodiscard]] Date add(Date day, int count) const;
    /// Working days after `from` up to and with `to`; 0 where `to` is not later.
    [[nodiscard]] int between(Date from, Date to) const;

private:
    std::set<std::chrono::sys_days> holidays_;
};

}
