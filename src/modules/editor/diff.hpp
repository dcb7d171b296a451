// What changed between two texts, and what becomes of a text that two sides changed: by lines, and by words within a
// line. Pure, and bounded: texts that differ too much are shown as taken out and put in as a whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::editor {

enum class Change { same, taken_out, put_in };

struct Piece {
    Change change = Change::same;
    std::string text;
    bool operator==(Piece const&) const = default;
};
/// Line by line; what was taken out stands before what was put in.
std::vector<Piece> changed_lines(std::string_view before, std::string_view after);
/// Word by word, blanks included, neighbours of a kind joined.
std::vector<Piece> changed_words(std::string_view before, std::string_view after);

/// A stretch of lines. Where both sides changed it and not alike, it is a conflict that a person settles.
struct Hunk {
    enum class Kind { same, theirs, ours, both, conflict };
    Kind kind = Kind::same;
    std::string base, theirs, ours; ///< lines with their line breaks
    bool operator==(Hunk const&) const = default;
};
/// `theirs` and `ours` both began as `base`: a new shipped version and a council's own text.
std::vector<Hunk> three_way(std::string_view base, std::string_view theirs, std::string_view ours);

/// The lines of a text, each with its line break.
std::vector<std::string_view> lines_of(std::string_view text);

}
