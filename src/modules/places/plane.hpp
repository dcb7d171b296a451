// A town is small enough to be flat: metres east and north of an origin. Wrong by less than one in a thousand within 20
// km.
#pragma once

#include <base/geo.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace guildhall::places {

struct Metres {
    double east = 0, north = 0;
    friend Metres operator+(Metres a, Metres b) { return {a.east + b.east, a.north + b.north}; }
    friend Metres operator-(Metres a, Metres b) { return {a.east - b.east, a.north - b.north}; }
    friend Metres operator*(Metres a, double by) { return {a.east * by, a.north * by}; }
    [[nodiscard]] double length() const { return std::hypot(east, north); }
};

class Plane {
public:
    explicit Plane(geo::Point origin)
        : origin_{origin}, per_lon_{per_lat * std::cos(origin.lat * std::numbers::pi / 180)}
    {}
    [[nodiscard]] Metres at(geo::Point point) const
    {
        return {(point.lon - origin_.lon) * per_lon_, (point.lat - origin_.lat) * per_lat};
    }
    [[nodiscard]] geo::Point point(Metres at) const
    {
        return {origin_.lon + at.east / per_lon_, origin_.lat + at.north / per_lat};
    }

private:
    static constexpr double per_lat = 6'371'008.8 * std::numbers::pi / 180; // metres in a degree
    geo::Point origin_;
    double per_lon_;
};

/// West, south, east and north of some points.
struct Box {
    double west = 180, south = 90, east = -180, north = -90;
    void add(geo::Point point)
    {
        west = std::min(west, point.lon);
        east = std::max(east, point.lon);
        south = std::min(south, point.lat);
        north = std::max(north, point.lat);
    }
    /// What lies within so many metres of a point, and a little more.
    static Box around(geo::Point point, double metres)
    {
        Plane const plane{point};
        auto const reach = plane.point({metres * 1.01, metres * 1.01});
        auto const east = reach.lon - point.lon, north = reach.lat - point.lat;
        return {point.lon - east, point.lat - north, point.lon + east, point.lat + north};
    }
};

inline Box box_of(std::vector<geo::Point> const& points)
{
    Box box;
    for (auto const& point : points) box.add(point);
    return box;
}

}
