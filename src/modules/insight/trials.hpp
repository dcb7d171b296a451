// Trials of two versions: how long one would take, what the rule sees when it looks, and the job that looks.
#pragma once

#include "statistics.hpp"

#include <insight/insight.hpp>

#include <forms/figures.hpp>
#include <services/trials.hpp>

namespace guildhall::insight {

/// What a trial would take.
struct Estimate {
    double rate = 0.5;         ///< of those who began in the last 90 days
    bool rate_is_known = true; ///< else half is taken, which needs the most people
    std::int64_t planned = 0;  ///< people for each version
    double a_week = 0;         ///< people who begin by themselves, in the last four weeks
    std::int64_t weeks = 0;    ///< 0: nobody comes
    [[nodiscard]] bool is_too_long() const { return weeks == 0 || weeks > longest_weeks; }
};
/// `recent`: of the last 90 days; `began`: in the last 28.
[[nodiscard]] Estimate estimate(Arm recent, std::int64_t began, int least);
Estimate estimate_for(db::Snapshot& snapshot, Deps& deps, std::string_view service, services::Measure measure,
                      int least);

/// Whole weeks whose people can be counted: they begin on the day after the trial does, and its last people have had
/// two days more to finish.
[[nodiscard]] int whole_weeks(Date began, Date today);
/// The day on which the rule looks at so many weeks.
[[nodiscard]] Date day_of_look(Date began, int weeks);
[[nodiscard]] forms::Period counted(Date began, int weeks);
/// The council's day of a time.
Date day_of(Deps const& deps, Time at);

/// By version, of people who began by themselves.
services::TrialCounts count(db::Snapshot& snapshot, services::TrialRecord const& trial, forms::Period period);

/// Looks at every running trial that has a new whole week. Looking again does nothing.
void look_at_trials(Deps& deps);

}
