// Staff fill in a form for somebody else.
#include "front.hpp"

#include <forms/assisted.hpp>
#include <forms/feedback.hpp>
#include <forms/figures.hpp>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

struct Desk : Front {
    Desk() { identity::add_routes(router, identity); }

    Browser colleague(std::string const& email)
    {
        auto const hash = identity::hash_password(Secret{"a long password of ours"});
        database
            ->write(Actor::system(),
                    [&](db::Tx& tx) {
                        auto const id = identity::add_staff(tx, {.email = email,
                                                                 .name = "Asha Agent",
                                                                 .roles = {Role::agent},
                                                                 .teams = {"street-services"}});
                        identity::set_password(tx, *id, hash);
                    })
            .wait();
        Browser browser{*this};
        browser.submit(browser.get("/desk/sign-in"), "/desk/sign-in",
                       {{"email", email}, {"password", "a long password of ours"}});
        return browser;
    }
};

Page help(Browser& staff, std::string const& channel = "phone")
{
    auto const chosen = staff.submit(staff.get("/desk/assisted"), "/desk/assisted",
                                     {{"service", "report-everything"}, {"channel", channel}});
    REQUIRE(chosen.location == "/services/report-everything");
    return begin(staff);
}

}

TEST_CASE("assisted: staff fill in the same pages on the phone, and the council knows by whom and how (R-332)")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    auto const first = help(staff);
    CHECK(first.path == "/services/report-everything/what");
    CHECK(first.has("Asha Agent, you are filling this in for somebody else."));
    auto const check = walk_to_check(staff, first);
    auto const sent = staff.follow(staff.submit(check, "/services/report-everything/submission", {{"shown", ""}}));
    CHECK(sent.path == "/services/report-everything/sent");
    CHECK(front.last_channel == "phone");
    static constexpr db::Query by{"test.sent_by", "select actor_person from event where type = 'form.submitted'"};
    CHECK(front.database->read([](db::Snapshot& s) { return s.value<std::int64_t>(by).value_or(0); }) != 0);

    Period const day{Date{std::chrono::year{2026} / 3 / 9}, Date{std::chrono::year{2026} / 3 / 9}};
    auto const use = front.database->read([&](db::Snapshot& s) { return use_of_services(s, day); });
    CHECK(use.at("report-everything").sent == 1);
    CHECK(use.at("report-everything").sent_by_self == 0);
}

TEST_CASE("assisted: every way of helping can be recorded (R-332)")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    for (auto const& channel : channels) {
        auto const check = walk_to_check(staff, help(staff, std::string{channel.id}));
        auto const sent = staff.follow(staff.submit(check, "/services/report-everything/submission", {}));
        CHECK(front.last_channel == channel.id);
        staff.submit(sent, "/desk/assisted/end", {});
    }
    auto const refused = staff.submit(staff.get("/desk/assisted"), "/desk/assisted",
                                      {{"service", "report-everything"}, {"channel", "telepathy"}});
    CHECK(refused.status == 422);
}

TEST_CASE("assisted: nothing of it is among the staff member's own forms, during or after")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    auto const own = staff.fill(begin(staff), {{"kind", "bin"}}); // their own, at home
    auto const page = staff.fill(help(staff), {{"kind", "hole"}});
    CHECK(page.path == "/services/report-everything/hole");
    auto const ended = staff.submit(page, "/desk/assisted/end", {});
    CHECK(ended.location == "/desk");
    CHECK(staff.jar.count("assisting") == 0);
    CHECK(front.drafts() == 1);
    CHECK(staff.get("/services/report-everything/check").location == own.path); // their own goes on where it was
}

TEST_CASE("assisted: without the sign-in the second cookie is worth nothing, and nothing is kept elsewhere")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    auto const page = help(staff);
    auto signed_out = staff;
    std::erase_if(signed_out.jar, [](auto const& cookie) { return cookie.first != "assisting"; });
    CHECK(signed_out.get(page.path).location.starts_with("/desk/sign-in"));
    auto const typed = signed_out.submit(page, page.path, {{"kind", "hole"}});
    CHECK(typed.location.starts_with("/desk/sign-in"));
    CHECK(front.drafts() == 1);

    auto other = front.colleague("omar@larkmoor.example");
    other.jar["assisting"] = staff.jar["assisting"];
    CHECK(other.get(page.path).location == "/desk/assisted");
    CHECK(other.jar.count("assisting") == 0);
    CHECK(staff.get(page.path).status == 200);
}

TEST_CASE("assisted: the key opens nothing as a browser's own cookie")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    auto const page = walk_to_check(staff, help(staff));
    REQUIRE(page.has("canary@example.org"));
    Browser thief{front, staff.jar["assisting"]};
    CHECK(thief.get("/services/report-everything/check").location == "/services/report-everything");
    CHECK_FALSE(thief.get("/services/report-everything").has("You began before"));
    CHECK_FALSE(thief.get("/answers/report-everything").has("canary"));
}

TEST_CASE("assisted: signing out ends it, and deletes what was not sent")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    auto const page = staff.fill(help(staff), {{"kind", "hole"}});
    auto const key = staff.jar["assisting"];
    REQUIRE(front.drafts() == 1);
    auto sign_out = staff.request(http::Method::post, "/desk/sign-out");
    CHECK(staff.send(sign_out).location == "/desk/sign-in");
    CHECK(staff.jar.count("assisting") == 0);
    CHECK(front.drafts() == 0);
    staff.submit(staff.get("/desk/sign-in"), "/desk/sign-in",
                 {{"email", "asha@larkmoor.example"}, {"password", "a long password of ours"}});
    staff.jar["assisting"] = key;
    CHECK(staff.get(page.path).location == "/desk/assisted");
}

TEST_CASE("assisted: staff send as many forms as people call, also for one address")
{
    Desk front;
    auto staff = front.colleague("asha@larkmoor.example");
    for (int i = 0; i < 12; ++i) {
        auto const check = walk_to_check(staff, help(staff));
        auto const sent = staff.follow(staff.submit(check, "/services/report-everything/submission", {}));
        REQUIRE(sent.path == "/services/report-everything/sent");
        staff.submit(sent, "/desk/assisted/end", {});
    }
    CHECK(front.submissions() == 12);
}

TEST_CASE("feedback: what went wrong is kept with its page and version, and a network can say so ten times an hour")
{
    Front front;
    Browser asha{front};
    auto const page = begin(asha);
    CHECK(page.has("href=\"/feedback/report-everything?page=what\""));
    auto const form = asha.get("/feedback/report-everything?page=what");
    CHECK(asha.submit(form, "/feedback/report-everything", {}).status == 422);
    for (int i = 0; i < 10; ++i) {
        auto const thanks = asha.follow(
            asha.submit(form, "/feedback/report-everything", {{"trouble", "no-fit"}, {"words", "It is neither."}}));
        CHECK(thanks.has("Thank you"));
    }
    CHECK(asha.submit(form, "/feedback/report-everything", {{"trouble", "no-fit"}}).status == 429);
    auto const said = front.database->read([](db::Snapshot& s) { return feedback_of(s, "report-everything"); });
    REQUIRE(said.size() == 10);
    CHECK(said.front().page == "what");
    CHECK(said.front().words == "It is neither.");
    auto const counts = front.database->read([&](db::Snapshot& s) {
        return feedback_counts(s, "report-everything", front.database.clock.now() - std::chrono::hours{1});
    });
    REQUIRE(counts.size() == 1);
    CHECK(counts.front().count == 10);
    CHECK(counts.front().trouble == "no-fit");
}
