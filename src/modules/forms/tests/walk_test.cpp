// The whole way through a service, as a browser meets it.
#include "front.hpp"

#include <identity/attempts.hpp>

#include <thread>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto service = "/services/report-everything";
std::string const submission = "/services/report-everything/submission";

}

TEST_CASE("forms: a resident goes from the start page to a reference, and the council has every answer (R-441)")
{
    Front front;
    Browser asha{front};
    auto const start = asha.get(service);
    CHECK(start.status == 200);
    CHECK(start.has("Before you start"));
    CHECK(start.has("What will happen"));
    CHECK(start.has("Thursday 12 March 2026"));
    CHECK(start.has("3 working days"));
    CHECK(start.has("01632 960000"));
    CHECK(start.has("govuk-button--start"));

    auto const first = begin(asha);
    CHECK(first.path == "/services/report-everything/what");
    auto const check = walk_to_check(asha, first);
    CHECK(check.path == "/services/report-everything/check");
    for (auto const* text :
         {"A hole", "Yes", "The lid is broken", "A shop, A tree", "Near the shop", "1 Canary Close, Larkmoor, ZZ1 1AA",
          "canary@example.org", "01632 960001", "Not answered", "for this report alone"})
        CHECK_MESSAGE(check.has(text), text);
    CHECK(check.has("href=\"/services/report-everything/hole?change=1#deep\""));
    CHECK(front.submissions() == 0);

    auto const sent = asha.follow(asha.submit(check, submission, {{"website", ""}}));
    CHECK(sent.path == "/services/report-everything/sent");
    CHECK(sent.has("govuk-panel--confirmation"));
    CHECK(sent.has("Thursday 12 March 2026"));
    CHECK(sent.has("href=\"/services/report-small\""));
    auto const at = sent.body.find("/track/");
    REQUIRE(at != std::string::npos);
    auto const reference = sent.body.substr(at + 7, 13);
    CHECK(Reference::parse(reference));
    CHECK(sent.body.find("<strong>" + reference) != std::string::npos);

    REQUIRE(front.submissions() == 1);
    auto const stored = front.last_submission();
    CHECK(stored.answers.find("kind")->text() == "hole");
    CHECK(stored.answers.find("email")->text() == "canary@example.org");
    CHECK(stored.answers.find("phone")->text() == "+441632960001");
    CHECK(stored.answers.find("spot")->location->point == geo::Point{-1.5, 53.5});
    CHECK(stored.answers.find("marks")->values == std::vector<std::string>{"shop", "tree"});
    auto const lines = answer_lines(front.library.catalogue()->version(stored.version)->definition, stored.answers);
    REQUIRE(lines.size() == 8);
    CHECK(lines.front().label == "What is the problem?");
    CHECK(lines.front().text == "A hole");
}

TEST_CASE("forms: after sending, a person knows the date, whom to call and what others do next (R-041, R-435, R-436)")
{
    Front front;
    Browser asha{front};
    auto const sent = asha.follow(asha.submit(walk_to_check(asha, begin(asha)), submission, {}));
    CHECK(sent.has("If you have not heard from us by then, contact us."));
    CHECK(sent.has("01632 960000"));
    CHECK(sent.has("Report something small"));
}

TEST_CASE("forms: the start page lists what is needed before anything is asked (R-031)")
{
    Front front;
    Browser asha{front};
    auto const start = asha.get(service);
    CHECK(start.has("Before you start"));
    CHECK(start.has("You need to know where it is."));
}

TEST_CASE("forms: privacy is a short notice on a page that is there anyway (R-023)")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    CHECK(check.has("We use your answers for this report alone."));
    CHECK(check.has("Check your answers"));
}

TEST_CASE("forms: sending twice gives one case and the same reference")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    auto const once = asha.follow(asha.submit(check, submission, {}));
    auto const twice = asha.follow(asha.submit(check, submission, {}));
    CHECK(front.submissions() == 1);
    auto const reference = [](Page const& page) { return page.body.substr(page.body.find("/track/"), 20); };
    CHECK(reference(once) == reference(twice));
    // Back and refresh lead to the same place, and answers are not taken any more.
    CHECK(asha.get("/services/report-everything/what").location == "/services/report-everything/sent");
    CHECK(asha.get("/services/report-everything/check").location == "/services/report-everything/sent");
    CHECK(reference(asha.get("/services/report-everything/sent")) == reference(once));
}

TEST_CASE("forms: a form where nothing must be answered is sent once too")
{
    Front front;
    Browser asha{front};
    auto const check = asha.fill(begin(asha, "report-small"), {});
    CHECK(check.path == "/services/report-small/check");
    for (int i = 0; i < 3; ++i)
        CHECK(asha.submit(check, "/services/report-small/submission", {}).location == "/services/report-small/sent");
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: two tabs keep each other's answers, and one case comes of it")
{
    Front front;
    Browser one{front};
    auto const first = begin(one);
    Browser two{front, one.cookie};
    one.fill(first, {{"kind", "bin"}});
    auto const details = one.get("/services/report-everything/details");
    auto const details_in_two = two.get("/services/report-everything/details");
    one.fill(details, {{"words", "From one"}});
    auto const where = one.get("/services/report-everything/where");
    two.fill(details_in_two, {{"words", "From two"}, {"name", "Big bin"}});
    one.fill(where, {{"spot", "Near the shop"}});
    one.fill(one.get("/services/report-everything/home"), {{"home-uprn", "1001"}});

    auto const check = one.get("/services/report-everything/check");
    CHECK(check.has("From two"));
    CHECK(check.has("Near the shop"));
    auto const check_in_two = two.get("/services/report-everything/check");
    one.submit(check, submission, {});
    two.submit(check_in_two, submission, {});
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: what does not apply is neither asked nor sent (R-029)")
{
    Front front;
    Browser asha{front};
    auto check = walk_to_check(asha, begin(asha));
    CHECK(check.has("Is it deep?"));
    auto const back = asha.fill(asha.get("/services/report-everything/what?change=1"), {{"kind", "bin"}});
    CHECK(back.path == "/services/report-everything/check");
    CHECK_FALSE(back.has("Is it deep?"));
    CHECK(back.has("What is it called?"));
    CHECK(asha.get("/services/report-everything/hole").location == "/services/report-everything/details");
    asha.submit(back, submission, {});
    auto const stored = front.last_submission();
    CHECK(stored.answers.find("kind")->text() == "bin");
    CHECK(stored.answers.find("deep") == nullptr);
}

TEST_CASE("forms: a change that brings up another page leads there, then back to check your answers")
{
    Front front;
    Browser asha{front};
    auto page = asha.fill(begin(asha), {{"kind", "bin"}});
    page = asha.fill(page, {{"words", "Words"}});
    page = asha.fill(page, {{"spot", "Here"}});
    page = asha.fill(page, {{"home-uprn", "1001"}});
    auto const change = asha.get("/services/report-everything/what?change=1");
    auto const brought_up = asha.submit(change, change.path, {{"kind", "hole"}});
    CHECK(brought_up.location == "/services/report-everything/hole?change=1");
    CHECK(asha.fill(asha.get(brought_up.location), {{"deep", "no"}}).path == "/services/report-everything/check");
}

TEST_CASE("forms: nobody gets past a question that must be answered")
{
    Front front;
    Browser asha{front};
    begin(asha);
    CHECK(asha.get("/services/report-everything/contact").location == "/services/report-everything/what");
    CHECK(asha.get("/services/report-everything/check").location == "/services/report-everything/what");
    CHECK(asha.get("/services/report-everything/sent").location == "/services/report-everything/check");
    CHECK(asha.get("/services/report-everything/nothing").status == 404);
    CHECK(asha.get("/services/no-such-service").status == 404);
    Browser stranger{front};
    CHECK(stranger.get("/services/report-everything/what").location == service);
    CHECK(stranger.get("/services/report-everything/sent").location == service);
}

TEST_CASE("forms: whoever comes back goes on where they left, or starts again")
{
    Front front;
    Browser asha{front};
    asha.fill(begin(asha), {{"kind", "bin"}});
    auto const start = asha.get(service);
    CHECK(start.has("Go on where you left"));
    CHECK(asha.submit(start, "/services/report-everything/start", {}).location ==
          "/services/report-everything/details");
    CHECK(asha.submit(start, "/services/report-everything/start", {{"again", "1"}}).location ==
          "/services/report-everything/what");
    CHECK_FALSE(asha.get("/services/report-everything/what").has("checked"));
    CHECK(front.drafts() == 1);
}

TEST_CASE("forms: bots are asked to send again, and people who are quick lose nothing")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    auto trapped = asha.filled(check, submission, {{"website", "https://spam.example"}});
    front.database.clock.advance(std::chrono::seconds{10});
    trapped.received = front.database.clock.now();
    CHECK(asha.send(trapped).status == 422);
    CHECK(front.submissions() == 0);

    auto const again = asha.get("/services/report-everything/check");
    auto quick = asha.filled(again, submission, {});
    auto const refused = asha.send(quick);
    CHECK(refused.status == 422);
    CHECK(refused.has("The lid is broken"));
    CHECK(front.submissions() == 0);
    // The page shown again counts from the first showing.
    front.database.clock.advance(std::chrono::seconds{2});
    auto patient = asha.filled(refused, submission, {});
    CHECK(asha.send(patient).location == "/services/report-everything/sent");
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: the time of showing serves for one form: left out, made up or used again, the page comes once more")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    std::string const used{asha.filled(check, submission, {}).form.value("shown")};
    REQUIRE(asha.submit(check, submission, {}).location == "/services/report-everything/sent");
    for (std::string const& wrong : {used, std::string{}, std::string{"1773046800000.0000000000000000"}}) {
        CAPTURE(wrong);
        Browser other{front};
        auto const page = walk_to_check(other, begin(other));
        auto const refused = other.submit(page, submission, {{"shown", wrong}});
        CHECK(refused.status == 422);
        CHECK(refused.has("Please press the button once more."));
        CHECK(refused.has("The lid is broken"));
        CHECK(other.submit(refused, submission, {}).location == "/services/report-everything/sent");
    }
    CHECK(front.submissions() == 4);
}

TEST_CASE("forms: one network sends 600 forms an hour and no more, and loses nothing of the next")
{
    Front front;
    auto const send = [&](Browser& browser, std::string const& email) {
        auto page = walk_to_contact(browser, begin(browser));
        page = browser.fill(page, {{"email", email}});
        auto request = browser.filled(page, submission, {});
        request.received += std::chrono::seconds{3};
        return browser.send(request);
    };
    Browser first{front};
    REQUIRE(send(first, "reader@example.org").location == "/services/report-everything/sent");
    front.database
        ->write(Actor::anonymous(),
                [&](db::Tx& tx) {
                    identity::AttemptLimit const limit{
                        .kind = "form sent network", .tries = 600, .window = std::chrono::hours{1}};
                    for (int i = 1; i < 600; ++i)
                        CHECK(
                            identity::count_attempt(tx, limit, first.request(http::Method::get, "/").client_network()));
                })
        .wait();
    Browser late{front};
    auto const refused = send(late, "late@example.org");
    CHECK(refused.status == 429);
    CHECK(refused.has("Yours was not sent."));
    CHECK(refused.has("The lid is broken"));
    CHECK(front.submissions() == 1);
    front.database.clock.advance(std::chrono::minutes{61});
    CHECK(late.submit(refused, submission, {}).location == "/services/report-everything/sent");
    CHECK(front.submissions() == 2);
}

TEST_CASE(
    "forms: twenty forms an hour are sent with one email address, however it is written, and sending twice is once")
{
    Front front;
    for (int i = 0; i < 20; ++i) {
        Browser one{front};
        auto const page = walk_to_contact(one, begin(one));
        auto const check = one.fill(page, {{"email", i % 2 == 0 ? "victim@example.org" : "Victim@Example.ORG"}});
        REQUIRE(one.submit(check, submission, {}).location == "/services/report-everything/sent");
        CHECK(one.submit(check, submission, {}).location == "/services/report-everything/sent");
    }
    Browser next{front};
    auto const check = next.fill(walk_to_contact(next, begin(next)), {{"email", "victim@example.org"}});
    CHECK(next.submit(check, submission, {}).status == 429);
    CHECK(front.submissions() == 20);
    Browser other{front};
    CHECK(other.submit(walk_to_check(other, begin(other)), submission, {}).location ==
          "/services/report-everything/sent");
}

TEST_CASE("forms: a page of questions costs one query, a start page none for a newcomer")
{
    Front front;
    Browser asha{front};
    begin(asha);
    CHECK(db::count_queries([&] { CHECK(asha.get("/services/report-everything/what").status == 200); }) == 1);
    Browser stranger{front};
    CHECK(db::count_queries([&] { CHECK(stranger.get(service).status == 200); }) == 0);
}

TEST_CASE("forms: what identifies a person cannot be read in the rows, before or after sending")
{
    static constexpr db::Query drafts{"test.raw_drafts", "select answers from form_draft"};
    static constexpr db::Query sent{"test.raw_sent", "select answers, sealed from form_submission"};
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    auto const raw = [&] {
        std::string all;
        front.database->read([&](db::Snapshot& s) {
            s.for_each(drafts, [&](db::Row const& row) { all += row.bytes(0); });
            s.for_each(sent, [&](db::Row const& row) { all += std::string{row.text(0)} + std::string{row.bytes(1)}; });
        });
        return all;
    };
    CHECK(raw().size() > 100);
    CHECK(raw().find("lid is broken") == std::string::npos);
    asha.submit(check, submission, {});
    for (auto const* canary : {"canary", "Canary", "960001"})
        CHECK_MESSAGE(raw().find(canary) == std::string::npos, canary);
    CHECK(raw().find("lid is broken") != std::string::npos); // not about the person: it stays when they are forgotten

    auto const subject = front.last_submission().subject;
    front.database->write(Actor::system(), [&](db::Tx& tx) { tx.forget(subject); }).wait();
    CHECK(front.last_submission().answers.find("email") == nullptr);
    CHECK(front.last_submission().answers.find("kind")->text() == "hole");
}

TEST_CASE("forms: sending appends an event with facts and no answers")
{
    static constexpr db::Query facts{"test.facts", "select facts from event where type = 'form.submitted'"};
    Front front;
    Browser asha{front};
    asha.submit(walk_to_check(asha, begin(asha)), submission, {});
    auto const found = front.database->read(
        [](db::Snapshot& s) { return s.all(facts, [](db::Row const& row) { return row.get<std::string>(0); }); });
    REQUIRE(found.size() == 1);
    CHECK(found[0] == R"({"service":"report-everything","version":1,"channel":"self"})");
}

TEST_CASE("forms: impatient fingers on many connections make one case, all with the same reference")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    front.database.clock.advance(std::chrono::seconds{5});
    std::vector<int> statuses(8);
    std::vector<std::thread> fingers;
    for (auto& status : statuses) {
        fingers.emplace_back([&] {
            Browser finger{front, asha.cookie};
            auto request = finger.filled(check, submission, {});
            status = finger.send(request).status;
        });
    }
    for (auto& finger : fingers) finger.join();
    for (auto const status : statuses) CHECK(status == 303);
    CHECK(front.submissions() == 1);
}
