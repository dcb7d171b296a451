// A decision table as its form sends it: texts in cells.
#pragma once

#include <http/request.hpp>
#include <services/source.hpp>

#include <string>
#include <vector>

namespace guildhall::editor {

struct TableForm {
    std::string title, hit;
    std::vector<std::string> inputs, outputs;
    std::vector<std::vector<std::string>> rules; ///< a cell for each input, then for each output
    bool operator==(TableForm const&) const = default;
};
TableForm table_from(services::Written const& decision);
/// What was sent, after the button that was pressed did its work: "add rule", "add input", "add output", "up 2",
/// "down 2", "remove 2", "drop-input 0", "drop-output 1". Cells beyond a bound are left out.
TableForm table_from(http::Form const& form);
/// Writes what differs; false where the text cannot be changed safely.
bool write_table(services::Sheet& sheet, services::Path const& path, TableForm const& table);

}
