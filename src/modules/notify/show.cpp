// Blocks as plain text and as an HTML document that mail programs understand (styles stand in the elements).
#include "blocks.hpp"
#include "inline.hpp"

#include <ui/url.hpp>

namespace guildhall::notify {

namespace {

using namespace ui::literals;
using Kind = Block::Kind;

std::string text_line(std::string_view line, Personalisation const& values)
{
    std::string out;
    for (auto const& piece : pieces_of(line, values)) {
        out += piece.words;
        if (!piece.address.empty() && piece.address != piece.words) out += ": " + piece.address;
    }
    return out;
}

std::size_t width_of(std::string_view utf8)
{
    std::size_t n = 0;
    for (auto const c : utf8) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return n;
}

std::string text_block(Block const& block, Personalisation const& values)
{
    std::string out;
    if (block.kind == Kind::rule) return std::string(65, '=') + "\n";
    if (auto const* items = lone_list(block, values)) {
        for (auto const& item : *items) out += "• " + item + "\n";
        return out;
    }
    int number = 0;
    for (auto const& line : block.lines) {
        auto const words = text_line(line, values);
        if (words.empty()) continue; // a value that is not there leaves no empty line
        if (block.kind == Kind::bullets) out += "• ";
        if (block.kind == Kind::numbers) out += std::to_string(++number) + ". ";
        out += words + "\n";
    }
    if (block.kind == Kind::heading && !out.empty()) out += std::string(width_of(out) - 1, '-') + "\n";
    return out;
}

void add_lines(ui::Html& out, std::string_view words)
{
    for (;;) {
        auto const end = words.find('\n');
        out.add(words.substr(0, end));
        if (end == std::string_view::npos) return;
        out.add("<br>"_html);
        words.remove_prefix(end + 1);
    }
}

ui::Html html_line(std::string_view line, Personalisation const& values)
{
    ui::Html out;
    for (auto const& piece : pieces_of(line, values)) {
        if (piece.address.empty())
            add_lines(out, piece.words);
        else
            out.add(ui::html("<a href=\""_html, piece.address, "\" style=\"color: #1d70b8\">"_html, piece.words,
                             "</a>"_html));
    }
    return out;
}

ui::Html list_items(std::vector<ui::Html> const& items)
{
    ui::Html out;
    for (auto const& item : items)
        out.add(ui::html("<li style=\"margin: 0 0 5px 0; font-size: 19px; line-height: 25px\">"_html, item,
                         "</li>\n"_html));
    return out;
}

ui::Html html_block(Block const& block, Personalisation const& values)
{
    std::vector<ui::Html> lines;
    if (auto const* items = lone_list(block, values)) {
        for (auto const& item : *items) lines.push_back(ui::html(item));
        return ui::html("<ul style=\"margin: 0 0 20px 0; padding: 0 0 0 20px\">\n"_html, list_items(lines),
                        "</ul>\n"_html);
    }
    for (auto const& line : block.lines)
        if (auto words = html_line(line, values); !words.empty() || block.kind == Kind::rule)
            lines.push_back(std::move(words));
    if (lines.empty()) return {};
    ui::Html joined;
    for (auto const& line : lines) joined.add(ui::html(joined.empty() ? ""_html : "<br>"_html, line));

    switch (block.kind) {
    case Kind::heading:
        return ui::html("<h1 style=\"margin: 0 0 20px 0; font-size: 27px; line-height: 35px\">"_html, joined,
                        "</h1>\n"_html);
    case Kind::subheading:
        return ui::html("<h2 style=\"margin: 0 0 15px 0; font-size: 21px; line-height: 28px\">"_html, joined,
                        "</h2>\n"_html);
    case Kind::paragraph:
        return ui::html("<p style=\"margin: 0 0 20px 0; font-size: 19px; line-height: 25px\">"_html, joined,
                        "</p>\n"_html);
    case Kind::bullets:
        return ui::html("<ul style=\"margin: 0 0 20px 0; padding: 0 0 0 20px\">\n"_html, list_items(lines),
                        "</ul>\n"_html);
    case Kind::numbers:
        return ui::html("<ol style=\"margin: 0 0 20px 0; padding: 0 0 0 20px\">\n"_html, list_items(lines),
                        "</ol>\n"_html);
    case Kind::inset:
        return ui::html(
            "<blockquote style=\"margin: 0 0 20px 0; border-left: 10px solid #b1b4b6; padding: 15px; font-size: 19px; line-height: 25px\">"_html,
            joined, "</blockquote>\n"_html);
    case Kind::rule:
        return ui::Html{"<hr style=\"border: 0; height: 1px; background: #b1b4b6; margin: 30px 0\">\n"_html};
    }
    return {};
}

}

std::vector<std::string> const* lone_list(Block const& block, Personalisation const& values)
{
    if (block.kind != Kind::paragraph || block.lines.size() != 1) return nullptr;
    auto const& line = block.lines.front();
    auto const found = next_placeholder(line, 0);
    if (!found || found->begin != 0 || found->end != line.size()) return nullptr;
    auto const* value = values.find(found->name);
    return value != nullptr && value->items.size() > 1 ? &value->items : nullptr;
}

std::string text_of(std::vector<Block> const& blocks, Personalisation const& values)
{
    std::string out;
    for (auto const& block : blocks) {
        auto const text = text_block(block, values);
        if (text.empty()) continue;
        if (!out.empty()) out += "\n";
        out += text;
    }
    return out;
}

ui::Html document_of(std::vector<Block> const& blocks, Personalisation const& values, std::string_view subject,
                     std::string_view sender)
{
    ui::Html body;
    for (auto const& block : blocks) body.add(html_block(block, values));
    return ui::html(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>)"_html,
                    subject, R"(</title>
</head>
<body style="margin: 0; padding: 0; font-family: Helvetica, Arial, sans-serif; color: #0b0c0c; background: #ffffff">
<div style="max-width: 580px; margin: 0 auto; padding: 20px">
<p style="margin: 0 0 30px 0; padding: 0 0 10px 0; border-bottom: 4px solid #0b0c0c; font-size: 21px; font-weight: bold">)"_html,
                    sender, "</p>\n"_html, body, R"(</div>
</body>
</html>
)"_html);
}

}
