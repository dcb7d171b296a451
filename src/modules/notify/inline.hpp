// The inside of a line: words, values and links.
#pragma once

#include "placeholders.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::notify {

struct Piece {
    std::string words;
    std::string address; ///< "" : plain words
};

/// `line` with its values put in. Addresses come from the template or from values set as links, never from a person.
std::vector<Piece> pieces_of(std::string_view line, Personalisation const& values);

}
