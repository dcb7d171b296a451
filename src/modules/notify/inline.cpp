#include "inline.hpp"

#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::notify {

namespace {

constexpr auto none = std::string_view::npos;

struct Link {
    std::size_t begin, end;
    std::string_view words, address;
};

/// "[words](address)", where the address may be a placeholder: "[words](((link)))".
std::optional<Link> next_link(std::string_view line, std::size_t from)
{
    for (auto open = line.find('[', from); open != none; open = line.find('[', open + 1)) {
        auto const middle = line.find("](", open);
        if (middle == none) return std::nullopt;
        auto const start = middle + 2;
        auto const inner = line.substr(start, 2) == "((" ? next_placeholder(line, start) : std::nullopt;
        auto const close = line.find(')', inner ? inner->end : start);
        if (close == none) continue;
        return Link{open, close + 1, line.substr(open + 1, middle - open - 1), line.substr(start, close - start)};
    }
    return std::nullopt;
}

std::string checked(std::string address)
{
    return ui::Url::external(address) ? address : std::string{};
}

std::string_view bare_address(std::string_view text)
{
    auto end = std::min(text.find_first_of(" \t\"<>"), text.size());
    while (end > 0 && std::string_view{".,;:!?)'"}.find(text[end - 1]) != none) --end;
    return text.substr(0, end);
}

void add_words(std::vector<Piece>& out, std::string_view words)
{
    if (words.empty()) return;
    if (!out.empty() && out.back().address.empty())
        out.back().words += words;
    else
        out.push_back({std::string{words}, {}});
}

/// Words of the template itself: an address among them is a link.
void add_literal(std::vector<Piece>& out, std::string_view text)
{
    while (!text.empty()) {
        auto const at = std::min(text.find("https://"), text.find("http://"));
        add_words(out, text.substr(0, at));
        if (at == none) return;
        auto const address = bare_address(text.substr(at));
        if (checked(std::string{address}).empty())
            add_words(out, address);
        else
            out.push_back({std::string{address}, std::string{address}});
        text.remove_prefix(at + address.size());
    }
}

void add_value(std::vector<Piece>& out, Personalisation::Value const* value)
{
    auto const words = as_line(value);
    if (value != nullptr && value->is_link && !checked(words).empty())
        out.push_back({words, words});
    else
        add_words(out, words);
}

void add_text(std::vector<Piece>& out, std::string_view text, Personalisation const& values)
{
    std::size_t at = 0;
    while (auto const found = next_placeholder(text, at)) {
        add_literal(out, text.substr(at, found->begin - at));
        add_value(out, values.find(found->name));
        at = found->end;
    }
    add_literal(out, text.substr(at));
}

std::string plain(std::string_view text, Personalisation const& values, bool links_only)
{
    std::string out;
    std::size_t at = 0;
    while (auto const found = next_placeholder(text, at)) {
        auto const* value = values.find(found->name);
        out += text.substr(at, found->begin - at);
        if (!links_only || (value != nullptr && value->is_link)) out += as_line(value);
        at = found->end;
    }
    return out += text.substr(at);
}

}

std::vector<Piece> pieces_of(std::string_view line, Personalisation const& values)
{
    std::vector<Piece> out;
    std::size_t at = 0;
    while (auto const link = next_link(line, at)) {
        add_text(out, line.substr(at, link->begin - at), values);
        auto const words = plain(link->words, values, false);
        auto const address = checked(plain(link->address, values, true));
        if (address.empty())
            add_words(out, words);
        else
            out.push_back({words, address});
        at = link->end;
    }
    add_text(out, line.substr(at), values);
    return out;
}

}
