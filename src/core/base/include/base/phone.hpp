// A telephone number: UK numbers as people write them, others with + or 00 and their country code (ITU-T E.164: at most
// 15 digits). Kept as "+441632960001".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

class Phone {
public:
    static std::optional<Phone> parse(std::string_view typed);
    [[nodiscard]] std::string const& e164() const { return text_; }
    /// As people in the UK write it: "01632 960001", "07700 900123"; others as E.164.
    [[nodiscard]] std::string shown() const;
    bool operator==(Phone const&) const = default;

private:
    explicit Phone(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

}
