// Which language a page is in, and where the choice of one leads back to.
#pragma once

#include <http/request.hpp>
#include <ui/page.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::portal {

/// The reader's choice or the browser's wish, among the languages that the council has.
ui::Language language_of(http::Request const& request, ui::Brand const& brand);
/// A language that the council has, by its tag.
std::optional<ui::Language> chosen_language(std::string_view tag, ui::Brand const& brand);
/// `wanted` where it is a path of this site, otherwise "/": nobody is led to another site from here.
std::string own_path(std::string_view wanted);

}
