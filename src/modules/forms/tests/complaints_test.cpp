// What people say of other councils' forms: saves that take minutes, paused forms that skip steps, progress lost after
// a day, help that is not tied to its input. Each is shown not to happen here.
#include "front.hpp"

#include <forms/preview.hpp>

#include <regex>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const root = "/services/report-everything/";

/// As much as a form takes.
constexpr auto much = R"(id: report-much
title: Report a lot
summary: A long story of many things.
area: streets
verb: report
owner: street-services
promise: { acknowledge: at once, working_days: 1 }
pages:
  - id: story
    questions:
      - { id: story, type: long text, label: "What is it about?", purpose: Says what it is., max_length: 20000 }
  - id: things
    title: The things
    repeat: { one: thing, least: 1, most: 50 }
    pages:
      - id: thing
        questions:
          - { id: words, type: long text, label: "What is wrong with it?", purpose: Says what to bring., max_length: 20000 }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";
constexpr int most_rows = 50;
constexpr std::size_t longest = 20'000;

std::string long_answer(char letter)
{
    return std::string(longest, letter);
}

void a_day_passes(Front& front)
{
    front.database.clock.advance(std::chrono::hours{25});
    front.run_jobs();
}

}

TEST_CASE("forms: a page is kept with long answers and many rows in the draft, and how long that takes is said")
{
    Front front;
    auto source = library_source();
    source.push_back({"streets/report-much.yaml", much});
    for (auto const& problem : front.library.publish(source)) FAIL(problem.text());
    Browser asha{front};
    std::string const at = "/services/report-much/";
    std::chrono::steady_clock::duration slowest{};
    auto const keep = [&](Page const& page, std::string const& words) {
        auto const began = std::chrono::steady_clock::now();
        auto kept = asha.submit(page, page.path, {{"words", words}});
        slowest = std::max(slowest, std::chrono::steady_clock::now() - began);
        REQUIRE(kept.status == 303);
        return asha.follow(kept);
    };
    auto list = asha.fill(begin(asha, "report-much"), {{"story", long_answer('s')}});
    for (int row = 1; row <= most_rows; ++row) {
        auto const page = row == 1 ? list : asha.fill(list, {{"another", "yes"}});
        REQUIRE(page.path == at + "things/new/thing");
        list = keep(page, long_answer('r'));
    }
    CHECK_MESSAGE(!list.has("value=\"yes\""), "there is room for no other row");
    for (auto const* row : {"1", "25", "50"}) keep(asha.get(at + "things/" + row + "/thing"), long_answer('c'));
    MESSAGE("the slowest page took " << std::chrono::duration_cast<std::chrono::milliseconds>(slowest).count()
                                     << " ms");

    auto const check = asha.fill(list, {});
    REQUIRE(check.path == at + "check");
    auto const sent = asha.follow(asha.submit(check, at + "submission", {{"website", ""}}));
    REQUIRE(sent.path == at + "sent");
    auto const kept = front.last_submission();
    REQUIRE(kept.answers.rows("things").size() == most_rows);
    std::size_t changed = 0;
    for (auto const& row : kept.answers.rows("things")) {
        auto const* answer = row.answers.find("words");
        REQUIRE(answer);
        REQUIRE(answer->text().size() == longest);
        changed += answer->text().front() == 'c' ? 1 : 0;
    }
    CHECK(changed == 3);
}

TEST_CASE("forms: a form that was paused goes on at the first question that is not answered, and none is skipped")
{
    Front front;
    Browser asha{front};
    auto page = asha.fill(begin(asha), {{"kind", "hole"}});
    REQUIRE(page.path == root + "hole");
    // Saved without an answer: the question is asked again, and nothing behind it can be reached or sent.
    auto const saving = asha.submit(page, page.path, {{"then", "save"}});
    CHECK(saving.location == "/saved/for/report-everything?left=1");
    a_day_passes(front);
    for (auto const* place : {"details", "where", "home", "photo", "contact", "check"}) {
        CAPTURE(place);
        CHECK(asha.get(root + place).location == root + "hole");
        auto r = asha.filled(page, page.path, {{"words", "x"}, {"spot", "x"}});
        r.path = root + place;
        if (std::string_view{place} == "check") r.path = root + "submission";
        CHECK(asha.follow(asha.send(r)).path == root + "hole");
    }
    CHECK(front.submissions() == 0);
    auto const start = asha.get("/services/report-everything");
    CHECK(asha.submit(start, "/services/report-everything/start", {}).location == root + "hole");
}

TEST_CASE("forms: progress is not lost after a day: the draft is there, and a page left open over night is taken")
{
    Front front;
    front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
    Browser asha{front};
    auto const page = asha.fill(begin(asha), {{"kind", "hole"}});
    a_day_passes(front);
    CHECK(asha.get(root + "what").has("value=\"hole\" checked"));
    auto const next = asha.fill(page, {{"deep", "yes"}});
    CHECK(next.path == root + "details");
    for (int day = 0; day < 5; ++day) a_day_passes(front);
    CHECK(asha.fill(next, {{"words", "The lid"}}).path == root + "where");
    CHECK(asha.get(root + "hole").has("value=\"yes\" checked"));
}

TEST_CASE("forms: every hint of every shipped service is tied to its input (R-419)")
{
    Front front;
    std::regex const hint{"id=\"([^\"]+-hint)\""};
    int hints = 0;
    for (auto const& definition : services::check(services::shipped_source()).good) {
        auto const look_at = [&](services::Page const& page) {
            auto const drawn = preview_page(front.council, definition, page.id);
            REQUIRE(drawn);
            auto const& text = drawn->str();
            for (std::sregex_iterator at{text.begin(), text.end(), hint}, end; at != end; ++at) {
                CAPTURE(definition.id);
                CAPTURE((*at)[1].str());
                std::regex const tied{"aria-describedby=\"([^\"]* )?" + (*at)[1].str() + "[ \"]"};
                CHECK(std::regex_search(text, tied));
                ++hints;
            }
        };
        for (auto const& page : definition.pages) {
            look_at(page);
            for (auto const& of_row : page.pages) look_at(of_row);
        }
    }
    CHECK(hints > 100);
}

TEST_CASE("forms: a professional's referral is refused until it is complete, and says beside each question what is "
          "missing (R-045)")
{
    Front front;
    for (auto const& problem : front.library.publish(services::shipped_source())) FAIL(problem.text());
    Browser nurse{front};
    std::string const refer = "/services/refer-adult-professional";
    auto page = begin(nurse, "refer-adult-professional");
    page = nurse.fill(page, {{"referrer-first", "Nia"}, {"referrer-last", "Canary"}});
    REQUIRE(page.path == refer + "/work");
    auto const refused = nurse.submit(page, page.path, {{"organisation", "The surgery"}});
    CHECK(refused.status == 422);
    CHECK(refused.has("href=\"#work-email\">Enter your work email address"));
    CHECK(refused.has("href=\"#work-phone\">Enter your direct phone number"));
    CHECK(nurse.get(refer + "/check").location == refer + "/work");
    auto r = nurse.filled(page, page.path, {{"website", ""}});
    r.path = refer + "/submission";
    r.received += std::chrono::seconds{5};
    CHECK(nurse.follow(nurse.send(r)).path == refer + "/work");
    CHECK(front.submissions() == 0);
}
