// What the pages of figures are made of: tables with bars that read the same with styles, without them, and aloud.
#pragma once

#include <ui/components/blocks.hpp>
#include <ui/desk_prose.hpp>
#include <ui/html.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace guildhall::insight {

using ui::desk::heading;
using ui::desk::subheading;

/// A table that scrolls by itself where the screen is narrow.
inline ui::Html scrolling(std::string_view name, ui::Table const& table)
{
    return ui::desk::scrolling(name, ui::table(table));
}
ui::Cell words(std::string const& text);
ui::Cell numeric(std::string const& text);
ui::Cell number(std::int64_t value);
/// A bar that every browser draws, in whole per cents, and the number beside it. Empty where there is nothing to share.
ui::Cell bar(std::int64_t part, std::int64_t whole, std::string const& label);

/// "/admin/insight/forms/report-pothole", or a place below it.
std::string path_of(std::string_view service, std::string_view place = {});

}
