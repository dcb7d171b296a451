// Ids, places, secrets and tasks.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <base/geo.hpp>
#include <base/id.hpp>
#include <base/secret.hpp>
#include <base/task.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <ostream>
#include <set>
#include <stdexcept>
#include <thread>

using namespace guildhall;
using namespace std::chrono_literals;

TEST_CASE("ids: many threads get ids that are unique, positive and ascending for each of them")
{
    ManualClock clock{from_millis(1'773'046'800'000)}; // stands still: all in one millisecond
    IdSource source{clock};
    constexpr int threads = 8;
    constexpr int each = 20'000;
    std::vector<std::vector<std::int64_t>> minted(threads);
    {
        std::vector<std::jthread> running;
        for (auto& mine : minted) {
            running.emplace_back([&] {
                for (int i = 0; i < each; ++i) mine.push_back(source.next<PersonId>().value);
            });
        }
    }
    std::set<std::int64_t> all;
    for (auto const& mine : minted) {
        CHECK(std::ranges::is_sorted(mine));
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == threads * each);
    CHECK(*all.begin() > 0);
}

TEST_CASE("ids: later ids are greater, also when the clock goes back")
{
    ManualClock clock{from_millis(1'773'046'800'000)};
    IdSource source{clock};
    auto const first = source.next<PersonId>();
    clock.advance(1ms);
    auto const second = source.next<PersonId>();
    clock.advance(-1h);
    auto const third = source.next<PersonId>();
    CHECK(first < second);
    CHECK(second < third);
    CHECK_FALSE(PersonId{});
    static_assert(!std::is_convertible_v<PersonId, TeamId>);
}

namespace {

geo::Point any_point()
{
    return {*rc::gen::inRange(-179'000, 179'000) / 1000.0, *rc::gen::inRange(-89'000, 89'000) / 1000.0};
}

}

TEST_CASE("geo: distance is zero to oneself, the same both ways, and never longer than half round the globe")
{
    CHECK(geo::distance({0, 0}, {0, 1}) == doctest::Approx(111'195).epsilon(0.001));
    CHECK(geo::distance({-4.8, 53.7}, {-4.8, 53.7}) == 0);
    CHECK(geo::distance({0, 0}, {180, 0}) == doctest::Approx(20'015'115).epsilon(0.001));
    CHECK(geo::distance({0.123, 45.678}, {-179.877, -45.678}) == doctest::Approx(20'015'115).epsilon(0.001));
    CHECK(rc::check([] {
        auto const a = any_point();
        auto const b = any_point();
        auto const c = any_point();
        auto const ab = geo::distance(a, b);
        RC_ASSERT(ab >= 0);
        RC_ASSERT(std::abs(ab - geo::distance(b, a)) < 0.001);
        RC_ASSERT(ab <= 20'015'200);
        RC_ASSERT(ab <= geo::distance(a, c) + geo::distance(c, b) + 0.001);
    }));
}

TEST_CASE("geo: a point is inside, outside or in a hole")
{
    geo::Ring const outer{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
    geo::Ring const hole{{4, 4}, {6, 4}, {6, 6}, {4, 6}};
    geo::Polygon const area{outer, hole};
    CHECK(geo::contains(area, {1, 1}));
    CHECK_FALSE(geo::contains(area, {5, 5}));
    CHECK_FALSE(geo::contains(area, {11, 5}));
    CHECK_FALSE(geo::contains({}, {1, 1}));
    CHECK_FALSE(geo::contains({geo::Ring{}}, {1, 1}));
    CHECK(rc::check("a point is inside a box where its numbers are between the box's", [] {
        geo::Polygon const box{{{-3, -2}, {4, -2}, {4, 5}, {-3, 5}}};
        geo::Point const point{*rc::gen::inRange(-600, 600) / 100.0 + 0.005,
                               *rc::gen::inRange(-600, 600) / 100.0 + 0.005};
        RC_ASSERT(geo::contains(box, point) == (point.lon > -3 && point.lon < 4 && point.lat > -2 && point.lat < 5));
    }));
    CHECK_FALSE(geo::is_valid({0, 90.1}));
    CHECK_FALSE(geo::is_valid({-180.1, 0}));
    CHECK_FALSE(geo::is_valid({std::numeric_limits<double>::quiet_NaN(), 0}));
    CHECK_FALSE(geo::is_valid({0, std::numeric_limits<double>::infinity()}));
    CHECK(geo::is_valid({-180, -90}));
}

template <class T>
concept Streams = requires(std::ostream& out, T const& value)
{
    out << value;
};

TEST_CASE("secret: it cannot be printed, and what protects it gives the known answers")
{
    static_assert(!Streams<Secret>);
    static_assert(!fmt::is_formattable<Secret>::value);
    static_assert(!std::is_convertible_v<Secret, std::string_view>);
    CHECK(Secret{"open sesame"}.reveal() == "open sesame");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    // RFC 4231, test case 2.
    auto const mac = hmac_sha256("Jefe", "what do ya want for nothing?");
    CHECK(mac.size() == 32);
    CHECK(static_cast<unsigned char>(mac.front()) == 0x5b);
    CHECK(static_cast<unsigned char>(mac.back()) == 0x43);
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "ab"));
    CHECK(same_secret("", ""));
    CHECK(random_token().size() == 43);
    CHECK(random_token(9).size() == 12);
    CHECK(random_token() != random_token());
}

namespace {

/// Keeps what is posted until the test runs it.
struct Later final : Executor {
    std::deque<std::coroutine_handle<>> waiting;
    void post(std::coroutine_handle<> task) override { waiting.push_back(task); }
    void run()
    {
        while (!waiting.empty()) {
            auto const next = waiting.front();
            waiting.pop_front();
            next.resume();
        }
    }
};

/// Suspends once and goes on through the executor of the task that awaits it.
struct Pause {
    bool await_ready() { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> task) { task.promise().executor->post(task); }
    void await_resume() {}
};

Task<int> three()
{
    Pause pause;
    co_await pause;
    co_return 3;
}
Task<int> broken()
{
    Pause pause;
    co_await pause;
    throw std::runtime_error("the disk is full");
}
Task<int> sum()
{
    auto inner = three();
    auto const a = co_await inner;
    auto other = three();
    auto const b = co_await other;
    co_return a + b;
}
Task<int> outer_of_broken()
{
    auto inner = broken();
    co_return co_await inner;
}

}

TEST_CASE("task: it runs to its first wait, goes on where it is posted, and says once that it is done")
{
    Later later;
    auto task = sum();
    int done = 0;
    task.start(later, [&] { ++done; });
    CHECK(done == 0);
    later.run();
    CHECK(done == 1);
    CHECK(task.take() == 6);
}

TEST_CASE("task: an exception travels to whoever takes the value")
{
    Later later;
    auto task = outer_of_broken();
    int done = 0;
    task.start(later, [&] { ++done; });
    later.run();
    CHECK(done == 1);
    CHECK_THROWS_WITH(task.take(), "the disk is full");
}

TEST_CASE("task: one that is never started, or never finished, leaves nothing behind")
{
    Later later;
    {
        auto never = sum();
        auto begun = sum();
        begun.start(later, [] {});
    }
    CHECK(later.waiting.size() == 1); // its frame is gone: nobody may resume it
}

TEST_CASE("task: whoever hears that it is done may destroy it")
{
    Later later;
    auto task = std::make_unique<Task<int>>(three());
    int value = 0;
    task->start(later, [&] {
        value = task->take();
        task.reset();
    });
    later.run();
    CHECK(value == 3);
}
