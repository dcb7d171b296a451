// Where a case is, to the street and no nearer: what lists, exports and tracking may show of an address.
#pragma once

#include <string>
#include <string_view>

namespace guildhall::cases {

/// "Flat 2, 12 Heather Row, Larkmoor" gives "Heather Row, Larkmoor", "Rose Cottage, Mill Lane" gives "Mill Lane". Where
/// no street can be told from a house's name, only the last part is kept.
std::string street_of_address(std::string_view lines);
/// What somebody wrote about a place, without numbers of houses and not longer than 100 characters.
std::string street_of_words(std::string_view words);

}
