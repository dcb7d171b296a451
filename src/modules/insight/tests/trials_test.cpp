// Trials of two versions, from the wish to the decision.
#include "office.hpp"

#include "trials.hpp"

#include <services/trials.hpp>

using namespace guildhall;
using namespace guildhall::insight;
using namespace guildhall::insight::testing;
using http::testing::body_of;
using http::testing::holds;

namespace {

constexpr auto trials_path = "/admin/insight/forms/used-form/trials";

struct Workshop : Office {
    Person editor = Person::with(*this, Role::content_editor);
    services::VersionId one = library.catalogue()->current("used-form")->id;
    services::VersionId two{};

    Workshop()
    {
        auto changed = service("used-form");
        changed.replace(changed.find("What is it?"), 11, "What have you seen?");
        auto const problems = library.publish({{"streets/used-form.yaml", changed},
                                               {"streets/rare-form.yaml", service("rare-form")},
                                               {"streets/unused-form.yaml", service("unused-form")},
                                               {"messages/thanks.txt", "Subject: Thanks\n\nWe have it.\n"}});
        for (auto const& problem : problems) FAIL(problem.text());
        two = library.catalogue()->current("used-form")->id;
        REQUIRE(two != one);
        count_of(one, 0, 1000, 500);
    }

    /// So many people who began with a version so many days from today, by themselves unless a channel is named.
    void count_of(services::VersionId version, int days, std::int64_t began, std::int64_t sent,
                  std::string_view channel = "self")
    {
        auto const day = forms::day_number(council.today()) + days;
        auto const put = [&](db::Tx& tx) {
            tx.run(add_figure, "used-form", version, day, "started", "", "phone", channel, began);
            tx.run(add_figure, "used-form", version, day, "sent", "", "phone", channel, sent);
        };
        database->write(Actor::system(), put).wait();
    }
    services::TrialRecord trial()
    {
        return database->read([](db::Snapshot& s) { return services::trials_of(s, "used-form").at(0); });
    }
    http::Response wish(char const* least)
    {
        return editor.post(trials_path, {{"a", "1"}, {"b", "2"}, {"measure", "sent"}, {"least", least}});
    }
    void pass(int days)
    {
        database.clock.advance(std::chrono::days{days});
        editor.sign_in();
    }
    /// Eleven days after a trial began its first week is whole.
    void pass_first_week()
    {
        pass(11);
        look_at_trials(deps);
    }
};

}

TEST_CASE(
    "trials: the calculator says how many people and weeks it takes, and a trial that takes too long is not begun")
{
    Workshop shop;
    auto const ask = [&](Person const& who, char const* least) {
        auto request = who.request(http::Method::get, trials_path);
        for (auto const& [name, value] : {std::pair{"a", "1"}, std::pair{"b", "2"}, std::pair{"least", least}})
            request.query.add(name, value);
        return http::testing::answer(shop.router, request);
    };
    auto const page = body_of(ask(shop.editor, "10"));
    CHECK(holds(page, "Today 50 of 100 people who begin succeed."));
    CHECK(holds(page, "each version needs 420 people."));
    CHECK(holds(page, "250 people a week"));
    CHECK(holds(page, "about 4 weeks"));
    CHECK(holds(page, "Start the trial"));
    CHECK(holds(body_of(ask(shop.editor, "1")), "That is too long."));
    CHECK(shop.wish("1").status == 422);
    CHECK(ask(shop.editor, "0").status == 422);
    CHECK(ask(shop.editor, "999").status == 422);
    CHECK(shop.editor.post(trials_path, {{"a", "1"}, {"b", "1"}, {"least", "10"}}).status == 422);
    CHECK(shop.editor.post(trials_path, {{"a", "1"}, {"b", "7"}, {"least", "10"}}).status == 422);
    CHECK(shop.database->read([](db::Snapshot& s) { return services::trials_of(s, "used-form").empty(); }));
}

TEST_CASE("trials: those who edit begin and end one; others look")
{
    Workshop shop;
    auto const lead = Person::with(shop, Role::team_lead);
    CHECK(lead.get(trials_path).status == 200);
    CHECK(lead.post(trials_path, {{"a", "1"}, {"b", "2"}, {"least", "10"}}).status == 403);
    CHECK(shop.wish("10").status == 303);
    CHECK(lead.post("/admin/insight/forms/used-form/trials/end", {{"keep", "1"}, {"reason", "No"}}).status == 403);
    CHECK_FALSE(holds(body_of(lead.get(trials_path)), "Stop the trial"));
    CHECK(Person::with(shop, Role::agent).get(trials_path).status == 403);
}

TEST_CASE("trials: while one runs nobody sees which version does better, on no page")
{
    Workshop shop;
    REQUIRE(shop.wish("10").status == 303);
    shop.count_of(shop.one, 1, 70, 61);
    shop.count_of(shop.two, 1, 71, 62);
    shop.pass(2);
    auto const page = body_of(shop.editor.get(trials_path));
    CHECK(holds(page, "Version 1 against version 2"));
    CHECK(holds(page, ">70<"));
    CHECK(holds(page, ">71<"));
    CHECK_FALSE(holds(page, ">61<"));
    CHECK_FALSE(holds(page, ">62<"));
    auto const form = body_of(shop.editor.get("/admin/insight/forms/used-form"));
    CHECK(holds(form, "after the trial"));
    CHECK_FALSE(holds(form, ">62<"));
    auto request = shop.editor.request(http::Method::get, "/admin/insight/forms/used-form");
    request.query.add("version", "2");
    auto const of_version = body_of(http::testing::answer(shop.router, request));
    CHECK(holds(of_version, "This version is in a trial."));
    CHECK_FALSE(holds(of_version, ">62<"));
}

TEST_CASE("trials: the rule answers by itself, counts whole weeks from the day after the start, and only people who "
          "came alone")
{
    Workshop shop;
    REQUIRE(shop.wish("10").status == 303);
    shop.count_of(shop.one, 1, 420, 200);
    shop.count_of(shop.two, 1, 425, 270);
    shop.count_of(shop.two, 0, 300, 0);          // the day of the start does not count
    shop.count_of(shop.two, 1, 900, 0, "phone"); // nor do those whom staff helped
    shop.count_of(shop.two, 8, 900, 0);          // nor does a week that is not whole
    shop.pass_first_week();
    auto const trial = shop.trial();
    CHECK(trial.answer == services::TrialAnswer::variant);
    CHECK(trial.counts.control_began == 420);
    CHECK(trial.counts.control_did == 200);
    CHECK(trial.counts.variant_began == 425);
    CHECK(trial.counts.variant_did == 270);
    for (auto const* browser : {"one", "two", "three", "four", "five", "six"})
        CHECK(shop.library.catalogue()->current("used-form", browser)->id == shop.two);
    auto const page = body_of(shop.editor.get(trials_path));
    CHECK(holds(page, "Version 2 does better: of 100 people who begin, 15.9 more succeed than with version 1; the true "
                      "number lies between 9.2 and 22.4."));
    CHECK(holds(page, "Make version 2 the published one"));

    CHECK(shop.editor.post("/admin/insight/forms/used-form/trials/end", {{"keep", "2"}}).status == 303);
    CHECK(shop.trial().ended_at);
    CHECK(shop.library.catalogue()->current("used-form")->id == shop.two); // it was the newest already
    CHECK(holds(body_of(shop.editor.get(trials_path)), "Trials of the past"));
}

TEST_CASE("trials: an older version that does better is published again with one button")
{
    Workshop shop;
    REQUIRE(shop.wish("10").status == 303);
    shop.count_of(shop.one, 1, 420, 270);
    shop.count_of(shop.two, 1, 425, 200);
    shop.pass_first_week();
    REQUIRE(shop.trial().answer == services::TrialAnswer::control);
    CHECK(shop.library.catalogue()->current("used-form", "any")->id == shop.one); // nobody waits for the button
    CHECK(shop.editor.post("/admin/insight/forms/used-form/trials/end", {{"keep", "1"}}).status == 303);
    auto const* now = shop.library.catalogue()->current("used-form");
    CHECK(now->number == 3);
    CHECK(now->definition.question("what")->label == "What is it?");
    CHECK(shop.trial().kept == shop.one);
}

TEST_CASE("trials: two versions that do alike are said to, with the range that is left")
{
    Workshop shop;
    REQUIRE(shop.wish("10").status == 303);
    shop.count_of(shop.one, 1, 420, 250);
    shop.count_of(shop.two, 1, 420, 252);
    shop.pass_first_week();
    auto const page = body_of(shop.editor.get(trials_path));
    CHECK(holds(page, "We cannot tell them apart: of 100 people who begin, between 6.1 fewer and 7.1 more succeed"));
    CHECK(holds(page, "Make version 1 the published one"));
    CHECK(holds(page, "Make version 2 the published one"));
}

TEST_CASE("trials: a week is looked at once, and a trial that few people come to ends after 51 weeks")
{
    Workshop shop;
    REQUIRE(shop.wish("10").status == 303);
    shop.count_of(shop.one, 1, 20, 12);
    shop.count_of(shop.two, 1, 20, 8);
    shop.pass_first_week();
    CHECK(shop.trial().looks == 1);
    look_at_trials(shop.deps);
    CHECK(shop.trial().looks == 1);
    CHECK(shop.trial().is_running());
    shop.pass(400);
    look_at_trials(shop.deps);
    CHECK(shop.trial().looks == longest_weeks);
    CHECK(shop.trial().answer == services::TrialAnswer::no_difference);
}

TEST_CASE("trials: one is stopped early with a reason and a version, and the reason is kept")
{
    Workshop shop;
    auto const end = "/admin/insight/forms/used-form/trials/end";
    REQUIRE(shop.wish("10").status == 303);
    CHECK(shop.editor.post(end, {{"keep", "1"}}).status == 422);
    CHECK(shop.editor.post(end, {{"reason", "Question 2 is wrong"}}).status == 422);
    CHECK(shop.editor.post(end, {{"keep", "9"}, {"reason", "Question 2 is wrong"}}).status == 422);
    CHECK(shop.editor.post(end, {{"keep", "1"}, {"reason", "Question 2 is wrong"}}).status == 303);
    CHECK(shop.library.catalogue()->trial("used-form") == nullptr);
    CHECK(shop.library.catalogue()->current("used-form")->definition.question("what")->label == "What is it?");
    CHECK(holds(body_of(shop.editor.get(trials_path)),
                "Stopped without an answer, and version 1 was kept: Question 2 is wrong"));
}

TEST_CASE("trials: whoever reckons with no figures reckons with half of the people")
{
    auto const none = estimate({}, 0, 10);
    CHECK_FALSE(none.rate_is_known);
    CHECK(none.rate == 0.5);
    CHECK(none.weeks == 0);
    CHECK(none.is_too_long());
    auto const some = estimate({100, 50}, 400, 10);
    CHECK(some.planned == 420);
    CHECK(some.weeks == 9); // 840 people, 100 a week
}
