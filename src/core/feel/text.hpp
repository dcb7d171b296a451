// Characters of FEEL's strings: a string is UTF-8, and its length is counted in characters, never in bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace guildhall::feel {

/// The character at this byte and how many bytes it takes; a byte that is no UTF-8 counts as one character.
[[nodiscard]] std::pair<char32_t, std::size_t> character_at(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// The byte where the character of this number (from 0) begins; the size where there are not so many.
[[nodiscard]] std::size_t byte_of_character(std::string_view text, std::size_t character);
void append_character(std::string& text, char32_t character);

[[nodiscard]] bool starts_name(char32_t c); ///< FEEL's "name start char"
[[nodiscard]] bool in_name(char32_t c);     ///< FEEL's "name part char"
[[nodiscard]] bool is_space(char32_t c);

}
