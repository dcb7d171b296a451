// Words that content designers write: paragraphs, lists with "* ", headings with "## ", and **strong** words. Nothing
// else has a meaning, and nothing written becomes markup by itself.
#pragma once

#include <ui/html.hpp>

#include <string_view>

namespace guildhall::ui {

Html markdown(std::string_view text);

}
