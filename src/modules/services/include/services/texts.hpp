// Every text of a definition that people read.
#pragma once

#include <services/definition.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// `path` is where it stands: "pages/bin/questions/bin/label".
using EachText = std::function<void(std::string& text, std::string const& path)>;
/// Those that are not empty.
void for_each_text(Definition& definition, EachText const& each);
void for_each_text(Page& page, EachText const& each); ///< with the pages of its rows
void for_each_text(Ending& ending, EachText const& each);

/// What a text wants filled in: "fee" of ((fee)), "outcome.reason".
[[nodiscard]] std::vector<std::string> blanks_in(std::string_view text);
/// The text at this path of a page or an end is Markdown.
[[nodiscard]] bool is_markdown(std::string_view path);

}
