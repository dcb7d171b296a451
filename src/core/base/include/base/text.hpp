// Small things about text. All text is UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guildhall {

/// Without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Runs of white space become one space; trimmed.
[[nodiscard]] std::string collapsed(std::string_view text);
/// For comparing and searching: NFKC, lower case, without accents.
[[nodiscard]] std::string folded(std::string_view text);
/// Letters and digits in runs, folded.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
/// Code points: what a person counts as characters, near enough for limits.
[[nodiscard]] std::size_t length_of(std::string_view text);
/// The beginning of so many bytes or a little less: no character is cut in two.
[[nodiscard]] std::string_view cut_to(std::string_view text, std::size_t most);

}
