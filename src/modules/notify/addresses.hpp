// Which addresses we send to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::notify {

/// The address in the form that is kept and compared; nothing where it is none.
std::optional<std::string> mail_address(std::string_view typed);

}
