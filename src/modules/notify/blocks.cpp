#include "blocks.hpp"

#include <optional>

namespace guildhall::notify {

namespace {

using Kind = Block::Kind;

struct Line {
    Kind kind;
    std::string_view words;
};

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string_view> after_number(std::string_view line)
{
    auto const digits = line.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || digits > 3) return std::nullopt;
    if (line.substr(digits, 2) != ". ") return std::nullopt;
    return line.substr(digits + 2);
}

Line read_line(std::string_view line)
{
    if (line.starts_with("## ")) return {Kind::subheading, trimmed(line.substr(3))};
    if (line.starts_with("# ")) return {Kind::heading, trimmed(line.substr(2))};
    if (line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ "))
        return {Kind::bullets, trimmed(line.substr(2))};
    if (line.starts_with("• ")) return {Kind::bullets, trimmed(line.substr(std::string_view{"• "}.size()))};
    if (line.starts_with("^")) return {Kind::inset, trimmed(line.substr(1))};
    if (line.size() >= 3 && line.find_first_not_of(line[0]) == std::string_view::npos &&
        (line[0] == '-' || line[0] == '*'))
        return {Kind::rule, {}};
    if (auto const item = after_number(line)) return {Kind::numbers, trimmed(*item)};
    return {Kind::paragraph, line};
}

bool grows(Kind kind)
{
    return kind == Kind::paragraph || kind == Kind::bullets || kind == Kind::numbers || kind == Kind::inset;
}

}

std::vector<Block> blocks_of(std::string_view body)
{
    std::vector<Block> blocks;
    bool after_blank = true;
    while (!body.empty()) {
        auto const end = body.find('\n');
        auto const raw = trimmed(body.substr(0, end));
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        if (raw.empty()) {
            after_blank = true;
            continue;
        }
        auto const line = read_line(raw);
        bool const is_list = line.kind == Kind::bullets || line.kind == Kind::numbers;
        bool const same = !blocks.empty() && blocks.back().kind == line.kind && grows(line.kind);
        if (same && (is_list || !after_blank))
            blocks.back().lines.emplace_back(line.words);
        else
            blocks.push_back({line.kind, {std::string{line.words}}});
        after_blank = false;
    }
    return blocks;
}

}
