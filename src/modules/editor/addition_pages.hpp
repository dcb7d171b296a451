// The forms of what is new, as markup.
#pragma once

#include "fields.hpp"

namespace guildhall::editor {

enum class Addition { question, ending, stage, decision };

struct AdditionView {
    Addition kind = Addition::question;
    http::Form typed;
    std::vector<FieldError> errors;
    std::string csrf, service;
    std::int64_t revision = 0;
    std::string just_added; ///< another one was added a moment ago
};
std::string addition_title(Addition kind, ui::Translator const& t);
ui::Html addition_page(AdditionView const& view, ui::Translator const& t);

}
