// The nodes of a YAML text with where each stands in it. Private to the source files.
#pragma once

#include <services/source.hpp>

namespace guildhall::services {

struct Sheet::Node {
    struct Entry;
    struct Key {
        std::string text;
        std::size_t from = 0; ///< in the text, bytes
    };
    Written written;
    std::size_t from = 0, to = 0; ///< [from, to) in the text
    int line = 1;
    std::size_t column = 0;        ///< of its keys or dashes, where it is a block
    std::size_t parent_column = 0; ///< of the keys or dashes around it
    std::size_t colon = 0;         ///< the colon before it; 0: an item of a list, or the whole
    bool is_flow = false;          ///< written as [ ] or { }
    bool in_flow = false;          ///< inside of such
    bool is_block_text = false;    ///< written as | or >
    std::vector<Node> items;
    std::vector<Entry> entries;
};
struct Sheet::Node::Entry {
    Key key;
    Node value;
};

Result<std::shared_ptr<Sheet::Node const>, Problem> read_nodes(std::string const& text);

std::size_t start_of_line(std::string const& text, std::size_t at);
/// The end of the last line of a node, before its line break; a comment behind it is part of the line.
std::size_t end_of_line(std::string const& text, Sheet::Node const& node);

}
