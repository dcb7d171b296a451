#include <services/capabilities.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace guildhall::services {

std::vector<Need> const& known_needs()
{
    static std::vector<Need> const needs{
        {"accounts", "signing in"},
        {"two-step", "signing in with a second check"},
        {"bookings", "booking a time online"},
        {"payments", "paying online"},
        {"account-data", "showing what the council holds about an account"},
        {"rounds-data", "knowing what the crews noted on their rounds"},
        {"subscriptions", "sending reminders and alerts"},
        {"map", "a map to look things up on"},
    };
    return needs;
}

Capabilities announced()
{
    using enum LookUp::Kind;
    Capabilities known;
    known.look_ups = {
        {"places.ward", {{"place", place}}, text, "the name of the ward that a place lies in"},
        {"places.area", {{"kind", text}, {"place", place}}, text, "the id of the area of a kind (ward, depot, park)"},
        {"places.inside", {{"place", place}}, truth, "false where a place lies outside the council's area"},
        {"places.metres", {{"from", place}, {"to", place}}, number, "how many metres two places lie apart"},
        {"places.nearest",
         {{"layer", text}, {"from", place}, {"count", number}},
         list,
         "the nearest places of a layer, each with .id, .name and .metres"},
        {"waste.containers", {{"property", place}}, list, "the bins that an address has"},
        {"waste.next-collection", {{"property", place}, {"bin", text}}, date, "the day when a bin is emptied next"},
        {"waste.missed", {{"property", place}, {"bin", text}}, text, "what the crew noted on its last round"},
        {"bookings.slots", {{"what", text}, {"from", date}}, list, "times that can be booked"},
        {"payments.balance", {{"account", text}}, number, "what is owed on an account"},
    };
    known.facts = {{"account", {"email", "phone", "name", "home"}}, {"earlier", {}, true}};
    return known;
}

std::string LookUp::text() const
{
    std::string names;
    for (auto const& parameter : parameters) names += (names.empty() ? "" : ", ") + parameter.name;
    return fmt::format("{}({})", name, names);
}

std::string_view name_of(LookUp::Kind kind)
{
    switch (kind) {
    case LookUp::Kind::place: return "an address, a location or a postcode";
    case LookUp::Kind::text: return "a text";
    case LookUp::Kind::number: return "a number";
    case LookUp::Kind::date: return "a date";
    case LookUp::Kind::truth: return "true or false";
    case LookUp::Kind::list: return "a list";
    }
    std::unreachable();
}

feel::Type type_of(LookUp::Kind kind)
{
    switch (kind) {
    case LookUp::Kind::place: return {}; // three shapes, which the body tells apart
    case LookUp::Kind::text: return {feel::Type::Kind::string};
    case LookUp::Kind::number: return {feel::Type::Kind::number};
    case LookUp::Kind::date: return {feel::Type::Kind::date};
    case LookUp::Kind::truth: return {feel::Type::Kind::boolean};
    case LookUp::Kind::list: return {feel::Type::Kind::list};
    }
    std::unreachable();
}

LookUp const* Capabilities::look_up(std::string_view name) const
{
    auto const found = std::ranges::find(look_ups, name, &LookUp::name);
    return found == look_ups.end() ? nullptr : &*found;
}

bool Capabilities::has(std::string_view need) const
{
    if (std::ranges::find(built, need) != built.end()) return true;
    auto const* function = look_up(need);
    return function && function->is_built();
}

Capabilities& Capabilities::with(std::initializer_list<std::string_view> needs)
{
    built.insert(built.end(), needs.begin(), needs.end());
    return *this;
}

Capabilities& Capabilities::with(LookUpBodies const& bodies)
{
    for (auto const& [name, body] : bodies) {
        auto const function = std::ranges::find(look_ups, name, &LookUp::name);
        if (function == look_ups.end()) throw std::logic_error("No look-up is announced as " + name + ".");
        function->body = body;
    }
    return *this;
}

Offer offer_of(Definition const& definition, Capabilities const& capabilities, Date today)
{
    if (definition.withdrawn) return {.state = Offer::State::withdrawn, .words = {}, .missing = {}};
    Offer offer;
    for (auto const& need : definition.needs) {
        if (!capabilities.has(need)) offer.missing.push_back(need);
    }
    auto const& open = definition.open;
    if (!offer.missing.empty()) {
        offer.state = Offer::State::not_built_yet;
    } else if (open.from && today < *open.from) {
        offer.state = Offer::State::not_yet_open;
        offer.words = open.closed;
    } else if (open.to && today > *open.to) {
        offer.state = Offer::State::closed;
        offer.words = open.closed;
    }
    return offer;
}

}
