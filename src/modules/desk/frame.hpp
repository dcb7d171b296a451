// What every page of the desk has: the bar, the keys, the reader's language.
#pragma once

#include <desk/desk.hpp>

#include <base/result.hpp>
#include <ui/prose.hpp>
#include <ui/translator.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::desk {

ui::Translator translator_of(http::Request const& request, Deps const& deps);

struct Shown {
    int status = 200;
    std::string title;
    std::string_view section = "cases";
};
/// The page around `content`, which brings its panes.
http::Response framed(http::Request const& request, Deps const& deps, Shown const& shown, ui::Html const& content);

/// A page of one pane.
ui::Html one_pane(ui::Html const& content);

using ui::link;
using ui::paragraph;

/// Headings of the desk are smaller than a resident's.
ui::Html heading(std::string const& words);    ///< <h1>
ui::Html subheading(std::string const& words); ///< <h2>
/// A table that scrolls by itself where the screen is narrow; `name` is what a screen reader says.
ui::Html scrolling(std::string const& name, ui::Html const& table);

}
