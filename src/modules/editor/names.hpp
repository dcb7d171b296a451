// Names that people never see: made from what they wrote.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::editor {

/// "Which bin was missed?" gives "which-bin-missed": a few words without the smallest ones, in letters that an id has.
std::string name_from(std::string_view words);
/// The same with a number behind it where it is taken; `otherwise` where the words give nothing.
std::string free_name(std::string_view words, std::vector<std::string> const& taken, std::string_view otherwise);

std::vector<std::string> split_at(std::string_view text, char at);
/// 0 for what is no number.
std::size_t to_number(std::string_view text);

}
