// What staff see before they are signed in. Functions of plain view structs.
#pragma once

#include "unsent.hpp"

#include <base/result.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::identity {

struct SignInView {
    std::string csrf;
    std::string email;            ///< as typed
    std::string next;             ///< where to go afterwards; "" : the desk
    std::optional<Unsent> unsent; ///< what could not be saved, because the session had ended
    std::vector<FieldError> errors;
};
ui::Html sign_in_form(SignInView const& view, ui::Translator const& t);

struct PasswordView {
    std::string csrf;
    std::string action; ///< path of the form
    std::string email;  ///< whose password it is
    std::vector<FieldError> errors;
};
ui::Html password_form(PasswordView const& view, ui::Translator const& t);

/// A link that was used, or is older than three days.
ui::Html old_link(ui::Translator const& t);

}
