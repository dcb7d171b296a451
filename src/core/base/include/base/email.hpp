// An email address that a message can be sent to: what mailboxes really look like (a dot-atom, "@", a host name of at
// least two labels; RFC 5321 limits of 64, 63 and 254 characters). Quoted local parts, comments and IP literals are
// legal in RFC 5322 and refused here: nobody who types one into a form means it. No line break can be inside one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall {

class Email {
public:
    /// Trims spaces around it. The domain becomes lower case; the local part stays as typed.
    static std::optional<Email> parse(std::string_view typed);
    [[nodiscard]] std::string const& str() const { return text_; }
    bool operator==(Email const&) const = default;

private:
    explicit Email(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

}
