// Which addresses we send to.
#pragma once

#include <notify/channels.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::notify {

/// The address in the form that is kept and compared; nothing where it is none.
std::optional<std::string> mail_address(std::string_view typed);

/// Three to seven lines, the last one a UK postcode; nothing where it is none.
std::optional<std::string> postal_address(std::string_view typed);

/// The way with its address as it is kept; nothing where it is none.
std::optional<Way> valid_way(Way const& way);

/// In words for staff.
std::string_view complaint_about(Channel channel);

}
