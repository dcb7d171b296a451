// Pieces that several pages of this room share.
#pragma once

#include <services/services.hpp>
#include <ui/page.hpp>
#include <ui/prose.hpp>

#include <string>
#include <string_view>

namespace guildhall::portal {

using ui::heading;
using ui::link;
using ui::paragraph;
using ui::subheading;

ui::Html search_form(ui::Translator const& t, std::string const& typed = {}, bool hide_label = false);
/// A service's own words are English: said so where the page is not.
ui::Html in_english(ui::Translator const& t, std::string_view words);
/// A sentence of a service in the reader's language, else in English: own_words(t, service, &Definition::title).
ui::Html own_words(ui::Translator const& t, services::Version const& service,
                   std::string services::Definition::*sentence);
std::string path_of(services::Version const& service);
/// "where I live" as a heading.
std::string capitalised(std::string words);

/// How to reach a person: phone with what deaf people dial, hours, address. Nothing where the council gives none.
ui::Html ways_to_reach(ui::Translator const& t, ui::Brand const& brand);

}
