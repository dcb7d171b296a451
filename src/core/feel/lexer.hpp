// Text becomes tokens. Names are not decided here: which words make one name depends on what is known (see names.hpp).
#pragma once

#include <feel/feel.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct Token {
    enum class Kind { end, word, number, string, sign };
    Kind kind = Kind::end;
    std::string_view source; ///< as written; a view of the text that was read
    std::string text;        ///< of a string: without quotes and escapes
    std::size_t begin = 0;   ///< in bytes
    std::size_t end = 0;
    int line = 1;
    int column = 1;
};

/// Throws ParseError. The last token is of kind `end`.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text);

}
