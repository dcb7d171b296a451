// Pieces of GOV.UK Notify's contract that more than one file needs.
#pragma once

#include <notify/channels.hpp>

#include <string>
#include <string_view>

namespace guildhall::notify {

/// HS256, issued now: Notify takes it for 30 seconds. The key has been checked.
std::string json_web_token(Secret const& api_key, Time now);
bool is_uuid(std::string_view text);
/// "" where there is none.
std::string problem_of(GovNotifyOptions const& options);
/// What a status of the contract means.
Fate fate_named(std::string_view status);

}
