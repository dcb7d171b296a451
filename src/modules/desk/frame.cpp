#include "frame.hpp"

#include <council/council.hpp>
#include <ui/components/blocks.hpp>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

ui::Html key_line(ui::Markup key, std::string const& words)
{
    return ui::html("<dt><kbd>"_html, key, "</kbd></dt><dd>"_html, words, "</dd>\n"_html);
}

/// Opened by "?"; it lists what web/scripts/desk.mjs listens to.
ui::Html keys_dialog(ui::Translator const& t)
{
    return ui::html("<dialog class=\"d-keys\" aria-labelledby=\"keys-title\"><h2 id=\"keys-title\">"_html, t("Keys"),
                    "</h2>\n<dl class=\"d-facts\">\n"_html, key_line("j"_html, t("Next case in the list")),
                    key_line("k"_html, t("Case before it")), key_line("Enter"_html, t("Open the case")),
                    key_line("/"_html, t("Find by reference")), key_line("a"_html, t("Give the case to somebody")),
                    key_line("m"_html, t("Move the case on")), key_line("n"_html, t("Write a note")),
                    key_line("c"_html, t("Close the case")), key_line("u"_html, t("Undo")),
                    key_line("q"_html, t("Back to the list")), key_line("?"_html, t("Show these keys")),
                    "</dl>\n<form method=\"dialog\">"_html,
                    ui::button({.text = t("Close"), .classes = "govuk-button--secondary"}), "</form></dialog>\n"_html);
}

}

ui::Translator translator_of(http::Request const& request, Deps const& deps)
{
    return deps.cases.council.translator(
        ui::language_from(request.header("accept-language"), request.cookie("language")));
}

http::Response framed(http::Request const& request, Deps const& deps, identity::StaffPage const& shown,
                      ui::Html const& content)
{
    auto const t = translator_of(request, deps);
    return identity::staff_page(request, t, deps.cases.council.brand(), shown, ui::html(content, keys_dialog(t)));
}

ui::Html one_pane(ui::Html const& content)
{
    return ui::html("<div class=\"d-pane d-wide\">\n"_html, content, "</div>\n"_html);
}

}
