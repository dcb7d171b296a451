// Keyed hashes of what identifies somebody: two records with the same email address have the same hash, and whoever has
// the database without the council's secret learns no address from it. 63 bits each.
#pragma once

#include <people/details.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace guildhall::people {

/// Kept in people_identifier: never renumbered.
enum class Identifier { email = 1, phone = 2, postcode = 3, born = 4, address = 5, company = 6, postcode_name = 7 };

struct Lookup {
    Identifier kind;
    std::int64_t hash;
};

[[nodiscard]] std::vector<Lookup> lookups_of(std::string_view secret, Details const& details);
/// The same for two sources that say the same, whatever their reference.
[[nodiscard]] std::int64_t hash_of_all(std::string_view secret, Details const& details);
/// What somebody typed into a search, where it is a whole email address, phone number or postcode.
[[nodiscard]] std::optional<Lookup> lookup_of_typed(std::string_view secret, std::string_view typed);

}
