// A UK postcode by its form (BS 7666): outward code, space, inward code. Whether it exists is the gazetteer's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

class Postcode {
public:
    /// Spaces and case do not matter: "zz11aa" is "ZZ1 1AA".
    static std::optional<Postcode> parse(std::string_view typed);
    [[nodiscard]] std::string const& str() const { return text_; } ///< with its space
    bool operator==(Postcode const&) const = default;

private:
    explicit Postcode(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

}
