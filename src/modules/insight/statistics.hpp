// The arithmetic of comparing two versions of a form (docs/adr/0015). Pure functions.
#pragma once

#include <cstdint>

namespace guildhall::insight {

/// One version: who began, and who of them sent it.
struct Arm {
    std::int64_t started = 0;
    std::int64_t sent = 0;
    [[nodiscard]] double rate() const
    {
        return started > 0 ? static_cast<double>(sent) / static_cast<double>(started) : 0;
    }
};

/// How many people each version needs, so that a change of `change` from `rate` (0.6 and 0.05: from 60% to 65%) is seen
/// in 8 of 10 trials, and chance alone looks like a change in 1 of 20. Rates are kept inside 0 to 1; 0 where there is
/// no change to look for.
[[nodiscard]] std::int64_t people_needed(double rate, double change);

/// The difference between b and a, with the range in which it lies 19 times out of 20 (Newcombe's, from Wilson's).
struct Difference {
    double by = 0, low = 0, high = 0; ///< 0.05: five in a hundred more
};
[[nodiscard]] Difference difference(Arm a, Arm b);
/// How often chance alone makes a difference at least as large (two-sided, pooled). 1 where there is nothing to
/// compare.
[[nodiscard]] double chance(Arm a, Arm b);

enum class Verdict {
    too_early, ///< the people planned have not come yet
    a_is_better,
    b_is_better,
    no_difference, ///< everybody came, and what is seen may be chance
};
/// The stop rule: the number is fixed beforehand, and the answer is given when it is reached. Before that only a
/// difference that chance makes less than once in 1,000 ends a trial, so that looking every day costs next to nothing
/// (Haybittle and Peto's rule).
[[nodiscard]] Verdict verdict(Arm a, Arm b, std::int64_t planned);

}
