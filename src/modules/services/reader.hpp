// Reading one definition file: shape and words of the language. What needs other files is check.cpp's business.
#pragma once

#include <services/definition.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Read {
    Definition definition;
    std::vector<Problem> problems; ///< empty: the definition is sound in itself
};
Read read_definition(std::string const& file, std::string const& text);

/// A message template: "Subject: ..." on the first line, an empty line, the body.
struct ReadMessage {
    Message message;
    std::vector<Problem> problems;
};
ReadMessage read_message(std::string const& file, std::string_view text);

/// Where a key stands, for problems found later: 1 for an unknown one.
int line_of(std::string const& text, std::string_view needle);

}
