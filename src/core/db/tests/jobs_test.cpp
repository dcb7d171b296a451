#include <db/database.hpp>
#include <db/jobs.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <set>

using namespace guildhall;
using namespace guildhall::db;

namespace {

void enqueue(Database& database, NewJob const& job)
{
    database.write(Actor::system(), [&](Tx& tx) { tx.enqueue(job); }).wait();
}

std::vector<DeadLetter> dead(Database& database)
{
    return database.read([](Snapshot& s) { return dead_letters(s); });
}

using Outcome = std::expected<void, JobFailure>;

}

TEST_CASE("jobs: a queued job runs once, one of a refused transaction never")
{
    TestDatabase test;
    std::atomic<int> runs{0};
    enqueue(*test, {.kind = "test.mail", .payload = "7"});
    CHECK_THROWS(test->write(Actor::system(),
                             [](Tx& tx) {
                                 tx.enqueue({.kind = "test.mail", .payload = "8"});
                                 throw std::runtime_error{"no"};
                             })
                     .wait());
    JobRunner runner{*test, {{.kind = "test.mail", .run = [&](Job const& job) -> Outcome {
                                  CHECK(job.payload == "7");
                                  CHECK(job.attempt == 1);
                                  ++runs;
                                  return {};
                              }}}};
    runner.drain();
    runner.drain();
    CHECK(runs == 1);
}

TEST_CASE("jobs: many jobs on several threads each run once")
{
    TestDatabase test;
    std::mutex mutex;
    std::multiset<std::string> done;
    JobRunner runner{*test,
                     {{.kind = "test.mail",
                       .run = [&](Job const& job) -> Outcome {
                           std::lock_guard lock{mutex};
                           done.insert(job.payload);
                           return {};
                       }}},
                     3};
    test->write(Actor::system(),
                [](Tx& tx) {
                    for (int i = 0; i < 60; ++i) tx.enqueue({.kind = "test.mail", .payload = std::to_string(i)});
                })
        .wait();
    runner.drain();
    CHECK(done.size() == 60);
    CHECK(std::set<std::string>(done.begin(), done.end()).size() == 60);
}

TEST_CASE("jobs: a failure is tried again later and later, then it is a dead letter that staff can retry")
{
    TestDatabase test;
    std::atomic<int> runs{0};
    std::atomic<bool> works{false};
    enqueue(*test, {.kind = "test.mail", .payload = "7"});
    JobRunner runner{*test,
                     {{.kind = "test.mail",
                       .run = [&](Job const&) -> Outcome {
                           ++runs;
                           if (!works) return std::unexpected{JobFailure{"mail server away"}};
                           return {};
                       },
                       .attempts = 3,
                       .first_delay = std::chrono::seconds{10}}}};
    runner.drain();
    CHECK(runs == 1);
    test.clock.advance(std::chrono::seconds{7});
    runner.drain();
    CHECK(runs == 1); // 10 s, less a quarter at most
    test.clock.advance(std::chrono::seconds{6});
    runner.drain();
    CHECK(runs == 2);
    CHECK(dead(*test).empty());
    test.clock.advance(std::chrono::seconds{26});
    runner.drain();
    CHECK(runs == 3);
    auto const letters = dead(*test);
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].reason == "mail server away");
    CHECK(letters[0].attempts == 3);

    test.clock.advance(std::chrono::hours{48});
    runner.drain();
    CHECK(runs == 3);
    works = true;
    test->write(Actor::system(), [&](Tx& tx) { retry(tx, letters[0].id); }).wait();
    runner.drain();
    CHECK(runs == 4);
    CHECK(dead(*test).empty());
}

TEST_CASE("jobs: a permanent failure and an exception are told apart")
{
    TestDatabase test;
    enqueue(*test, {.kind = "test.permanent", .payload = ""});
    enqueue(*test, {.kind = "test.throws", .payload = ""});
    JobRunner runner{*test,
                     {{.kind = "test.permanent",
                       .run = [](Job const&) -> Outcome {
                           return std::unexpected{JobFailure{"no such address", true}};
                       }},
                      {.kind = "test.throws", .run = [](Job const&) -> Outcome { throw std::runtime_error{"odd"}; }}}};
    runner.drain();
    auto const letters = dead(*test);
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].kind == "test.permanent");
}

TEST_CASE("jobs: a unique key queues one, and a delayed job waits")
{
    TestDatabase test;
    std::atomic<int> runs{0};
    for (int i = 0; i < 3; ++i) enqueue(*test, {.kind = "test.a", .payload = "", .unique_key = "one"});
    enqueue(*test, {.kind = "test.a", .payload = "", .delay = std::chrono::minutes{5}});
    JobRunner runner{*test, {{.kind = "test.a", .run = [&](Job const&) -> Outcome { return ++runs, Outcome{}; }}}};
    runner.drain();
    CHECK(runs == 1);
    test.clock.advance(std::chrono::minutes{5});
    runner.drain();
    CHECK(runs == 2);
    enqueue(*test, {.kind = "test.a", .payload = "", .unique_key = "one"});
    runner.drain();
    CHECK(runs == 3);
}

TEST_CASE("jobs: a job whose runner died is free again after its lease, and after too many deaths it is a dead letter")
{
    TestDatabase test;
    static constexpr Query as_if_claimed{"test.claim",
                                         "update job set attempt = attempt + 1, due_at = due_at + 300000"};
    enqueue(*test, {.kind = "test.a", .payload = ""});
    auto claim_and_die = [&] { test->write(Actor::system(), [](Tx& tx) { tx.run(as_if_claimed); }).wait(); };
    claim_and_die();
    std::atomic<int> runs{0};
    JobKind const kind{.kind = "test.a",
                       .run = [&](Job const& job) -> Outcome {
                           ++runs;
                           CHECK(job.attempt == 2);
                           return {};
                       },
                       .attempts = 2};
    JobRunner runner{*test, {kind}};
    runner.drain();
    CHECK(runs == 0);
    test.clock.advance(std::chrono::minutes{5});
    runner.drain();
    CHECK(runs == 1);

    enqueue(*test, {.kind = "test.a", .payload = "", .delay = std::chrono::minutes{1}});
    claim_and_die();
    claim_and_die();
    test.clock.advance(std::chrono::minutes{20});
    runner.drain();
    CHECK(runs == 1);
    CHECK(dead(*test).size() == 1);
}

TEST_CASE("jobs: a single process that starts again has its jobs in hand at once; several nodes wait for the lease")
{
    TestDatabase test;
    static constexpr Query as_if_claimed{"test.claim",
                                         "update job set attempt = attempt + 1, due_at = due_at + 300000"};
    enqueue(*test, {.kind = "test.a", .payload = ""});
    test->write(Actor::system(), [](Tx& tx) { tx.run(as_if_claimed); }).wait();
    test.reopen(); // as after a crash
    std::atomic<int> runs{0};
    JobRunner runner{*test, {{.kind = "test.a", .run = [&](Job const&) -> Outcome {
                                  ++runs;
                                  return {};
                              }}}};
    runner.drain();
    CHECK(runs == (test->is_postgres() ? 0 : 1));
}
