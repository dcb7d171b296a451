// Reading other builders' JSON leniently: what is missing or of another kind is empty.
#pragma once

#include "foreign.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

namespace json = boost::json;

/// Throws std::runtime_error with a plain sentence.
json::object object_from(std::string_view text);
std::string text_of(json::object const& object, std::string_view key); ///< trimmed
json::array const& array_of(json::object const& object, std::string_view key);
json::object const& object_of(json::object const& object, std::string_view key);
int number_of(json::object const& object, std::string_view key); ///< 0 to 100,000; also from text

/// Markdown of theirs without comments and carriage returns.
std::string clean(std::string text);
/// Words without tags; "<li>" begins a line of a list.
std::string without_tags(std::string const& html);
/// The lines of a text, without the marks of lists and headings.
std::vector<std::string> lines_of(std::string const& text);

}
