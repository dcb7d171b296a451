#include "lookup.hpp"

#include "names.hpp"

#include <base/date.hpp>
#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace guildhall::people {

namespace {

std::int64_t keyed_hash(std::string_view secret, int kind, std::string_view value)
{
    // The kind is part of what is hashed, so that a postcode and a name that read alike do not meet.
    auto const text = fmt::format("people {} {}", kind, value);
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       reinterpret_cast<unsigned char const*>(secret.data()), secret.size());
    std::int64_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return number & INT64_MAX;
}

}

std::vector<Lookup> lookups_of(std::string_view secret, Details const& details)
{
    std::vector<Lookup> lookups;
    auto const add = [&](Identifier kind, std::string_view value) {
        if (!value.empty()) lookups.push_back({kind, keyed_hash(secret, static_cast<int>(kind), value)});
    };
    add(Identifier::email, folded(details.email));
    add(Identifier::phone, details.phone);
    add(Identifier::postcode, details.postcode);
    if (details.born) add(Identifier::born, iso_date(*details.born));
    add(Identifier::address, !details.uprn.empty() ? details.uprn : plain(details.address + " " + details.postcode));
    add(Identifier::company, plain(details.company_number));
    auto const& surname = details.last.empty() ? details.organisation : details.last;
    if (!details.postcode.empty() && !surname.empty())
        add(Identifier::postcode_name, details.postcode + " " + plain(surname));
    return lookups;
}

std::int64_t hash_of_all(std::string_view secret, Details const& details)
{
    auto all = details;
    all.reference.clear();
    return std::max<std::int64_t>(keyed_hash(secret, 0, all.to_json()), 1); // 0 is for what was forgotten
}

std::optional<Lookup> lookup_of_typed(std::string_view secret, std::string_view typed)
{
    auto const found = [&](Identifier kind, std::string_view value) {
        return Lookup{kind, keyed_hash(secret, static_cast<int>(kind), value)};
    };
    if (auto const email = Email::parse(typed)) return found(Identifier::email, folded(email->str()));
    if (auto const phone = Phone::parse(typed)) return found(Identifier::phone, phone->e164());
    if (auto const postcode = Postcode::parse(typed)) return found(Identifier::postcode, postcode->str());
    return std::nullopt;
}

}
