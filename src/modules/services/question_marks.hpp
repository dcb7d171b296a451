// yaml-cpp ends a text in { } at a question mark, which YAML does not.
#pragma once

#include <string>

namespace guildhall::services {

/// What yaml-cpp gets: every question mark that belongs to a word is another byte. All places stay as they are.
[[nodiscard]] std::string with_marks_hidden(std::string text);
/// What yaml-cpp has read, turned back.
[[nodiscard]] std::string with_marks_shown(std::string text);

}
