// Lines and outlines as columns hold them: JSON lists of [longitude, latitude], as in GeoJSON.
#pragma once

#include <base/geo.hpp>

#include <string>
#include <string_view>

namespace guildhall::places {

std::string line_text(geo::Ring const& line);
geo::Ring line_from(std::string_view text);
std::string outline_text(geo::Polygon const& outline);
geo::Polygon outline_from(std::string_view text);

}
