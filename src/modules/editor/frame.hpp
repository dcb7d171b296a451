// What the editor's pages have in common: the bar, addresses, small forms.
#pragma once

#include <editor/editor.hpp>

#include <ui/desk_prose.hpp>
#include <ui/html.hpp>
#include <ui/prose.hpp>
#include <ui/translator.hpp>

#include <string>
#include <string_view>

namespace guildhall::editor {

using ui::link;
using ui::paragraph;
using ui::desk::heading;
using ui::desk::scrolling;
using ui::desk::subheading;

ui::Translator translator_of(http::Request const& request, Deps const& deps);

struct Shown {
    int status = 200;
    std::string title;
    bool has_preview = false; ///< the page holds a frame with a page of ours
};
http::Response framed(http::Request const& request, Deps const& deps, Shown const& shown, ui::Html const& content);

/// "/admin/services", or what lies below a service: address("order-bin", "review").
std::string address();
std::string address(std::string_view service, std::string_view place = {});

ui::Html quiet(std::string_view words); ///< a paragraph that explains, paler
/// A form that posts, with its token inside.
ui::Html form_to(std::string_view action, std::string_view csrf, ui::Html const& inside);
/// A button that is a form of its own; `more` are its hidden fields, `about` what a screen reader adds.
ui::Html small_button(std::string_view action, std::string_view csrf, std::string_view words, ui::Html const& more = {},
                      std::string_view about = {});

}
