// What every page of the desk has: the bar, the keys, the reader's language.
#pragma once

#include <desk/desk.hpp>

#include <base/result.hpp>
#include <ui/components/fields.hpp>
#include <ui/html.hpp>
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

ui::Html error_summary_of(std::vector<FieldError> const& errors, ui::Translator const& t);
ui::ErrorMessage error_of(std::vector<FieldError> const& errors, std::string_view field, ui::Translator const& t);

ui::Html heading(std::string const& words);    ///< <h1>
ui::Html subheading(std::string const& words); ///< <h2>
ui::Html paragraph(std::string const& words);
/// A table that scrolls by itself where the screen is narrow; `name` is what a screen reader says.
ui::Html scrolling(std::string const& name, ui::Html const& table);

}
