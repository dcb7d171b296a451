// Lost cookies, old tabs, other versions, shared computers: nothing that was typed is lost, and nothing happens twice.
#include "front.hpp"
#include "ticket.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const what = "/services/report-everything/what";
std::string const details = "/services/report-everything/details";
std::string const submission = "/services/report-everything/submission";

}

TEST_CASE("forms: a lost session shows the page again with what was typed; pressing once more is enough")
{
    Front front;
    Browser asha{front};
    auto const page = asha.fill(begin(asha), {{"kind", "bin"}});
    asha.cookie.clear();
    auto const again = asha.submit(page, details, {{"words", "Typed before the loss"}});
    CHECK(again.status == 403);
    CHECK(again.has("Typed before the loss"));
    CHECK(again.has("Your session had ended"));
    CHECK_FALSE(asha.cookie.empty());
    CHECK(asha.submit(again, details, {{"words", "Typed before the loss"}}).location ==
          "/services/report-everything/where");
    // The draft came along: the first answer is still there, and there is one draft.
    CHECK(asha.get(what).has("value=\"bin\" checked"));
    CHECK(front.drafts() == 1);
}

TEST_CASE("forms: a page from before the loss does not push aside what was begun since")
{
    Front front;
    Browser asha{front};
    auto const old_page = asha.fill(begin(asha), {{"kind", "bin"}});
    asha.cookie.clear();
    asha.fill(asha.fill(begin(asha), {{"kind", "hole"}}), {{"deep", "no"}});
    CHECK(front.drafts() == 2);
    auto const again = asha.submit(old_page, details, {{"words", "From the old page"}});
    CHECK(again.status == 403);
    CHECK(again.has("From the old page"));
    CHECK(asha.get(what).has("value=\"hole\" checked"));
    CHECK(asha.submit(again, details, {{"words", "From the old page"}}).status == 303);
    CHECK(asha.get(details).has("From the old page"));
    CHECK(asha.get(what).has("value=\"hole\" checked"));
}

TEST_CASE("forms: a wrong CSRF token changes nothing and keeps what was typed")
{
    Front front;
    Browser asha{front};
    auto const page = begin(asha);
    auto forged = asha.filled(page, what, {{"csrf", "made-up"}, {"kind", "bin"}});
    auto const again = asha.send(forged);
    CHECK(again.status == 403);
    CHECK(again.has("value=\"bin\" checked"));
    CHECK_FALSE(asha.get(what).has("checked"));

    auto const check = walk_to_check(asha, page);
    auto forged_send = asha.filled(check, submission, {{"csrf", "made-up"}});
    CHECK(asha.send(forged_send).status == 403);
    CHECK(front.submissions() == 0);
    Browser stranger{front};
    auto from_nowhere = stranger.request(http::Method::post, submission);
    CHECK(stranger.send(from_nowhere).status == 403);
    CHECK(front.submissions() == 0);
    auto good = asha.filled(check, submission, {});
    good.received += std::chrono::seconds{5};
    CHECK(asha.send(good).status == 303);
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: a form on another site is refused, and the browser keeps its cookie")
{
    Front front;
    Browser asha{front};
    auto const page = begin(asha);
    auto const cookie = asha.cookie;
    for (auto const& header :
         {std::pair{"sec-fetch-site", "cross-site"}, std::pair{"origin", "https://evil.example"}}) {
        auto r = asha.filled(page, what, {{"kind", "bin"}});
        r.headers = {{"host", "localhost"}, {header.first, header.second}}; // SameSite keeps the cookie away
        CHECK(asha.send(r).status == 403);
        CHECK(asha.cookie == cookie);
    }
    auto own = asha.filled(page, what, {{"kind", "bin"}});
    own.headers.emplace_back("sec-fetch-site", "same-origin");
    own.headers.emplace_back("origin", "http://localhost");
    CHECK(asha.send(own).status == 303);
}

TEST_CASE("forms: a session lost at the last button sends one case")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    asha.cookie.clear();
    auto const again = asha.submit(check, submission, {});
    CHECK(again.status == 403);
    CHECK(again.has("The lid is broken"));
    CHECK(front.submissions() == 0);
    CHECK(asha.submit(again, submission, {}).location == "/services/report-everything/sent");
    CHECK(front.submissions() == 1);
    // Lost once more after sending: the old page finds the reference and sends nothing.
    asha.cookie.clear();
    CHECK(asha.submit(check, submission, {}).location == "/services/report-everything/sent");
    CHECK(asha.get("/services/report-everything/sent").has("govuk-panel--confirmation"));
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: a resume token opens its own draft for a day, and nothing else")
{
    auto const now = Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 9}};
    Ticket const ticket{DraftId{12}, services::VersionId{34}};
    auto const text = make_ticket("secret", "report-small", ticket, now);
    CHECK(read_ticket("secret", "report-small", text, now) == ticket);
    CHECK(read_ticket("secret", "report-small", text, now + std::chrono::hours{23}) == ticket);
    CHECK_FALSE(read_ticket("secret", "report-small", text, now + std::chrono::hours{25}));
    CHECK_FALSE(read_ticket("another", "report-small", text, now));
    CHECK_FALSE(read_ticket("secret", "report-everything", text, now));
    auto forged = text;
    forged[1] = '3';
    CHECK_FALSE(read_ticket("secret", "report-small", forged, now));
    for (auto const* broken : {"", ".", "..", "1.2.3.", "1.2.3.4", "a.b.c.d"})
        CHECK_FALSE(read_ticket("secret", "report-small", broken, now));
}

TEST_CASE("forms: a draft keeps the version that it began with; a page of another version is shown anew and changes "
          "nothing (R-392)")
{
    Front front;
    Browser asha{front};
    auto const old_page = begin(asha);
    auto source = library_source();
    auto& text = source[0].text;
    text.replace(text.find("What is the problem?"), 20, "What is it about?");
    REQUIRE(front.library.publish(source).empty());

    CHECK(asha.get(what).has("What is the problem?"));
    Browser ben{front};
    CHECK(begin(ben).has("What is it about?"));

    // Asha throws hers away in another tab, and then answers in the old one.
    Browser tab{front, asha.cookie};
    asha.fill(old_page, {{"kind", "hole"}});
    tab.submit(tab.get("/services/report-everything"), "/services/report-everything/start", {{"again", "1"}});
    auto const again = asha.submit(old_page, what, {{"kind", "bin"}});
    CHECK(again.status == 409);
    CHECK(again.has("What is it about?"));
    CHECK(again.has("value=\"bin\" checked"));
    CHECK_FALSE(asha.get(what).has("checked"));
    CHECK(asha.submit(again, what, {{"kind", "bin"}}).status == 303);
}

TEST_CASE("forms: an old check page does not send what its reader has not seen")
{
    Front front;
    Browser asha{front};
    auto const old_check = walk_to_check(asha, begin(asha));
    asha.submit(asha.get("/services/report-everything"), "/services/report-everything/start", {{"again", "1"}});
    auto page = asha.fill(asha.get(what), {{"kind", "bin"}});
    page = asha.fill(page, {{"words", "Something else"}});
    page = asha.fill(page, {{"spot", "There"}});
    asha.fill(page, {{"home-uprn", "1001"}});
    auto const again = asha.submit(old_check, submission, {});
    CHECK(again.status == 409);
    CHECK(again.has("Something else"));
    CHECK(front.submissions() == 0);
    CHECK(asha.submit(again, submission, {}).status == 303);
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: an answer to a page whose draft is gone is kept in a new one")
{
    Front front;
    Browser asha{front};
    auto const page = begin(asha);
    front.database.clock.advance(std::chrono::days{8});
    front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
    front.database.clock.advance(std::chrono::days{1});
    front.run_jobs();
    CHECK(front.drafts() == 0);
    CHECK(asha.submit(page, what, {{"kind", "bin"}}).location == details);
    CHECK(asha.get(what).has("value=\"bin\" checked"));
}

TEST_CASE("forms: end and clear deletes what was typed, in every service, and makes the browser a stranger")
{
    static constexpr db::Query forgotten{"test.forgotten",
                                         "select count(*) from event where type = 'subject.forgotten'"};
    Front front;
    Browser asha{front};
    asha.fill(begin(asha, "report-small"), {{"what", "Mine"}});
    auto const page = asha.fill(begin(asha), {{"kind", "bin"}});
    CHECK(front.drafts() == 2);
    auto const old_cookie = asha.cookie;
    auto const cleared = asha.submit(page, "/services/report-everything/clear", {});
    CHECK(cleared.location == "/services/report-everything?cleared=1");
    CHECK(asha.cookie.empty());
    CHECK(front.drafts() == 0);
    CHECK(front.database->read([](db::Snapshot& s) { return s.value<int>(forgotten).value(); }) == 2);
    CHECK(asha.get(cleared.location).has("We deleted what you typed."));
    // A page left open in another tab brings nothing back.
    Browser tab{front, old_cookie};
    CHECK(tab.get(details).location == "/services/report-everything");
}

TEST_CASE("forms: clearing after sending takes the reference off this computer and leaves the report with the council")
{
    Front front;
    Browser asha{front};
    auto const sent = asha.follow(asha.submit(walk_to_check(asha, begin(asha)), submission, {}));
    asha.submit(sent, "/services/report-everything/clear", {});
    CHECK(asha.get("/services/report-everything/sent").location == "/services/report-everything");
    REQUIRE(front.submissions() == 1);
    CHECK(front.last_submission().answers.find("email")->text() == "canary@example.org");
}

TEST_CASE("forms: nobody else can clear: a token or the page is needed")
{
    Front front;
    Browser asha{front};
    auto const page = asha.fill(begin(asha), {{"kind", "bin"}});
    auto r = asha.request(http::Method::post, "/services/report-everything/clear");
    CHECK(asha.send(r).status == 403);
    CHECK(front.drafts() == 1);
    asha.cookie.clear(); // lost, but the page is still open
    CHECK(asha.submit(page, "/services/report-everything/clear", {}).status == 303);
    CHECK(front.drafts() == 0);
}

TEST_CASE("forms: drafts that nobody touched for a week are deleted, younger ones and what was sent stay")
{
    Front front;
    Browser asha{front};
    asha.fill(begin(asha), {{"kind", "bin"}});
    front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
    front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait(); // twice makes one job
    front.database.clock.advance(std::chrono::days{1});
    front.run_jobs();
    CHECK(front.drafts() == 1);
    front.database.clock.advance(std::chrono::days{6});
    Browser ben{front};
    ben.fill(begin(ben), {{"kind", "hole"}});
    front.database.clock.advance(std::chrono::days{1});
    front.run_jobs();
    CHECK(front.drafts() == 1);
    CHECK(ben.get(what).has("value=\"hole\" checked"));
    static constexpr db::Query jobs{"test.jobs", "select count(*) from job where kind = 'forms.expiry'"};
    CHECK(front.database->read([](db::Snapshot& s) { return s.value<int>(jobs).value(); }) == 1);
}
