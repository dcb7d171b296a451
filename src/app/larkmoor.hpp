// Larkmoor, the demo council: everything and everybody in it is invented.
#pragma once

#include "site.hpp"

#include <base/secret.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace guildhall::app {

struct DemoAccount {
    std::string email;
    std::string name;
    Secret passphrase;
};

/// The council's folder, made where it is not there yet: settings and master key. Returns the key.
std::string prepare_larkmoor(std::filesystem::path const& folder);
/// Its addresses, streets and areas, where it has none yet.
void import_larkmoor(Site& site);
/// Staff accounts, made where there are none yet. Their passphrases are kept beside the council, so that a later start
/// can show them again; demo councils alone have such a file.
std::vector<DemoAccount> demo_accounts(Site& site);

}
