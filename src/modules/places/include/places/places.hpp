// Places: the gazetteer. Addresses, streets and areas (wards, depots, parks) of one council, found by postcode, by
// words, by point. Owns the tables place_*; nobody else reads or writes them.
//
// Terms: a UPRN names a property, a USRN a street. Points are WGS 84. Larkmoor's are generated: no real postcode or
// UPRN.
#pragma once

#include <base/geo.hpp>
#include <db/database.hpp>
#include <db/migrations.hpp>
#include <feel/value.hpp>
#include <http/router.hpp>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::places {

struct Address {
    std::string uprn;
    std::string line; ///< "12 Heather Row"
    std::string town;
    std::string postcode; ///< "ZZ1 1AA"
    std::string usrn;
    std::string ward;  ///< slug of an area of kind "ward"
    std::string depot; ///< slug of an area of kind "depot": which crews go there
    geo::Point point;
    /// "12 Heather Row, Larkmoor, ZZ1 1AA"
    [[nodiscard]] std::string text() const;
};

struct Street {
    std::string usrn;
    std::string name;
    geo::Point point; ///< its middle
    geo::Ring course; ///< the line it takes; empty: only its middle is known
};

struct Area {
    std::string kind; ///< "ward", "depot", "park"
    std::string slug;
    std::string name;
    geo::Polygon outline;
};

/// A thing of a layer, such as a school.
struct Feature {
    std::string layer; ///< "schools"
    std::string id;
    std::string name;
    geo::Point point;
    std::string properties = "{}"; ///< a JSON object of what rules may look at: {"admitting":true}
};

/// Everything that a gazetteer holds.
struct Gazetteer {
    std::vector<Street> streets;
    std::vector<Area> areas;
    std::vector<Address> addresses;
    geo::Polygon boundary;
    std::vector<Feature> features = {};
};

std::vector<db::Migration> migrations();

/// Larkmoor, always the same: 5,000 addresses, streets, wards, depots, parks, boundary. Invented from end to end.
Gazetteer larkmoor();
/// Replaces what was there, in one transaction, and appends places.imported with the counts.
void import(db::Tx& tx, Gazetteer const& gazetteer);
[[nodiscard]] bool is_empty(db::Snapshot& snapshot);
/// Streets, areas and boundary as they were imported, without the addresses.
Gazetteer ground(db::Snapshot& snapshot);
/// A quiet map to put pins on: land, parks, wards and streets. An SVG document of about 15 kB; north is up.
[[nodiscard]] std::string basemap_svg(Gazetteer const& gazetteer);

/// A postcode gives all its addresses in street order; anything else is words of an address, each of which may be a
/// beginning ("12 heath"). Best first; nothing for fewer than three letters or digits.
std::vector<Address> find(db::Snapshot& snapshot, std::string_view typed, int at_most = 60);
std::optional<Address> with_uprn(db::Snapshot& snapshot, std::string_view uprn);
/// The addresses nearest to a point, nearest first, none further than `within` metres.
std::vector<Address> nearest(db::Snapshot& snapshot, geo::Point point, double within = 250, int at_most = 5);
std::optional<Street> nearest_street(db::Snapshot& snapshot, geo::Point point, double within = 500);
/// Everything of a layer, by id; a layer is small (a council has some hundred schools).
std::vector<Feature> layer(db::Snapshot& snapshot, std::string_view name);
/// The area of a kind that holds the point.
std::optional<Area> area_at(db::Snapshot& snapshot, std::string_view kind, geo::Point point);

/// What answers the look-ups that definitions of services may use: places.ward, places.inside and so on (names and
/// types are announced in services/capabilities.hpp). Arguments are never null. A place is an address (by its UPRN,
/// else its postcode), a location (by its point) or a postcode. Null: not known.
using LookUpBody = std::function<feel::Value(db::Snapshot& snapshot, std::span<feel::Value const> arguments)>;
using LookUpBodies = std::map<std::string, LookUpBody, std::less<>>;
[[nodiscard]] LookUpBodies look_ups();

/// Referred to for as long as the router lives.
struct Deps {
    db::Database& database;
};
/// GET /places/basemap.svg, for anyone.
void add_routes(http::Router& router, Deps& deps);

}
