// Addresses, places on the map, and places of a layer.
#include "reading.hpp"

#include <feel/json.hpp>

#include <base/postcode.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

constexpr std::size_t longest_search = 200; ///< bytes: no address is longer

std::optional<double> number_in(std::string_view text)
{
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

void read_searched(Reading& r, Question const& q)
{
    if (trimmed(r.typed(q)).empty()) return r.none(q);
    if (offer_for(r.offers, q).addresses.empty())
        return r.wrong(q.id, {"We cannot find that address. Check it, or enter it by hand"});
    r.input.undecided.push_back(q.id);
}

void read_chosen(Reading& r, Question const& q)
{
    auto const uprn = r.typed(q, "-uprn");
    if (uprn.empty()) return r.wrong(q.id + "-uprn", {"Choose an address"});
    auto const& offered = offer_for(r.offers, q).addresses;
    auto const found = std::ranges::find(offered, uprn, &places::Address::uprn);
    if (found == offered.end()) return r.wrong(q.id + "-uprn", {"Choose an address in the list"});
    r.input.answers.set(q.id, {.address = Address{.lines = fmt::format("{}, {}", found->line, found->town),
                                                  .postcode = found->postcode,
                                                  .uprn = found->uprn,
                                                  .ward = found->ward,
                                                  .point = found->point}});
}

void read_by_hand(Reading& r, Question const& q)
{
    auto const line = collapsed(r.typed(q, "-line"));
    auto const town = collapsed(r.typed(q, "-town"));
    auto const typed = trimmed(r.typed(q, "-postcode"));
    if (!q.required && line.empty() && town.empty() && typed.empty()) return;
    auto const before = r.errors.size();
    auto const check = [&](std::string const& part, std::string const& value, Message empty) {
        if (value.empty())
            r.wrong(q.id + part, std::move(empty));
        else if (length_of(value) > 200)
            r.wrong(q.id + part, {"Your answer must be {max} characters or fewer", {{"max", "200"}}});
    };
    check("-line", line, {"Enter the house number or name, and the street"});
    check("-town", town, {"Enter the town or city"});
    auto const postcode = Postcode::parse(typed);
    if (typed.empty())
        r.wrong(q.id + "-postcode", {"Enter the postcode"});
    else if (!postcode)
        r.wrong(q.id + "-postcode", {"Enter a full UK postcode, like ZZ1 1AA"});
    if (r.errors.size() == before)
        r.input.answers.set(q.id, {.address = Address{fmt::format("{}, {}", line, town), postcode->str(), "", "", {}}});
}

/// The point that came with a location; nothing where none came or it cannot be read.
std::optional<geo::Point> point_in(http::Form const& form, std::string const& id)
{
    auto const lon = number_in(trimmed(form.value(id + "-lon")));
    auto const lat = number_in(trimmed(form.value(id + "-lat")));
    if (!lon || !lat || !geo::is_valid({*lon, *lat})) return {};
    return geo::Point{*lon, *lat};
}

void look_up_addresses(db::Snapshot& snapshot, Question const& q, http::Form const& form, Offer& offer)
{
    auto const how = address_step(q, form);
    if (how == AddressStep::by_hand) return;
    auto const words = trimmed(form.value(how == AddressStep::search ? q.id : q.id + "-words"));
    auto& found = offer.addresses;
    if (!words.empty() && words.size() <= longest_search) found = places::find(snapshot, words);
    auto const uprn = form.value(q.id + "-uprn");
    // Chosen before, or from a list that has changed since.
    if (uprn.empty() || std::ranges::find(found, uprn, &places::Address::uprn) != found.end()) return;
    if (auto chosen = places::with_uprn(snapshot, uprn)) found.insert(found.begin(), std::move(*chosen));
}

}

AddressStep address_step(Question const& question, http::Form const& form)
{
    if (form.has(question.id + "-line")) return AddressStep::by_hand;
    if (form.has(question.id + "-uprn") || form.has(question.id + "-words")) return AddressStep::choose;
    return AddressStep::search;
}

bool needs_look_up(Step const& step)
{
    return std::ranges::any_of(step.questions, [](auto const* q) {
        return q->type == QuestionType::address || q->type == QuestionType::location ||
               q->type == QuestionType::nearest;
    });
}

namespace {

/// The point of an answer; of an address that was typed by hand there is none.
std::optional<geo::Point> point_of(Answer const* answer)
{
    if (!answer) return {};
    if (answer->address) return answer->address->point;
    return answer->location ? answer->location->point : std::nullopt;
}

}

void look_for_nearest(db::Snapshot& snapshot, Step const& step, Facts const& facts, Answers const& given,
                      Offers& offers)
{
    for (auto const* q : step.questions) {
        if (q->type != QuestionType::nearest) continue;
        auto const from = point_of(given.find(q->near));
        auto& found = offers[q->id].places;
        for (auto const& feature : places::layer(snapshot, q->layer)) {
            auto const properties = feel::from_json(std::string_view{feature.properties});
            auto const* context = properties ? properties->context() : nullptr;
            feel::Entries const names{context ? *context : feel::Context{}, &facts};
            if (!q->only.empty() && !facts.evaluate(q->only, names).is_true()) continue;
            auto const metres = from ? std::optional{geo::distance(*from, feature.point)} : std::nullopt;
            found.push_back({feature.id, feature.name, metres});
        }
        std::ranges::stable_sort(found, {}, [](ChosenPlace const& place) { return place.metres.value_or(0); });
        if (found.size() > static_cast<std::size_t>(q->show)) found.resize(static_cast<std::size_t>(q->show));
    }
}

void look_up(db::Snapshot& snapshot, Step const& step, http::Form const& form, Offers& offers)
{
    for (auto const* q : step.questions) {
        if (q->type == QuestionType::address) look_up_addresses(snapshot, *q, form, offers[q->id]);
        auto const point = q->type == QuestionType::location ? point_in(form, q->id) : std::nullopt;
        if (!point) continue;
        if (auto const ward = places::area_at(snapshot, "ward", *point)) offers[q->id].ward = ward->slug;
    }
}

void read_address(Reading& r, Question const& q)
{
    switch (address_step(q, r.form())) {
    case AddressStep::search: return read_searched(r, q);
    case AddressStep::choose: return read_chosen(r, q);
    case AddressStep::by_hand: return read_by_hand(r, q);
    }
}

void read_location(Reading& r, Question const& q)
{
    Location where{
        .point = point_in(r.form(), q.id), .words = collapsed(r.typed(q)), .ward = offer_for(r.offers, q).ward};
    bool const came = !trimmed(r.typed(q, "-lon")).empty() || !trimmed(r.typed(q, "-lat")).empty();
    if (came && !where.point) return r.wrong(q.id, {"We cannot read that place. Tell us in words where it is"});
    if (where.point && !r.council.is_inside(*where.point)) {
        return r.wrong(q.id,
                       {"That place is outside the area of {council}. Give another place, or ask the council there",
                        {{"council", r.council.brand().name}}});
    }
    if (where.words.empty() && !where.point) return r.none(q);
    if (r.fits(q, where.words, 500)) r.input.answers.set(q.id, {.location = std::move(where)});
}

void read_nearest(Reading& r, Question const& q)
{
    auto const id = r.typed(q);
    if (id.empty()) return r.none(q);
    auto const& offered = offer_for(r.offers, q).places;
    auto const found = std::ranges::find(offered, id, &ChosenPlace::id);
    if (found == offered.end()) return r.wrong(q.id, {"Choose one of the places in the list"});
    r.input.answers.set(q.id, {.place = *found});
}

}
