// A page of a definition that nobody can begin yet, as people would see it: for whoever writes it. It cannot be sent.
#pragma once

#include <council/council.hpp>
#include <services/definition.hpp>
#include <ui/html.hpp>

#include <optional>
#include <string_view>

namespace guildhall::forms {

/// The whole document: "start" is the start page, else a page's id, also one of a row. Nothing where there is none.
/// Conditions are left aside: every question of the page is shown.
std::optional<ui::Html> preview_page(council::Council const& council, services::Definition const& definition,
                                     std::string_view page);
/// Any content in the same frame: an early end, a message.
ui::Html preview_frame(council::Council const& council, std::string_view title, ui::Html const& content);

}
