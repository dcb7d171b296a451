#include <services/capabilities.hpp>

#include <algorithm>

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
    Capabilities known;
    known.look_ups = {
        {"places.ward", {"place"}, "the name of the ward that an address or location lies in", true},
        {"places.inside", {"place"}, "true where an address or location lies in the council's area", true},
        {"places.metres", {"from", "to"}, "how many metres two places lie apart", true},
        {"places.nearest", {"layer", "from", "count"}, "the nearest places of a layer", true},
        {"waste.containers", {"property"}, "the bins that an address has", false},
        {"waste.next-collection", {"property", "bin"}, "the day when a bin is emptied next", false},
        {"waste.missed", {"property", "bin"}, "what the crew noted about a bin on its last round", false},
        {"bookings.slots", {"what", "from"}, "times that can be booked", false},
        {"payments.balance", {"account"}, "what is owed on an account", false},
    };
    known.facts = {{"account", {"email", "phone", "name", "home"}}, {"earlier", {}}};
    return known;
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
    return function && function->is_built;
}

Capabilities& Capabilities::with(std::initializer_list<std::string_view> built_things)
{
    for (auto const thing : built_things) {
        auto const function = std::ranges::find(look_ups, thing, &LookUp::name);
        if (function != look_ups.end())
            function->is_built = true;
        else
            built.emplace_back(thing);
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
