// Rules that take long because of what was answered: the check of a definition cannot see them.
#include "front.hpp"

#include "../facts.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto counting = R"yaml(id: count-things
title: Count things
summary: Tell us how many.
area: waste
verb: tell
owner: waste
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: first
    title: How many?
    questions:
      - { id: most, type: number, label: "How many?", purpose: Tells how many there are. }
      - { id: word, type: text, label: "A word?", purpose: Tells what they are. }
  - { id: second, title: Second, text: Words., when: 'count(for a in 1..most, b in 1..most return a + b) > 9' }
  - { id: third, title: Third, text: Words., when: 'count(for a in 1..most, b in 1..most return a - b) > 9' }
  - { id: fourth, title: Fourth, text: Words., when: 'count(for a in 1..most, b in 1..most return a * b) > 9' }
  - id: fifth
    title: Fifth
    questions:
      - id: other
        type: text
        label: "Another?"
        purpose: Tells what they are.
        checks:
          - { that: 'not(matches(word, "(a+)+c"))', say: Leave out the c }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)yaml";

struct Counter : Front {
    Counter()
    {
        auto source = library_source();
        source.push_back({"waste/count-things.yaml", std::string{counting}});
        for (auto const& problem : library.publish(source)) FAIL(problem.text());
    }
};

}

TEST_CASE("forms: rules that would take for ever with an answer stop the request, name the rule and keep nothing")
{
    Counter counter;
    Browser browser{counter, ""};
    auto const page = begin(browser, "count-things");
    auto hostile = browser.filled(page, page.path, {{"most", "1900"}, {"word", "bin"}});
    try {
        browser.send(hostile);
        FAIL("it was answered");
    } catch (RulesTakeTooLong const& fault) {
        CHECK(std::string_view{fault.what()}.find("service count-things, pages/") == 0);
        CHECK(std::string_view{fault.what()}.find("/when: This takes too many steps.") != std::string_view::npos);
    }
    // The same person goes on with something that can be counted.
    auto const again = browser.get(page.path);
    CHECK(again.status == 200);
    CHECK_FALSE(again.has("1900"));
    CHECK(browser.fill(again, {{"most", "4"}, {"word", "bin"}}).path == "/services/count-things/second");
}

TEST_CASE("forms: a single rule that reaches a bound counts as null, and the form goes on")
{
    Counter counter;
    Browser browser{counter, ""};
    auto page = browser.fill(begin(browser, "count-things"),
                             {{"most", "2"}, {"word", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}});
    REQUIRE(page.path == "/services/count-things/fifth");
    CHECK(browser.fill(page, {{"other", "fine"}}).path == "/services/count-things/check");
}
