// Which of the configured councils a command is about.
#pragma once

#include "settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::app {

struct NamedCouncil {
    std::string slug;
    CouncilPlace place;
};

/// The short name in the council's own settings; where it has none yet, its folder's name.
std::string slug_of(CouncilPlace const& place);

/// The council of that name, or every one for "". Throws std::runtime_error that lists the names.
std::vector<NamedCouncil> chosen(Settings const& settings, std::string_view slug);

}
