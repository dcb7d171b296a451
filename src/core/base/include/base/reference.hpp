// What people see, say and type: ten random Crockford characters (50 bits) and a check character,
// shown as "7HK2-9QF3-MTX" and safe to read over the phone (no I, L, O, U; O and I are understood as 0 and 1).
// A reference opens the tracking page, so it is never logged and never in a page that is cached.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

class Reference {
public:
    static Reference random();                                        ///< from the system's random source
    static std::optional<Reference> parse(std::string_view typed);    ///< spaces, hyphens and case do not matter
    static Reference from_stored(std::string stored);                 ///< what stored() gave
    [[nodiscard]] std::string const& stored() const { return text_; } ///< 11 characters, no hyphens
    [[nodiscard]] std::string shown() const;                          ///< "7HK2-9QF3-MTX"
    auto operator<=>(Reference const&) const = default;

private:
    explicit Reference(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

}
