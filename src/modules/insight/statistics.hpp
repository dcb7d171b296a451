// The arithmetic of comparing two versions of a form (docs/adr/0015). Pure functions.
//
// Sources. Test: R. A. Fisher, "The Design of Experiments" (1935), the exact test of a 2 x 2 table, two-sided. Range of
// a difference: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
// Medicine 17 (1998), method 10. Number of people: J. L. Fleiss, A. Tytun, H. K. Ury, "A simple approximation for
// calculating sample sizes for comparing independent proportions", Biometrics 36 (1980). Looks before the end: a small
// and equal part of the error for each, after J. L. Haybittle (1971) and R. Peto et al. (1976); the parts add up to no
// more than the whole (Bonferroni), whatever the rates and however the looks depend on each other.
#pragma once

#include <cstdint>

namespace guildhall::insight {

/// One version: who began, and who of them did what is measured.
struct Arm {
    std::int64_t began = 0;
    std::int64_t did = 0;
    [[nodiscard]] double rate() const { return began > 0 ? static_cast<double>(did) / static_cast<double>(began) : 0; }
};

/// A trial of two versions that are equally good finds a difference in at most so many trials: 1 of 20.
constexpr double error_bound = 0.05;
/// A difference as large as planned is found in so many trials: 8 of 10.
constexpr double power = 0.8;
/// The rule looks once a week, and answers in this week at the latest.
constexpr int longest_weeks = 51;
/// Of the error, for each look before the last, and for the last.
constexpr double early_error = 0.0001;
constexpr double last_error = error_bound - (longest_weeks - 1) * early_error;

/// How many people each version needs, so that a change of `change` from `rate` (0.6 and 0.05: from 60% to 65%) is seen
/// in 8 of 10 trials by a last look with this error. Rates are kept inside 0 to 1; 0 where there is no change to look
/// for.
[[nodiscard]] std::int64_t people_needed(double rate, double change, double error = last_error);
/// The same for a change in either direction: the larger number.
[[nodiscard]] std::int64_t people_planned(double rate, double change);

/// The difference between b and a, with a range that misses it in so many trials.
struct Difference {
    double by = 0, low = 0, high = 0; ///< 0.05: five in a hundred more
};
[[nodiscard]] Difference difference(Arm a, Arm b, double error = error_bound);
/// How often chance alone makes a table as unlikely as this one (Fisher's exact test). 1 where there is nothing to
/// compare.
[[nodiscard]] double chance(Arm a, Arm b);

enum class Verdict {
    too_early, ///< the people planned have not come yet
    a_is_better,
    b_is_better,
    no_difference, ///< the end has come, and what is seen may be chance
};
/// The stop rule. The end is fixed beforehand: both versions have the people planned, or it is the last week. Before it
/// only a difference that chance makes less than once in 10,000 trials ends a trial, so that a harmful version is
/// stopped. `week` is that of this look, from 1; each week is looked at once.
[[nodiscard]] Verdict verdict(Arm a, Arm b, std::int64_t planned, int week);

}
