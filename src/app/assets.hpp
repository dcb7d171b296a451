// The files of the site that are the same for everybody: styles, scripts, the icon, the brand's colours, robots.txt.
#pragma once

#include <council/council.hpp>
#include <http/router.hpp>

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guildhall::app {

/// A file of one council's own. Its path carries a hash of its bytes.
struct BrandFile {
    std::string path;
    std::string bytes;
    std::string_view content_type;
};
/// The one stylesheet of a council's public pages: the product's with the brand's colours after it, because each file
/// is a request that a phone waits for.
BrandFile stylesheet_of(ui::Brand const& brand);
/// Nothing where the council has no logo. Throws std::runtime_error where its file cannot be read.
std::optional<BrandFile> logo_of(council::Settings const& settings);

/// The council's own font files with their weights, as brand.font_files will name them.
std::vector<std::pair<BrandFile, int>> fonts_of(council::Settings const& settings);

/// Bytes of one site and their encodings; lives as long as its router.
class Assets {
public:
    explicit Assets(council::Settings const& settings);
    void add_routes(http::Router& router) const;

private:
    struct File {
        std::string path;
        std::string text; ///< where the bytes are made for this site
        http::Asset asset;
    };
    void add(std::string path, std::string_view bytes, std::string_view content_type, bool immutable);
    void add_own(BrandFile file);
    void add_text(std::string path, std::string text, std::string_view content_type, bool immutable);
    std::deque<File> files_; ///< stable addresses: routes point at them
};

}
