#include "plane.hpp"
#include "shapes.hpp"
#include "store.hpp"

#include <places/places.hpp>

#include <algorithm>
#include <limits>

namespace guildhall::places {

namespace {

struct Candidate {
    double distance;
    std::string uprn;
};

/// From the origin to the nearest point of a line.
double distance_to(geo::Ring const& course, Plane const& plane)
{
    auto nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < course.size(); ++i) {
        auto const a = plane.at(course[i]);
        auto const along = plane.at(course[std::min(i + 1, course.size() - 1)]) - a;
        auto const square = along.east * along.east + along.north * along.north;
        auto const share =
            square == 0 ? 0 : std::clamp(-(a.east * along.east + a.north * along.north) / square, 0.0, 1.0);
        nearest = std::min(nearest, (a + along * share).length());
    }
    return nearest;
}

}

std::vector<Address> nearest(db::Snapshot& snapshot, geo::Point point, double within, int at_most)
{
    // From the index alone; the few that are nearest are read afterwards.
    static constexpr db::Query select{"places.addresses_around", R"sql(
        select uprn, lon, lat from place_address where lat between $1 and $2 and lon between $3 and $4)sql"};
    if (!geo::is_valid(point) || within <= 0 || at_most <= 0) return {};
    auto const box = Box::around(point, within);
    std::vector<Candidate> around;
    auto const keep = [&](db::Row const& row) {
        auto const distance = geo::distance(point, {row.get<double>(1), row.get<double>(2)});
        if (distance <= within) around.push_back({distance, row.get<std::string>(0)});
    };
    snapshot.for_each(select, keep, box.south, box.north, box.west, box.east);
    std::ranges::sort(around, {}, [](Candidate const& c) { return std::tie(c.distance, c.uprn); });
    if (std::ssize(around) > at_most) around.resize(static_cast<std::size_t>(at_most));
    std::vector<Address> found;
    for (auto const& candidate : around)
        if (auto address = with_uprn(snapshot, candidate.uprn)) found.push_back(std::move(*address));
    return found;
}

std::vector<Feature> layer(db::Snapshot& snapshot, std::string_view name)
{
    static constexpr db::Query select{"places.layer", R"sql(
        select layer, id, name, lon, lat, properties from place_feature where layer = $1 order by id)sql"};
    return snapshot.all(
        select,
        [](db::Row const& row) {
            return Feature{row.get<std::string>(0),
                           row.get<std::string>(1),
                           row.get<std::string>(2),
                           {row.get<double>(3), row.get<double>(4)},
                           row.get<std::string>(5)};
        },
        name);
}

std::optional<Street> nearest_street(db::Snapshot& snapshot, geo::Point point, double within)
{
    static constexpr db::Query select{"places.streets_around", R"sql(
        select usrn, name, lon, lat, course from place_street
        where south <= $1 and north >= $2 and west <= $3 and east >= $4 order by usrn)sql"};
    if (!geo::is_valid(point) || within <= 0) return {};
    auto const box = Box::around(point, within);
    Plane const plane{point};
    std::optional<Street> found;
    auto best = within;
    auto const look = [&](db::Row const& row) {
        auto course = line_from(row.text(4));
        auto const distance = distance_to(course, plane);
        if (distance > best || (found && distance == best)) return;
        best = distance;
        found = {row.get<std::string>(0),
                 row.get<std::string>(1),
                 {row.get<double>(2), row.get<double>(3)},
                 std::move(course)};
    };
    snapshot.for_each(select, look, box.north, box.south, box.east, box.west);
    return found;
}

std::optional<Area> area_at(db::Snapshot& snapshot, std::string_view kind, geo::Point point)
{
    static constexpr db::Query select{"places.areas_around", R"sql(
        select kind, slug, name, outline from place_area
        where kind = $1 and west <= $2 and east >= $2 and south <= $3 and north >= $3 order by slug)sql"};
    if (!geo::is_valid(point)) return {};
    std::optional<Area> found;
    auto const look = [&](db::Row const& row) {
        if (found) return;
        auto outline = outline_from(row.text(3));
        if (!geo::contains(outline, point)) return;
        found = {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), std::move(outline)};
    };
    snapshot.for_each(select, look, kind, point.lon, point.lat);
    return found;
}

}
