#include "plane.hpp"
#include "shapes.hpp"

#include <places/places.hpp>

#include <base/text.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace guildhall::embedded {
std::span<const base::EmbeddedFile> places_migrations();
}

namespace guildhall::places {

std::vector<db::Migration> migrations()
{
    return db::migrations_of("places", embedded::places_migrations());
}

namespace {

void clear(db::Tx& tx)
{
    static constexpr db::Query words{"places.clear_words", "delete from place_word"};
    static constexpr db::Query addresses{"places.clear_addresses", "delete from place_address"};
    static constexpr db::Query streets{"places.clear_streets", "delete from place_street"};
    static constexpr db::Query areas{"places.clear_areas", "delete from place_area"};
    static constexpr db::Query features{"places.clear_features", "delete from place_feature"};
    for (auto const* statement : {&features, &words, &addresses, &streets, &areas}) tx.run(*statement);
}

void insert(db::Tx& tx, Street const& street)
{
    static constexpr db::Query statement{"places.insert_street", R"sql(
        insert into place_street (usrn, name, lon, lat, west, south, east, north, course)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};
    auto const course = street.course.empty() ? geo::Ring{street.point} : street.course;
    auto const box = box_of(course);
    tx.run(statement, street.usrn, street.name, street.point.lon, street.point.lat, box.west, box.south, box.east,
           box.north, line_text(course));
}

void insert(db::Tx& tx, Area const& area)
{
    static constexpr db::Query statement{"places.insert_area", R"sql(
        insert into place_area (kind, slug, name, west, south, east, north, outline)
        values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
    auto const box = area.outline.empty() ? Box{} : box_of(area.outline.front());
    tx.run(statement, area.kind, area.slug, area.name, box.west, box.south, box.east, box.north,
           outline_text(area.outline));
}

void insert(db::Tx& tx, Feature const& feature)
{
    static constexpr db::Query statement{"places.insert_feature", R"sql(
        insert into place_feature (layer, id, name, lon, lat, properties) values ($1, $2, $3, $4, $5, $6))sql"};
    tx.run(statement, feature.layer, feature.id, feature.name, feature.point.lon, feature.point.lat,
           feature.properties);
}

// Eight words with one statement: most addresses have fewer, and a word said twice does no harm.
void insert_words(db::Tx& tx, std::string const& uprn, std::vector<std::string> const& words)
{
    static constexpr db::Query statement{"places.insert_words", R"sql(
        insert into place_word (word, uprn)
        values ($1, $9), ($2, $9), ($3, $9), ($4, $9), ($5, $9), ($6, $9), ($7, $9), ($8, $9)
        on conflict do nothing)sql"};
    for (std::size_t first = 0; first < words.size(); first += 8) {
        auto const word = [&](std::size_t n) -> std::string const& {
            return words[std::min(first + n, words.size() - 1)];
        };
        tx.run(statement, word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7), uprn);
    }
}

void insert(db::Tx& tx, Address const& address, std::size_t position)
{
    static constexpr db::Query statement{"places.insert_address", R"sql(
        insert into place_address (uprn, position, line, town, postcode, usrn, ward, depot, lon, lat)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};
    tx.run(statement, address.uprn, position, address.line, address.town, address.postcode, address.usrn, address.ward,
           address.depot, address.point.lon, address.point.lat);
    insert_words(tx, address.uprn, words_of(address.text()));
}

}

void import(db::Tx& tx, Gazetteer const& gazetteer)
{
    clear(tx);
    for (auto const& street : gazetteer.streets) insert(tx, street);
    for (auto const& area : gazetteer.areas) insert(tx, area);
    if (!gazetteer.boundary.empty()) insert(tx, {"boundary", "boundary", "", gazetteer.boundary});
    for (auto const& feature : gazetteer.features) insert(tx, feature);
    for (std::size_t i = 0; i < gazetteer.addresses.size(); ++i) insert(tx, gazetteer.addresses[i], i);
    tx.append({.type = "places.imported",
               .facts = fmt::format(R"({{"addresses":{},"streets":{},"areas":{}}})", gazetteer.addresses.size(),
                                    gazetteer.streets.size(), gazetteer.areas.size())});
}

bool is_empty(db::Snapshot& snapshot)
{
    static constexpr db::Query any{"places.any", "select 1 from place_address limit 1"};
    return !snapshot.value<int>(any);
}

}
