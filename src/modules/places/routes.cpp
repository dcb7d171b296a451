#include "shapes.hpp"

#include <places/places.hpp>

namespace guildhall::places {

Gazetteer ground(db::Snapshot& snapshot)
{
    static constexpr db::Query streets{"places.every_street",
                                       "select usrn, name, lon, lat, course from place_street order by usrn"};
    static constexpr db::Query areas{"places.every_area",
                                     "select kind, slug, name, outline from place_area order by kind, slug"};
    Gazetteer ground;
    ground.streets = snapshot.all(streets, [](db::Row const& row) {
        return Street{row.get<std::string>(0),
                      row.get<std::string>(1),
                      {row.get<double>(2), row.get<double>(3)},
                      line_from(row.text(4))};
    });
    snapshot.for_each(areas, [&](db::Row const& row) {
        auto outline = outline_from(row.text(3));
        if (row.text(0) == "boundary") {
            ground.boundary = std::move(outline);
        } else {
            ground.areas.push_back(
                {row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), std::move(outline)});
        }
    });
    return ground;
}

void add_routes(http::Router& router, Deps& deps)
{
    router.get("/places/basemap.svg", http::anyone(), [&deps](http::Request const&) {
        auto const drawn = deps.database.read([](db::Snapshot& snapshot) { return basemap_svg(ground(snapshot)); });
        auto answer = http::text(200, drawn, "image/svg+xml");
        answer.caching = http::Caching::no_cache;
        return answer;
    });
}

}
