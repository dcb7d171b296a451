// A template's body as blocks, and the ways to show them. The structure comes from the template alone; values are
// put in afterwards, as text.
#pragma once

#include <notify/template.hpp>
#include <ui/html.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::notify {

struct Block {
    enum class Kind { heading, subheading, paragraph, bullets, numbers, inset, rule } kind;
    std::vector<std::string> lines; ///< of a paragraph or inset, or the items of a list; with their placeholders
};

std::vector<Block> blocks_of(std::string_view body);
/// The values of a list that stands alone in its paragraph, or nothing.
std::vector<std::string> const* lone_list(Block const& block, Personalisation const& values);
std::string text_of(std::vector<Block> const& blocks, Personalisation const& values);
/// For GOV.UK Notify, which reads Markdown again in what it gets: a value cannot begin a block there, and links are
/// bare addresses.
std::string markdown_of(std::vector<Block> const& blocks, Personalisation const& values);
ui::Html document_of(std::vector<Block> const& blocks, Personalisation const& values, std::string_view subject,
                     std::string_view sender);

}
