#include "plane.hpp"

#include <places/places.hpp>

#include <cstdint>
#include <fmt/format.h>
#include <iterator>

namespace guildhall::places {

namespace {

/// Draws in metres, east and south of the north-west corner. Presentation attributes only: no style, no script, so that
/// the strictest content policy lets it pass.
class Drawing {
public:
    explicit Drawing(Box const& box) : plane_{{box.west, box.north}}
    {
        auto const corner = plane_.at({box.east, box.south});
        width_ = std::lround(corner.east);
        height_ = std::lround(-corner.north);
    }
    void area(geo::Polygon const& outline, std::string_view paint)
    {
        path_of(outline, "Z");
        fmt::format_to(std::back_inserter(body_), R"(" {}/>)", paint);
    }
    void lines(std::vector<geo::Ring> const& courses, std::string_view paint)
    {
        path_of(courses, "");
        fmt::format_to(std::back_inserter(body_), R"(" {}/>)", paint);
    }
    [[nodiscard]] std::string document() const
    {
        return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{}</svg>)", width_, height_,
                           body_);
    }

private:
    void path_of(std::vector<geo::Ring> const& lines, std::string_view end)
    {
        body_ += "\n<path d=\"";
        for (auto const& line : lines) {
            char step = 'M';
            for (auto const& point : line) {
                auto const at = plane_.at(point);
                fmt::format_to(std::back_inserter(body_), "{}{} {}", step, std::lround(at.east),
                               std::lround(-at.north));
                step = 'L';
            }
            body_ += end;
        }
    }

    Plane plane_;
    std::int64_t width_ = 0, height_ = 0;
    std::string body_;
};

Box extent_of(Gazetteer const& gazetteer)
{
    Box box;
    for (auto const& ring : gazetteer.boundary) {
        for (auto const& point : ring) box.add(point);
    }
    for (auto const& street : gazetteer.streets) {
        box.add(street.point);
        for (auto const& point : street.course) box.add(point);
    }
    return box;
}

}

std::string basemap_svg(Gazetteer const& gazetteer)
{
    Drawing drawing{extent_of(gazetteer)};
    drawing.area(gazetteer.boundary, R"(fill="#f4f5f1" stroke="#9fb0a6" stroke-width="14")");
    for (auto const& area : gazetteer.areas) {
        if (area.kind == "park") drawing.area(area.outline, R"(fill="#dcead9")");
    }
    for (auto const& area : gazetteer.areas) {
        if (area.kind == "ward")
            drawing.area(area.outline, R"(fill="none" stroke="#b9c4bb" stroke-width="6" stroke-dasharray="40 30")");
    }
    std::vector<geo::Ring> courses;
    for (auto const& street : gazetteer.streets) {
        if (street.course.size() > 1) courses.push_back(street.course);
    }
    drawing.lines(courses,
                  R"(fill="none" stroke="#c3c9c2" stroke-width="24" stroke-linecap="round" stroke-linejoin="round")");
    drawing.lines(courses,
                  R"(fill="none" stroke="#fff" stroke-width="16" stroke-linecap="round" stroke-linejoin="round")");
    return drawing.document();
}

}
