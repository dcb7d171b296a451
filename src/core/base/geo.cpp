#include <base/geo.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace guildhall::geo {

bool is_valid(Point point)
{
    return std::isfinite(point.lon) && std::isfinite(point.lat) && std::abs(point.lon) <= 180 &&
           std::abs(point.lat) <= 90;
}

double distance(Point a, Point b)
{
    constexpr double radius = 6'371'008.8;
    constexpr double degree = std::numbers::pi / 180;
    auto const d_lat = (b.lat - a.lat) * degree;
    auto const d_lon = (b.lon - a.lon) * degree;
    auto const h = std::pow(std::sin(d_lat / 2), 2) +
                   std::cos(a.lat * degree) * std::cos(b.lat * degree) * std::pow(std::sin(d_lon / 2), 2);
    return 2 * radius * std::asin(std::min(1.0, std::sqrt(h))); // rounding can pass 1 for opposite points
}

bool contains(Polygon const& polygon, Point point)
{
    bool inside = false;
    for (auto const& ring : polygon) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            auto const& a = ring[i];
            auto const& b = ring[j];
            bool const crosses = (a.lat > point.lat) != (b.lat > point.lat);
            if (crosses && point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon)
                inside = !inside;
        }
    }
    return inside;
}

}
