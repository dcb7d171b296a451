// The council that receives a replay.
#pragma once

#include "map.hpp"

#include "../site.hpp"

#include <base/secret.hpp>

#include <filesystem>
#include <string>

namespace guildhall::replay {

constexpr std::string_view staff_email = "replay@replay.example";

/// The folder, made where it is not there yet, opened with the map's boundary and time zone.
app::SiteOptions options_for(std::filesystem::path const& folder, Map const& map,
                             std::unique_ptr<notify::Sender> sender);

/// Throws std::runtime_error with file and line where the map names a question or an answer that the service does not
/// have, or with a remedy where the council holds cases already.
void check_council(app::Site& site, Map const& map);

/// The one who works the cases and exports them. Returns the password, which is new and kept nowhere.
Secret add_staff(app::Site& site);

}
