// The arithmetic of comparing versions.
#include "statistics.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <random>

using namespace guildhall::insight;

namespace {

Arm any_arm()
{
    auto const started = *rc::gen::inRange<std::int64_t>(1, 5000);
    return {started, *rc::gen::inRange<std::int64_t>(0, started + 1)};
}

/// One trial in which both versions are alike or differ, looked at after every tenth person; gives the first verdict.
Verdict run(std::mt19937& random, double rate_a, double rate_b, std::int64_t planned)
{
    Arm a, b;
    std::bernoulli_distribution sends_a{rate_a}, sends_b{rate_b};
    while (a.started < planned) {
        for (int i = 0; i < 10; ++i) {
            ++a.started;
            ++b.started;
            a.sent += sends_a(random) ? 1 : 0;
            b.sent += sends_b(random) ? 1 : 0;
        }
        auto const found = verdict(a, b, planned);
        if (found != Verdict::too_early) return found;
    }
    return verdict(a, b, planned);
}

}

TEST_CASE("statistics: the number of people needed is the textbook's")
{
    // From 60% to 65%, 5% and 80%: Fleiss, without correction for continuity.
    CHECK(people_needed(0.60, 0.05) == 1471);
    CHECK(people_needed(0.50, 0.10) == 388);
    CHECK(people_needed(0.5, 0) == 0);
}

TEST_CASE("statistics: a smaller change needs more people, and a change that cannot be is none")
{
    CHECK(rc::check([] {
        auto const rate = *rc::gen::inRange(5, 60) / 100.0;
        auto const change = *rc::gen::inRange(2, 20) / 100.0;
        RC_ASSERT(people_needed(rate, change) > 0);
        RC_ASSERT(people_needed(rate, change) < people_needed(rate, change / 2));
    }));
    CHECK(people_needed(1, 0.1) == 0);
}

TEST_CASE("statistics: the difference lies inside its range, and swapping the versions turns it round")
{
    CHECK(rc::check([] {
        auto const a = any_arm();
        auto const b = any_arm();
        auto const there = difference(a, b);
        auto const back = difference(b, a);
        RC_ASSERT(there.low <= there.by && there.by <= there.high);
        RC_ASSERT(there.low >= -1 && there.high <= 1);
        RC_ASSERT(std::abs(there.by + back.by) < 1e-9);
        RC_ASSERT(std::abs(there.low + back.high) < 1e-9);
        RC_ASSERT(std::abs(chance(a, b) - chance(b, a)) < 1e-9);
        RC_ASSERT(chance(a, b) >= 0 && chance(a, b) <= 1);
    }));
}

TEST_CASE("statistics: Newcombe's own example")
{
    // Newcombe 1998, example (a): 56 of 70 against 48 of 80 differ by 0.2, between 0.0524 and 0.3339.
    auto const found = difference({80, 48}, {70, 56});
    CHECK(found.by == doctest::Approx(0.2));
    CHECK(found.low == doctest::Approx(0.0524).epsilon(0.01));
    CHECK(found.high == doctest::Approx(0.3339).epsilon(0.01));
}

TEST_CASE("statistics: with nobody there, nothing is said")
{
    CHECK(chance({}, {}) == 1);
    CHECK(chance({10, 10}, {10, 10}) == 1);
    CHECK(verdict({}, {}, 100) == Verdict::too_early);
    CHECK(verdict({}, {}, 0) == Verdict::too_early);
}

TEST_CASE("statistics: whoever looks all the time is still fooled by chance in about 1 of 20 trials, not more")
{
    std::mt19937 random{20260309};
    int fooled = 0;
    constexpr int trials = 2000;
    for (int i = 0; i < trials; ++i) {
        auto const found = run(random, 0.6, 0.6, 500);
        CHECK(found != Verdict::too_early);
        if (found == Verdict::a_is_better || found == Verdict::b_is_better) ++fooled;
    }
    CHECK(fooled < trials * 0.08);
    CHECK(fooled > trials * 0.02); // a rule that never speaks would pass otherwise
}

TEST_CASE("statistics: a change as large as planned is found in about 8 of 10 trials")
{
    std::mt19937 random{20260310};
    auto const planned = people_needed(0.5, 0.1);
    int found = 0;
    constexpr int trials = 1000;
    for (int i = 0; i < trials; ++i) {
        if (run(random, 0.5, 0.6, planned) == Verdict::b_is_better) ++found;
    }
    CHECK(found > trials * 0.75);
    CHECK(found < trials * 0.88);
}
