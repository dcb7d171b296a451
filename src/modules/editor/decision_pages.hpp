// A decision table as a table to fill in, as markup.
#pragma once

#include "decision_table.hpp"
#include "work.hpp"

#include <map>

namespace guildhall::editor {

/// What the engine says of a cell or a rule, and of a row that was tried.
struct TableWords {
    std::map<std::pair<std::size_t, std::size_t>, std::string> cells; ///< by row and column
    std::vector<std::string> table;                                   ///< headings, and what is wrong as a whole
    std::vector<std::string> findings;                                ///< overlaps, gaps
    std::string tried; ///< what the table gives; empty: nothing was tried
};

struct DecisionView {
    std::string id, csrf;
    TableForm table;
    TableWords words;
    http::Form typed; ///< of the row to try
    bool was_saved = false;
    std::optional<Message> refused;
    std::optional<Message> import_problem;
};
ui::Html decision_page(Work const& work, DecisionView const& view, ui::Translator const& t);

}
