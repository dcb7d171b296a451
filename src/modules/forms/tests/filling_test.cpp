// Texts that name what was answered, and what the rules made of it.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto fees = R"yaml(id: pay-fees
title: Pay fees
summary: Pay what you owe.
area: waste
verb: request
owner: waste
promise: { acknowledge: at once, working_days: 3 }
what_happens: [We write to you., "You pay ((fee)) pounds, ((name))."]
privacy: We use this for the fee of ((fee)) pounds.
declaration: I am ((name)) and I say the truth.
pages:
  - id: name
    questions:
      - { id: name, type: text, label: "What is your name?", purpose: Tells who you are. }
  - id: count
    title: Hello ((name))
    text: "Words for ((name)) and nobody else."
    questions:
      - id: count
        type: number
        label: How many for ((name))?
        hint: ((name)), count them all.
        purpose: Decides the fee.
        missing: Say how many, ((name))
        checks:
          - { that: count < 10, say: "That is too many for ((name))" }
      - id: how
        type: choice
        label: How?
        purpose: Decides the fee.
        options:
          - { value: post, label: "To ((name)) by post", hint: "((name)) waits" }
          - { value: fetch, label: Fetch }
    then:
      - { when: count = 9, end: many }
  - id: things
    title: Things of ((name))
    repeat: { one: thing, least: 0, most: 3 }
    pages:
      - id: thing
        questions:
          - { id: thing, type: text, label: "What is a thing of ((name))?", purpose: Tells what it is. }
values:
  - { id: fee, is: count * 12, label: Fee in pounds }
  - { id: by, is: 'date("2026-03-09")', label: To be paid by }
  - { id: hidden, is: count + 1 }
  - { id: none, is: "if count > 100 then 1 else null", label: Nothing }
decisions:
  - id: outcome
    hit: first
    label: How it looks
    inputs: [count]
    outputs: [result, reason]
    rules:
      - ["> 5", '"many"', '"They are many."']
      - ["-", '"few"', '"They are few."']
ends:
  - id: many
    title: Too much for ((name))
    text: "You want ((count)), ((name))."
    links: [{ text: "Help for ((name))", url: "https://example.org" }]
    go_on: "((name)) wants it"
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)yaml";

struct Till : Front {
    explicit Till(std::string_view definition = fees)
    {
        auto source = library_source();
        source.push_back({"waste/pay-fees.yaml", std::string{definition}});
        for (auto const& problem : library.publish(source)) FAIL(problem.text());
    }
    Page named(Browser& browser, char const* name = "Ana <b>")
    {
        return browser.fill(begin(browser, "pay-fees"), {{"name", name}});
    }
};

bool has_line(std::vector<AnswerLine> const& lines, std::string_view label, std::string_view text)
{
    return std::ranges::any_of(lines, [&](auto const& line) { return line.label == label && line.text == text; });
}

}

TEST_CASE("forms: every text of a page, of its list and of an end is filled in with what was answered, escaped")
{
    Till till;
    Browser browser{till, ""};
    auto page = till.named(browser);
    CHECK(page.has("Hello Ana &lt;b&gt;</h1>"));
    CHECK(page.has("Words for Ana &lt;b&gt; and nobody else."));
    CHECK(page.has("How many for Ana &lt;b&gt;?"));
    CHECK(page.has("Ana &lt;b&gt;, count them all."));
    CHECK(page.has("To Ana &lt;b&gt; by post"));
    CHECK(page.has("Ana &lt;b&gt; waits"));
    CHECK_FALSE(page.has("(("));
    CHECK_FALSE(page.has("Ana <b>"));

    SUBCASE("errors")
    {
        CHECK(browser.fill(page, {{"how", "post"}}).has("Say how many, Ana &lt;b&gt;"));
        CHECK(browser.fill(page, {{"count", "12"}, {"how", "post"}}).has("That is too many for Ana &lt;b&gt;"));
    }
    SUBCASE("an end")
    {
        page = browser.fill(page, {{"count", "9"}, {"how", "post"}});
        CHECK(page.path == "/services/pay-fees/ends/many");
        CHECK(page.has("Too much for Ana &lt;b&gt;"));
        CHECK(page.has("You want 9, Ana &lt;b&gt;."));
        CHECK(page.has("Help for Ana &lt;b&gt;"));
        CHECK(page.has("Ana &lt;b&gt; wants it"));
        CHECK_FALSE(page.has("(("));
    }
    SUBCASE("a list and its rows")
    {
        page = browser.fill(page, {{"count", "2"}, {"how", "post"}});
        CHECK(page.has("Things of Ana &lt;b&gt;"));
        page = browser.fill(page, {{"another", "yes"}});
        CHECK(page.has("What is a thing of Ana &lt;b&gt;?"));
    }
}

TEST_CASE("forms: what is filled into Markdown stays words")
{
    Till till;
    Browser browser{till, ""};
    auto const page = till.named(browser, "**Bold** ## Head");
    CHECK_FALSE(page.has("<strong>Bold"));
    CHECK(page.has("Words for *\u2060*\u2060Bold"));
}

TEST_CASE("forms: the check page, the confirmation and the record of a form say what was filled in")
{
    Till till;
    Browser browser{till, ""};
    CHECK(browser.get("/services/pay-fees").has("We write to you."));
    CHECK_FALSE(browser.get("/services/pay-fees").has("You pay"));
    auto page = browser.fill(till.named(browser), {{"count", "2"}, {"how", "post"}});
    page = browser.fill(page, {{"another", "no"}});
    REQUIRE(page.path == "/services/pay-fees/check");
    CHECK(page.has("How many for Ana &lt;b&gt;?"));
    CHECK(page.has("To Ana &lt;b&gt; by post"));
    CHECK(page.has("We use this for the fee of 24 pounds."));
    CHECK(page.has("I am Ana &lt;b&gt; and I say the truth."));
    page = browser.follow(browser.submit(page, "/services/pay-fees/submission", {{"declaration", "yes"}}));
    REQUIRE(page.path == "/services/pay-fees/sent");
    CHECK(page.has("You pay 24 pounds, Ana &lt;b&gt;."));

    auto const stored = till.last_submission();
    auto const& definition = till.library.catalogue()->version(stored.version)->definition;
    CHECK(has_line(answer_lines(definition, stored.answers, stored.worked_out), "How many for Ana <b>?", "2"));

    till.database.clock.advance(std::chrono::minutes{61}); // others may use this computer by now
    page = browser.get("/services/pay-fees/sent");
    CHECK(page.has("We write to you."));
    CHECK_FALSE(page.has("You pay"));
    CHECK_FALSE(page.has("Ana"));
}

TEST_CASE("forms: where a sensitive answer is left out of a question, the question still reads well")
{
    std::string definition{fees};
    auto const plain = definition.find("type: text, label: \"What is your name?\"");
    REQUIRE(plain != std::string::npos);
    definition.insert(plain, "sensitive: true, ");
    Till till{definition};
    Browser browser{till, ""};
    auto page = browser.fill(till.named(browser), {{"count", "2"}, {"how", "post"}});
    page = browser.fill(page, {{"another", "no"}});
    CHECK(page.has("How many for Ana &lt;b&gt;?")); // their own screen
    page = browser.follow(browser.submit(page, "/services/pay-fees/submission", {{"declaration", "yes"}}));
    REQUIRE(page.path == "/services/pay-fees/sent");
    auto const stored = till.last_submission();
    auto const& kept = till.library.catalogue()->version(stored.version)->definition;
    CHECK(has_line(answer_lines(kept, stored.answers, stored.worked_out), "How many for …?", "2"));
}

TEST_CASE("forms: values and decisions are kept as they were when the form was sent, sealed")
{
    Till till;
    Browser browser{till, ""};
    auto page = browser.fill(till.named(browser), {{"count", "2"}, {"how", "post"}});
    page = browser.fill(page, {{"another", "no"}});
    page = browser.follow(browser.submit(page, "/services/pay-fees/submission", {{"declaration", "yes"}}));
    REQUIRE(page.path == "/services/pay-fees/sent");

    auto const stored = till.last_submission();
    auto const& definition = till.library.catalogue()->version(stored.version)->definition;
    REQUIRE(stored.worked_out.find("fee"));
    CHECK(*stored.worked_out.find("fee") == feel::Value{24});
    CHECK(*stored.worked_out.find("hidden") == feel::Value{3});
    CHECK_FALSE(stored.worked_out.find("none"));
    auto const lines = worked_out_lines(definition, stored.worked_out);
    CHECK(lines.size() == 3);
    CHECK(has_line(lines, "Fee in pounds", "24"));
    CHECK(has_line(lines, "To be paid by", "Monday 9 March 2026"));
    CHECK(has_line(lines, "How it looks", "result: few\nreason: They are few."));

    static constexpr db::Query plain{"test.worked_out", "select worked_out from form_submission"};
    auto const sealed = till.database->read([](db::Snapshot& snapshot) {
        return snapshot.one(plain, [](db::Row const& row) { return std::string{row.bytes(0)}; }).value();
    });
    CHECK_FALSE(sealed.empty());
    CHECK(sealed.find("few") == std::string::npos);
    till.database->write(Actor::system(), [&](db::Tx& tx) { tx.forget(stored.subject); }).wait();
    CHECK(till.last_submission().worked_out.empty());
}
