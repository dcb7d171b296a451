// What the pages of this room share.
#pragma once

#include "views.hpp"

namespace guildhall::people {

/// A form with the browser's token that is sent by POST.
ui::Html post_form(std::string const& action, std::string const& csrf, ui::Html const& fields);
ui::Html small_button(std::string const& text);

}
