// One-time links. GET shows whom a link is for; only a POST uses it up, so that a mail scanner does not.
#pragma once

#include <identity/identity.hpp>

namespace guildhall::identity {

std::optional<StaffMember> member_of_link(db::Snapshot& snapshot, Secret const& token, Time now);
/// Uses the link and sets the password, once.
Result<PersonId, Refusal> use_link(db::Tx& tx, Secret const& token, PasswordHash const& password);

}
