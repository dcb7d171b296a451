// The list of services, and the form of a new one, as markup.
#pragma once

#include "frame.hpp"

#include <ui/translator.hpp>

#include <string>
#include <vector>

namespace guildhall::editor {

enum class State { published, draft, in_review, approved, scheduled, withdrawn, file_gone, not_open };
std::string_view name_of(State state); ///< "in-review", in addresses
std::string words_of(State state, ui::Translator const& t);

struct ListView {
    struct Row {
        std::string id, title, team, area;
        std::vector<State> states;
        std::string waits_for;    ///< what this release lacks for it, in words
        std::int64_t version = 0; ///< 0: never published
        std::int64_t started = 0, sent = 0;
    };
    std::vector<Row> rows;
    std::string words, state; ///< what was searched for
    bool was_dropped = false;
};
ui::Html list_page(ListView const& view, ui::Translator const& t);

struct NewView {
    std::string csrf;
    http::Form typed;
    std::vector<FieldError> errors;
    std::vector<std::pair<std::string, std::string>> teams, services;
    std::vector<std::string> areas;
};
ui::Html new_page(NewView const& view, ui::Translator const& t);

}
