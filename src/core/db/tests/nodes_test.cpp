// Several nodes on one PostgreSQL database.
#include <db/database.hpp>
#include <db/jobs.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

std::vector<Migration> tables()
{
    return {{"test", "0001_t.sql", R"sql(
        create table seen (position @int primary key);
        create table place (name @text primary key, free @int not null);
        insert into place (name, free) values ('hall', 30);)sql"}};
}

constexpr Query note_seen{"test.note_seen", "insert into seen (position) values ($1)"};
constexpr Query count_seen{"test.count_seen", "select count(*) from seen"};
constexpr Query free_places{"test.free", "select free from place where name = 'hall'"};
constexpr Query set_places{"test.set", "update place set free = $1 where name = 'hall'"};
constexpr Query kill_others{"test.kill_others", R"sql(
    select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database())sql"};

enum class No { full };

Result<int, No> book(Database& database)
{
    return database
        .write(Actor::anonymous(),
               [](Tx& tx) -> Result<int, No> {
                   auto const free = tx.value<int>(free_places).value();
                   if (free == 0) return Refused{No::full};
                   tx.run(set_places, free - 1); // read, then write: only serialisable transactions get this right
                   tx.append({.type = "place.booked", .stream = 1});
                   tx.enqueue({.kind = "test.confirm", .payload = std::to_string(free)});
                   return free;
               })
        .wait();
}

}

TEST_CASE("nodes: the last place is not taken twice, each event is seen once and each job runs once")
{
    auto const migrations = tables();
    TestDatabase first{migrations};
    if (!first->is_postgres()) return;
    Database second{first.options(), migrations, first.clock};
    Database* const nodes[]{&*first, &second};

    std::mutex mutex;
    std::multiset<std::string> confirmed;
    JobKind const confirm{.kind = "test.confirm", .run = [&](Job const& job) -> std::expected<void, JobFailure> {
                              std::lock_guard lock{mutex};
                              confirmed.insert(job.payload);
                              return {};
                          }};
    Consumer const consumer{"test.seen", [](Tx& tx, Event const& event) { tx.run(note_seen, event.position); }, {}};
    EventPump one{*nodes[0], {consumer}};
    EventPump two{*nodes[1], {consumer}};
    JobRunner runs_one{*nodes[0], {confirm}, 2};
    JobRunner runs_two{*nodes[1], {confirm}, 2};

    std::atomic<int> booked{0};
    std::vector<std::thread> residents;
    for (int i = 0; i < 8; ++i) {
        residents.emplace_back([&, i] {
            for (int j = 0; j < 5; ++j) {
                if (book(*nodes[i % 2])) ++booked;
            }
        });
    }
    for (auto& resident : residents) resident.join();
    one.drain();
    two.drain();
    runs_one.drain();
    runs_two.drain();

    CHECK(booked == 30);
    CHECK(book(second).error() == No::full);
    CHECK(confirmed.size() == 30);
    CHECK(std::set<std::string>(confirmed.begin(), confirmed.end()).size() == 30);
    first->read([](Snapshot& s) {
        CHECK(s.value<int>(free_places) == 0);
        CHECK(s.value<int>(count_seen) == 30);
        CHECK(first_broken_link(s) == 0);
    });
}

TEST_CASE("nodes: a node whose connections were cut goes on, and loses nothing that it acknowledged")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    if (!test->is_postgres()) return;
    int booked = 0;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i) {
            if (book(*test)) ++booked;
        }
        Database administrator{test.options(), migrations, test.clock};
        administrator.read([](Snapshot& s) { s.value<int>(kill_others); });
        for (int i = 0; i < 6; ++i) {
            test->read([](Snapshot& s) { return s.value<int>(free_places); });
            if (book(*test)) ++booked;
        }
    }
    CHECK(booked == 30);
    CHECK(book(*test).error() == No::full);
}
