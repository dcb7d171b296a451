// What was sent to the desk when the session had ended. It waits in the body of the sign-in page, and after signing in
// the person presses once more: nothing typed is lost, and nothing is done that nobody signed in asked for
// (docs/adr/0007).
#pragma once

#include <identity/identity.hpp>

#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guildhall::identity {

struct Unsent {
    std::string path; ///< of the form, below /desk or /admin
    std::vector<std::pair<std::string, std::string>> fields;
};

/// From the request that met no session; nothing where it was not a form of ours, sent from a page of ours.
std::optional<Unsent> unsent_of(http::Request const& request);
/// From the sign-in form, which carried it along.
std::optional<Unsent> carried_unsent(http::Form const& form);

/// Hidden fields for the sign-in form.
ui::Html carrying(Unsent const& unsent);
/// What was typed, and the button that sends it now.
ui::Html unsent_form(Unsent const& unsent, std::string const& csrf, ui::Translator const& t);

/// Below /desk or /admin and without anything that could lead elsewhere.
bool is_own_path(std::string_view path);

/// The sign-in page. It carries what was not sent, whether it comes from a form of the desk or from itself.
http::Response sign_in_page(http::Request const& request, Deps& deps, int status, std::string email,
                            std::vector<FieldError> errors);

}
