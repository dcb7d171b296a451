// The arithmetic of comparing versions.
#include "statistics.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <random>

using namespace guildhall::insight;

namespace {

Arm any_arm()
{
    auto const began = *rc::gen::inRange<std::int64_t>(1, 5000);
    return {began, *rc::gen::inRange<std::int64_t>(0, began + 1)};
}

struct Course {
    double rate_a, rate_b;
    std::int64_t planned;
    int a_week; ///< people for each version
};

/// One trial, looked at every week until the rule answers.
Verdict run(std::mt19937& random, Course const& course)
{
    Arm a, b;
    std::bernoulli_distribution does_a{course.rate_a}, does_b{course.rate_b};
    for (int week = 1;; ++week) {
        for (int i = 0; i < course.a_week; ++i) {
            ++a.began;
            ++b.began;
            a.did += does_a(random) ? 1 : 0;
            b.did += does_b(random) ? 1 : 0;
        }
        if (auto const found = verdict(a, b, course.planned, week); found != Verdict::too_early) return found;
        REQUIRE(week < longest_weeks);
    }
}

double share_of(Verdict wanted, Course const& course, unsigned int seed, int trials)
{
    std::mt19937 random{seed};
    int found = 0;
    for (int i = 0; i < trials; ++i) found += run(random, course) == wanted;
    return static_cast<double>(found) / trials;
}

}

TEST_CASE("statistics: the number of people needed is the textbook's")
{
    // 5% and 80%, corrected for counts: Fleiss, Tytun and Ury 1980.
    CHECK(people_needed(0.60, 0.05, 0.05) == 1511);
    CHECK(people_needed(0.50, 0.10, 0.05) == 408);
    CHECK(people_needed(0.25, 0.15, 0.05) == 165);
    CHECK(people_needed(0.5, 0) == 0);
    CHECK(people_needed(0.5, 0.1) > people_needed(0.5, 0.1, 0.05)); // looking every week has its price
    // A change for the worse is looked for, too, and takes more people than one for the better here.
    CHECK(people_planned(0.6, 0.05) == people_needed(0.6, -0.05));
    CHECK(people_planned(0.98, 0.05) == people_needed(0.98, -0.05));
    CHECK(people_planned(0.02, 0.05) == people_needed(0.02, 0.05));
}

TEST_CASE("statistics: Fisher's own example, the lady who tastes tea")
{
    CHECK(chance({4, 4}, {4, 0}) == doctest::Approx(2.0 / 70));
    CHECK(chance({4, 3}, {4, 1}) == doctest::Approx(34.0 / 70));
    // R: fisher.test(matrix(c(12, 5, 18, 25), 2))
    CHECK(chance({17, 12}, {43, 18}) == doctest::Approx(0.084036).epsilon(0.0001));
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
    CHECK(verdict({}, {}, 100, 1) == Verdict::too_early);
    CHECK(verdict({}, {}, 0, 1) == Verdict::too_early);
    CHECK(verdict({}, {}, 100, longest_weeks) == Verdict::no_difference);
}

TEST_CASE("statistics: no trial ends in its first weeks because it looks good, and a harmful version is stopped")
{
    CHECK(chance({200, 140}, {200, 115}) < 0.02);
    CHECK(verdict({200, 140}, {200, 115}, 1000, 2) == Verdict::too_early);
    CHECK(verdict({200, 140}, {200, 60}, 1000, 2) == Verdict::a_is_better);
}

TEST_CASE("statistics: two versions that are equally good look different in at most 1 of 20 trials")
{
    CHECK(last_error + (longest_weeks - 1) * early_error <= error_bound + 1e-12);
    constexpr int trials = 3000;
    // Three standard deviations of the count above the bound: a right rule fails about once in a thousand seeds.
    auto const limit = error_bound + 3 * std::sqrt(error_bound * (1 - error_bound) / trials);
    unsigned int seed = 20260309;
    for (auto const& course : {Course{0.6, 0.6, 500, 50}, Course{0.5, 0.5, 40, 5}, Course{0.97, 0.97, 300, 20},
                               Course{0.05, 0.05, 200, 7}, Course{0.8, 0.8, 1000, 25}}) {
        auto const fooled = 1 - share_of(Verdict::no_difference, course, seed++, trials);
        CHECK_MESSAGE(fooled <= limit, "rate ", course.rate_a, ": ", fooled);
    }
    // A rule that never speaks would pass otherwise.
    CHECK(1 - share_of(Verdict::no_difference, {0.6, 0.6, 500, 50}, 1, trials) > 0.02);
}

TEST_CASE("statistics: a change as large as planned is found in about 8 of 10 trials, in either direction")
{
    constexpr int trials = 1000;
    unsigned int seed = 20260310;
    for (auto const& [rate, change] : {std::pair{0.5, 0.1}, std::pair{0.6, 0.12}, std::pair{0.9, -0.08}}) {
        Course const course{rate, rate + change, people_needed(rate, change), 40};
        auto const wanted = change > 0 ? Verdict::b_is_better : Verdict::a_is_better;
        auto const found = share_of(wanted, course, seed++, trials);
        CHECK_MESSAGE(found > power - 0.04, "rate ", rate, ": ", found);
        CHECK_MESSAGE(found < power + 0.08, "rate ", rate, ": ", found);
        // It is never the worse one that is found to be better.
        auto const other = change > 0 ? Verdict::a_is_better : Verdict::b_is_better;
        CHECK(share_of(other, course, seed++, trials) < 0.01);
    }
}
