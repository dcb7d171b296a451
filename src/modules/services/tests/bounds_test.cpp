// Files that would grow while they are read, or that are larger than anybody writes.
#include "../yaml.hpp"

#include <services/services.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

using namespace guildhall::services;

namespace {

Problem problem_of(std::string const& text)
{
    auto const begun = std::chrono::steady_clock::now();
    auto const problems = check({{"waste/thing.yaml", text}}).problems;
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{10});
    REQUIRE_FALSE(problems.empty());
    CHECK(problems.front().file == "waste/thing.yaml");
    CHECK_FALSE(problems.front().remedy.empty());
    return problems.front();
}

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

}

TEST_CASE("services: a bomb of anchors is refused at its first anchor")
{
    auto const problem = problem_of("id: thing\na: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n");
    CHECK(problem.line == 2);
    CHECK(problem.sentence.find("gives this a name") != std::string::npos);
}

TEST_CASE("services: deep nesting is refused where it gets too deep, in brackets and in lines")
{
    CHECK(problem_of("id: thing\ntitle: " + repeated("[", 5'000)).line == 2);
    std::string lines = "id: thing\npages:\n";
    for (int i = 1; i < 300; ++i) lines += repeated(" ", i) + "a:\n";
    auto const problem = problem_of(lines);
    CHECK(problem.sentence.find("too deep") != std::string::npos);
    CHECK(problem.line > 30);
    CHECK(problem.line < 60);
}

TEST_CASE("services: a file that is too large, or has too many parts, is refused")
{
    CHECK(problem_of("id: thing\ntitle: " + std::string(600'000, 'x')).sentence.find("500 kB") != std::string::npos);
    CHECK(problem_of("id: thing\nwords: [" + repeated("a,", 120'000) + "a]\n").sentence.find("too many parts") !=
          std::string::npos);
}

TEST_CASE("services: tags, second documents and bytes that are no text are refused by line")
{
    CHECK(problem_of("id: thing\ntitle: !!int 3\n").line == 2);
    CHECK(problem_of("id: thing\n---\nid: other\n").sentence.find("second document") != std::string::npos);
    CHECK(problem_of(std::string{"id: thing\ntitle: a\0b\n", 22}).line == 2);
    CHECK(problem_of("id: thing\n%%% message a\n").line == 2);
}

TEST_CASE("services: a rule that takes for ever whatever people answer is refused at its line")
{
    for (std::string const rule : {"count(for a in 1..2000, b in 1..2000 return a * b) > 1",
                                   "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\", \"(a+)+c\")"}) {
        CAPTURE(rule);
        auto const text = R"(id: thing
title: Ask for a thing
summary: Ask for it.
area: waste
verb: request
owner: waste
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: name
    title: You
    questions: [{ id: name, type: text, label: Who are you?, purpose: Tells who you are. }]
  - id: more
    title: More
    text: Some words.
    when: )" + rule + R"(
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";
        auto const problems =
            check({{"waste/thing.yaml", text}, {"messages/thanks.txt", "Subject: Thanks\n\nWe have it.\n"}}).problems;
        CHECK(std::ranges::any_of(problems, [](Problem const& problem) {
            return problem.line == 15 && problem.sentence == "This takes too many steps." && !problem.remedy.empty();
        }));
    }
}

TEST_CASE("services: a rule of brackets in brackets is refused")
{
    auto const problem =
        problem_of("id: thing\npages:\n  - id: a\n    title: A\n    text: B\n    when: " + repeated("(", 400) + "1" +
                   repeated(")", 400) + "\n");
    CHECK(problem.file == "waste/thing.yaml");
}

TEST_CASE("services: a question mark stands in words of every kind of YAML")
{
    auto const tree = parse_yaml("a", "a: { b: What is it?, c: [Who?, \"Why?\"] }\nd: 'Is it?'\ne: How?\n? f\n: g\n");
    REQUIRE(tree);
    CHECK(tree->at("a/b")->text == "What is it?");
    CHECK(tree->at("a/c/1")->text == "Who?");
    CHECK(tree->at("a/c/2")->text == "Why?");
    CHECK(tree->at("d")->text == "Is it?");
    CHECK(tree->at("e")->text == "How?");
    CHECK(tree->at("f")->text == "g");
}
