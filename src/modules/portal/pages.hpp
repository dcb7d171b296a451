#pragma once

#include "views.hpp"

#include <ui/page.hpp>

namespace guildhall::portal {

ui::Html home_page(HomeView const& view, ui::Translator const& t, ui::Brand const& brand);
ui::Html services_page(ServicesView const& view, ui::Translator const& t);
ui::Html search_page(SearchView const& view, ui::Translator const& t);

// standing.cpp
ui::Html contact_page(ui::Translator const& t, ui::Brand const& brand);
ui::Html accessibility_page(ui::Translator const& t, ui::Brand const& brand);
ui::Html privacy_page(ui::Translator const& t, ui::Brand const& brand, services::Catalogue const& catalogue);
ui::Html cookies_page(ui::Translator const& t, bool secure);

/// The heading of a verb's services: "Report a problem".
std::string task_name(std::string_view verb, ui::Translator const& t);

}
