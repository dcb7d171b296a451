// What a form knows beyond its answers: look-ups into other rooms, and what was sent shortly before.
#include "front.hpp"

#include "../outside.hpp"

#include <feel/function.hpp>

#include <stdexcept>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto bins = R"(id: order-bins
title: Order bins
summary: Bring me a bin.
area: waste
verb: request
owner: waste
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: home
    questions:
      - { id: property, type: address, label: "Which home?", purpose: Tells the crew where to go., prefill: earlier.home }
    then:
      - { when: places.inside(property) = false, end: elsewhere }
  - id: bin
    title: Your bin
    text: "Your ward is ((ward))."
    questions:
      - { id: bin, type: text, label: "Which bin?", purpose: Tells the crew what to bring. }
      - { id: reach, type: email, label: "Your email?", purpose: Sends updates., prefill: earlier.email, required: false }
      - { id: again, type: text, label: "What was wrong?", purpose: Tells what it was., prefill: earlier.secret, required: false }
values:
  - { id: ward, is: places.ward(property) }
route:
  - { when: 'places.area("depot", property) = "north"', team: north-crew }
ends:
  - { id: elsewhere, title: Not our area, text: Another council does it., go_on: Go on all the same }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";

constexpr auto secret = R"(id: tell-secret
title: Tell a secret
summary: Tell us.
area: waste
verb: tell
owner: waste
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: secret
    questions:
      - { id: secret, type: text, label: "What?", purpose: Tells us what it was., sensitive: true }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";

constexpr auto about_a_child = R"(id: tell-child
title: Tell us about a child
summary: Tell us.
area: waste
verb: tell
owner: waste
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: home
    questions:
      - { id: home, type: address, label: "Where do the children live?", purpose: Tells us where to go. }
  - id: children
    title: The children
    repeat: { one: child, least: 0, most: 3 }
    pages:
      - id: child
        questions:
          - { id: child, type: person, label: "Who is the child?", purpose: Tells us who it is. }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";

places::Gazetteer with_wards()
{
    auto all = gazetteer();
    geo::Polygon const around{{{-1.6, 53.4}, {-1.4, 53.4}, {-1.4, 53.6}, {-1.6, 53.6}}};
    all.areas = {{"ward", "east", "East Fields", around}, {"depot", "north", "North depot", around}};
    return all;
}

struct Office : Front {
    Office()
    {
        auto source = library_source();
        source.push_back({"waste/order-bins.yaml", bins});
        source.push_back({"waste/tell-secret.yaml", secret});
        source.push_back({"waste/tell-child.yaml", about_a_child});
        for (auto const& problem : library.publish(source)) FAIL(problem.text());
        database->write(Actor::system(), [](db::Tx& tx) { places::import(tx, with_wards()); }).wait();
    }
};

Page found_home(Browser& browser, Page page)
{
    page = browser.fill(page, {{"property", "ZZ1 1AA"}});
    return browser.fill(page, {{"property-words", "ZZ1 1AA"}, {"property-uprn", "1001"}});
}

Page typed_home(Browser& browser, Page const& page, char const* postcode)
{
    return browser.fill(
        page, {{"property-line", "1 Far Road"}, {"property-town", "Elsewhere"}, {"property-postcode", postcode}});
}

void send_everything(Browser& browser)
{
    auto page = walk_to_check(browser, begin(browser));
    page = browser.follow(browser.submit(page, "/services/report-everything/submission", {}));
    REQUIRE(page.path == "/services/report-everything/sent");
}

feel::Value ask(Outside& outside, std::string_view room, char const* function, feel::List const& arguments)
{
    auto const names = outside.find(room).value_or(feel::Value{});
    REQUIRE(names.context());
    auto const* found = names.context()->find(function);
    REQUIRE(found);
    feel::Evaluation evaluation;
    return found->function()->call(arguments, evaluation);
}

}

TEST_CASE("forms: a look-up fills a text, sends a request to its team, and ends a way outside the area early")
{
    Office office;
    Browser browser{office, ""};
    auto page = found_home(browser, begin(browser, "order-bins"));
    CHECK(page.path == "/services/order-bins/bin");
    CHECK(page.has("Your ward is East Fields."));
    page = browser.fill(page, {{"bin", "A brown one"}});
    page = browser.follow(browser.submit(page, "/services/order-bins/submission", {}));
    CHECK(page.path == "/services/order-bins/sent");
    CHECK(office.last_team == "north-crew");

    Browser other{office, ""};
    page = typed_home(other, begin(other, "order-bins"), "ZZ9 9ZZ");
    CHECK(page.path == "/services/order-bins/ends/elsewhere");
    page = other.follow(other.submit(page, page.path, {}));
    CHECK(page.path == "/services/order-bins/bin");
    CHECK(page.has("Your ward is ."));
}

TEST_CASE("forms: an address typed by hand is looked up by its postcode")
{
    Office office;
    Browser browser{office, ""};
    auto const page = typed_home(browser, begin(browser, "order-bins"), "zz11aa");
    CHECK(page.path == "/services/order-bins/bin");
    CHECK(page.has("Your ward is East Fields."));
}

TEST_CASE("forms: a look-up that fails is null, is asked once, and stops nobody")
{
    db::TestDatabase database{tables()};
    int asked = 0;
    auto const fails = [&](db::Snapshot&, std::span<feel::Value const>) -> feel::Value {
        ++asked;
        throw std::runtime_error{"the line is dead"};
    };
    auto const counts = [&](db::Snapshot&, std::span<feel::Value const> given) {
        ++asked;
        return feel::Value{"ward of " + *given[0].string()};
    };
    auto const known = services::announced().with({{"places.inside", fails}, {"places.ward", counts}});
    Outside outside{known, *database};

    CHECK(ask(outside, "places", "inside", {"ZZ1 1AA"}).is_null());
    CHECK(ask(outside, "places", "inside", {"ZZ1 1AA"}).is_null());
    CHECK(asked == 1);
    CHECK(ask(outside, "places", "ward", {"ZZ1 1AA"}) == feel::Value{"ward of ZZ1 1AA"});
    CHECK(asked == 2);
    SUBCASE("what is not answered yet is not asked about")
    {
        CHECK(ask(outside, "places", "ward", {feel::Value{}}).is_null());
        CHECK(asked == 2);
    }
    SUBCASE("one request asks a hundred things at most")
    {
        for (int i = 0; i < 200; ++i) ask(outside, "places", "ward", {std::to_string(i)});
        CHECK(asked == 100);
    }
    SUBCASE("what no room answers is not there")
    {
        CHECK_FALSE(outside.find("waste"));
        CHECK_FALSE(outside.find("nothing"));
    }
}

TEST_CASE("forms: what this browser sent within the hour is filled in, says so, and can be changed (R-042)")
{
    Office office;
    Browser browser{office, ""};
    send_everything(browser);
    auto page = begin(browser, "order-bins");
    CHECK(page.has("We have filled this in for you."));
    CHECK(page.has("1 Canary Close"));
    page = typed_home(browser, page, "zz11aa");
    CHECK(page.path == "/services/order-bins/bin");
    CHECK(page.has("canary@example.org"));
    page = browser.fill(page, {{"bin", "A brown one"}, {"reach", "other@example.org"}});
    CHECK(page.has("other@example.org"));
    CHECK(page.has("1 Far Road"));
    CHECK_FALSE(page.has("Canary"));

    Browser stranger{office, ""};
    page = begin(stranger, "order-bins");
    CHECK_FALSE(page.has("filled this in"));
    CHECK_FALSE(page.has("Canary"));
}

TEST_CASE("forms: nothing is filled in from a form that asks who somebody is: it speaks of them, not of its sender")
{
    Office office;
    Browser browser{office, ""};
    auto page = begin(browser, "tell-child");
    page =
        browser.fill(page, {{"home-line", "3 Childs Lane"}, {"home-town", "Larkmoor"}, {"home-postcode", "ZZ1 1AA"}});
    page = browser.fill(page, {{"another", "no"}});
    REQUIRE(page.path == "/services/tell-child/check");
    page = browser.follow(browser.submit(page, "/services/tell-child/submission", {}));
    REQUIRE(page.path == "/services/tell-child/sent");
    page = begin(browser, "order-bins");
    REQUIRE(page.path == "/services/order-bins/home");
    CHECK_FALSE(page.has("Childs Lane"));
    CHECK_FALSE(page.has("We have filled this in for you."));
}

TEST_CASE("forms: what was sent is not filled in after an hour, nor once it was cleared, nor where it is sensitive")
{
    Office office;
    Browser browser{office, ""};
    SUBCASE("an hour later")
    {
        send_everything(browser);
        CHECK(begin(browser, "order-bins").has("Canary"));
        office.database.clock.advance(std::chrono::minutes{61});
        CHECK_FALSE(browser.get("/services/order-bins/home").has("Canary"));
    }
    SUBCASE("cleared from this computer")
    {
        send_everything(browser);
        auto const sent = browser.get("/services/report-everything/sent");
        browser.submit(sent, "/services/report-everything/clear", {});
        CHECK_FALSE(begin(browser, "order-bins").has("Canary"));
    }
    SUBCASE("sensitive")
    {
        auto page = browser.fill(begin(browser, "tell-secret"), {{"secret", "hush"}});
        page = browser.follow(browser.submit(page, "/services/tell-secret/submission", {}));
        REQUIRE(page.path == "/services/tell-secret/sent");
        page = found_home(browser, begin(browser, "order-bins"));
        REQUIRE(page.path == "/services/order-bins/bin");
        CHECK_FALSE(page.has("hush"));
    }
}
