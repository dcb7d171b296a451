// Is what the desk exports what the city's file said? Record by record, field by field.
#pragma once

#include "timeline.hpp"

#include <services/definition.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::replay {

/// One field that is not what the file said. Words of people are not repeated, only where they part.
struct Mismatch {
    std::size_t record = 0;
    std::string sentence;
};

/// One for each record with a field that differs, naming all of them; and one for each exported case that no record
/// opened. Throws std::runtime_error where the export cannot be read.
std::vector<Mismatch> compare(std::string_view export_csv, Map const& map, services::Definition const& service,
                              std::vector<Record> const& records, std::vector<Fate> const& fates);

}
