#include "shapes.hpp"

#include <boost/json.hpp>

namespace guildhall::places {

namespace {

namespace json = boost::json;

json::array line_json(geo::Ring const& line)
{
    json::array points;
    for (auto const& point : line) points.push_back(json::array{point.lon, point.lat});
    return points;
}

geo::Ring line_of(json::value const& value)
{
    geo::Ring line;
    for (auto const& point : value.as_array()) {
        line.push_back({point.at(0).to_number<double>(), point.at(1).to_number<double>()});
    }
    return line;
}

}

std::string line_text(geo::Ring const& line)
{
    return json::serialize(line_json(line));
}

geo::Ring line_from(std::string_view text)
{
    return line_of(json::parse(text));
}

std::string outline_text(geo::Polygon const& outline)
{
    json::array rings;
    for (auto const& ring : outline) rings.push_back(line_json(ring));
    return json::serialize(rings);
}

geo::Polygon outline_from(std::string_view text)
{
    geo::Polygon outline;
    auto const rings = json::parse(text);
    for (auto const& ring : rings.as_array()) outline.push_back(line_of(ring));
    return outline;
}

}
