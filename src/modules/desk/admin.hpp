// The page for administrators. A function of a plain view.
#pragma once

#include <base/result.hpp>
#include <identity/identity.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <string>
#include <utility>
#include <vector>

namespace guildhall::desk {

struct AdminView {
    std::string csrf;
    std::vector<identity::StaffMember> members;
    std::vector<std::pair<std::string, std::string>> teams;    ///< slug and name
    std::vector<std::pair<std::string, std::string>> services; ///< id and title
    std::int64_t backlog = 0;
    std::size_t dead_letters = 0; ///< counted up to 100
    std::string new_link, new_link_for;
    struct Typed {
        std::string name, email;
        std::vector<std::string> roles, teams;
        std::vector<FieldError> errors;
    } typed;
};
ui::Html admin_page(AdminView const& view, ui::Translator const& t);

}
