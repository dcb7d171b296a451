// Styles and scripts, part of the binary. Names carry a hash of the bytes, so browsers keep them for ever.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace guildhall::ui {

struct StaticAsset {
    std::string path; ///< "/assets/app-1a2b3c4d.css"
    std::string_view content_type;
    std::string_view bytes;
};
std::span<StaticAsset const> assets();
/// The path of "app.css", "app.js", "desk.css", "desk.js".
std::string const& asset_path(std::string_view name);

/// The policy every page is served with: our own files only, and the one inline snippet by its hash.
std::string const& content_security_policy();

}
