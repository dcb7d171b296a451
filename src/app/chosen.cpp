#include "chosen.hpp"

#include <council/council.hpp>

#include <fmt/format.h>

#include <stdexcept>

namespace guildhall::app {

std::string slug_of(CouncilPlace const& place)
{
    if (std::filesystem::exists(place.folder / "council.toml")) return council::read_settings(place.folder).slug;
    return place.folder.filename().string();
}

std::vector<NamedCouncil> chosen(Settings const& settings, std::string_view slug)
{
    std::vector<NamedCouncil> found;
    std::string names;
    for (auto const& place : settings.councils) {
        NamedCouncil named{slug_of(place), place};
        names += (names.empty() ? "" : ", ") + named.slug;
        if (slug.empty() || named.slug == slug) found.push_back(std::move(named));
    }
    if (found.empty())
        throw std::runtime_error(fmt::format("The configuration has no council \"{}\". It has: {}.", slug, names));
    return found;
}

}
