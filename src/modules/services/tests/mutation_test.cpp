// Each rule of the checker is broken once, and says so with its file, its line and what to write instead.
#include "mutations.hpp"
#include "rule_sentences.hpp"

#include <services/services.hpp>

#include <base/file.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace guildhall;
using namespace guildhall::services;
using namespace guildhall::services::testing;

namespace {

constexpr std::string_view file = "education/apply-place.yaml";

constexpr std::string_view withdrawn = R"yaml(id: old-place
title: Ask for a place by letter
summary: This is how it was.
area: education
verb: apply
owner: education
withdrawn: true
successor: apply-place
pages:
  - { id: words, title: It is over, text: Use the new one., then: [ { end: over } ] }
ends:
  - { id: over, title: It is over, text: Use the new one. }
)yaml";

Source library(std::string text)
{
    return {{std::string{file}, std::move(text)},
            {"education/old-place.yaml", std::string{withdrawn}},
            {"messages/place-received.txt", "Subject: We have it\n\nThank you.\n"},
            {"messages/place-done.txt", "Subject: It is done\n\nThank you.\n"}};
}

Checked checked_with_layers(Source const& source)
{
    auto known = announced();
    known.layers = {"schools"};
    return check(source, {}, known);
}

std::string changed(std::string_view before, std::string_view after)
{
    std::string text{good};
    auto const at = text.find(before);
    REQUIRE_MESSAGE(at != std::string::npos, std::string{before});
    text.replace(at, before.size(), after);
    return text;
}

int line_of(std::string_view text, std::string_view needle)
{
    auto const at = text.find(needle);
    REQUIRE_MESSAGE(at != std::string_view::npos, std::string{needle});
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, at), '\n'));
}

/// A file that is broken, and stands beside the good service.
struct BrokenFile {
    std::string name, text;
    std::string at;       ///< what stands on the line that is named
    std::string sentence; ///< part of it
    std::string remedy;   ///< part of it
};

bool tells(Problem const& problem, BrokenFile const& broken)
{
    return problem.file == broken.name && problem.line == line_of(broken.text, broken.at) &&
           problem.sentence.find(broken.sentence) != std::string::npos &&
           problem.remedy.find(broken.remedy) != std::string::npos;
}

BrokenFile broken_by(Mutation const& m)
{
    return {.name = std::string{file},
            .text = changed(m.before, m.after),
            .at = std::string{m.at},
            .sentence = std::string{m.sentence},
            .remedy = std::string{m.remedy}};
}

/// What is said where this file stands in the library: everything, errors first.
std::vector<Problem> said_of(BrokenFile const& broken)
{
    auto source = library(std::string{good});
    auto const there = std::ranges::find(source, broken.name, &SourceFile::name);
    if (there != source.end())
        there->text = broken.text;
    else
        source.push_back({broken.name, broken.text});
    auto checked = checked_with_layers(source);
    checked.problems.insert(checked.problems.end(), checked.advice.begin(), checked.advice.end());
    return std::move(checked.problems);
}

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 1; i <= times; ++i) {
        std::string one{text};
        for (auto at = one.find('#'); at != std::string::npos; at = one.find('#'))
            one.replace(at, 1, std::to_string(i));
        out += one;
    }
    return out;
}

std::vector<BrokenFile> broken_services()
{
    std::string const name = "waste/thing.yaml";
    std::string const thing =
        "id: thing\ntitle: A thing\nsummary: One thing.\narea: waste\nverb: report\nowner: waste\n";
    auto const page = [](std::string const& questions) {
        return "pages:\n  - id: many\n    title: Many\n    questions:\n" + questions;
    };
    std::string const one = "      - { id: q#, type: text, label: What is it?, purpose: Tells us what it is. }\n";
    std::string const choice =
        "      - id: kind\n        type: choice\n        label: Which?\n        purpose: Tells us "
        "which it is.\n        options:\n";
    auto const nine = repeated("          - { value: v#, label: One more }\n", 9);
    std::string const hard =
        "  - Notwithstanding administrative considerations, eligibility determination necessitates "
        "comprehensive documentary verification.\n";
    std::string const long_one = "  - " + repeated("and so on ", 10) + "it goes.\n";
    return {
        {name, thing + "pages: []\n", "pages:", "There are no pages", "at least one page"},
        {name, thing + page(repeated(one, 1)), "- id: many", "not every way leads to an end", "add stages:"},
        {name, thing + page(repeated(one, 1)), "id: q1", "Nobody uses the answer to \"q1\"", "use its answer"},
        {name, thing + page(repeated(one, 41)), "- id: many", "asks 41 questions at once", "Divide it"},
        {name, thing + page(repeated(one, 41)), "pages:", "The service asks 41 questions", "Ask only"},
        {name, thing + page(choice + nine), "options:", "shows 9 choices at once", "list: true"},
        {name, thing + "what_happens:\n" + repeated(hard, 4) + page(repeated(one, 1)), "title: A thing",
         "need a reading age of", "shorter sentences"},
        {name, thing + "what_happens:\n" + long_one + page(repeated(one, 1)), "and so on", "A sentence has 32 words",
         "Make two"},
        {name, "id: thing\nwords: [" + repeated("a,", 120'000) + "a]\n", "words:", "too many parts", "services/lists"},
        {name, "id: thing\ntitle: " + std::string(600'000, 'x'), "title:", "larger than 500 kB", "services/lists"},
        {name, "id: thing\ntitle: a\x01\n", "title:", "a character that is no text", "UTF-8"},
        {name, "id: thing\n---\nid: other\n", "---", "A second document begins", "\"---\""},
        {name, "id: thing\n%%% message a\n", "%%%", "which separates files", "another character"},
        {"waste/other.yaml", std::string{good}, "id: apply-place", "is not named after its service \"apply-place\"",
         "apply-place.yaml"},
        {"waste/apply-place.yaml", std::string{good}, "id: apply-place", "two services \"apply-place\"", "Keep one"},
    };
}

std::vector<BrokenFile> broken_words()
{
    std::string const message = "messages/odd.txt";
    std::string const welsh = "education/apply-place.cy.yaml";
    return {
        {message, "Hello\n", "Hello", "has no subject", "Subject: "},
        {message, "Subject: A\nSMS: \n\nWords.\n", "SMS", "The text has no words", "take the line out"},
        {message, "Subject: A\nSMS: We have it.\n", "SMS", "The message has no words", "below the subject"},
        {message, "Subject: A\n\nOne.\n%%% two\n", "%%%", "which separates messages", "another character"},
        {"lists/kinds.yaml", "- { value: day, label: A day }\n", "- {", "at least two", "{ value: ..., label: ... }"},
        {welsh, "- Gwneud cais\n", "- Gwneud", "holds pairs of sentences", "English sentence"},
        {welsh, "Apply for a place: [Gwneud cais]\n", "Apply", "A sentence is missing", "in this language"},
        {welsh, "Summary: Crynodeb\nNot there: Dim yma\n", "Not there", "no sentence \"Not there\"", "remove the line"},
        {welsh, "Apply for a place: Gwneud cais\n", "Apply", "sentences are not translated", "Add them"},
        {"education/gone.cy.yaml", "A: B\n", "A", "no service \"gone\" to translate", "remove it"},
    };
}

std::vector<BrokenFile> broken_files()
{
    auto files = broken_services();
    auto const words = broken_words();
    files.insert(files.end(), words.begin(), words.end());
    return files;
}

}

TEST_CASE("services: the good service of these tests uses the whole language and has no problem")
{
    auto const checked = checked_with_layers(library(std::string{good}));
    for (auto const& problem : checked.problems) MESSAGE(problem.text());
    for (auto const& advice : checked.advice) MESSAGE(advice.text());
    CHECK(checked.problems.empty());
    CHECK(checked.advice.empty());
    REQUIRE(checked.good.size() == 2);
    CHECK(checked.good.front().needs == std::vector<std::string>{"map", "payments", "places.inside"});
}

TEST_CASE("R-033 services: each rule that is broken is told with its file, its line and what to write instead")
{
    for (auto const& mutation : errors) {
        CAPTURE(std::string{mutation.before});
        CAPTURE(std::string{mutation.after});
        auto const broken = broken_by(mutation);
        auto const checked = checked_with_layers(library(broken.text));
        REQUIRE_FALSE(checked.problems.empty());
        CHECK(std::ranges::find(checked.good, "apply-place", &Definition::id) == checked.good.end());
        bool const is_said =
            std::ranges::any_of(checked.problems, [&](Problem const& one) { return tells(one, broken); });
        for (auto const& problem : checked.problems) {
            CHECK(problem.severity == Problem::Severity::error);
            if (!is_said) MESSAGE(problem.text());
        }
        CHECK(is_said);
    }
}

TEST_CASE("services: what is wrong with another file of the library is told in the same way")
{
    for (auto const& broken : broken_files()) {
        CAPTURE(broken.name);
        CAPTURE(broken.sentence);
        auto const said = said_of(broken);
        bool const is_said = std::ranges::any_of(said, [&](Problem const& one) { return tells(one, broken); });
        for (auto const& problem : said) {
            if (!is_said) MESSAGE(problem.text());
        }
        CHECK(is_said);
    }
}

TEST_CASE("services: what is only worth a look is told beside the problems, and blocks nothing")
{
    for (auto const& mutation : warnings) {
        CAPTURE(std::string{mutation.after});
        auto const broken = broken_by(mutation);
        auto const checked = checked_with_layers(library(broken.text));
        CHECK(checked.problems.empty());
        CHECK(checked.good.size() == 2);
        REQUIRE(checked.advice.size() == 1);
        CHECK(checked.advice.front().severity == Problem::Severity::warning);
        CHECK_MESSAGE(tells(checked.advice.front(), broken), checked.advice.front().text());
    }
}

TEST_CASE("services: there is no rule that these tests do not break")
{
    std::set<std::string> rules;
    for (auto const& entry : std::filesystem::directory_iterator{GUILDHALL_SOURCE_DIR "/src/modules/services"}) {
        if (entry.path().extension() == ".cpp") rules.merge(rule_sentences_in(read_file(entry.path())));
    }
    REQUIRE(rules.size() > 100);
    std::vector<BrokenFile> all = broken_files();
    for (auto const& mutation : errors) all.push_back(broken_by(mutation));
    for (auto const& mutation : warnings) all.push_back(broken_by(mutation));
    std::set<std::string> broken_rules;
    for (auto const& broken : all) {
        for (auto const& problem : said_of(broken)) {
            if (tells(problem, broken)) broken_rules.insert(rule_of(rules, problem.sentence));
        }
    }
    for (auto const& rule : rules)
        CHECK_MESSAGE(broken_rules.contains(rule), "Add a row that breaks the rule which says: ", rule);
}

TEST_CASE("services: the sentences of rules are found in the sources, and by what they say when they are filled in")
{
    auto const rules = rule_sentences_in(R"code(
        findings.add(path + "/id", fmt::format("There is no {} \"{}\" "
                                               "here.", what, id), "Write it out.");
        fields.problem("step", is_odd ? "A step is odd." : "A step is even.", "Remove it.");
        findings.add(path, finding.sentence, "Change the tests.");
        problems.push_back({.file = file, .sentence = fmt::format("Page {} is lost.", id), .remedy = "Look for it."});
        spdlog::warn("not a rule of ours");
        Reading::problem(Node const& at, std::string sentence);
    )code");
    CHECK(rules == std::set<std::string>{"There is no {} \"{}\" here.", "A step is odd.", "A step is even.",
                                         "Page {} is lost."});
    std::set<std::string> const two{"There is no {} \"{}\".", "There is no end \"{}\"."};
    CHECK(rule_of(two, "There is no end \"gone\".") == "There is no end \"{}\".");
    CHECK(rule_of(two, "There is no verb \"beg\".") == "There is no {} \"{}\".");
    CHECK(rule_of(two, "There is an end.").empty());
}

TEST_CASE("services: hard words are not published unless a second person says why in the file")
{
    constexpr std::string_view hard =
        "what_happens:\n  - We will endeavour to communicate the determination of your application to you in writing "
        "at "
        "the earliest available opportunity subject to operational requirements and the availability of staff.";
    auto const text = changed("what_happens:\n  - We ask the school.", hard);
    auto const checked = checked_with_layers(library(text));
    REQUIRE(checked.problems.size() >= 1);
    CHECK(checked.problems.front().severity == Problem::Severity::words);
    CHECK(checked.problems.front().line == line_of(text, "We will endeavour"));
    CHECK(checked.good.size() == 2);
    CHECK(checked.hard.contains("apply-place"));

    auto const agreed = checked_with_layers(library(
        text + "hard_words: { why: The law prescribes this sentence, agreed_by: A. Reader, on: 2026-08-20 }\n"));
    CHECK(agreed.problems.empty());
    CHECK(agreed.hard.empty());
    CHECK(agreed.advice.size() >= 1);
}

TEST_CASE("services: a service without stages must lead every way to an end")
{
    std::string const checker = R"yaml(id: check-it
title: Check it
summary: See if it is for you.
area: waste
verb: check
owner: waste-services
pages:
  - id: old
    questions:
      - { id: old, type: yes/no, label: Are you 18?, purpose: Only adults can get it. }
    then:
      - { when: old = "no", end: no }
      - { end: yes-end }
ends:
  - { id: no, title: It is not for you, text: Ask again when you are 18. }
  - { id: yes-end, title: It is for you, text: You can get it. }
)yaml";
    Source const whole{{"waste/check-it.yaml", checker}};
    auto const checked = check(whole);
    for (auto const& problem : checked.problems) MESSAGE(problem.text());
    CHECK(checked.problems.empty());
    auto broken = checker;
    broken.replace(broken.find("      - { end: yes-end }"), 24, "      - { when: old = \"yes\", end: yes-end }");
    auto const problems = check({{"waste/check-it.yaml", broken}}).problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().sentence.find("not every way leads to an end") != std::string::npos);
}
