// An editor goes through a draft as a resident would, and nothing comes of it.
#include "front.hpp"

#include <forms/figures.hpp>
#include <services/drafts.hpp>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;
using namespace std::chrono_literals;

namespace {

std::string const service = "report-everything";
std::string const tried = "/admin/services/report-everything/try";

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

struct Workshop : Front {
    Deps tries{.council = council,
               .library = library,
               .submit = {},
               .rehearse = [](Submission const& sent, Reference const& reference) {
                   auto const* const email = sent.answers.find("email");
                   return Rehearsal{
                       .team = sent.team,
                       .stage = sent.definition().stages.front().title,
                       .messages = {{"", email ? email->text() : "", "Thanks", "It is " + reference.shown()}}};
               }};
    Actor editor;

    Workshop()
    {
        identity::add_routes(router, identity);
        auto const staff = identity::staff(identity);
        auto const check = [staff](http::Request const& r) {
            auto refused = staff.check(r);
            if (!refused && !services::may_edit(identity::actor_of(r))) refused = http::problem(r, 403);
            return refused;
        };
        add_try_routes(router, tries, {"editors", check});
        editor.kind = ActorKind::staff;
        editor.person = PersonId{41};
        editor.roles = {Role::content_editor};
    }
    Browser arrive(std::string const& email, Role role)
    {
        auto const hash = identity::hash_password(Secret{"a long password of ours"});
        auto const add = [&](db::Tx& tx) {
            auto const id = identity::add_staff(tx, {email, "Sunniva Example", {role}, {}});
            identity::set_password(tx, *id, hash);
        };
        database->write(Actor::system(), add).wait();
        Browser browser{*this};
        browser.submit(browser.get("/desk/sign-in"), "/desk/sign-in",
                       {{"email", email}, {"password", "a long password of ours"}});
        return browser;
    }
    /// A draft with this text in place of the published one.
    void write_draft(std::string const& text)
    {
        services::Source const files{{"report-everything.yaml", text}};
        auto const write = [&](db::Tx& tx) {
            if (auto const old = services::find_draft(tx, service))
                return services::save_draft(tx, {service, old->revision}, files);
            return services::start_draft(tx, service, files, 1);
        };
        REQUIRE(database->write(editor, write).wait());
    }
    std::int64_t count(db::Query const& query)
    {
        return database->read([&](db::Snapshot& s) { return s.value<std::int64_t>(query).value(); });
    }
};

Page begin_try(Browser& browser)
{
    return browser.follow(browser.submit(browser.get(tried), tried + "/start", {}));
}

}

TEST_CASE("try: an editor goes all the way through a draft, and nothing of it is counted, sent or given to anybody")
{
    Workshop front;
    front.write_draft(replaced(everything, "What is the problem?", "What is wrong there?"));
    auto browser = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    auto page = begin_try(browser);
    CHECK(page.path == tried + "/what");
    CHECK(page.has("What is wrong there?"));
    CHECK(page.has("You are trying this out"));
    CHECK_FALSE(page.has("Save and come back later"));
    auto const wrong = browser.submit(page, page.path, {});
    CHECK(wrong.status == 422);
    CHECK(wrong.has("Choose what the problem is"));
    page = walk_to_check(browser, page);
    REQUIRE(page.path == tried + "/check");
    page = browser.follow(browser.submit(page, tried + "/submission", {}));
    REQUIRE(page.path == tried + "/sent");
    CHECK(page.has("Report sent"));
    CHECK(page.has("street-services would get it"));
    CHECK(page.has("To: canary@example.org"));
    CHECK_FALSE(page.has("Follow what happens"));
    // Sent once, like every form.
    CHECK(browser.get(tried + "/check").location == tried + "/sent");

    static constexpr db::Query submissions{"test.try_submissions", "select count(*) from form_submission"};
    static constexpr db::Query walks{"test.try_walks", "select count(*) from form_walk"};
    static constexpr db::Query events{"test.try_events", "select count(*) from event where type like 'form.%'"};
    CHECK(front.count(submissions) == 0);
    CHECK(front.count(walks) == 0);
    CHECK(front.count(events) == 0);
    CHECK(front.last_channel.empty());

    // The same way in the real form leaves a mark in each of them.
    Browser resident{front};
    auto const check = walk_to_check(resident, begin(resident));
    resident.submit(check, "/services/report-everything/submission", {});
    CHECK(front.count(submissions) == 1);
    CHECK(front.count(walks) == 1);
    CHECK(front.count(events) == 1);
}

TEST_CASE("try: only those who may edit can open one, whoever knows the address (S2)")
{
    Workshop front;
    Browser resident{front};
    CHECK(resident.get(tried).location.starts_with("/desk/sign-in"));
    auto agent = front.arrive("asha@larkmoor.example", Role::agent);
    CHECK(agent.get(tried).status == 403);
    auto editor = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    auto const page = begin_try(editor);
    CHECK(page.status == 200);
    // Nor does the page that an editor has open, with all its hidden fields.
    for (auto* other : {&resident, &agent}) {
        auto r = other->filled(page, page.path, {{"kind", "hole"}});
        auto const answered = other->send(r);
        CHECK((answered.status == 403 || answered.location.starts_with("/desk/sign-in")));
    }
    CHECK(front.drafts() == 1);
}

TEST_CASE("try: what was typed in one never gets into the real form, nor the other way round")
{
    Workshop front;
    auto editor = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    auto page = editor.fill(begin_try(editor), {{"kind", "hole"}});
    REQUIRE(page.path == tried + "/hole");
    // The same browser as a resident begins anew.
    CHECK(begin(editor).path == "/services/report-everything/what");
    CHECK(front.drafts() == 2);
    // The hidden fields of the try, posted to the real form from a browser that has nothing.
    Browser stranger{front};
    stranger.get("/services/report-everything");
    auto r = stranger.filled(page, page.path, {{"deep", "yes"}});
    r.path = "/services/report-everything/start";
    stranger.send(r);
    static constexpr db::Query in_tries{"test.tries", "select count(*) from form_draft where is_try = 1"};
    CHECK(front.count(in_tries) == 1);
    CHECK(editor.get(tried + "/hole").status == 200);
}

TEST_CASE("try: nobody keeps it for long, also one that was sent, while real answers stay")
{
    Workshop front;
    auto sends = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    sends.submit(walk_to_check(sends, begin_try(sends)), tried + "/submission", {});
    auto stops = front.arrive("tobias@larkmoor.example", Role::content_editor);
    stops.fill(begin_try(stops), {{"kind", "bin"}});
    Browser resident{front};
    resident.fill(begin(resident), {{"kind", "bin"}});
    REQUIRE(front.drafts() == 3);
    front.database.clock.advance(23h);
    REQUIRE(expiry_job(front.deps).run({}));
    CHECK(front.drafts() == 3);
    front.database.clock.advance(2h);
    REQUIRE(expiry_job(front.deps).run({}));
    CHECK(front.drafts() == 1);
    static constexpr db::Query forgotten{"test.forgotten",
                                         "select count(*) from event where type = 'subject.forgotten'"};
    CHECK(front.count(forgotten) == 2);
}

TEST_CASE("try: whoever mends the draft goes on where they were, with the new words")
{
    Workshop front;
    front.write_draft(everything);
    auto browser = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    auto page = browser.fill(begin_try(browser), {{"kind", "hole"}});
    REQUIRE(page.path == tried + "/hole");
    front.write_draft(replaced(everything, "Is it deep?", "Is it deeper than a hand?"));
    CHECK(browser.get(tried + "/hole").has("Is it deeper than a hand?"));
    // An answer that no longer fits its question does no harm.
    front.write_draft(
        replaced(everything, "type: \"yes/no\", label: \"Is it deep?\"", "type: date, label: \"When did it come?\""));
    page = browser.get(tried + "/hole");
    CHECK(page.status == 200);
    CHECK(browser.fill(page, {{"deep-day", "1"}, {"deep-month", "3"}, {"deep-year", "2026"}}).path ==
          tried + "/details");
}

TEST_CASE("try: a draft with errors leads to what is to be mended")
{
    Workshop front;
    front.write_draft(replaced(everything, "when: kind = \"hole\"", "when: knid = \"hole\""));
    auto browser = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    CHECK(browser.get(tried).location == "/admin/services/report-everything?mend=1");
}

TEST_CASE("try: a service that is closed or not on offer can be tried all the same, also without a draft")
{
    Workshop front;
    front.write_draft(replaced(everything, "received: thanks",
                               "open: { from: 2031-01-01, closed: It opens in January. }\nreceived: thanks"));
    auto browser = front.arrive("sunniva@larkmoor.example", Role::content_editor);
    CHECK(begin_try(browser).path == tried + "/what");
    auto const other = std::string{"/admin/services/report-small/try"};
    CHECK(browser.get(other).has("Report something small"));
    CHECK(browser.get("/admin/services/report-nothing/try").status == 404);
}
