#include <council/council.hpp>

#include <base/date.hpp>

#include <algorithm>
#include <iterator>

namespace guildhall::council {

Team const* Settings::team(std::string_view slug) const
{
    auto const found = std::ranges::find(teams, slug, &Team::slug);
    return found == teams.end() ? nullptr : &*found;
}

std::vector<Notice> Settings::notices_on(Date day) const
{
    std::vector<Notice> shown;
    auto const holds = [&](Notice const& n) { return (!n.from || *n.from <= day) && (!n.until || day <= *n.until); };
    std::ranges::copy_if(notices, std::back_inserter(shown), holds);
    return shown;
}

Date Council::today() const
{
    return local_date(clock().now(), settings.time_zone);
}

Time Council::deadline(Time from, int working_days) const
{
    auto const day = settings.calendar.add(local_date(from, settings.time_zone), working_days);
    auto const next = Date{std::chrono::sys_days{day} + std::chrono::days{1}};
    return start_of_day(next, settings.time_zone) - std::chrono::seconds{1};
}

Time Council::at_six(Date day) const
{
    return start_of_day(day, settings.time_zone) + std::chrono::hours{6};
}

bool Council::is_inside(geo::Point point) const
{
    return geo::is_valid(point) && (settings.boundary.empty() || geo::contains(settings.boundary, point));
}

}
