// Saving for later, and coming back on another device.
#include "front.hpp"

#include "saved.hpp"
#include "walks.hpp"

#include <forms/figures.hpp>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto save_address = "/saved/for/report-everything";

/// What the mail about the newest link says.
notify::Draft mail_of(Front& front, std::string const& type = "form.saved")
{
    auto const source = message_source(front.deps);
    static constexpr db::Query newest{"test.newest_saved", "select id from form_saved order by id desc limit 1"};
    return front.database
        ->write(Actor::system(),
                [&](db::Tx& tx) {
                    db::Event event{};
                    event.type = type;
                    event.stream = tx.value<std::int64_t>(newest).value();
                    auto drafts = source.drafts(tx, event);
                    REQUIRE(drafts.size() == 1);
                    return std::move(drafts.front());
                })
        .wait();
}

std::string link_in(notify::Draft const& mail)
{
    auto const& address = mail.values.find("link")->items.front();
    return address.substr(address.find("/saved/"));
}

/// Saves after two pages. Gives the code on the screen.
std::string save_after_two_pages(Browser& browser)
{
    auto const page = browser.fill(browser.fill(begin(browser), {{"kind", "hole"}}), {{"deep", "yes"}});
    auto const offer =
        browser.follow(browser.submit(page, page.path, {{"words", "Half of my story"}, {"then", "save"}}));
    REQUIRE(offer.path == save_address);
    auto const saved = browser.follow(browser.submit(offer, save_address, {{"email", "canary@example.org"}}));
    CHECK(saved.has("Saved"));
    auto const at = saved.body.find("<strong>") + 8;
    return saved.body.substr(at, 7);
}

}

TEST_CASE("saving: a form begun on one device goes on at another with the link and the code, and no step is skipped")
{
    Front front;
    Browser phone{front};
    auto const code = save_after_two_pages(phone);
    auto const mail = mail_of(front);
    CHECK(mail.recipient.ways.at(0).address == "canary@example.org");

    Browser library{front};
    auto const asked = library.get(link_in(mail));
    CHECK(asked.status == 200);
    CHECK_FALSE(asked.has("Half of my story")); // the link alone shows nothing
    auto const back = library.follow(library.submit(asked, link_in(mail), {{"code", code}}));
    CHECK(back.path == "/services/report-everything/where"); // the first page that was not answered
    CHECK(library.get("/services/report-everything/details").has("Half of my story"));
    CHECK(library.get("/services/report-everything/check").location == "/services/report-everything/where");
    CHECK(library.get("/services/report-everything/contact").location == "/services/report-everything/where");

    auto page = library.fill(back, {{"spot", "Near the shop"}});
    page = library.fill(page, {{"home-uprn", "1001"}});
    page = library.fill(page, {});
    page = library.fill(page, {});
    library.submit(page, "/services/report-everything/submission", {});
    CHECK(front.submissions() == 1);
    CHECK(front.last_submission().answers.find("words")->text() == "Half of my story");
    // The form is one thing: the phone does not have it any more, and the link opens nothing.
    CHECK(phone.get("/services/report-everything/details").location == "/services/report-everything");
}

TEST_CASE("saving: a mail scanner that opens every link changes nothing")
{
    Front front;
    Browser phone{front};
    save_after_two_pages(phone);
    auto const link = link_in(mail_of(front));
    Browser scanner{front};
    scanner.get(link);
    scanner.get(link + "/deletion");
    CHECK(phone.get("/services/report-everything/details").has("Half of my story"));
    CHECK(front.drafts() == 1);
}

TEST_CASE("saving: a wrong code opens nothing, and ten wrong ones shut the link even for the right one")
{
    Front front;
    Browser phone{front};
    auto const code = save_after_two_pages(phone);
    auto const link = link_in(mail_of(front));
    auto const wrong = std::string{code == "000 000" ? "000 001" : "000 000"};
    Browser thief{front};
    auto const asked = thief.get(link);
    for (int i = 0; i < 10; ++i) CHECK(thief.submit(asked, link, {{"code", wrong}}).status == 422);
    CHECK(thief.submit(asked, link, {{"code", code}}).status == 429);
    CHECK(phone.get("/services/report-everything/details").has("Half of my story"));
    front.database.clock.advance(25h);
    CHECK(thief.submit(thief.get(link), link, {{"code", code}}).status == 303);
}

TEST_CASE("saving: what was typed is kept even where the page is not complete, and the rest is asked again")
{
    Front front;
    Browser asha{front};
    auto const page = asha.fill(asha.fill(begin(asha), {{"kind", "hole"}}), {{"deep", "yes"}});
    auto const offer = asha.follow(asha.submit(page, page.path, {{"words", ""}, {"marks", "tree"}, {"then", "save"}}));
    CHECK(offer.path == save_address);
    CHECK(offer.has("We ask for it again when you come back."));
    auto const again = asha.get("/services/report-everything/check");
    CHECK(again.location == "/services/report-everything/details");
    CHECK(asha.get(again.location).has("value=\"tree\" checked"));
}

TEST_CASE("saving: a saved form outlives the week, is remembered by mail, and is deleted on the day that was named")
{
    Front front;
    Browser phone{front};
    save_after_two_pages(phone);
    CHECK(phone.get("/saved/for/report-everything/code").has("Monday 6 April 2026"));
    front.database.clock.advance(24h * 20);
    front.run_jobs();
    CHECK(front.drafts() == 1);
    static constexpr db::Query reminders{"test.reminders",
                                         "select count(*) from form_saved where reminded_at is not null"};
    auto const reminded = [&] {
        return front.database->read([](db::Snapshot& s) { return s.value<std::int64_t>(reminders).value(); });
    };
    auto const night = [&] {
        front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
        front.database.clock.advance(24h);
        front.run_jobs();
    };
    CHECK(reminded() == 0);
    for (int i = 0; i < 7; ++i) night();
    CHECK(reminded() == 1);
    CHECK(mail_of(front, "form.saving_ends").template_name == "saved-form-reminder");
    CHECK(front.drafts() == 1);
    for (int i = 0; i < 3; ++i) night();
    CHECK(front.drafts() == 0);
}

TEST_CASE("saving: a newer link ends the older one, and the mail's second link deletes everything")
{
    Front front;
    Browser phone{front};
    save_after_two_pages(phone);
    auto const older = link_in(mail_of(front));
    phone.submit(phone.get(save_address), save_address, {{"email", "canary@example.org"}});
    auto const newer = link_in(mail_of(front));
    CHECK(older != newer);
    CHECK(phone.get(older).status == 404);
    Browser mailbox{front};
    auto const ask = mailbox.get(newer + "/deletion");
    CHECK(mailbox.follow(mailbox.submit(ask, newer + "/deletion", {})).has("We deleted the form and its answers."));
    CHECK(front.drafts() == 0);
    CHECK(mailbox.get(newer).status == 404);
}

TEST_CASE("saving: at a shared computer the form is put away, no open page brings it back, and the link still opens it")
{
    Front front;
    Browser library{front};
    auto const code = save_after_two_pages(library);
    auto const open_page = library.get("/services/report-everything/details");
    auto const saved = library.get("/saved/for/report-everything/code");
    library.submit(saved, "/services/report-everything/clear", {});
    CHECK(library.get("/saved").has("There is no form in this browser"));
    Browser next{front, library.cookie};
    auto lost = next.filled(open_page, open_page.path, {{"words", "x"}});
    CHECK_FALSE(next.send(lost).has("Half of my story"));
    CHECK(next.get("/services/report-everything/details").location == "/services/report-everything");

    Browser phone{front};
    auto const link = link_in(mail_of(front));
    CHECK(phone.submit(phone.get(link), link, {{"code", code}}).status == 303);
    CHECK(phone.get("/services/report-everything/details").has("Half of my story"));
}

TEST_CASE("saving: a browser lists its forms and deletes its own alone")
{
    Front front;
    Browser asha{front};
    save_after_two_pages(asha);
    auto const list = asha.get("/saved");
    CHECK(list.has("Report everything"));
    CHECK(list.has("Saved until"));
    Browser other{front};
    begin(other, "report-small");
    auto stolen = other.filled(other.get("/saved"), "/saved/deletion", {});
    auto const own = list.body.find("name=\"draft\" value=\"") + 20;
    http::Request theirs = other.request(http::Method::post, "/saved/deletion");
    theirs.form.add("draft", list.body.substr(own, list.body.find('"', own) - own));
    other.send(theirs);
    CHECK(front.drafts() == 2);
    asha.submit(list, "/saved/deletion", {});
    CHECK(front.drafts() == 1);
}

TEST_CASE("saving: where the other device has a form of its own, nothing of it goes before somebody says so")
{
    Front front;
    Browser phone{front};
    auto const code = save_after_two_pages(phone);
    Browser laptop{front};
    laptop.fill(begin(laptop), {{"kind", "bin"}});
    auto const link = link_in(mail_of(front));
    auto const asked = laptop.submit(laptop.get(link), link, {{"code", code}});
    CHECK(asked.status == 409);
    CHECK(asked.has("we delete that one"));
    CHECK(front.drafts() == 2);
    auto again = asked;
    again.path = link;
    CHECK(laptop.submit(again, link, {{"code", code}}).status == 303);
    CHECK(front.drafts() == 1);
    CHECK(laptop.get("/services/report-everything/details").has("Half of my story"));
}

TEST_CASE("saving: the figures know that a form was saved and came back")
{
    Front front;
    Browser phone{front};
    auto const code = save_after_two_pages(phone);
    auto const link = link_in(mail_of(front));
    Browser laptop{front};
    laptop.submit(laptop.get(link), link, {{"code", code}});
    Period const week{Date{std::chrono::year{2026} / 3 / 9}, Date{std::chrono::year{2026} / 3 / 9}};
    auto const figures = front.database->read(
        [&](db::Snapshot& s) { return figures_of(s, "report-everything", week, front.database.clock.now()); });
    REQUIRE(figures.size() == 1);
    CHECK(figures.begin()->second.started == 1);
    CHECK(figures.begin()->second.saved == 1);
    CHECK(figures.begin()->second.returned == 1);
}

TEST_CASE("saving: neither link nor code is in the database, and both are one form's alone")
{
    auto const one = keys_of(std::string(32, 'c'), SavedId{1}, 1);
    CHECK(one.link != keys_of(std::string(32, 'c'), SavedId{1}, 2).link);
    CHECK(one.link != keys_of(std::string(32, 'c'), SavedId{2}, 1).link);
    CHECK(one.link != keys_of(std::string(32, 'd'), SavedId{1}, 1).link);
    CHECK(one.code.size() == 6);
    CHECK(shown_code("482913") == "482 913");
}
