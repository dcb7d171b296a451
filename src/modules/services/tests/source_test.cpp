// A definition's text changed at one place: the rest stays byte for byte.
#include <services/services.hpp>
#include <services/source.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace guildhall::services;

namespace {

constexpr auto small = R"(# The head of the file.
id: order-bin   # as the address says
title: Order a bin
summary: "Ask for a bin: any."
promise: { acknowledge: at once, working_days: 2 }
life_events: [moving home, where I live]
before_you_start:
  - You need your address.   # really

  # Why there are two of them.
  - It's the one on the log book.
pages:
  - id: where
    questions:
      - id: property
        type: address
        label: Which address?
        purpose: Tells the crew
          where to go.
  - { id: two, text: "a, b" }
  # before the last page
  - id: last
    text: |
      First.

      Second.
    questions:
      - { id: bin, type: choice, label: "Which bin, exactly?", options: [ { value: food, label: Food }, { value: rest, label: Other } ] }

# the end
next: [a-service]
)";

Sheet sheet_of(std::string text)
{
    auto sheet = Sheet::read(std::move(text));
    REQUIRE(sheet.has_value());
    return std::move(*sheet);
}

/// The lines that are not the same in both.
std::pair<std::vector<std::string>, std::vector<std::string>> different(std::string const& a, std::string const& b)
{
    auto const split = [](std::string const& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size();) {
            auto const end = std::min(text.find('\n', at), text.size());
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return lines;
    };
    auto x = split(a);
    auto y = split(b);
    while (!x.empty() && !y.empty() && x.front() == y.front()) x.erase(x.begin()), y.erase(y.begin());
    while (!x.empty() && !y.empty() && x.back() == y.back()) x.pop_back(), y.pop_back();
    return {x, y};
}
using Lines = std::vector<std::string>;

}

TEST_CASE("services: a definition's text says what stands where")
{
    auto const sheet = sheet_of(small);
    CHECK(sheet.words({"title"}) == "Order a bin");
    CHECK(sheet.words({"pages", "where", "questions", "property", "purpose"}) == "Tells the crew where to go.");
    CHECK(sheet.words({"pages", "2", "questions", "0", "label"}) == "Which bin, exactly?");
    CHECK(sheet.list({"life_events"}) == Lines{"moving home", "where I live"});
    CHECK(sheet.size({"pages"}) == 3);
    CHECK(sheet.line({"pages", "last"}) == 22);
    CHECK(sheet.value({"nothing", "here"}).empty());
}

TEST_CASE("services: one value changes, and every other line stays byte for byte")
{
    auto const change = [](Path const& path, Written const& value) {
        auto sheet = sheet_of(small);
        REQUIRE(sheet.set(path, value));
        CHECK(sheet.value(path) == value);
        return different(small, sheet.text());
    };
    auto const words = [](char const* text) { return Written::of(text); };
    CHECK(change({"id"}, words("order-a-bin")).second == Lines{"id: order-a-bin   # as the address says"});
    CHECK(change({"summary"}, words("Plain")).second == Lines{"summary: Plain"});
    CHECK(change({"title"}, words("Order: \"now\"")).second == Lines{"title: 'Order: \"now\"'"});
    CHECK(change({"promise", "working_days"}, words("5")).second ==
          Lines{"promise: { acknowledge: at once, working_days: 5 }"});
    CHECK(change({"before_you_start"}, Written::list_of({"You need your address.", "A photo."})).second ==
          Lines{"  - A photo."});
    CHECK(change({"before_you_start", "0"}, words("You need a phone.")).second ==
          Lines{"  - You need a phone.   # really"});
    CHECK(change({"life_events"}, Written::list_of({"moving home"})).second == Lines{"life_events: [moving home]"});
    CHECK(change({"pages", "where", "questions", "property", "purpose"}, words("Short")).second ==
          Lines{"        purpose: Short"});
    CHECK(change({"pages", "two", "text"}, words("a, b, {c}")).second == Lines{"  - { id: two, text: \"a, b, {c}\" }"});
    CHECK(change({"pages", "last", "text"}, words("One\n\nTwo\n")).second == Lines{"      One", "", "      Two"});
    CHECK(change({"pages", "last", "text"}, words("One line")).second == Lines{"    text: One line"});
    CHECK(change({"title"}, words("Two\nlines")).second == Lines{"title: |-", "  Two", "  lines"});
    CHECK(change({"pages", "where", "title"}, words("Where?")).second == Lines{"    title: Where?"});
    CHECK(change({"pages", "two", "title"}, words("T")).second == Lines{"  - { id: two, text: \"a, b\", title: T }"});
    CHECK(change({"open", "from"}, words("2026-09-01")).second == Lines{"open: { from: 2026-09-01 }"});
}

TEST_CASE("services: a new key stands where its kind stands")
{
    auto sheet = sheet_of(small);
    REQUIRE(sheet.set({"area"}, Written::of("waste"), {"id", "title", "summary"}));
    CHECK(different(small, sheet.text()).second == Lines{"area: waste"});
    CHECK(sheet.line({"area"}) == 5);
}

TEST_CASE("services: items are put in, taken out and moved with their comments' neighbours untouched")
{
    auto sheet = sheet_of(small);
    Written question;
    question.with("id", "photo")
        .with("type", "file")
        .with("label", "A photo")
        .with("purpose", "Shows: it")
        .with("hint", "h");
    REQUIRE(sheet.insert({"pages", "where", "questions"}, 1, question));
    CHECK(different(small, sheet.text()).second == Lines{"      - id: photo", "        type: file",
                                                         "        label: A photo", "        purpose: \"Shows: it\"",
                                                         "        hint: h"});
    REQUIRE(sheet.move({"pages", "where", "questions"}, 1, 0));
    CHECK(sheet.place({"pages", "where", "questions"}, "photo") == 0);
    REQUIRE(sheet.move({"pages", "where", "questions"}, 0, 1));
    REQUIRE(sheet.remove({"pages", "where", "questions", "photo"}));
    CHECK(sheet.text() == small);

    REQUIRE(sheet.move({"pages"}, 2, 0));
    CHECK(sheet.words({"pages", "0", "id"}) == "last");
    CHECK(sheet.text().find("# the end\n") != std::string::npos);
    REQUIRE(sheet.insert({"pages", "last", "questions", "bin", "options"}, 9,
                         Written{}.with("value", "glass").with("label", "Glass, any")));
    CHECK(sheet.text().find("{ value: glass, label: \"Glass, any\" } ]") != std::string::npos);
    REQUIRE(sheet.remove({"pages", "two"}));
    REQUIRE(sheet.remove({"pages", "where", "questions", "property"}));
    CHECK(sheet.value({"pages", "where", "questions"}).empty());
    REQUIRE(sheet.insert({"ends"}, 0,
                         Written{}.with("id", "early").with("title", "Too early").with("text", "Come back\nlater")));
    CHECK(sheet.words({"ends", "early", "text"}) == "Come back\nlater");
    CHECK_FALSE(sheet.set({"pages", "nowhere", "title"}, Written::of("x")));
}

TEST_CASE("services: what cannot be changed at one place is refused, with the line")
{
    auto const line_of = [](std::string text) {
        auto const sheet = Sheet::read(std::move(text));
        return sheet ? 0 : sheet.error().line;
    };
    CHECK(line_of("- a\n") == 1);
    CHECK(line_of("a: 1\nb: [\n") >= 2);
    CHECK(line_of("a: 1\nb: &x 2\n") == 2);
    CHECK(line_of("a: 1\n---\nb: 2\n") == 1);
    CHECK(line_of("") == 1);
    CHECK(line_of("a: " + std::string(60, '[') + std::string(60, ']') + "\n") == 1);
}

TEST_CASE("services: any text may be written, and is read back exactly")
{
    for (auto const* text : {"- a",
                             "a: b",
                             "Which one?",
                             "#x",
                             "'",
                             "\"",
                             "null",
                             "~",
                             " lead",
                             "trail ",
                             "a #b",
                             "[x",
                             "{y}",
                             "a\nb",
                             "a\n\nb\n",
                             "\n",
                             "tab\tin",
                             "Pâté – “quoted”",
                             "yes",
                             "-5",
                             "100%",
                             "%a",
                             "@b",
                             "a,b",
                             "? x",
                             "|",
                             "> x",
                             "x:",
                             "a\n  b",
                             "\\",
                             "https://example.org/a#b",
                             "two\n\n",
                             "---",
                             "é: ü"}) {
        for (auto const& path : {Path{"title"}, Path{"pages", "two", "text"}, Path{"before_you_start", "1"},
                                 Path{"pages", "where", "questions", "property", "hint"}}) {
            auto sheet = sheet_of(small);
            CAPTURE(text);
            REQUIRE(sheet.set(path, Written::of(text)));
            CHECK(sheet.words(path) == text);
            REQUIRE(sheet.set({"next"}, Written::list_of({"b"})));
            CHECK(sheet.words(path) == text);
        }
    }
}

TEST_CASE("services: every value of every shipped definition can be changed alone")
{
    int changed = 0;
    for (auto const& file : shipped_source()) {
        if (!file.name.ends_with(".yaml") || file.name.starts_with("lists/")) continue;
        auto const sheet = sheet_of(file.text);
        auto const visit = [&](auto const& self, Path const& path) -> void {
            auto const value = sheet.value(path);
            for (auto const& [key, inner] : value.entries) {
                auto deeper = path;
                deeper.push_back(key);
                self(self, deeper);
            }
            for (std::size_t i = 0; i < value.items.size(); ++i) {
                auto deeper = path;
                deeper.push_back(std::to_string(i));
                self(self, deeper);
            }
            if (value.kind != Written::Kind::text) return;
            auto copy = sheet;
            CAPTURE(file.name);
            CAPTURE(value.text);
            REQUIRE(copy.set(path, Written::of("other words")));
            CHECK(copy.words(path) == "other words");
            auto const [before, after] = different(file.text, copy.text());
            CHECK(after.size() == 1);
            ++changed;
        };
        visit(visit, {});
    }
    CHECK(changed > 100);
}
