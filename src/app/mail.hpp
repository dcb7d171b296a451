// How a site's mail leaves.
#pragma once

#include <notify/notify.hpp>

#include <filesystem>
#include <memory>
#include <optional>

namespace guildhall::app {

/// SMTP where it is configured; a folder in the demo; else a sender that says what is missing, so that mail waits.
std::unique_ptr<notify::Sender> make_sender(std::optional<notify::SmtpOptions> smtp, bool is_demo,
                                            std::filesystem::path const& folder);

}
