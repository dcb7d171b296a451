#include "addresses.hpp"

#include <base/email.hpp>

namespace guildhall::notify {

std::optional<std::string> mail_address(std::string_view typed)
{
    auto const email = Email::parse(typed);
    if (!email) return std::nullopt;
    return email->str();
}

}
