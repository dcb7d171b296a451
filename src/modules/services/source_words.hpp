// How values are written as YAML. Private to the source files.
#pragma once

#include <services/source.hpp>

namespace guildhall::services {

/// On one line: as it is where YAML reads it so, else in quotes.
std::string scalar(std::string const& text, bool in_flow);
/// On one line: [a, b] or { key: value }.
std::string in_flow(Written const& value);
/// What stands behind "key:": a blank and one line, or lines of their own, indented more than `column`.
std::string after_colon(Written const& value, std::size_t column);
/// What stands behind "- ": `column` is that of its own keys.
std::string after_dash(Written const& value, std::size_t column);

}
