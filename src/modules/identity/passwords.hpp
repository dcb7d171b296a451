// Argon2id behind a door that lets two through at a time.
#pragma once

#include <base/secret.hpp>

#include <string>

namespace guildhall::identity {

bool verify_password(std::string const& hash, Secret const& password);
/// A hash that no password fits, made once with the same cost: verifying against it takes as long as a real one.
std::string const& hash_of_nobody();

}
