// Trials of two published versions of a service: who begins one, what its rule answered, what people decided. How a
// visitor gets her version is Catalogue::current; what is counted and when the rule speaks is the room insight's.
//
// At most one trial of a service is open. It runs until its rule answers; then everybody gets the better version until
// somebody decides. The next version that is published ends it.
#pragma once

#include <services/services.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// What counts as success of somebody who began.
enum class Measure {
    sent,  ///< she sent it
    helped ///< she sent it, or came to an end that says who helps
};
std::string_view name_of(Measure measure); ///< "sent", "helped"
std::optional<Measure> measure_named(std::string_view name);

/// Fixed before anybody is counted.
struct TrialPlan {
    VersionId control;
    VersionId variant;
    int share = 50; ///< of a hundred browsers get the variant
    Measure measure = Measure::sent;
    int least = 5;            ///< smallest difference worth knowing, in people of a hundred
    std::int64_t planned = 0; ///< people for each version
};

/// Of each version: who began, and who of them did what is measured.
struct TrialCounts {
    std::int64_t control_began = 0, control_did = 0;
    std::int64_t variant_began = 0, variant_did = 0;
};

enum class TrialAnswer { none_yet, control, variant, no_difference };

struct TrialRecord {
    TrialId id;
    std::string service;
    TrialPlan plan;
    Time began_at{};
    PersonId began_by;
    int looks = 0; ///< whole weeks that the rule has looked at
    TrialAnswer answer = TrialAnswer::none_yet;
    std::optional<Time> answered_at;
    TrialCounts counts; ///< as they were when the rule answered
    std::optional<Time> ended_at;
    PersonId ended_by;  ///< nobody where a later version ended it
    VersionId kept;     ///< what everybody gets from then on; none where a later version ended it
    std::string reason; ///< why somebody ended it before the rule answered
    [[nodiscard]] bool is_running() const { return !ended_at && answer == TrialAnswer::none_yet; }
};

std::vector<TrialRecord> trials_of(db::Snapshot& snapshot, std::string_view service); ///< newest first
std::vector<TrialRecord> running_trials(db::Snapshot& snapshot);                      ///< of all services

/// Editors only. False where the actor may not, the versions are not two of this service, one of them is not the
/// newest, or the share is not between 1 and 99. One that is open ends. Reload the library afterwards.
bool begin_trial(db::Tx& tx, std::string_view service, TrialPlan const& plan);
/// The rule looked at so many whole weeks and has no answer yet. Only the system looks.
bool note_look(db::Tx& tx, TrialId trial, int weeks);
/// The rule answered; only the system does. From then on everybody gets the better version, without one the newest.
/// Reload the library afterwards.
bool answer_trial(db::Tx& tx, TrialId trial, int weeks, TrialAnswer answer, TrialCounts const& counts);
/// Editors only. False where the actor may not, or none is open. The newest version is then everybody's: to keep
/// another one, publish it again. Reload the library afterwards.
bool end_trial(db::Tx& tx, std::string_view service, VersionId kept, std::string_view reason);

}
