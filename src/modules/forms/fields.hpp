// From what a browser sends to answers, and back: one page's questions are decoded and checked together, so that a
// person sees every mistake at once.
//
// Field names: a question's id; beside it ID-lon and ID-lat (location), ID-words, ID-uprn, ID-line, ID-town,
// ID-postcode (address), ID-day, ID-month, ID-year (date), ID-first, ID-last and ID-born-day... (person), ID-number
// (business), ID-how and ID-why (consent), ID-DOCUMENT, ID-remove, ID-later (file).
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

constexpr std::size_t largest_file = 10 * 1024 * 1024;

/// What a page offers beyond its definition, looked up for one question.
struct Offer {
    std::vector<places::Address> addresses;
    std::vector<ChosenPlace> places;       ///< nearest first
    std::vector<services::Choice> choices; ///< where the definition has them worked out
    std::string ward;                      ///< of the point that came with a location
};
using Offers = std::map<std::string, Offer, std::less<>>;

/// The question's offer, or one of nothing.
Offer const& offer_for(Offers const& offers, services::Question const& question);
/// What a choice chooses from: its own list, or the one that was worked out.
std::vector<services::Choice> const& choices_of(services::Question const& question, Offers const& offers);

/// An address question is answered in two steps, or by hand: words to look up, then one of the addresses found. The
/// fields that came say which.
enum class AddressStep { search, choose, by_hand };
AddressStep address_step(services::Question const& question, http::Form const& form);

/// Whether a page's questions offer something that must be looked up.
bool needs_look_up(Step const& step);
/// Looks up what was typed or chosen in the page's address questions, and the ward of a point.
void look_up(db::Snapshot& snapshot, Step const& step, http::Form const& form, Offers& offers);

/// The places that `nearest` questions offer, from the address or location that they measure from.
void look_for_nearest(db::Snapshot& snapshot, Step const& step, Facts const& facts, Answers const& given,
                      Offers& offers);

/// The field of a file input: the question's id, or one for each of its documents.
std::string file_field(services::Question const& question, std::string_view document);
/// How many files an answer may have.
std::size_t most_files(services::Question const& question);

/// `kept`: the answers that are there already, for files.
Parsed<PageInput> read_page(Step const& step, http::Request const& request, Offers const& offers, Answers const& kept,
                            council::Council const& council);

/// The fields that a page shows for answers that were given before.
http::Form as_typed(Step const& step, Answers const& answers);

}
