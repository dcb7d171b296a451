// Blocks for GOV.UK Notify. Its templates have one placeholder for all our words and it reads Markdown in them, so what
// a person typed is made harmless here: no link, no heading, no list of theirs.
#include "blocks.hpp"
#include "inline.hpp"

#include <algorithm>

namespace guildhall::notify {

namespace {

using Kind = Block::Kind;

/// Brackets make links, and a line break begins a block.
std::string harmless(std::string_view words)
{
    std::string out;
    for (char const c : words) {
        if (c == '[')
            out += '(';
        else if (c == ']')
            out += ')';
        else
            out += c == '\n' || c == '\t' ? ' ' : c;
    }
    return out;
}

/// A paragraph that begins like a heading, a list, an inset or a rule is none: the template alone makes those.
void strip_marks(std::string& line)
{
    line.erase(0, std::min(line.find_first_not_of(" #*^-=+>_"), line.size()));
    auto const digits = line.find_first_not_of("0123456789");
    if (digits != 0 && digits != std::string::npos && (line[digits] == '.' || line[digits] == ')'))
        line.insert(digits, "\u2060"); // a word joiner: nobody sees it, and "1." begins no list
}

std::string line_of(std::string_view line, Personalisation const& values)
{
    std::string out;
    for (auto const& piece : pieces_of(line, values)) {
        if (!piece.words.empty() && piece.words != piece.address) out += harmless(piece.words);
        if (piece.address.empty()) continue;
        if (piece.words != piece.address) out += ": ";
        out += piece.address;
    }
    strip_marks(out);
    return out;
}

std::string_view mark_of(Kind kind)
{
    switch (kind) {
    case Kind::heading: return "# ";
    case Kind::subheading: return "## ";
    case Kind::bullets: return "* ";
    case Kind::inset: return "^ ";
    case Kind::numbers:
    case Kind::paragraph:
    case Kind::rule: return "";
    }
    return "";
}

std::string block_of(Block const& block, Personalisation const& values)
{
    std::string out;
    int number = 0;
    for (auto const& line : block.lines) {
        if (auto const* items = lone_list(block, values)) {
            for (auto const& item : *items) {
                auto words = harmless(item);
                strip_marks(words);
                out += "* " + words + "\n";
            }
            return out;
        }
        auto const words = line_of(line, values);
        if (words.empty()) continue;
        if (block.kind == Kind::numbers) out += std::to_string(++number) + ". ";
        out.append(mark_of(block.kind)).append(words).append("\n");
    }
    return out;
}

}

std::string markdown_of(std::vector<Block> const& blocks, Personalisation const& values)
{
    std::string out;
    for (auto const& block : blocks) {
        auto const text = block_of(block, values);
        if (text.empty()) continue;
        if (!out.empty()) out += "\n";
        out += text;
    }
    return out;
}

}
