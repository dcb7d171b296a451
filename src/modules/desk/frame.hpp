// What every page of the desk has: the bar, the keys, the reader's language.
#pragma once

#include <desk/desk.hpp>

#include <base/result.hpp>
#include <ui/desk_prose.hpp>
#include <ui/prose.hpp>
#include <ui/translator.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::desk {

ui::Translator translator_of(http::Request const& request, Deps const& deps);

/// The page around `content`, which brings its panes.
http::Response framed(http::Request const& request, Deps const& deps, identity::StaffPage const& shown,
                      ui::Html const& content);

/// A page of one pane.
ui::Html one_pane(ui::Html const& content);

using ui::link;
using ui::paragraph;
using ui::desk::heading;
using ui::desk::scrolling;
using ui::desk::subheading;

}
