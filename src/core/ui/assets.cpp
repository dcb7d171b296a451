#include <ui/assets.hpp>

#include "snippet.hpp"

#include <base/embedded.hpp>
#include <base/secret.hpp>

#include <stdexcept>
#include <vector>

GUILDHALL_EMBEDDED(ui_web)

namespace guildhall::ui {

namespace {

struct Assets {
    std::vector<StaticAsset> all;
    std::vector<std::string_view> names;

    Assets()
    {
        for (auto const& file : embedded::ui_web()) {
            auto const dot = file.name.rfind('.');
            auto const hash = sha256_hex(file.bytes).substr(0, 10);
            auto const is_css = file.name.ends_with(".css");
            all.push_back(
                {"/assets/" + std::string{file.name.substr(0, dot)} + "-" + hash + std::string{file.name.substr(dot)},
                 is_css ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8", file.bytes});
            names.push_back(file.name);
        }
    }
};

Assets const& made()
{
    static Assets const assets;
    return assets;
}

}

std::span<StaticAsset const> assets()
{
    return made().all;
}

std::string const& asset_path(std::string_view name)
{
    auto const& assets = made();
    for (std::size_t i = 0; i < assets.names.size(); ++i) {
        if (assets.names[i] == name) return assets.all[i].path;
    }
    throw std::logic_error("There is no asset " + std::string{name});
}

std::string const& content_security_policy()
{
    static std::string const policy =
        "default-src 'none'; script-src 'self' 'sha256-" + sha256_base64(inline_snippet.view()) +
        "'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
    return policy;
}

}
