#include <places/places.hpp>

#include <council/council.hpp>

#include <base/csv.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>
#include <db/testing.hpp>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace guildhall;
using namespace guildhall::places;

namespace {

/// Larkmoor, imported once for all tests, which only read.
struct Town {
    db::TestDatabase database{migrations()};
    Gazetteer gazetteer = larkmoor();
    Town()
    {
        database->write(Actor::system(), [&](db::Tx& tx) { import(tx, gazetteer); }).wait();
    }
    template <class F> auto read(F f) { return database->read(std::move(f)); }
    std::vector<Address> find(std::string_view typed, int at_most = 60)
    {
        return read([&](db::Snapshot& s) { return places::find(s, typed, at_most); });
    }
};

Town& imported()
{
    static Town town;
    return town;
}

std::vector<std::string> uprns(std::vector<Address> const& addresses)
{
    std::vector<std::string> found;
    for (auto const& address : addresses) found.push_back(address.uprn);
    return found;
}

bool has(std::vector<Address> const& addresses, Address const& wanted)
{
    return std::ranges::find(addresses, wanted.uprn, &Address::uprn) != addresses.end();
}

/// A point in the town or near it.
geo::Point somewhere()
{
    auto const part = [](int low, int high) { return *rc::gen::inRange(low, high) / 1e5; };
    // All of it on land: nearer to the middle than any coast.
    return {part(-480'500, -474'500), part(5'369'200, 5'372'800)};
}

}

TEST_CASE("larkmoor: 5,000 addresses that exist nowhere else, and always the same")
{
    auto const town = larkmoor();
    CHECK(town.addresses.size() == 5'000);
    CHECK(town.streets.size() >= 140);
    auto const kinds = [&](std::string_view kind) { return std::ranges::count(town.areas, kind, &Area::kind); };
    CHECK(kinds("ward") == 8);
    CHECK(kinds("depot") == 3);
    CHECK(kinds("park") == 6);
    CHECK(town.addresses.front().text() == "1 Market Square, Larkmoor, ZZ1 1AA");
    CHECK(town.boundary == council::larkmoor().boundary);

    std::set<std::string> seen, names;
    for (auto const& address : town.addresses) {
        CHECK(seen.insert(address.uprn).second);
        CHECK(address.uprn.starts_with("9999"));
        auto const postcode = Postcode::parse(address.postcode);
        REQUIRE(postcode.has_value());
        CHECK(postcode->str() == address.postcode);
        CHECK(address.postcode.starts_with("ZZ"));
    }
    for (auto const& street : town.streets) CHECK(names.insert(street.name).second);

    auto const again = larkmoor();
    CHECK(uprns(again.addresses) == uprns(town.addresses));
    CHECK(again.addresses.back().text() == town.addresses.back().text());
    CHECK(again.addresses.back().point == town.addresses.back().point);
}

TEST_CASE("larkmoor: every address lies in its ward, in its depot's part, inside the boundary and in no park")
{
    auto const town = larkmoor();
    for (auto const& address : town.addresses) {
        CHECK(geo::contains(town.boundary, address.point));
        for (auto const& area : town.areas) {
            bool const inside = geo::contains(area.outline, address.point);
            if (area.kind == "ward") CHECK(inside == (area.slug == address.ward));
            if (area.kind == "depot") CHECK(inside == (area.slug == address.depot));
            if (area.kind == "park") CHECK_FALSE(inside);
        }
    }
    for (auto const& area : town.areas) {
        if (area.kind != "park") continue;
        for (auto const& corner : area.outline.at(0)) CHECK(geo::contains(town.boundary, corner));
    }
}

TEST_CASE("places: every address is found by its postcode and by its own words")
{
    auto& town = imported();
    town.read([&](db::Snapshot& s) {
        for (std::size_t i = 0; i < town.gazetteer.addresses.size(); i += 7) {
            auto const& address = town.gazetteer.addresses[i];
            CHECK(has(find(s, address.postcode), address));
            CHECK(has(find(s, address.text()), address));
            CHECK(find(s, address.line).front().line == address.line);
            auto const read = with_uprn(s, address.uprn);
            REQUIRE(read.has_value());
            CHECK(read->text() == address.text());
            CHECK(read->ward == address.ward);
            CHECK(read->depot == address.depot);
            CHECK(read->point == address.point);
        }
    });
}

TEST_CASE("places: a postcode gives all its addresses in street order, however it is typed")
{
    auto& town = imported();
    auto const all = town.find("ZZ1 1AA");
    REQUIRE(all.size() > 5);
    CHECK(all.front().line == "1 Market Square");
    CHECK(all[1].line == "2 Market Square");
    CHECK(std::ranges::all_of(all, [](auto const& a) { return a.postcode == "ZZ1 1AA"; }));
    CHECK(std::ranges::count(town.gazetteer.addresses, "ZZ1 1AA", &Address::postcode) == std::ssize(all));
    CHECK(uprns(town.find(" zz11aa ")) == uprns(all));
    CHECK(town.find("ZZ9 9ZZ").empty());
    CHECK(town.find("3 Market Square, ZZ1 1AA").front().line == "3 Market Square");
    CHECK(uprns(town.find("Nelson House, ZZ1 1AA")) == uprns(all));
}

TEST_CASE("places: words may be beginnings, whole words come first, two letters find nothing")
{
    auto& town = imported();
    auto const street = town.gazetteer.streets[20].name;
    auto const found = town.find("2 " + street.substr(0, 5));
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().line.starts_with("2 "));
    CHECK(found.front().line.find(street.substr(0, 5)) != std::string::npos);
    CHECK(town.find("MARKET squ").front().line.ends_with("Market Square"));
    CHECK(town.find("market nowhere").empty());
    CHECK(town.find("ma").empty());
    CHECK(town.find("1 a").empty());
    CHECK(town.find("").empty());
    CHECK(town.find("larkm").size() == 60);
    CHECK(town.find("larkmoor", 5).size() == 5);
    CHECK(town.find("larkmoor", 0).empty());
}

TEST_CASE("places: awkward addresses never fail and cost a bounded number of queries")
{
    auto& town = imported();
    std::filesystem::path const file = GUILDHALL_SOURCE_DIR "/../shared/data/addresses/awkward-addresses.csv";
    std::vector<std::string> lines{std::string(5'000, 'a'),
                                   "'; drop table place_address; --",
                                   "\xff\xfe\x80",
                                   std::string("a\0b c", 5),
                                   "%%%%",
                                   "___",
                                   "\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf",
                                   "ｍａｒｋｅｔ ｓｑｕａｒｅ"};
    if (std::filesystem::exists(file)) {
        std::ifstream in{file};
        for (std::string line; std::getline(in, line);) lines.push_back(line);
    } else {
        MESSAGE("skipped: " << file.string() << " is not there");
    }
    town.read([&](db::Snapshot& s) {
        for (auto const& line : lines) {
            std::vector<Address> found;
            auto const queries = db::count_queries([&] { found = find(s, line); });
            CHECK_MESSAGE(queries <= 9, line);
            CHECK(found.size() <= 60);
            (void)with_uprn(s, line);
        }
        CHECK(find(s, lines.at(7)).front().line.ends_with("Market Square"));
        CHECK_FALSE(with_uprn(s, "1; drop").has_value());
    });
}

TEST_CASE("places: the nearest addresses are those that measuring every one gives")
{
    auto& town = imported();
    auto const agrees = rc::check("nearest agrees with measuring all", [&] {
        auto const here = somewhere();
        auto const within = *rc::gen::inRange(20, 900);
        auto near = town.gazetteer.addresses;
        std::erase_if(near, [&](auto const& a) { return geo::distance(here, a.point) > within; });
        std::ranges::sort(near, {}, [&](auto const& a) { return std::pair{geo::distance(here, a.point), a.uprn}; });
        if (near.size() > 5) near.resize(5);
        auto const found = town.read([&](db::Snapshot& s) { return nearest(s, here, within, 5); });
        RC_ASSERT(uprns(found) == uprns(near));
    });
    CHECK(agrees);
    town.read([&](db::Snapshot& s) {
        CHECK(nearest(s, {0, 0}).empty());
        CHECK(nearest(s, {std::nan(""), 53.7}).empty());
        CHECK(db::count_queries([&] { CHECK(nearest(s, town.gazetteer.addresses.front().point).size() == 5); }) <= 6);
    });
}

TEST_CASE("places: the nearest street is measured along its course, not to its middle")
{
    auto& town = imported();
    town.read([&](db::Snapshot& s) {
        int on_their_street = 0, asked = 0;
        for (std::size_t i = 0; i < town.gazetteer.addresses.size(); i += 61) {
            auto const& address = town.gazetteer.addresses[i];
            auto const street = nearest_street(s, address.point);
            REQUIRE(street.has_value());
            on_their_street += street->usrn == address.usrn;
            ++asked;
        }
        CHECK(on_their_street == asked);
        auto const& street = town.gazetteer.streets.back();
        CHECK(nearest_street(s, street.course.front())->usrn == street.usrn);
        CHECK_FALSE(nearest_street(s, {-4.74, 53.729}, 50).has_value());
        CHECK_FALSE(nearest_street(s, {0, 0}).has_value());
    });
}

TEST_CASE("places: a point lies in the ward that contains it, or in none outside the boundary")
{
    auto& town = imported();
    auto const agrees = rc::check("area_at agrees with looking at all", [&] {
        auto const here = somewhere();
        std::string expected;
        for (auto const& area : town.gazetteer.areas) {
            if (area.kind == "ward" && geo::contains(area.outline, here)) expected = area.slug;
        }
        auto const found = town.read([&](db::Snapshot& s) { return area_at(s, "ward", here); });
        RC_ASSERT((found ? found->slug : "") == expected);
        RC_ASSERT(!expected.empty());
    });
    CHECK(agrees);
    town.read([&](db::Snapshot& s) {
        CHECK_FALSE(area_at(s, "ward", {0, 51}).has_value());
        CHECK_FALSE(area_at(s, "nothing", town.gazetteer.addresses.front().point).has_value());
        CHECK(area_at(s, "boundary", town.gazetteer.addresses.front().point).has_value());
        auto const& park = town.gazetteer.areas.back();
        REQUIRE(park.kind == "park");
        auto const a = park.outline.at(0).at(0), b = park.outline.at(0).at(5); // corners that face each other
        CHECK(area_at(s, "park", {(a.lon + b.lon) / 2, (a.lat + b.lat) / 2})->name == park.name);
    });
}

TEST_CASE("places: an import replaces what was there and leaves an event with the counts")
{
    db::TestDatabase database{migrations()};
    CHECK(database->read([](db::Snapshot& s) { return is_empty(s); }));
    Gazetteer small;
    small.streets = {{"99900001", "Quiet Lane", {-4.77, 53.71}, {}}};
    small.addresses = {{"999900000001", "1 Quiet Lane", "Larkmoor", "ZZ9 9AA", "99900001", "w", "d", {-4.77, 53.71}}};
    auto const import = [&](Gazetteer const& given) {
        database->write(Actor::system(), [&](db::Tx& tx) { places::import(tx, given); }).wait();
    };
    import(small);
    small.addresses[0].line = "2 Quiet Lane";
    import(small);
    database->read([&](db::Snapshot& s) {
        CHECK_FALSE(is_empty(s));
        REQUIRE(find(s, "quiet lane").size() == 1);
        CHECK(find(s, "quiet lane")[0].line == "2 Quiet Lane");
        CHECK(nearest_street(s, {-4.77, 53.71})->name == "Quiet Lane");
        auto const events = db::events_of(s, 0);
        REQUIRE(events.size() == 2);
        CHECK(events[0].type == "places.imported");
        CHECK(events[0].facts.find("\"addresses\"") != std::string::npos);
    });
}

TEST_CASE("basemap: what was imported gives the same map, which anyone may have")
{
    auto& town = imported();
    Deps deps{*town.database};
    http::Router router;
    add_routes(router, deps);
    REQUIRE(router.routes().size() == 1);
    CHECK(router.routes().front().access.name == "anyone");
    http::Request request;
    auto const answer = router.routes().front().read(request);
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "image/svg+xml");
    auto const& drawn = std::get<std::string>(answer.body);
    CHECK(drawn.size() == basemap_svg(town.gazetteer).size());
    CHECK(drawn.find("stroke-dasharray") != std::string::npos);
}

TEST_CASE("basemap: draws land, parks, wards and streets, small and without anything active")
{
    auto const town = larkmoor();
    auto const map = basemap_svg(town);
    CHECK(map.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
    CHECK(map.ends_with("</svg>"));
    CHECK(map.size() < 20'000);
    auto const count = [&](std::string_view part) {
        std::size_t n = 0;
        for (auto at = map.find(part); at != std::string::npos; at = map.find(part, at + 1)) ++n;
        return n;
    };
    CHECK(count("<path") == 1 + 6 + 8 + 2);
    CHECK(count("stroke-dasharray") == 8);
    CHECK(count("M") == 1 + 6 + 8 + 2 * town.streets.size());
    for (auto const* part : {"script", "style", "href", "nan", "inf", "-"})
        CHECK_MESSAGE((part == std::string{"-"} ? count("\"-") : count(part)) == 0, part);
}
