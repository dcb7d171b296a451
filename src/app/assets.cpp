#include "assets.hpp"

#include "settings.hpp"

#include <base/file.hpp>
#include <base/secret.hpp>
#include <http/response.hpp>
#include <ui/assets.hpp>

#include <algorithm>

namespace guildhall::app {

namespace {

/// A gate under a roof: a guildhall, in the council's own colours.
std::string icon(ui::Brand const& brand)
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"6\" "
           "fill=\"" +
           brand.colour + "\"/><path d=\"M4 13 16 5l12 8v2H4z\" fill=\"" + brand.accent +
           "\"/><path d=\"M6 17h3v8H6zm17 0h3v8h-3zM12 26v-5a4 4 0 0 1 8 0v5zM4 26h24v2H4z\" fill=\"#fff\"/></svg>\n";
}

/// Forms, tracking and the desk are of no use in a search engine.
constexpr std::string_view robots =
    "User-agent: *\nDisallow: /desk\nDisallow: /admin\nDisallow: /track/\nDisallow: /services/*/\n";

BrandFile brand_file(std::string bytes, std::string_view extension, std::string_view content_type)
{
    auto path = "/assets/council-" + sha256_hex(bytes).substr(0, 10);
    return {path.append(extension), std::move(bytes), content_type};
}

}

BrandFile stylesheet_of(ui::Brand const& brand)
{
    auto const& product = ui::asset_path("app.css");
    auto const is_product = [&](ui::StaticAsset const& file) { return file.path == product; };
    std::string text{std::ranges::find_if(ui::assets(), is_product)->bytes};
    text += ui::brand_css(brand);
    return brand_file(std::move(text), ".css", "text/css; charset=utf-8");
}

std::optional<BrandFile> logo_of(council::Settings const& settings)
{
    if (settings.logo.empty()) return {};
    auto const extension = settings.logo.extension().string();
    auto const type = extension == ".svg" ? "image/svg+xml" : extension == ".png" ? "image/png" : "image/webp";
    return brand_file(read_file(settings.logo), extension, type);
}

std::vector<std::pair<BrandFile, int>> fonts_of(council::Settings const& settings)
{
    std::vector<std::pair<BrandFile, int>> fonts;
    for (auto const& font : settings.font_files)
        fonts.emplace_back(brand_file(read_file(font.file), ".woff2", "font/woff2"), font.weight);
    return fonts;
}

Assets::Assets(council::Settings const& settings)
{
    auto const& brand = settings.brand;
    for (auto const& file : ui::assets()) {
        if (file.path != ui::asset_path("app.css")) add(file.path, file.bytes, file.content_type, true);
    }
    add_own(stylesheet_of(brand));
    if (auto logo = logo_of(settings)) add_own(std::move(*logo));
    for (auto& [font, weight] : fonts_of(settings)) add_own(std::move(font));
    add_text("/favicon.svg", icon(brand), "image/svg+xml", false);
    add("/robots.txt", robots, "text/plain; charset=utf-8", false);
}

void Assets::add(std::string path, std::string_view bytes, std::string_view content_type, bool immutable)
{
    files_.push_back({std::move(path), {}, http::make_asset(bytes, content_type, immutable)});
}

void Assets::add_own(BrandFile file)
{
    add_text(std::move(file.path), std::move(file.bytes), file.content_type, true);
}

void Assets::add_text(std::string path, std::string text, std::string_view content_type, bool immutable)
{
    auto& file = files_.emplace_back(File{std::move(path), std::move(text), {}});
    file.asset = http::make_asset(file.text, content_type, immutable);
}

void Assets::add_routes(http::Router& router) const
{
    for (auto const& file : files_) {
        router.get(file.path, http::anyone(), [&file](http::Request const&) {
            http::Response response;
            response.body = &file.asset;
            return response;
        });
    }
}

}
