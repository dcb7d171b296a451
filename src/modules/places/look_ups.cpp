// What definitions of services may ask: places.ward(property). Names and types stand in services/capabilities.cpp.
#include <places/places.hpp>

#include <base/postcode.hpp>

#include <algorithm>
#include <cmath>

namespace guildhall::places {

namespace {

constexpr std::int64_t most_nearest = 20;

using Arguments = std::span<feel::Value const>;

/// A place as a definition hands it over.
struct Place {
    std::vector<Address> addresses;  ///< one, or those of a postcode
    std::optional<geo::Point> point; ///< of a postcode the middle of its addresses
    bool was_asked = false;          ///< by number or postcode, of which the gazetteer knows all there are
};

std::string text_in(feel::Context const& context, std::string_view name)
{
    auto const* value = context.find(name);
    auto const* text = value ? value->string() : nullptr;
    return text ? *text : std::string{};
}

std::optional<double> number_in(feel::Context const& context, std::string_view name)
{
    auto const* value = context.find(name);
    auto const* number = value ? value->number() : nullptr;
    if (!number) return {};
    return number->to_double();
}

std::optional<geo::Point> middle_of(std::vector<Address> const& addresses)
{
    if (addresses.empty()) return {};
    geo::Point sum{0, 0};
    for (auto const& address : addresses) {
        sum.lon += address.point.lon;
        sum.lat += address.point.lat;
    }
    auto const count = static_cast<double>(addresses.size());
    return geo::Point{sum.lon / count, sum.lat / count};
}

Place with_postcode(db::Snapshot& snapshot, std::string_view typed)
{
    auto const postcode = Postcode::parse(typed);
    if (!postcode) return {};
    Place place{.addresses = find(snapshot, postcode->str()), .point = {}, .was_asked = true};
    place.point = middle_of(place.addresses);
    return place;
}

/// An address by its number, else a point, else a postcode: the most exact first.
Place place_of(db::Snapshot& snapshot, feel::Value const& value)
{
    if (auto const* text = value.string()) return with_postcode(snapshot, *text);
    auto const* context = value.context();
    if (!context) return {};
    if (auto const known = with_uprn(snapshot, text_in(*context, "uprn")))
        return {.addresses = {*known}, .point = known->point, .was_asked = true};
    auto const lon = number_in(*context, "lon");
    auto const lat = number_in(*context, "lat");
    if (lon && lat) return {.addresses = {}, .point = geo::Point{*lon, *lat}};
    return with_postcode(snapshot, text_in(*context, "postcode"));
}

/// The area of a kind; of a postcode only where its addresses agree.
std::optional<Area> area_of(db::Snapshot& snapshot, std::string_view kind, Place const& place)
{
    if (place.addresses.empty()) return place.point ? area_at(snapshot, kind, *place.point) : std::nullopt;
    std::optional<Area> common;
    for (auto const& address : place.addresses) {
        auto area = area_at(snapshot, kind, address.point);
        if (!area || (common && common->slug != area->slug)) return {};
        common = std::move(area);
    }
    return common;
}

feel::Value ward(db::Snapshot& snapshot, Arguments given)
{
    auto const area = area_of(snapshot, "ward", place_of(snapshot, given[0]));
    return area ? feel::Value{area->name} : feel::Value{};
}

feel::Value area(db::Snapshot& snapshot, Arguments given)
{
    auto const found = area_of(snapshot, *given[0].string(), place_of(snapshot, given[1]));
    return found ? feel::Value{found->slug} : feel::Value{};
}

/// Of an address that is typed with a new postcode nobody can be sure, so a definition lets people go on past it.
feel::Value inside(db::Snapshot& snapshot, Arguments given)
{
    auto const place = place_of(snapshot, given[0]);
    if (!place.addresses.empty()) return {true};
    if (!place.was_asked && !place.point) return {};
    if (is_empty(snapshot)) return {}; // no gazetteer yet: everybody would live elsewhere
    return {place.point && area_at(snapshot, "ward", *place.point)};
}

feel::Value metres(db::Snapshot& snapshot, Arguments given)
{
    auto const from = place_of(snapshot, given[0]).point;
    auto const to = place_of(snapshot, given[1]).point;
    if (!from || !to) return {};
    return {static_cast<std::int64_t>(std::llround(geo::distance(*from, *to)))};
}

feel::Value nearest_of_layer(db::Snapshot& snapshot, Arguments given)
{
    auto const from = place_of(snapshot, given[1]).point;
    auto const count = std::clamp(given[2].number()->to_integer().value_or(0), std::int64_t{0}, most_nearest);
    if (!from) return {};
    std::vector<std::pair<double, Feature>> found;
    for (auto& feature : layer(snapshot, *given[0].string())) {
        auto const distance = geo::distance(*from, feature.point);
        found.emplace_back(distance, std::move(feature));
    }
    std::ranges::stable_sort(found, {}, [](auto const& one) { return one.first; });
    if (std::ssize(found) > count) found.resize(static_cast<std::size_t>(count));
    feel::List list;
    for (auto const& [distance, feature] : found) {
        list.emplace_back(feel::Context{
            {"id", feature.id}, {"name", feature.name}, {"metres", static_cast<std::int64_t>(std::llround(distance))}});
    }
    return {std::move(list)};
}

}

LookUpBodies look_ups()
{
    return {{"places.ward", ward},
            {"places.area", area},
            {"places.inside", inside},
            {"places.metres", metres},
            {"places.nearest", nearest_of_layer}};
}

}
