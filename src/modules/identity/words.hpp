// How lists of roles and teams are stored: words with a space between them.
#pragma once

#include <base/actor.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::identity {

std::vector<std::string> words_from(std::string_view stored);
std::string joined(std::vector<std::string> const& words);
std::vector<Role> roles_from(std::string_view stored);
/// Lower case and without spaces around it; nothing where it is no email address.
std::optional<std::string> email_from(std::string_view typed);

}
