// From what a browser sends to answers, and back: one page's questions are decoded and checked together, so that a
// person sees every mistake at once.
//
// Field names: a question's id; beside it ID-lon and ID-lat (location), ID-words, ID-uprn, ID-line, ID-town,
// ID-postcode (address), ID-remove (file).
#pragma once

#include "input.hpp"
#include "way.hpp"

#include <base/result.hpp>
#include <council/council.hpp>
#include <http/request.hpp>
#include <places/places.hpp>

#include <map>
#include <string>
#include <vector>

namespace guildhall::forms {

constexpr std::size_t largest_photo = 10 * 1024 * 1024;

/// What the gazetteer offers for an address question, by the question's id.
using Offers = std::map<std::string, std::vector<places::Address>, std::less<>>;

/// An address question is answered in two steps, or by hand: words to look up, then one of the addresses found. The
/// fields that came say which.
enum class AddressStep { search, choose, by_hand };
AddressStep address_step(services::Question const& question, http::Form const& form);

/// Looks up what was typed or chosen in the page's address questions.
Offers look_up(db::Snapshot& snapshot, Step const& step, http::Form const& form);

/// The photo that was sent for a question; null for none. A file input that was left empty is none.
http::Upload const* upload_for(http::Request const& request, std::string_view question);

/// `kept`: the draft's answers, for photos that are there already.
Parsed<PageInput> read_page(Step const& step, http::Request const& request, Offers const& offers, Answers const& kept,
                            council::Council const& council);

/// The fields that a page shows for answers that were given before.
http::Form as_typed(Step const& step, Answers const& answers);

}
