#include "pages.hpp"

#include <ui/components/fields.hpp>
#include <ui/prose.hpp>

namespace guildhall::identity {

using namespace ui::literals;
using ui::heading;

ui::Html sign_in_form(SignInView const& view, ui::Translator const& t)
{
    auto const why =
        view.unsent ? ui::paragraph(t("Your session has ended. Sign in again: what you wrote is kept.")) : ui::Html{};
    return ui::html(heading(t("Sign in to the desk")), why,
                    "<form method=\"post\" action=\"/desk/sign-in\" novalidate>\n"_html, ui::hidden("csrf", view.csrf),
                    ui::hidden("next", view.next), view.unsent ? carrying(*view.unsent) : ui::Html{},
                    ui::input({.name = "email",
                               .label = {.text = t("Email address")},
                               .error = error_of(view.errors, "email", t),
                               .value = view.email,
                               .type = "email",
                               .autocomplete = "username",
                               .spellcheck = false,
                               .classes = "govuk-input--width-20"}),
                    ui::input({.name = "password",
                               .label = {.text = t("Password")},
                               .error = error_of(view.errors, "password", t),
                               .type = "password",
                               .autocomplete = "current-password",
                               .spellcheck = false,
                               .classes = "govuk-input--width-20"}),
                    ui::button({.text = t("Sign in")}), "</form>\n"_html);
}

ui::Html password_form(PasswordView const& view, ui::Translator const& t)
{
    return ui::html(
        heading(t("Choose a password")), "<p class=\"govuk-body\">"_html, t("For {email}", {{"email", view.email}}),
        "</p>\n<form method=\"post\" action=\""_html, view.action, "\" novalidate>\n"_html,
        ui::hidden("csrf", view.csrf), "<input type=\"hidden\" name=\"email\" autocomplete=\"username\" value=\""_html,
        view.email, "\">\n"_html,
        ui::input({.name = "password",
                   .label = {.text = t("Password")},
                   .hint = {.text = t("Use 10 characters or more. Three words that do not belong together work well.")},
                   .error = error_of(view.errors, "password", t),
                   .type = "password",
                   .autocomplete = "new-password",
                   .spellcheck = false,
                   .classes = "govuk-input--width-20"}),
        ui::button({.text = t("Save password")}), "</form>\n"_html);
}

ui::Html old_link(ui::Translator const& t)
{
    return ui::html(heading(t("This link no longer works")), "<p class=\"govuk-body\">"_html,
                    t("It was used, or it is older than three days. Ask an administrator for a new one."),
                    "</p>\n"_html);
}

}
