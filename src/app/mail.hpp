// How a site's messages leave.
#pragma once

#include <council/council.hpp>
#include <notify/notify.hpp>

#include <filesystem>
#include <memory>
#include <optional>

namespace guildhall::app {

/// SMTP where it is configured; a folder in the demo; else a sender that says what is missing, so that mail waits.
std::unique_ptr<notify::Sender> make_sender(std::optional<notify::SmtpOptions> smtp, bool is_demo,
                                            std::filesystem::path const& folder);

/// GOV.UK Notify where council.toml names it, but not in the demo, which keeps everything in its folder. Throws
/// std::runtime_error with what to write instead.
std::unique_ptr<notify::Gateway> make_gateway(council::Settings const& settings, Clock const& clock);
/// The token of its calls; empty where there is none.
Secret callback_token_of(council::Settings const& settings);

}
