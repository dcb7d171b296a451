#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace guildhall::insight {

namespace {

constexpr double z_power = 0.841621; ///< 8 of 10

/// How many standard deviations leave out so much on both sides together (bisection: it is asked for rarely).
double z_of(double error)
{
    double low = 0, high = 10;
    for (int i = 0; i < 60; ++i) {
        auto const middle = (low + high) / 2;
        (std::erfc(middle / std::sqrt(2.0)) > error ? low : high) = middle;
    }
    return low;
}

/// Wilson's range of a rate.
std::pair<double, double> range(Arm arm, double z)
{
    auto const n = static_cast<double>(arm.began);
    if (n <= 0) return {0, 1};
    auto const z2 = z * z;
    auto const p = arm.rate();
    auto const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    auto const half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Verdict better(Arm a, Arm b)
{
    return b.rate() > a.rate() ? Verdict::b_is_better : Verdict::a_is_better;
}

/// Logarithm of the number of ways to choose k of n.
double log_ways(std::int64_t n, std::int64_t k)
{
    auto const log_factorial = [](std::int64_t i) { return std::lgamma(static_cast<double>(i) + 1); };
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}

std::int64_t people_needed(double rate, double change, double error)
{
    auto const p1 = std::clamp(rate, 0.0, 1.0);
    auto const p2 = std::clamp(rate + change, 0.0, 1.0);
    auto const d = std::abs(p2 - p1);
    if (d < 1e-9) return 0;
    auto const p = (p1 + p2) / 2;
    auto const root = z_of(error) * std::sqrt(2 * p * (1 - p)) + z_power * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    auto const large = root * root / (d * d);
    auto const corrected = 1 + std::sqrt(1 + 4 / (large * d)); // for counts, which are whole numbers
    return static_cast<std::int64_t>(std::ceil(large / 4 * corrected * corrected));
}

std::int64_t people_planned(double rate, double change)
{
    std::int64_t most = 0;
    for (auto const direction : {change, -change})
        if (rate + direction >= 0 && rate + direction <= 1) most = std::max(most, people_needed(rate, direction));
    return most > 0 ? most : people_needed(rate, rate < 0.5 ? change : -change);
}

Difference difference(Arm a, Arm b, double error)
{
    auto const z = z_of(error);
    auto const [low_a, high_a] = range(a, z);
    auto const [low_b, high_b] = range(b, z);
    auto const by = b.rate() - a.rate();
    auto const below = std::hypot(b.rate() - low_b, high_a - a.rate());
    auto const above = std::hypot(high_b - b.rate(), a.rate() - low_a);
    return {by, std::max(-1.0, by - below), std::min(1.0, by + above)};
}

double chance(Arm a, Arm b)
{
    auto const did = a.did + b.did;
    auto const all = a.began + b.began;
    if (a.began <= 0 || b.began <= 0 || did <= 0 || did >= all) return 1;
    auto const least = std::max<std::int64_t>(0, did - b.began);
    auto const most = std::min(a.began, did);
    auto const likelihood = [&](std::int64_t of_a) {
        return log_ways(a.began, of_a) + log_ways(b.began, did - of_a) - log_ways(all, did);
    };
    constexpr double rounding = 1e-7; // tables that are equally likely must count, whatever the last digit says
    auto const limit = likelihood(a.did) + rounding;
    double sum = 0;
    for (auto of_a = least; of_a <= most; ++of_a)
        if (auto const one = likelihood(of_a); one <= limit) sum += std::exp(one);
    return std::min(1.0, sum);
}

Verdict verdict(Arm a, Arm b, std::int64_t planned, int week)
{
    bool const is_complete = planned > 0 && std::min(a.began, b.began) >= planned;
    if (!is_complete && week < longest_weeks) return chance(a, b) < early_error ? better(a, b) : Verdict::too_early;
    return chance(a, b) < last_error ? better(a, b) : Verdict::no_difference;
}

}
