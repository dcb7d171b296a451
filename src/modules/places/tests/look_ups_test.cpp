// The look-ups that definitions of services may use.
#include <places/places.hpp>

#include <db/testing.hpp>

#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::places;

namespace {

struct Town {
    std::vector<db::Migration> tables = migrations();
    db::TestDatabase database{tables};
    LookUpBodies all = look_ups();
    Gazetteer larkmoor = places::larkmoor();

    void import_it()
    {
        database->write(Actor::system(), [&](db::Tx& tx) { places::import(tx, larkmoor); }).wait();
    }
    feel::Value ask(std::string_view name, feel::List const& given)
    {
        auto const found = all.find(name);
        REQUIRE(found != all.end());
        return database->read([&](db::Snapshot& snapshot) { return found->second(snapshot, given); });
    }
};

feel::Value number(double degrees)
{
    return feel::Value{feel::Decimal::parse(std::to_string(degrees))};
}

feel::Value at(geo::Point point)
{
    return feel::Context{{"words", "here"}, {"lat", number(point.lat)}, {"lon", number(point.lon)}};
}

}

TEST_CASE("places: an address, a point and a postcode are looked up in the same way")
{
    Town town;
    town.import_it();
    auto const& address = town.larkmoor.addresses.front();
    feel::Value const by_number{feel::Context{{"uprn", address.uprn}, {"postcode", "ZZ99 9ZZ"}}};
    feel::Value const by_hand{feel::Context{{"lines", address.line}, {"postcode", address.postcode}}};
    auto const ward = town.ask("places.ward", {by_number});
    REQUIRE(ward.string());
    CHECK(ward == town.ask("places.ward", {at(address.point)}));
    CHECK(town.ask("places.area", {"ward", by_number}) == feel::Value{address.ward});
    CHECK(town.ask("places.area", {"depot", by_number}) == feel::Value{address.depot});
    CHECK(town.ask("places.area", {"moon", by_number}).is_null());
    for (auto const& place : {by_number, by_hand, at(address.point), feel::Value{address.postcode}})
        CHECK(town.ask("places.inside", {place}).is_true());
}

TEST_CASE("places: what lies elsewhere is outside, and what cannot be known is null")
{
    Town town;
    CHECK(town.ask("places.inside", {"ZZ1 1AA"}).is_null()); // there is no gazetteer yet
    town.import_it();
    CHECK(town.ask("places.inside", {"nowhere"}).is_null()); // no postcode
    CHECK(town.ask("places.inside", {"SW1A 1AA"}).is_false());
    CHECK(town.ask("places.inside", {at({2.35, 48.85})}).is_false());
    CHECK(town.ask("places.inside", {feel::Context{{"words", "by the shop"}}}).is_null());
    CHECK(town.ask("places.ward", {"SW1A 1AA"}).is_null());
    CHECK(town.ask("places.ward", {7}).is_null());
}

TEST_CASE("places: the nearest of a layer come nearest first, and no more than a few")
{
    Town town;
    town.import_it();
    auto const& address = town.larkmoor.addresses.front();
    feel::Value const home{feel::Context{{"uprn", address.uprn}}};
    auto const two = town.ask("places.nearest", {"schools", home, 2});
    REQUIRE(two.list());
    REQUIRE(two.list()->size() == 2);
    auto const metres = [&](std::size_t i) { return *(*two.list())[i].context()->find("metres"); };
    CHECK(*feel::order(metres(0), metres(1)) <= 0);
    auto const many = town.ask("places.nearest", {"schools", home, 1'000'000});
    CHECK(many.list()->size() <= 20);
    CHECK(town.ask("places.nearest", {"schools", home, -1}).list()->empty());
    CHECK(town.ask("places.nearest", {"moons", home, 3}).list()->empty());
    CHECK(town.ask("places.metres", {home, home}) == feel::Value{0});
}
