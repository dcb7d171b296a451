// How alike two words are: names as people write them, mistype them and shorten them.
#pragma once

#include <string>
#include <string_view>

namespace guildhall::people {

/// Letters and digits only, folded: "O'Brien" is "obrien".
[[nodiscard]] std::string plain(std::string_view text);

enum class Likeness { same, nickname, close, differs };

/// Given names: "Bob" is a nickname of "Robert"; "Jon" and "John" are close, and so is an initial. Accents, case and
/// signs do not matter.
[[nodiscard]] Likeness likeness_of_given(std::string_view a, std::string_view b);
/// Surnames and names of organisations: the same, close (one letter more, fewer or other, or two that changed places),
/// or not. Never a nickname.
[[nodiscard]] Likeness likeness_of_surname(std::string_view a, std::string_view b);
/// Whether one slip of the keyboard makes one of the other (Damerau's four: CACM 7(3), 1964). Code points of folded
/// text; the same word is no slip.
[[nodiscard]] bool is_one_slip(std::string_view a, std::string_view b);

}
