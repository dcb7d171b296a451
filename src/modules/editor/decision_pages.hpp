// A decision table as a table to fill in, as markup.
#pragma once

#include "decision_table.hpp"
#include "work.hpp"

#include <map>

namespace guildhall::editor {

/// What the check says of cells and headings, and what a row that was tried gives.
struct TableWords {
    std::map<std::string, std::string, std::less<>> cells; ///< by the name of the input: "cell-0-2", "input-1"
    std::vector<services::Problem> table;                  ///< what is wrong as a whole
    std::vector<std::string> findings;                     ///< overlaps, gaps
    std::string tried;                                     ///< what the table gives; empty: nothing was tried
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
