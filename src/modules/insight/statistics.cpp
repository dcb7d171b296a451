#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace guildhall::insight {

namespace {

constexpr double z_certain = 1.959964; ///< 1 in 20, two-sided
constexpr double z_power = 0.841621;   ///< 8 of 10
constexpr double early = 0.001;
constexpr double final_chance = 0.05;

/// Wilson's range of a rate.
std::pair<double, double> range(Arm arm)
{
    auto const n = static_cast<double>(arm.started);
    if (n <= 0) return {0, 1};
    auto const z2 = z_certain * z_certain;
    auto const p = arm.rate();
    auto const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    auto const half = z_certain / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Verdict better(Arm a, Arm b)
{
    return b.rate() > a.rate() ? Verdict::b_is_better : Verdict::a_is_better;
}

}

std::int64_t people_needed(double rate, double change)
{
    auto const p1 = std::clamp(rate, 0.0, 1.0);
    auto const p2 = std::clamp(rate + change, 0.0, 1.0);
    auto const d = std::abs(p2 - p1);
    if (d < 1e-9) return 0;
    auto const p = (p1 + p2) / 2;
    auto const root = z_certain * std::sqrt(2 * p * (1 - p)) + z_power * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    return static_cast<std::int64_t>(std::ceil(root * root / (d * d)));
}

Difference difference(Arm a, Arm b)
{
    auto const [low_a, high_a] = range(a);
    auto const [low_b, high_b] = range(b);
    auto const by = b.rate() - a.rate();
    auto const below = std::hypot(b.rate() - low_b, high_a - a.rate());
    auto const above = std::hypot(high_b - b.rate(), a.rate() - low_a);
    return {by, std::max(-1.0, by - below), std::min(1.0, by + above)};
}

double chance(Arm a, Arm b)
{
    if (a.started <= 0 || b.started <= 0) return 1;
    auto const n_a = static_cast<double>(a.started);
    auto const n_b = static_cast<double>(b.started);
    auto const p = static_cast<double>(a.sent + b.sent) / (n_a + n_b);
    auto const spread = std::sqrt(p * (1 - p) * (1 / n_a + 1 / n_b));
    if (spread <= 0) return 1;
    return std::erfc(std::abs(b.rate() - a.rate()) / spread / std::sqrt(2.0));
}

Verdict verdict(Arm a, Arm b, std::int64_t planned)
{
    bool const is_complete = planned > 0 && std::min(a.started, b.started) >= planned;
    if (!is_complete) return chance(a, b) < early ? better(a, b) : Verdict::too_early;
    return chance(a, b) < final_chance ? better(a, b) : Verdict::no_difference;
}

}
