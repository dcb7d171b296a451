// What is counted, and what is not.
#include "front.hpp"

#include <forms/figures.hpp>

#include "walk_text.hpp"
#include "walks.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;
using namespace std::chrono_literals;

namespace {

Period this_week()
{
    return {Date{std::chrono::year{2026} / 3 / 9}, Date{std::chrono::year{2026} / 3 / 15}};
}

Figures figures(Front& front, std::string_view service = "report-everything")
{
    return front.database->read([&](db::Snapshot& snapshot) {
        Figures all;
        for (auto const& [version, of_version] : figures_of(snapshot, service, this_week(), front.database.clock.now()))
            all += of_version;
        return all;
    });
}

/// From the first page to the reference.
void go_the_whole_way(Browser& browser)
{
    browser.submit(walk_to_check(browser, begin(browser)), "/services/report-everything/submission", {});
}

}

TEST_CASE("figures: a form that is left, one that is gone on with and one that is sent are counted once each (R-046)")
{
    Front front;
    Browser leaves{front};
    begin(leaves);
    Browser stops{front};
    stops.fill(begin(stops), {{"kind", "bin"}});
    Browser sends{front};
    go_the_whole_way(sends);

    auto now = figures(front);
    CHECK(now.started == 3);
    CHECK(now.sent == 1);
    CHECK(now.under_way == 2);
    CHECK(now.pages["what"].reached == 3);
    CHECK(now.pages["what"].answered == 2);
    CHECK(now.pages["what"].stopped == 0);

    front.database.clock.advance(25h);
    auto later = figures(front);
    CHECK(later.under_way == 0);
    CHECK(later.pages["what"].stopped == 1);
    CHECK(later.pages["details"].reached == 2); // who chose "bin" was on the way there
    CHECK(later.pages["details"].stopped == 1);
    CHECK(later.pages["check"].answered == 1);
}

TEST_CASE("figures: pressing twice, loading again and sending again count nothing twice (R-046)")
{
    Front front;
    Browser asha{front};
    auto const first = begin(asha);
    begin(asha); // goes on with the same draft
    asha.get(first.path);
    asha.fill(first, {{"kind", "hole"}});
    asha.fill(first, {{"kind", "hole"}});
    auto const check = walk_to_check(asha, asha.get(first.path));
    for (int i = 0; i < 3; ++i) asha.submit(check, "/services/report-everything/submission", {});

    auto const now = figures(front);
    CHECK(now.started == 1);
    CHECK(now.sent == 1);
    CHECK(now.pages.at("what").answered == 1);
    std::int64_t timed = 0;
    for (auto const count : now.pages.at("what").took) timed += count;
    CHECK(timed == 1);
}

TEST_CASE("figures: somebody who stopped and comes back the next day is one person who finished (R-046)")
{
    Front front;
    Browser asha{front};
    auto const deep = asha.fill(begin(asha), {{"kind", "hole"}});
    front.database.clock.advance(26h);
    CHECK(figures(front).pages["hole"].stopped == 1);
    auto page = asha.fill(asha.get(deep.path), {{"deep", "yes"}});
    page = asha.fill(page, {{"words", "x"}});
    CHECK(figures(front).pages["hole"].stopped == 0);
    CHECK(figures(front).pages["hole"].took[static_cast<std::size_t>(Pace::longer)] == 1);
    CHECK(figures(front).started == 1);
}

TEST_CASE("figures: errors are counted beside their question, as people and as tries, without what was typed")
{
    Front front;
    Browser asha{front};
    auto const first = begin(asha);
    asha.submit(first, first.path, {});
    asha.submit(first, first.path, {{"kind", "canary-nonsense"}});
    auto const now = figures(front);
    REQUIRE(now.questions.contains("kind"));
    CHECK(now.questions.at("kind").people == 1);
    CHECK(now.questions.at("kind").times == 2);
    CHECK(now.pages.at("what").answered == 0);
}

TEST_CASE("figures: nothing that was answered, and nothing of who, is in their tables")
{
    Front front;
    Browser asha{front};
    go_the_whole_way(asha);
    static constexpr db::Query walks{"test.walks", R"sql(
        select service || ' ' || device || ' ' || channel || ' ' || place || ' ' || answered || ' ' || errors from form_walk)sql"};
    auto const row = front.database->read([](db::Snapshot& s) { return s.value<std::string>(walks).value(); });
    for (auto const* secret : {"canary", "Canary", "01632", "The lid", "shop", "192.0.2.1"})
        CHECK_MESSAGE(row.find(secret) == std::string::npos, row);
    CHECK(row.find("what 0") != std::string::npos); // it is the row that we mean
}

TEST_CASE("figures: walks that became counters say the same as before, and are counted once")
{
    Front front;
    Browser sends{front};
    go_the_whole_way(sends);
    Browser stops{front};
    auto const first = begin(stops);
    stops.submit(first, first.path, {});
    stops.fill(first, {{"kind", "bin"}});
    front.database.clock.advance(25h);
    auto const before = figures(front);

    auto const fold = [&] { return front.database->write(Actor::system(), fold_walks).wait(); };
    CHECK_FALSE(fold()); // they may still go on
    front.database.clock.advance(24h * 40);
    CHECK(fold());
    CHECK_FALSE(fold());
    auto const after = figures(front);
    CHECK(after.started == before.started);
    CHECK(after.sent == before.sent);
    CHECK(after.under_way == 0);
    REQUIRE(after.pages.size() == before.pages.size());
    for (auto const& [id, page] : before.pages) {
        CHECK_MESSAGE(after.pages.at(id).reached == page.reached, id);
        CHECK_MESSAGE(after.pages.at(id).answered == page.answered, id);
        CHECK_MESSAGE(after.pages.at(id).stopped == page.stopped, id);
        CHECK_MESSAGE(after.pages.at(id).took == page.took, id);
    }
    CHECK(after.questions.at("kind").times == 1);
    CHECK(after.sent_by_device == before.sent_by_device);

    auto const use = front.database->read([](db::Snapshot& s) { return use_of_services(s, this_week()); });
    CHECK(use.at("report-everything").started == 2);
    CHECK(use.at("report-everything").sent == 1);
    CHECK(use.at("report-everything").sent_by_self == 1);
}

TEST_CASE("figures: the width class comes from what a browser says unasked")
{
    auto const device = [](std::string name, std::string value) {
        http::Request request;
        request.headers.emplace_back(std::move(name), std::move(value));
        return std::string{device_of(request)};
    };
    CHECK(device("sec-ch-ua-mobile", "?1") == "phone");
    CHECK(device("sec-ch-ua-mobile", "?0") == "computer");
    CHECK(device("sec-ch-viewport-width", "360") == "phone");
    CHECK(device("sec-ch-viewport-width", "1280") == "computer");
    CHECK(device("user-agent", "Mozilla/5.0 (iPhone) Mobile/15E148") == "phone");
    CHECK(device("user-agent", "Mozilla/5.0 (X11; Linux x86_64)") == "computer");
}

TEST_CASE("figures: the pace is a coarse step, and the middle one is the median's")
{
    CHECK(pace_of(9s) == Pace::under_10_seconds);
    CHECK(pace_of(10s) == Pace::under_30_seconds);
    CHECK(pace_of(15min) == Pace::longer);
    CHECK(middle_of({1, 0, 3, 0, 0, 0, 0}) == Pace::under_1_minute);
    CHECK(middle_of({2, 0, 1, 0, 0, 0, 0}) == Pace::under_10_seconds);
    auto const timings = std::vector<Timing>{{"what", Pace::longer}, {"where", Pace::under_10_seconds}};
    CHECK(read_timings(written(timings)) == timings);
    CHECK(read_timings("what\n 3\nwhat 99\nwhat x\n").empty());
}
