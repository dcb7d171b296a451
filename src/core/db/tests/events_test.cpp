#include <db/database.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

std::vector<Migration> tables()
{
    return {{"test", "0001_seen.sql", "create table seen (position @int primary key, stream @int not null);"}};
}

constexpr Query note_seen{"test.note_seen", "insert into seen (position, stream) values ($1, $2)"};
constexpr Query count_seen{"test.count_seen", "select count(*) from seen"};
constexpr Query tamper{"test.tamper", "update event set facts = '{\"amount\":1}' where position = 2"};
constexpr Query repair{"test.repair", "update event set facts = '{}' where position = 2"};

void append(Database& database, std::string_view type, std::int64_t stream, int times = 1)
{
    database
        .write(Actor::system(),
               [&](Tx& tx) {
                   for (int i = 0; i < times; ++i) tx.append({.type = type, .stream = stream});
               })
        .wait();
}

int seen(Database& database)
{
    return database.read([](Snapshot& s) { return s.value<int>(count_seen).value_or(-1); });
}

Consumer noting(std::string name, std::vector<std::string> types = {})
{
    return {std::move(name), [](Tx& tx, Event const& event) { tx.run(note_seen, event.position, event.stream); },
            std::move(types)};
}

}

TEST_CASE("events: a record's timeline says who did what and when")
{
    TestDatabase test;
    Actor clerk;
    clerk.kind = ActorKind::staff;
    clerk.person = PersonId{42};
    test->write(
            clerk,
            [](Tx& tx) {
                tx.append(
                    {.type = "case.opened", .version = 2, .stream = 7, .facts = R"({"service":"report-missed-bin"})"});
                tx.append({.type = "case.opened", .stream = 8});
                tx.append({.type = "case.closed", .stream = 7});
            })
        .wait();
    auto const timeline = test->read([](Snapshot& s) { return events_of(s, 7); });
    REQUIRE(timeline.size() == 2);
    CHECK(timeline[0].type == "case.opened");
    CHECK(timeline[0].version == 2);
    CHECK(timeline[0].facts == R"({"service":"report-missed-bin"})");
    CHECK(timeline[0].actor_kind == ActorKind::staff);
    CHECK(timeline[0].actor_person == PersonId{42});
    CHECK(timeline[0].at == test.clock.now());
    CHECK(timeline[1].type == "case.closed");
}

TEST_CASE("events: a changed event breaks the chain there, an untouched log is whole")
{
    TestDatabase test;
    append(*test, "case.opened", 1, 3);
    EventPump{*test, {}}.drain();
    auto broken = [&] { return test->read([](Snapshot& s) { return first_broken_link(s); }); };
    CHECK(broken() == 0);
    test->write(Actor::system(), [](Tx& tx) { tx.run(tamper); }).wait();
    CHECK(broken() == 2);
    test->write(Actor::system(), [](Tx& tx) { tx.run(repair); }).wait();
    CHECK(broken() == 0);
}

TEST_CASE("events: the chain goes on after a restart and over refusals")
{
    TestDatabase test;
    append(*test, "a.b", 1, 2);
    CHECK_THROWS(test->write(Actor::system(),
                             [](Tx& tx) {
                                 tx.append({.type = "a.lost"});
                                 throw std::runtime_error{"no"};
                             })
                     .wait());
    EventPump{*test, {}}.drain();
    test.reopen();
    append(*test, "a.b", 1, 2);
    EventPump{*test, {}}.drain();
    auto const events = test->read([](Snapshot& s) { return events_of(s, 1); });
    REQUIRE(events.size() == 4);
    CHECK(events[3].position == 4);
    CHECK(test->read([](Snapshot& s) { return first_broken_link(s); }) == 0);
}

TEST_CASE("events: a consumer sees each of its types once, also across restarts")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    append(*test, "case.opened", 1, 5);
    append(*test, "case.moved", 1, 5);
    {
        EventPump pump{*test, {noting("test.seen", {"case.opened"})}};
        pump.drain();
        CHECK(seen(*test) == 5);
        CHECK(pump.backlog() == 0);
        append(*test, "case.opened", 1, 300);
        pump.drain();
        CHECK(seen(*test) == 305);
    }
    test.reopen();
    append(*test, "case.opened", 1);
    EventPump pump{*test, {noting("test.seen", {"case.opened"})}};
    pump.drain();
    CHECK(seen(*test) == 306);
}

TEST_CASE("events: a consumer that fails is asked again, and nothing is skipped or done twice")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    append(*test, "case.opened", 1, 10);
    std::atomic<int> failures{0};
    auto consumer = noting("test.seen");
    auto const handle = consumer.handle;
    consumer.handle = [&](Tx& tx, Event const& event) {
        handle(tx, event);
        if (event.position == 6 && ++failures <= 2) throw std::runtime_error{"not yet"};
    };
    EventPump pump{*test, {consumer}};
    pump.drain();
    CHECK(failures == 3);
    CHECK(seen(*test) == 10);
}

TEST_CASE("events: a drain does not wait for ever for a consumer that is stuck")
{
    TestDatabase test;
    append(*test, "case.opened", 1);
    EventPump pump{*test, {{"test.stuck", [](Tx&, Event const&) { throw std::runtime_error{"never"}; }, {}}}};
    CHECK_THROWS_AS(pump.drain(), Fault);
    CHECK(pump.backlog() == 1);
}

TEST_CASE("events: a consumer may append events, and a drain waits for what they cause")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    Consumer echo{"test.echo",
                  [](Tx& tx, Event const& event) { tx.append({.type = "case.echoed", .stream = event.stream}); },
                  {"case.opened"}};
    EventPump pump{*test, {noting("test.seen", {"case.echoed"}), echo}};
    append(*test, "case.opened", 1, 3);
    pump.drain();
    CHECK(seen(*test) == 3);
}

TEST_CASE("events: many writers at once give one unbroken chain without gaps")
{
    TestDatabase test;
    EventPump pump{*test, {}};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 20; ++j) append(*test, "a.b", 1, 2);
        });
    }
    for (auto& thread : threads) thread.join();
    pump.drain();
    auto const events = test->read([](Snapshot& s) { return events_of(s, 1); });
    REQUIRE(events.size() == 240);
    CHECK(events.front().position == 1);
    CHECK(events.back().position == 240);
    CHECK(test->read([](Snapshot& s) { return first_broken_link(s); }) == 0);
}
