#include "trials.hpp"

#include <base/date.hpp>

#include <algorithm>
#include <cmath>

namespace guildhall::insight {

namespace {

using services::TrialAnswer;
using services::TrialCounts;
using services::TrialRecord;

constexpr int days_to_finish = 2;

std::int64_t successes(forms::Tally const& tally, services::Measure measure)
{
    return measure == services::Measure::helped ? tally.sent + tally.signposted : tally.sent;
}

Date days_after(Date day, int days)
{
    return Date{std::chrono::sys_days{day} + std::chrono::days{days}};
}

TrialAnswer answer_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::too_early: return TrialAnswer::none_yet;
    case Verdict::a_is_better: return TrialAnswer::control;
    case Verdict::b_is_better: return TrialAnswer::variant;
    case Verdict::no_difference: return TrialAnswer::no_difference;
    }
    return TrialAnswer::none_yet;
}

/// What the rule finds in the weeks that are whole. Nothing where it has seen them all.
void look_at(Deps& deps, TrialRecord const& trial)
{
    auto const began = day_of(deps, trial.began_at);
    auto const weeks = std::min(whole_weeks(began, deps.council.today()), longest_weeks);
    if (weeks <= trial.looks) return;
    deps.council.database
        .write(Actor::system(),
               [&](db::Tx& tx) {
                   auto const counts = count(tx, trial, counted(began, weeks));
                   auto const found =
                       answer_of(verdict({counts.control_began, counts.control_did},
                                         {counts.variant_began, counts.variant_did}, trial.plan.planned, weeks));
                   if (found == TrialAnswer::none_yet)
                       services::note_look(tx, trial.id, weeks);
                   else
                       services::answer_trial(tx, trial.id, weeks, found, counts);
               })
        .wait();
}

}

Estimate estimate(Arm recent, std::int64_t began, int least)
{
    Estimate found;
    found.rate_is_known = recent.began > 0;
    if (found.rate_is_known) found.rate = recent.rate();
    found.planned = people_planned(found.rate, least / 100.0);
    found.a_week = static_cast<double>(began) / 4;
    if (found.a_week > 0)
        found.weeks = static_cast<std::int64_t>(std::ceil(2.0 * static_cast<double>(found.planned) / found.a_week));
    return found;
}

Estimate estimate_for(db::Snapshot& snapshot, Deps& deps, std::string_view service, services::Measure measure,
                      int least)
{
    auto const today = deps.council.today();
    Arm recent;
    for (auto const& [version, tally] : forms::tally_of(snapshot, service, {days_after(today, -89), today})) {
        recent.began += tally.began;
        recent.did += successes(tally, measure);
    }
    std::int64_t began = 0;
    for (auto const& [version, tally] : forms::tally_of(snapshot, service, {days_after(today, -27), today}))
        began += tally.began;
    return estimate(recent, began, least);
}

int whole_weeks(Date began, Date today)
{
    auto const days = (std::chrono::sys_days{today} - std::chrono::sys_days{began}).count() - days_to_finish;
    return days > 0 ? static_cast<int>(days / 7) : 0;
}

Date day_of_look(Date began, int weeks)
{
    return days_after(began, 7 * weeks + days_to_finish);
}

forms::Period counted(Date began, int weeks)
{
    return {days_after(began, 1), days_after(began, 7 * weeks)};
}

Date day_of(Deps const& deps, Time at)
{
    return local_date(at, deps.council.settings.time_zone);
}

TrialCounts count(db::Snapshot& snapshot, TrialRecord const& trial, forms::Period period)
{
    auto const tallies = forms::tally_of(snapshot, trial.service, period);
    auto const of = [&](services::VersionId version) {
        auto const found = tallies.find(version);
        return found == tallies.end() ? forms::Tally{} : found->second;
    };
    auto const control = of(trial.plan.control);
    auto const variant = of(trial.plan.variant);
    return {.control_began = control.began,
            .control_did = successes(control, trial.plan.measure),
            .variant_began = variant.began,
            .variant_did = successes(variant, trial.plan.measure)};
}

void look_at_trials(Deps& deps)
{
    auto const running =
        deps.council.database.read([](db::Snapshot& snapshot) { return services::running_trials(snapshot); });
    for (auto const& trial : running) look_at(deps, trial);
    if (!running.empty()) deps.library.reload();
}

db::JobKind trial_job(Deps& deps)
{
    auto const run = [&deps](db::Job const&) -> std::expected<void, db::JobFailure> {
        deps.council.database.write(Actor::system(), [](db::Tx& tx) { queue_trials(tx); }).wait();
        look_at_trials(deps);
        return {};
    };
    return {.kind = "insight.trials", .run = run};
}

void queue_trials(db::Tx& tx)
{
    db::queue_nightly(tx, "insight.trials");
}

}
