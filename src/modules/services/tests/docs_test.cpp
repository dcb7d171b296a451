// What docs/services.md and docs/feel.md say of the language is held against the reader.
#include "../reader.hpp"

#include <base/file.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

using namespace guildhall;
using namespace guildhall::services;

namespace {

constexpr auto front = "id: thing\ntitle: A thing\nsummary: One thing.\narea: waste\nverb: report\nowner: waste\n";

std::string guide(std::string const& name)
{
    return read_file(GUILDHALL_SOURCE_DIR "/docs/" + name);
}

std::vector<std::string> yaml_blocks(std::string const& text)
{
    constexpr std::string_view opens = "```yaml\n";
    std::vector<std::string> blocks;
    for (auto at = text.find(opens); at != std::string::npos; at = text.find(opens, at + 1)) {
        auto const from = at + opens.size();
        blocks.push_back(text.substr(from, text.find("```", from) - from));
    }
    return blocks;
}

std::vector<std::string> parts(std::string_view text, char between)
{
    std::vector<std::string> found(1);
    for (char const c : text) c == between ? void(found.emplace_back()) : found.back().push_back(c);
    return found;
}

/// What stands in `backticks`.
std::vector<std::string> in_backticks(std::string_view cell)
{
    auto const all = parts(cell, '`');
    std::vector<std::string> found;
    for (std::size_t i = 1; i < all.size(); i += 2) found.push_back(all[i]);
    return found;
}

/// A question's own keys, each with a value that fits.
std::map<std::string, std::string, std::less<>> const own_keys{
    {"options", "[ { value: a, label: A }, { value: b, label: B } ]"},
    {"list", "true"},
    {"max_length", "5"},
    {"pattern", "'[A-Z]+'"},
    {"least", "1"},
    {"most", "9"},
    {"decimals", "2"},
    {"with", "[date of birth]"},
    {"files", "2"},
    {"documents", "[ { id: bill, label: A bill } ]"},
    {"later", "true"},
    {"layer", "schools"},
    {"near", "home"},
    {"only", "'true'"},
    {"show", "3"},
};

/// Types of questions, and the keys that the guide's table gives each.
std::map<std::string, std::set<std::string>> keys_by_type_in_guide()
{
    auto const text = guide("services.md");
    auto const from = text.find("| type | what people meet |");
    REQUIRE(from != std::string::npos);
    std::map<std::string, std::set<std::string>> found;
    for (auto const& line : parts(std::string_view{text}.substr(from, text.find("\n\n", from) - from), '\n')) {
        auto const cells = parts(line, '|');
        if (cells.size() < 4) continue;
        for (auto const& type : in_backticks(cells[1])) {
            auto& keys = found[type]; // of a type without any it is empty
            for (auto const& token : in_backticks(cells[3])) {
                if (token.find('(') == std::string::npos) keys.insert(token.substr(0, token.find(':')));
            }
        }
    }
    return found;
}

bool takes(std::string_view type, std::string const& key)
{
    auto text = std::string{front} +
                "pages:\n  - id: one\n    questions:\n      - id: one\n        type: " + std::string{type} +
                "\n        label: Which?\n        purpose: Tells us which.\n        " + key + ": " + own_keys.at(key) +
                "\n";
    auto const read = read_definition("waste/thing.yaml", text, {});
    auto const refuses = [&](Problem const& problem) {
        return problem.sentence.find("question has no \"" + key + "\"") != std::string::npos;
    };
    return std::ranges::none_of(read.problems, refuses);
}

}

TEST_CASE("services: every example of the guides is read without a problem")
{
    std::size_t blocks = 0;
    for (auto const* name : {"services.md", "feel.md"}) {
        for (auto const& block : yaml_blocks(guide(name))) {
            CAPTURE(block);
            auto const pages = block.starts_with("pages:") ? "" : "pages:\n  - { id: one, title: One, text: One. }\n";
            auto const read = read_definition(name, std::string{front} + pages + block, {});
            for (auto const& problem : read.problems) FAIL_CHECK(problem.text());
            ++blocks;
        }
    }
    CHECK(blocks >= 5);
}

TEST_CASE("services: the guide names every key of the language")
{
    auto const text = guide("services.md");
    for (auto const& shape : shapes()) {
        for (auto const& key : shape.keys) {
            auto const name = std::string{key.name};
            bool const is_named =
                text.find("`" + name) != std::string::npos || text.find(" " + name + ":") != std::string::npos ||
                text.find(" " + name + ",") != std::string::npos || text.find(" " + name + " }") != std::string::npos;
            CHECK_MESSAGE(is_named, shape.name, " has a key that docs/services.md does not name: ", name);
        }
    }
}

TEST_CASE("services: the guide's table of questions gives each type the keys that the reader takes, and no others")
{
    auto const in_guide = keys_by_type_in_guide();
    for (auto const type : question_type_names()) {
        auto const row = in_guide.find(std::string{type});
        REQUIRE_MESSAGE(row != in_guide.end(), "no row for ", type);
        for (auto const& key : row->second) CHECK_MESSAGE(own_keys.contains(key), "no key of a question: ", key);
        for (auto const& [key, value] : own_keys)
            CHECK_MESSAGE(takes(type, key) == row->second.contains(key), type, " and ", key);
    }
    CHECK(in_guide.size() == question_type_names().size());
}
