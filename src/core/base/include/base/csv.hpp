// CSV as RFC 4180: quoted fields, doubled quotes, line breaks inside quotes, LF or CRLF, a byte order mark skipped.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::csv {

using Record = std::vector<std::string>;

struct Problem {
    std::size_t line;     ///< where the broken record begins, counted from 1
    std::string sentence; ///< what is wrong
};
std::expected<std::vector<Record>, Problem> read(std::string_view text);

struct Line {
    std::size_t number; ///< where the record begins, counted from 1
    Record fields;
};
/// The same with the place of each record, and with another delimiter where a file uses one.
std::expected<std::vector<Line>, Problem> read_lines(std::string_view text, char delimiter = ',');

/// One line with CRLF. A field that a spreadsheet would run as a formula (= + - @, tab, line break in front) gets an
/// apostrophe before it, unless it is a plain number.
void write(std::string& out, std::vector<std::string_view> const& fields);

}
