// The plain words of staff pages: denser than a resident's, with smaller headings.
#pragma once

#include <ui/html.hpp>

#include <string_view>

namespace guildhall::ui::desk {

Html heading(std::string_view words);    ///< the page's <h1>
Html subheading(std::string_view words); ///< an <h2>
/// A table that scrolls by itself where the screen is narrow; `name` is what a screen reader says.
Html scrolling(std::string_view name, Html const& table);

}
