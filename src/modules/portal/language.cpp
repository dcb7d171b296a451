#include "language.hpp"

#include <algorithm>

namespace guildhall::portal {

ui::Language language_of(http::Request const& request, ui::Brand const& brand)
{
    auto const wished = ui::language_from(request.header("accept-language"), request.cookie("language"));
    if (brand.languages.empty()) return ui::Language::en;
    return std::ranges::find(brand.languages, wished) != brand.languages.end() ? wished : brand.languages.front();
}

std::optional<ui::Language> chosen_language(std::string_view tag, ui::Brand const& brand)
{
    auto const found = std::ranges::find(brand.languages, tag, ui::tag_of);
    if (found == brand.languages.end()) return std::nullopt;
    return *found;
}

std::string own_path(std::string_view wanted)
{
    // Browsers read "//" and "/\" as another host; anything beyond plain printable characters has been encoded by us.
    bool const ours = wanted.starts_with('/') && !wanted.starts_with("//") && wanted.size() <= 1'000;
    bool const plain = std::ranges::all_of(
        wanted, [](char c) { return c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>'; });
    if (!ours || !plain || wanted.starts_with("/language")) return "/";
    return std::string{wanted};
}

}
