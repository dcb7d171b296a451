// One good service that uses the whole language; each rule of the checker is broken once.
#include <doctest/doctest.h>

#include <services/services.hpp>

#include <algorithm>

using namespace guildhall::services;

namespace {

constexpr std::string_view good = R"yaml(id: apply-place
title: Apply for a place
summary: Ask for a place for your children.
area: education
verb: apply
owner: education
audience: [resident, carer]
sign_in: optional
promise: { acknowledge: at once, working_days: 5 }
open: { from: 2026-09-01, to: 2026-10-31, closed: "We take these in autumn." }
what_happens:
  - We ask the school.
privacy: We use this to find a place.
declaration: What I say is true.
about: parent
needs: [map]
pages:
  - id: read-me
    title: Before you go on
    text: You need the name of the school.
  - id: parent
    questions:
      - { id: parent, type: person, label: What is your name?, purpose: We write to you about it. }
  - id: home
    questions:
      - { id: home, type: address, label: Where do you live?, purpose: Places go to who lives near., prefill: earlier.home }
    then:
      - { when: places.inside(home) = false, end: elsewhere }
  - id: urgent
    questions:
      - { id: urgent, type: yes/no, label: Is it urgent?, purpose: Decides who looks first. }
      - id: reason
        type: long text
        label: Why is it urgent?
        purpose: Tells the team what to do.
        when: home.ward = "Alder"
    title: How soon
  - id: moving
    title: Your move
    when: urgent = "yes"
    questions:
      - { id: out, type: date, label: When do you move out?, purpose: Ends your old bill. }
      - { id: in, type: date, label: When do you move in?, purpose: Begins your new bill. }
    checks:
      - { that: in >= out, say: You move in after you move out, question: in }
  - id: children
    title: Your children
    repeat: { one: child, least: 1, most: 6, caption: child-name }
    pages:
      - id: child-name
        questions:
          - { id: child-name, type: text, label: What is the child called?, purpose: Tells one from another., pattern: "[A-Z].*" }
      - id: school
        questions:
          - { id: school, type: nearest, label: Which school?, purpose: Tells us where to ask., layer: schools, near: home }
  - id: kind
    questions:
      - id: kind
        type: choice
        label: What kind of place?
        purpose: Sends it to the right team.
        options:
          - { value: day, label: A day place }
          - { value: full, label: A full place }
  - id: proof
    questions:
      - id: proof
        type: file
        label: Proof of your home
        purpose: Shows that you live there.
        documents:
          - { id: bill, label: A bill, or: [ { id: lease, label: A lease } ] }
          - { id: card, label: A card }
  - id: pay
    title: Pay the fee
    when: fee > 0
    step: { pay: { amount: fee } }
values:
  - { id: base, is: 20 }
  - { id: fee, is: base }
  - { id: ward, is: home.ward }
decisions:
  - id: outcome
    hit: first
    inputs: [kind]
    outputs: [result]
    rules:
      - ['"day"', '"quick"']
      - ["-", '"slow"']
ends:
  - { id: elsewhere, title: Ask your own council, text: "You live in another place, in ((ward)).", next: [apply-place] }
route:
  - { when: outcome = "quick", team: quick-team }
duplicates: { same: [home, kind], within_days: 3 }
stages:
  - { id: got, title: We have it, next: [done, not-done] }
  - { id: done, title: Done, closes: done, message: place-done }
  - { id: not-done, title: Not done, closes: not done }
could_not_do: [The school is full]
received: place-received
next: [apply-place]
)yaml";

constexpr std::string_view file = "education/apply-place.yaml";

Source library(std::string text)
{
    return {{std::string{file}, std::move(text)},
            {"messages/place-received.txt", "Subject: We have it\n\nThank you.\n"},
            {"messages/place-done.txt", "Subject: It is done\n\nThank you.\n"}};
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

struct Mutation {
    std::string_view before, after;
    std::string_view at;       ///< what stands on the line that is named
    std::string_view sentence; ///< part of it
    std::string_view remedy;   ///< part of it
};

constexpr Mutation errors[] = {
    // shape
    {"id: apply-place", "id: Apply Place", "id: Apply Place", "is no id", "small letters"},
    {"summary: Ask", "sumary: Ask", "sumary", "no key \"sumary\"", "Write summary"},
    {"verb: apply", "verb: beg", "verb: beg", "no verb", "pay, report"},
    {"[resident, carer]", "[resident, cat]", "[resident, cat]", "no audience \"cat\"", "carer"},
    {"sign_in: optional", "sign_in: maybe", "sign_in", "no sign_in \"maybe\"", "two-step"},
    {"working_days: 5", "working_days: soon", "working_days: soon", "not a number that fits", "from 0 to 260"},
    {"to: 2026-10-31", "to: 31 October", "to: 31 October", "is no day", "2026-09-01"},
    {"to: 2026-10-31", "to: 2026-08-31", "to: 2026-08-31", "closes before it opens", "after"},
    {"needs: [map]", "needs: [magic]", "needs: [magic]", "no needs \"magic\"", "payments"},
    {"title: Apply", "title: <b>Apply</b>", "title: <b>", "holds HTML", "Markdown"},
    {"owner: education\n", "owner: education\nowner: other\n", "owner: other", "stands here twice", "Keep one"},
    {"owner: education", "owner: &a education", "owner: &a", "gives this a name", "quotes"},
    {"owner: education", "owner: *a", "owner: *a", "", "quotes"},
    {"verb: apply",
     "verb: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "verb: [",
     "too deep", "brackets"},
    // pages
    {"- id: read-me", "- id: check", "- id: check", "cannot be called", "address of every service"},
    {"- id: urgent\n    questions", "- id: home\n    questions", "- id: home", "two pages \"home\"", "own id"},
    {"    text: You need the name of the school.\n", "", "- id: read-me", "asks nothing and says nothing", "text:"},
    {"    title: How soon\n", "", "- id: urgent", "has no title", "heading"},
    {"most: 6", "most: 0", "most: 0", "not a number that fits", "from 1 to 50"},
    {"least: 1, most: 6", "least: 7, most: 6", "least: 7", "less than \"least\"", "from 7"},
    {"step: { pay: { amount: fee } }", "step: { dance: { amount: fee } }", "step: { dance", "no step \"dance\"", "pay"},
    {"when: urgent = \"yes\"", "when: urgent = = \"yes\"", "when: urgent = =", "cannot be read", "like"},
    {"when: urgent = \"yes\"", "when: false", "- id: moving", "never shown", "can hold"},
    // questions
    {"type: yes/no", "type: yesno", "type: yesno", "no type \"yesno\"", "yes/no"},
    {", purpose: Decides who looks first.", "", "id: urgent, type", "\"purpose\" is missing", "purpose:"},
    {"{ id: out, type: date", "{ id: home, type: date", "{ id: home, type: date", "two questions \"home\"", "own id"},
    {"{ id: out, type: date", "{ id: change, type: date", "{ id: change", "cannot be called", "every form"},
    {"{ value: full,", "{ value: day,", "{ value: day, label: A full", "there twice", "own value"},
    {"type: yes/no,", "type: yes/no, layer: schools,", "type: yes/no", "has no \"layer\"", "nearest"},
    {"layer: schools, ", "", "id: school, type", "names no layer", "layer:"},
    {"near: home", "near: kind", "near: kind", "is a choice question", "address or location"},
    {"near: home", "near: house", "near: house", "no question \"house\"", "home"},
    {"{ id: lease, label", "{ id: bill, label", "id: bill", "two documents \"bill\"", "own id"},
    {"title: Ask your own council,",
     "title: Ask your own council, links: [{ text: More, url: \"/\\\\evil.example\" }],", "title: Ask your own",
     "no address that can be linked to", "https://"},
    {"title: Ask your own council,", "title: Ask your own council, links: [{ text: More, url: \"//evil.example\" }],",
     "title: Ask your own", "no address that can be linked to", "https://"},
    {"title: Ask your own council,", "title: Ask your own council, links: [{ text: More, url: \"/\\tevil.example\" }],",
     "title: Ask your own", "no address that can be linked to", "https://"},
    {"title: Ask your own council,",
     "title: Ask your own council, links: [{ text: More, url: \"javascript:alert(1)\" }],", "title: Ask your own",
     "no address that can be linked to", "https://"},
    {"about: parent", "about: home", "about: home", "a address question", "person"},
    {"question: in }", "question: kind }", "question: kind", "does not ask", "same page"},
    {"same: [home, kind]", "same: [home, king]", "same: [home", "no question \"king\"", "kind"},
    {"[A-Z].*", "[A-Z", "[A-Z", "cannot be read", "regular expression"},
    {"((ward))", "((outcome.reason))", "((outcome.reason))", "has no \".reason\"", "((outcome))"},
    {"((ward))", "((home.age))", "((home.age))", "has no \".age\"", "uprn, ward"},
    {"title: How soon", "title: How soon, ((kind))", "title: How soon", "not asked before", "home"},
    {"summary: Ask for a place", "summary: Ask for ((ward))", "summary: Ask", "cannot be filled in here", "page"},
    {"title: We have it,", "title: We have ((ward)),", "title: We have ((", "cannot be filled in here", "page"},
    {"((ward))", "((wrd))", "((wrd))", "known as \"wrd\"", "((ward))"},
    // conditions
    {"when: urgent = \"yes\"", "when: kind = \"day\"", "when: kind", "not asked before", "urgent"},
    {"when: urgent = \"yes\"", "when: urgnt = \"yes\"", "when: urgnt", "Nothing is known as \"urgnt\"", "Write urgent"},
    {"when: urgent = \"yes\"", "when: urgent = \"perhaps\"", "when: urgent", "no option of \"urgent\"", "yes, no"},
    {"when: urgent = \"yes\"", "when: urgent = true", "when: urgent", "not true or false", "urgent = \"yes\""},
    {"when: urgent = \"yes\"", "when: year(today()) > 2026", "when: year", "no function \"year\"", "today().year"},
    {"when: home.ward =", "when: home.age =", "when: home.age", "has no \".age\"", ".ward"},
    {"when: home.ward =", "when: parent.age > 3 and home.ward =", "when: parent.age", "not asked for a date of birth",
     "with:"},
    {"when: home.ward =", "when: places.wrad(home) =", "when: places.wrad", "no look-up \"places.wrad\"",
     "places.ward"},
    {"when: home.ward =", "when: places.ward(home, parent) =", "when: places.ward", "takes 1 things, and 2",
     "places.ward(place)"},
    {"when: home.ward =", "when: places.ward(parent) =", "when: places.ward", "\"parent\" is a person question",
     "an address, a location or a postcode"},
    {"when: home.ward =", "when: places.ward(3) =", "when: places.ward", "\"3\" is a number", "an address"},
    {"when: home.ward =", "when: places.nearest(home, home, 3) =", "when: places.nearest", "\"home\" is a address",
     "a text"},
    {"when: places.inside(home) = false", "when: places.inside(home) = \"no\"", "when: places.inside",
     "gives true or false", "= true"},
    {"when: home.ward =", "when: earlier.home.ward =", "when: earlier", "for a while only", "prefill"},
    {"when: fee > 0", "when: children.toy = 1", "when: children.toy", "has no \"toy\"", "child-name, school"},
    {"prefill: earlier.home", "prefill: earlier.house", "prefill: earlier.house", "No service asks", "another service"},
    {"prefill: earlier.home", "prefill: account.shoe", "prefill: account.shoe", "has no \"shoe\"", "email"},
    {"inputs: [kind]", "inputs: [child-name]", "inputs: [child-name]", "for each child", "satisfies"},
    {"'\"day\"'", "'\"night\"'", "night", "no option of \"kind\"", "day, full"},
    {"['\"day\"', '\"quick\"']", "['\"day\"']", "['\"day\"']", "cannot be read", "one cell for each"},
    {"['\"day\"', '\"quick\"']", "['= = 1', '\"quick\"']", "= = 1", "cannot be read", "tests like"},
    {"hit: first", "hit: unique", "- [\"-\"", "", "exclude each other"},
    {"hit: first", "hit: last", "hit: last", "no hit \"last\"", "first"},
    {"is: base }", "is: fee }", "is: fee", "needs itself", "circle"},
    {"id: base, is: 20", "id: base, is: fee", "id: fee, is: base", "needs itself", "circle"},
    {"{ id: base, is", "{ id: kind, is", "{ id: kind, is", "is a question already", "own id"},
    // ends, ways, stages
    {"end: elsewhere", "end: nowhere", "end: nowhere", "no end \"nowhere\"", "elsewhere"},
    {"- { when: places.inside(home) = false, end: elsewhere }", "- { end: elsewhere }", "- id: urgent",
     "cannot be reached", "when:"},
    {"about: parent", "about: parent\nsender: [parents]", "sender", "no question", "Write parent"},
    {"about: parent", "about: parent\nsender: [urgent]", "sender", "is a", "person"},
    {"about: parent", "about: parent\nsender: [child-name]", "sender", "each of several", "asked once"},
    {"about: parent", "about: parent\nrestricted: perhaps", "restricted", "", "true"},
    {"could_not_do:", "successor: apply-place\ncould_not_do:", "successor: apply-place", "still on offer",
     "withdrawn: true"},
    {"could_not_do:", "withdrawn: true\nsuccessor: apply-place\ncould_not_do:", "successor: apply-place",
     "own successor", "another service"},
    {"could_not_do:", "withdrawn: true\nsuccessor: no-such\ncould_not_do:", "successor: no-such", "no service",
     "of this library"},
    {"next: [apply-place] }", "next: [apply-plaice] }", "apply-plaice", "no service", "apply-place"},
    {"title: Done, closes: done", "title: Done, closes: perhaps", "closes: perhaps", "There is no closes", "not done"},
    {"next: [done, not-done]", "next: [done, gone, not-done]", "gone", "not there", "Name a stage"},
    {"next: [done, not-done]", "next: [done]", "id: not-done", "cannot be reached", "next:"},
    {"could_not_do: [The school is full]\n", "", "stages:", "no reasons", "could_not_do"},
    {"message: place-done", "message: place-dun", "message: place-dun", "no message", "place-dun.txt"},
    {"received: place-received", "received: place", "received: place", "no message", "place.txt"},
};

}

TEST_CASE("services: the good service of these tests uses the whole language and has no problem")
{
    auto const checked = check(library(std::string{good}));
    for (auto const& problem : checked.problems) MESSAGE(problem.text());
    for (auto const& advice : checked.advice) MESSAGE(advice.text());
    CHECK(checked.problems.empty());
    CHECK(checked.advice.empty());
    REQUIRE(checked.good.size() == 1);
    CHECK(checked.good.front().needs == std::vector<std::string>{"map", "payments", "places.inside"});
}

TEST_CASE("R-033 services: each rule that is broken is told with its file, its line and what to write instead")
{
    for (auto const& mutation : errors) {
        CAPTURE(std::string{mutation.before});
        CAPTURE(std::string{mutation.after});
        auto const text = changed(mutation.before, mutation.after);
        auto const checked = check(library(text));
        REQUIRE_FALSE(checked.problems.empty());
        CHECK(checked.good.empty());
        auto const said = [&](Problem const& problem) {
            return problem.file == file && problem.line == line_of(text, mutation.at) &&
                   problem.sentence.find(mutation.sentence) != std::string::npos &&
                   problem.remedy.find(mutation.remedy) != std::string::npos;
        };
        bool const is_said = std::ranges::any_of(checked.problems, said);
        for (auto const& problem : checked.problems) {
            CHECK(problem.severity == Problem::Severity::error);
            if (!is_said) MESSAGE(problem.text());
        }
        CHECK(is_said);
    }
}

TEST_CASE("services: what is only worth a look is told beside the problems, and blocks nothing")
{
    constexpr Mutation warnings[] = {
        {"purpose: Decides who looks first.", "purpose: Contact.", "id: urgent, type", "says little", "who uses"},
        {"- { id: ward, is: home.ward }", "- { id: ward, is: home.ward }\n  - { id: spare, is: 1 }", "id: spare",
         "Nothing uses the value \"spare\"", "Remove it"},
        {"outcome = \"quick\"", "fee = 20", "- id: outcome", "Nothing uses the decision", "Remove it"},
    };
    for (auto const& mutation : warnings) {
        auto const text = changed(mutation.before, mutation.after);
        auto const checked = check(library(text));
        CAPTURE(std::string{mutation.after});
        CHECK(checked.problems.empty());
        CHECK(checked.good.size() == 1);
        REQUIRE(checked.advice.size() == 1);
        auto const& advice = checked.advice.front();
        CHECK(advice.severity == Problem::Severity::warning);
        CHECK(advice.line == line_of(text, mutation.at));
        CHECK_MESSAGE(advice.sentence.find(mutation.sentence) != std::string::npos, advice.text());
        CHECK(advice.remedy.find(mutation.remedy) != std::string::npos);
    }
}

TEST_CASE("services: hard words are not published unless a second person says why in the file")
{
    constexpr std::string_view hard =
        "what_happens:\n  - We will endeavour to communicate the determination of your application to you in writing "
        "at "
        "the earliest available opportunity subject to operational requirements and the availability of staff.";
    auto const text = changed("what_happens:\n  - We ask the school.", hard);
    auto const checked = check(library(text));
    REQUIRE(checked.problems.size() >= 1);
    CHECK(checked.problems.front().severity == Problem::Severity::words);
    CHECK(checked.problems.front().line == line_of(text, "We will endeavour"));
    CHECK(checked.good.size() == 1);
    CHECK(checked.hard.contains("apply-place"));

    auto const agreed = check(library(
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
