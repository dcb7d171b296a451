// Queues over several teams, and what they cost.
#include "office.hpp"

#include "store.hpp"

#include <fmt/format.h>

#include <deque>
#include <random>
#include <set>

using namespace guildhall;
using namespace guildhall::cases;

namespace {

/// Some cases of three teams with targets in no order; every fifth is closed.
std::vector<CaseId> fill(Office& office, int count)
{
    auto const pattern = office.of(office.open());
    std::mt19937 random{7};
    return office.write([&](db::Tx& tx) {
        static constexpr std::array teams{"street-services", "waste-services", "contact-centre"};
        std::vector<CaseId> ids;
        for (int at = 0; at < count; ++at) {
            auto one = pattern;
            one.id = tx.new_id<CaseId>();
            one.reference = Reference::random().stored();
            one.team = teams[static_cast<std::size_t>(at) % teams.size()];
            one.target = tx.now() + std::chrono::hours{static_cast<int>(random() % 20) - 5};
            insert(tx, one);
            if (at % 5 == 0) {
                one.closed = tx.now();
                one.outcome = "done";
                one.stage = "done";
                REQUIRE(update(tx, one));
            }
            ids.push_back(one.id);
        }
        return ids;
    });
}

std::vector<Case> all_pages(Office& office, Actor const& actor, Filter const& filter, int size)
{
    std::vector<Case> all;
    std::optional<Cursor> after;
    do {
        auto page = office.read([&](db::Snapshot& s) { return Cases{s}.visible_to(actor).list(filter, after, size); });
        CHECK(page.cases.size() <= static_cast<std::size_t>(size));
        after = page.next ? Cursor::parse(page.next->text()) : std::nullopt;
        all.insert(all.end(), page.cases.begin(), page.cases.end());
        REQUIRE(all.size() < 1000);
    } while (after);
    return all;
}

}

TEST_CASE("cases: pages of several teams hold every case once and in order, whatever their size")
{
    Office office;
    fill(office, 60);
    auto const actor = Office::staff({"waste-services", "street-services"});
    for (auto const order : {Order::newest, Order::due}) {
        for (auto const which : {Which::open, Which::closed, Which::any}) {
            Filter const filter{.which = which, .order = order};
            auto const whole =
                office.read([&](db::Snapshot& s) { return Cases{s}.visible_to(actor).list(filter, {}, 500).cases; });
            CHECK(whole.size() == (which == Which::open ? 33 : which == Which::closed ? 8 : 41));
            for (int const size : {1, 7, 33, 50}) {
                auto const paged = all_pages(office, actor, filter, size);
                REQUIRE(paged.size() == whole.size());
                std::set<CaseId> ids;
                for (std::size_t at = 0; at < paged.size(); ++at) {
                    CHECK(paged[at].id == whole[at].id);
                    CHECK(paged[at].team != "contact-centre");
                    ids.insert(paged[at].id);
                }
                CHECK(ids.size() == whole.size());
            }
            for (std::size_t at = 1; at < whole.size(); ++at) {
                bool const by_due = order == Order::due && which == Which::open;
                CHECK((by_due ? whole[at - 1].target <= whole[at].target : whole[at - 1].id > whole[at].id));
            }
        }
    }
}

TEST_CASE("cases: filters narrow a queue, and counts agree with lists")
{
    Office office;
    fill(office, 60);
    auto const actor = Office::staff({"waste-services", "street-services", "contact-centre"});
    auto const now = office.database.clock.now();
    auto const check = [&](Filter const& filter, auto&& fits) {
        office.read([&](db::Snapshot& s) {
            auto const visible = Cases{s}.visible_to(actor);
            auto const everything = visible.list({.which = filter.which}, {}, 500).cases;
            auto const found = visible.list(filter, {}, 500).cases;
            auto const expected = std::ranges::count_if(everything, fits);
            CHECK(expected > 0);
            CHECK(static_cast<std::int64_t>(found.size()) == expected);
            CHECK(std::ranges::all_of(found, fits));
            CHECK(visible.count(filter) == expected);
        });
    };
    check({.late = true, .now = now}, [&](Case const& one) { return one.target < now; });
    check({.team = "waste-services"}, [](Case const& one) { return one.team == "waste-services"; });
    check({.which = Which::any, .stage = "done"}, [](Case const& one) { return one.stage == "done"; });
    check({.unassigned = true}, [](Case const& one) { return !one.assignee; });
    check({.which = Which::closed, .service = "report-street-problem"}, [](Case const& one) { return !one.is_open(); });

    office.read([&](db::Snapshot& s) {
        auto const outsider = Office::staff({"waste-services"});
        CHECK(Cases{s}.visible_to(outsider).list({.team = "street-services"}).cases.empty());
        CHECK(Cases{s}.visible_to(actor).count({}, 10) == 10);
    });
}

TEST_CASE("cases: a page of the queue costs one query for each team, however many cases there are")
{
    Office office;
    auto const actor = Office::staff({"waste-services", "street-services"});
    auto const cost = [&] {
        return office.read([&](db::Snapshot& s) {
            return db::count_queries(
                [&] { CHECK_FALSE(Cases{s}.visible_to(actor).list({.order = Order::due}, {}, 50).cases.empty()); });
        });
    };
    fill(office, 5);
    CHECK(cost() == 2);
    fill(office, 100);
    CHECK(cost() == 2);
    auto const everybody = Office::staff({}, Role::administrator);
    office.read([&](db::Snapshot& s) {
        CHECK(db::count_queries([&] { CHECK_FALSE(Cases{s}.visible_to(everybody).list({}, {}, 50).cases.empty()); }) ==
              4);
    });
}

TEST_CASE("cases: the planner finds every list and look-up through an index")
{
    Office office;
    if (office.database->is_postgres()) {
        MESSAGE("skipped on PostgreSQL: a planner that sees ten rows rightly reads them all");
        return;
    }
    fill(office, 30);
    auto const everybody = Office::staff({}, Role::administrator);
    for (auto const order : {Order::newest, Order::due})
        for (auto const which : {Which::open, Which::closed}) {
            Filter const filter{.which = which, .order = order};
            all_pages(office, everybody, filter, 10);
            office.read([&](db::Snapshot& s) { return Cases{s}.visible_to(everybody).count(filter, 10); });
        }
    auto const opened = office.open();
    office.read(
        [&](db::Snapshot& s) { return Cases{s}.visible_to(everybody).of_submission(office.of(opened).submission); });
    auto const worker = Office::street_worker();
    office.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::public_, "Soon"); }, worker).value();
    office.write([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(), "done"); }, worker).value();
    office.read([&](db::Snapshot& s) { return tracking(s, office.deps, opened.reference); });
    office.write([](db::Tx& tx) { queue_retention(tx); });
    office.database.clock.advance(std::chrono::days{731});
    db::JobRunner{*office.database, {retention_job(office.deps)}}.drain();
    for (auto const& read : db::whole_reads(*office.database, {"service_version"})) FAIL_CHECK(read);
}
