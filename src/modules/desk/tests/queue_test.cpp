// The queue: who sees what, filters, pages, counters, and what it costs.
#include "clock.hpp"
#include "room.hpp"

using namespace guildhall;
using namespace guildhall::desk;

TEST_CASE("desk: the queue shows my teams' cases and nobody else's")
{
    Room room;
    room.open(Room::street_answers("Outside 12 Heather Row"));
    forms::Answers bin;
    bin.set("property", {.address = forms::Address{"3 Mill Lane, Larkmoor", "ZZ1 1AA", ""}});
    bin.set("bin", {.values = {"food"}});
    room.open(bin, "report-missed-bin");

    auto const asha = room.get("asha", "/desk");
    CHECK(asha.status == 200);
    CHECK(holds(body_of(asha), "A hole in the road"));
    CHECK(holds(body_of(asha), "Outside Heather Row"));
    CHECK_FALSE(holds(body_of(asha), "12 Heather Row")); // to the street, no nearer
    CHECK_FALSE(holds(body_of(asha), "Mill Lane"));
    auto const wyn = room.get("wyn", "/desk");
    CHECK(holds(body_of(wyn), "Food waste"));
    CHECK(holds(body_of(wyn), "Mill Lane"));
    CHECK_FALSE(holds(body_of(wyn), "Heather"));
    for (auto const* everyone : {"ada", "audrey"}) {
        auto const all = room.get(everyone, "/desk");
        CHECK(holds(body_of(all), "Mill Lane"));
        CHECK(holds(body_of(all), "Heather Row"));
    }
    auto const visitor = room.get("", "/desk");
    CHECK(visitor.status == 303);
    CHECK(holds(location_of(visitor), "/desk/sign-in"));
}

TEST_CASE("desk: a reference leads to its case, unless it is not one's own")
{
    Room room;
    auto const opened = room.open();
    auto const typed = "/desk?reference=" + opened.reference.stored();
    CHECK(location_of(room.get("asha", typed)) == opened.path());
    auto const wyn = room.get("wyn", typed);
    CHECK(wyn.status == 404);
    CHECK(holds(body_of(wyn), "There is no such case among those that you may see"));
    CHECK(body_of(wyn).find(opened.path()) == std::string::npos);
    CHECK(room.get("asha", "/desk?reference=nonsense").status == 404);
}

TEST_CASE("desk: filters are in the address, and links keep them")
{
    Room room;
    auto const opened = room.open();
    auto const other = room.open(Room::street_answers("Pond Lane"));
    room.post("asha", other.path("/assignment"), room.seen(other, {{"assignee", "me"}}));
    room.write([&](db::Tx& tx) { return cases::add_information(tx, opened.reference, "It is deeper"); }).value();

    auto const mine = body_of(room.get("asha", "/desk?assignee=me"));
    CHECK(holds(mine, "Pond Lane"));
    CHECK_FALSE(holds(mine, "Heather Row"));
    CHECK(holds(mine, other.path("?assignee=me")));
    auto const nobody = body_of(room.get("asha", "/desk?assignee=nobody"));
    CHECK(holds(nobody, "Heather Row"));
    CHECK_FALSE(holds(nobody, "Pond Lane"));
    auto const news = body_of(room.get("asha", "/desk?news=yes"));
    CHECK(holds(news, "Heather Row"));
    CHECK_FALSE(holds(news, "Pond Lane"));
    CHECK(holds(body_of(room.get("asha", "/desk?late=yes")), "No case fits these filters."));
    CHECK(holds(body_of(room.get("asha", "/desk?stage=scheduled")), "No case fits these filters."));
    CHECK(holds(body_of(room.get("asha", "/desk?service=report-missed-bin")), "No case fits these filters."));

    // What makes no sense is as if it was not said, and never a fault.
    CHECK(room.get("asha", "/desk?assignee=%&after=x&which=<b>&order=1&team='").status == 200);

    room.post("asha", other.path("/closure"), room.seen(other, {{"outcome", "done"}}));
    CHECK_FALSE(holds(body_of(room.get("asha", "/desk")), "Pond Lane"));
    CHECK(holds(body_of(room.get("asha", "/desk?which=closed")), "Pond Lane"));
    // The list stays beside the case with its filters.
    auto const beside = body_of(room.get("asha", opened.path("?assignee=nobody")));
    CHECK(holds(beside, "href=\"/desk?assignee=nobody\""));
    CHECK(holds(beside, "action=\"" + opened.path("/stage?assignee=nobody")));
    CHECK(holds(beside, "aria-current=\"true\""));
}

TEST_CASE("desk: pages of the queue follow each other and end")
{
    Room room;
    for (int at = 0; at < 30; ++at)
        room.open(Room::street_answers("Place " + std::string(1, static_cast<char>('a' + at % 26)) + "x"));
    auto const first = body_of(room.get("asha", "/desk"));
    auto const link = first.find("rel=\"next\" href=\"");
    REQUIRE(link != std::string::npos);
    auto const from = link + std::string_view{"rel=\"next\" href=\""}.size();
    auto const second = body_of(room.get("asha", first.substr(from, first.find('"', from) - from)));
    auto const rows = [](std::string_view page) {
        int count = 0;
        for (auto at = page.find("class=\"d-clock\""); at != std::string_view::npos;
             at = page.find("class=\"d-clock\"", at + 1))
            ++count;
        return count;
    };
    CHECK(rows(first) == 25);
    CHECK(rows(second) == 5);
    CHECK_FALSE(holds(second, "rel=\"next\""));
    CHECK(holds(second, "Back to the top"));
}

TEST_CASE("desk: the queue and a case cost the same number of queries however much there is")
{
    Room room;
    auto const opened = room.open();
    auto const cost = [&](std::string const& path) {
        room.get("asha", path);
        return db::count_queries([&] { room.get("asha", path); });
    };
    auto const queue = cost("/desk");
    auto const one = cost(opened.path());
    for (int at = 0; at < 40; ++at) room.open();
    for (int at = 0; at < 10; ++at)
        room.post("asha", opened.path("/notes"), {{"words", "Another note"}, {"kind", "internal"}});
    CHECK(cost("/desk") == queue);
    CHECK(cost(opened.path()) == one);
    CHECK(queue <= 12);
    CHECK(one <= 18);
}

TEST_CASE("desk: somebody without a team is told why the list is empty")
{
    Room room;
    room.arrive("newcomer", {Role::agent}, {});
    CHECK(holds(body_of(room.get("newcomer", "/desk")), "You are in no team yet"));
    CHECK(holds(body_of(room.get("asha", "/desk")), "Nothing is open"));
}

TEST_CASE("desk: the clock counts working days, and is red only when the promise is broken")
{
    Room room; // it is Monday 9 March 2026, 9am
    ui::Translator const t{ui::Language::en, "Europe/London"};
    auto const calendar = WorkingDays::england_and_wales();
    auto one = room.of(room.open());
    auto const left = [&] { return time_left(one, room.database.clock.now(), calendar, "Europe/London", t); };
    CHECK(left().words == "5 working days left");
    CHECK(left().percent == 0);
    room.database.clock.advance(std::chrono::days{4});
    CHECK(left().words == "1 working day left");
    CHECK(left().percent > 50);
    room.database.clock.advance(std::chrono::days{3});
    CHECK(left().words == "Due today");
    CHECK_FALSE(left().is_late);
    room.database.clock.set(one.target + std::chrono::seconds{2});
    CHECK(left().is_late);
    CHECK(left().words == "1 working day late");
    room.database.clock.advance(std::chrono::days{1});
    CHECK(left().words == "2 working days late");
    one.closed = room.database.clock.now();
    CHECK_FALSE(left().is_late);
    CHECK(left().words.starts_with("Closed on"));
}
