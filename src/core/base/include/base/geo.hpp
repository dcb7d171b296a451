// Points and areas in WGS 84. Longitude first, as in GeoJSON (RFC 7946).
#pragma once

#include <vector>

namespace guildhall::geo {

struct Point {
    double lon = 0;
    double lat = 0;
    bool operator==(Point const&) const = default;
};

/// Both finite and on the globe.
[[nodiscard]] bool is_valid(Point point);
/// Metres along the great circle (haversine, mean radius 6,371,008.8 m).
[[nodiscard]] double distance(Point a, Point b);

/// A ring of points; the last need not repeat the first. A point on the edge may count either way.
using Ring = std::vector<Point>;
/// Outer ring first, then holes (even-odd rule).
using Polygon = std::vector<Ring>;
[[nodiscard]] bool contains(Polygon const& polygon, Point point);

}
