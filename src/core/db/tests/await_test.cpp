#include <base/task.hpp>
#include <db/database.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

std::vector<Migration> tables()
{
    return {{"test", "0001_t.sql", "create table t (a @int primary key);"}};
}

constexpr Query insert{"test.insert", "insert into t (a) values ($1)"};
constexpr Query count{"test.count", "select count(*) from t"};

/// A pool of one: whoever calls run_one() resumes the next task.
class Queue final : public Executor {
public:
    void post(std::coroutine_handle<> task) override
    {
        std::lock_guard lock{mutex_};
        tasks_.push_back(task);
        posted_.notify_one();
    }
    void run_one()
    {
        std::unique_lock lock{mutex_};
        posted_.wait(lock, [&] { return !tasks_.empty(); });
        auto const task = tasks_.front();
        tasks_.pop_front();
        lock.unlock();
        task.resume();
    }

private:
    std::mutex mutex_;
    std::condition_variable posted_;
    std::deque<std::coroutine_handle<>> tasks_;
};

enum class No { taken };

Task<Result<int, No>> take_two(Database& database, int a)
{
    auto const first = co_await database.write(Actor::anonymous(), [&](Tx& tx) { return tx.run(insert, a); });
    auto const second = co_await database.write(Actor::anonymous(), [&](Tx& tx) -> Result<int, No> {
        if (!tx.insert_or_conflict(insert, a)) return Refused{No::taken};
        return static_cast<int>(first);
    });
    co_return second;
}

Task<int> fail(Database& database)
{
    co_await database.write(Actor::anonymous(), [](Tx& tx) {
        tx.run(insert, 99);
        throw std::domain_error{"no"};
    });
    co_return 1;
}

}

TEST_CASE("db: a task is suspended while its write commits, and goes on where its executor says")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    Queue queue;
    bool done = false;
    auto task = take_two(*test, 5);
    task.start(queue, [&] { done = true; });
    while (!done) queue.run_one();
    CHECK(task.take().error() == No::taken);
    CHECK(test->read([](Snapshot& s) { return s.value<int>(count); }) == 1);

    auto failing = fail(*test);
    done = false;
    failing.start(queue, [&] { done = true; });
    while (!done) queue.run_one();
    CHECK_THROWS_AS(failing.take(), std::domain_error);
    CHECK(test->read([](Snapshot& s) { return s.value<int>(count); }) == 1);
}

TEST_CASE("db: many tasks wait on one thread, and each gets its own answer")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    Queue queue;
    int done = 0;
    std::vector<Task<Result<int, No>>> tasks;
    for (int i = 0; i < 50; ++i) tasks.push_back(take_two(*test, i));
    for (auto& task : tasks) task.start(queue, [&] { ++done; });
    while (done < 50) queue.run_one();
    for (auto& task : tasks) CHECK(task.take().error() == No::taken);
    CHECK(test->read([](Snapshot& s) { return s.value<int>(count); }) == 50);
}
