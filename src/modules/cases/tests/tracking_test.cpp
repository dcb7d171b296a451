// What anyone with the reference may know, over the routes.
#include "office.hpp"

#include <random>

using namespace guildhall;
using namespace guildhall::cases;

namespace {

std::string track(Reference const& reference)
{
    return "/track/" + reference.shown();
}

/// Other references that differ in a few characters.
std::string neighbour(std::string text, std::mt19937& random)
{
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    auto const original = text;
    do {
        for (unsigned changes = 1 + random() % 3; changes > 0; --changes)
            text[random() % text.size()] = alphabet[random() % alphabet.size()];
    } while (text == original);
    return text;
}

}

TEST_CASE("cases: tracking shows stages, dates and public words, and nothing that anybody typed")
{
    Front front;
    constexpr auto canary = "Zebedee-Quux";
    auto answers = Office::street_answers(std::string{"Near "} + canary, std::string{canary} + "@example.com");
    answers.set("details", {.values = {canary}});
    answers.set("phone", {.values = {canary}});
    auto const opened = front.open("report-street-problem", std::move(answers));
    auto const worker =
        Office::staff({"street-services"}, Role::agent, front.account("q@larkmoor.example", {"street-services"}));
    front.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::internal, canary); }, worker).value();
    front.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::public_, "We come on Friday"); }, worker)
        .value();
    front.write([&](db::Tx& tx) { return add_information(tx, opened.reference, canary); }).value();
    front.write([&](db::Tx& tx) { return move(tx, front.deps, worker, opened.seen(2), "scheduled"); }, worker).value();

    auto const page = front.get(track(opened.reference));
    CHECK(page.status == 200);
    CHECK(page.caching == http::Caching::personal);
    auto const& body = body_of(page);
    CHECK(holds(body, opened.reference.shown()));
    CHECK(holds(body, "We have planned the work"));
    CHECK(holds(body, "We come on Friday"));
    CHECK(holds(body, front.council.translator(ui::Language::en).date(front.of(opened).target)));
    CHECK_FALSE(holds(body, canary));
    CHECK_FALSE(holds(body, "Asha Example"));
    CHECK_FALSE(holds(body, "Heather"));
}

TEST_CASE("R-065 cases: tracking shows progress until the end, and the reason where it could not be done")
{
    Front front;
    auto const opened = front.open();
    auto const worker = Office::street_worker();
    front
        .write(
            [&](db::Tx& tx) {
                return close(tx, front.deps, worker, opened.seen(), "could-not-do", "We could not find it");
            },
            worker)
        .value();
    auto const page = front.get(track(opened.reference));
    CHECK(holds(body_of(page), "We could not do this"));
    CHECK(holds(body_of(page), "We could not find it"));
    auto const known = front.read([&](db::Snapshot& s) { return tracking(s, front.deps, opened.reference); });
    REQUIRE(known);
    REQUIRE(known->steps.size() == 2);
    CHECK(known->steps[0].reached);
    CHECK(known->steps[1].current);
    CHECK(known->outcome == "could-not-do");
}

TEST_CASE("cases: a late case says sorry and whom to call")
{
    Front front;
    auto const opened = front.open();
    CHECK_FALSE(holds(body_of(front.get(track(opened.reference))), "We are late"));
    front.database.clock.set(front.of(opened).target + std::chrono::seconds{1});
    auto const page = front.get(track(opened.reference));
    CHECK(holds(body_of(page), "We are late"));
    CHECK(holds(body_of(page), front.council.settings.brand.phone));
}

TEST_CASE("cases: whoever holds the reference can add information, escaped and kept with its problems")
{
    Front front;
    auto const opened = front.open();
    auto const send = [&](std::string words) {
        auto r = front.request(http::Method::post, track(opened.reference) + "/information");
        r.form.add("information", std::move(words));
        return front.answer(r);
    };
    CHECK(send("It is deeper now").status == 303);
    CHECK(front.of(opened).has_news);
    auto const empty = send("   ");
    CHECK(empty.status == 422);
    CHECK(holds(body_of(empty), "Enter what you want to tell us"));
    auto const long_one = send("<script>alert(1)</script>" + std::string(5001, 'x'));
    CHECK(long_one.status == 422);
    CHECK(holds(body_of(long_one), "&lt;script&gt;"));
    CHECK_FALSE(holds(body_of(long_one), "<script>alert"));

    auto const worker = Office::street_worker();
    front.write([&](db::Tx& tx) { return mark_abuse(tx, worker, opened.seen(2), "Threats"); }, worker).value();
    CHECK(send("More").status == 422);
    auto const page = front.get(track(opened.reference));
    CHECK_FALSE(holds(body_of(page), "/information"));
    CHECK_FALSE(holds(body_of(page), "Threats"));
    CHECK_FALSE(holds(body_of(page), "We finished"));
    CHECK(holds(body_of(page), "This report is closed"));
}

TEST_CASE("cases: the form finds a reference however it is typed, and says what is wrong with another")
{
    Front front;
    auto const opened = front.open();
    auto const ask = [&](std::string typed) {
        auto r = front.request(http::Method::post, "/track");
        r.form.add("reference", std::move(typed));
        return front.answer(r);
    };
    CHECK(ask(opened.reference.shown()).status == 303);
    CHECK(ask(" " + opened.reference.stored() + " ").status == 303);
    CHECK(ask("").status == 422);
    auto const wrong = ask("<b>nonsense</b>");
    CHECK(wrong.status == 422);
    CHECK(holds(body_of(wrong), "&lt;b&gt;nonsense"));
    CHECK(front.get("/track/nonsense").status == 404);
}

TEST_CASE(
    "cases: references cannot be found by trying; misses are throttled, and then even a real one says nothing (S2)")
{
    Front front;
    auto const opened = front.open();
    std::mt19937 random{11};
    // 100,000 neighbours of a real one lead nowhere.
    int found = 0;
    front.read([&](db::Snapshot& s) {
        for (int at = 0; at < 100'000; ++at) {
            auto const other = Reference::from_stored(neighbour(opened.reference.stored(), random));
            if (tracking(s, front.deps, other)) ++found;
        }
    });
    CHECK(found == 0);

    constexpr auto guesser = "198.51.100.7";
    CHECK(front.get(track(opened.reference), guesser).status == 200);
    for (int at = 0; at < 20; ++at) CHECK(front.get(track(Reference::random()), guesser).status == 404);
    for (int at = 0; at < 5; ++at) CHECK(front.get(track(Reference::random()), guesser).status == 429);
    CHECK(front.get(track(opened.reference), guesser).status == 429);
    auto add = front.request(http::Method::post, track(opened.reference) + "/information", guesser);
    add.form.add("information", "hello");
    CHECK(front.answer(add).status == 429);
    CHECK_FALSE(front.of(opened).has_news);

    CHECK(front.get(track(opened.reference), "192.0.2.9").status == 200); // others are not shut out
    front.database.clock.advance(std::chrono::hours{1} + std::chrono::minutes{1});
    CHECK(front.get(track(opened.reference), guesser).status == 200);
}

TEST_CASE("cases: a tracking page costs the same number of queries however long its story is")
{
    Front front;
    auto const opened = front.open();
    auto const cost = [&] { return db::count_queries([&] { front.get(track(opened.reference)); }); };
    auto const before = cost();
    auto const worker = Office::street_worker();
    for (int at = 0; at < 20; ++at)
        front.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::public_, "Still on it"); }, worker)
            .value();
    CHECK(cost() == before);
    CHECK(before <= 5);
}

TEST_CASE("cases: tracking says what a report is about, and never whose case it is")
{
    Front front;
    auto const street = front.open("report-street-problem", Office::street_answers());
    CHECK(holds(body_of(front.get(track(street.reference))), "<p class=\"c-lead\">A hole in the road</p>"));
    forms::Answers answers;
    answers.set("resident", {.person = forms::Person{"Zoe", "Quux", {}}});
    auto const bins = front.open("apply-assisted-collection", std::move(answers));
    CHECK(front.of(bins).about == "Zoe Quux");
    auto const& body = body_of(front.get(track(bins.reference)));
    CHECK(holds(body, "Get help to put your bins out"));
    CHECK_FALSE(holds(body, "Quux"));
    CHECK_FALSE(holds(body, "c-lead"));
}
