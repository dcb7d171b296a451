#include <services/trials.hpp>

#include "stored.hpp"

#include <services/drafts.hpp>

#include <algorithm>
#include <array>

namespace guildhall::services {

namespace {

constexpr db::Query service_of{"services.service_of", "select service from service_version where id = $1"};
constexpr db::Query newest_id{"services.newest_id", R"sql(
    select id from service_version where service = $1 order by number desc limit 1)sql"};
constexpr db::Query add_trial{"services.add_trial", R"sql(
    insert into service_trial (id, service, control, variant, share, began_at, began_by, measure, least, planned)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};
constexpr db::Query set_looks{"services.set_looks", R"sql(
    update service_trial set looks = $2 where id = $1 and ended_at is null and answer = '')sql"};
constexpr db::Query set_answer{"services.set_answer", R"sql(
    update service_trial set looks = $2, answer = $3, answered_at = $4, settled = $5, control_began = $6,
        control_did = $7, variant_began = $8, variant_did = $9
    where id = $1 and ended_at is null and answer = '')sql"};
constexpr db::Query set_ended{"services.end_trial", R"sql(
    update service_trial set ended_at = $2, ended_by = $3, kept = $4, reason = $5
    where service = $1 and ended_at is null)sql"};
constexpr db::Query trials_of_service{"services.trials_of", R"sql(
    select id, service, control, variant, share, measure, least, planned, began_at, began_by, looks, answer,
        answered_at, control_began, control_did, variant_began, variant_did, ended_at, ended_by, kept, reason
    from service_trial where service = $1 order by id desc limit 100)sql"};
constexpr db::Query trials_running{"services.running_trials", R"sql(
    select id, service, control, variant, share, measure, least, planned, began_at, began_by, looks, answer,
        answered_at, control_began, control_did, variant_began, variant_did, ended_at, ended_by, kept, reason
    from service_trial where ended_at is null and answer = '' order by id)sql"};

constexpr std::array<std::string_view, 4> answers{"", "control", "variant", "no difference"};

std::string_view name_of(TrialAnswer answer)
{
    return answers[static_cast<std::size_t>(answer)];
}

TrialAnswer answer_named(std::string_view name)
{
    auto const found = std::ranges::find(answers, name);
    return found == answers.end() ? TrialAnswer::none_yet : static_cast<TrialAnswer>(found - answers.begin());
}

TrialRecord read_trial(db::Row const& row)
{
    return {.id = row.get<TrialId>(0),
            .service = row.get<std::string>(1),
            .plan = {.control = row.get<VersionId>(2),
                     .variant = row.get<VersionId>(3),
                     .share = static_cast<int>(row.integer(4)),
                     .measure = measure_named(row.text(5)).value_or(Measure::sent),
                     .least = static_cast<int>(row.integer(6)),
                     .planned = row.integer(7)},
            .began_at = row.get<Time>(8),
            .began_by = row.get<PersonId>(9),
            .looks = static_cast<int>(row.integer(10)),
            .answer = answer_named(row.text(11)),
            .answered_at = row.get<std::optional<Time>>(12),
            .counts = {.control_began = row.integer(13),
                       .control_did = row.integer(14),
                       .variant_began = row.integer(15),
                       .variant_did = row.integer(16)},
            .ended_at = row.get<std::optional<Time>>(17),
            .ended_by = row.get<PersonId>(18),
            .kept = row.get<VersionId>(19),
            .reason = row.get<std::string>(20)};
}

void tell(db::Tx& tx, std::string_view type, std::string_view service)
{
    tx.append({.type = std::string{type}, .facts = R"({"service":")" + std::string{service} + "\"}"});
}

std::optional<TrialRecord> running(db::Snapshot& snapshot, TrialId trial)
{
    for (auto& one : running_trials(snapshot))
        if (one.id == trial) return std::move(one);
    return {};
}

}

std::string_view name_of(Measure measure)
{
    return measure == Measure::helped ? "helped" : "sent";
}

std::optional<Measure> measure_named(std::string_view name)
{
    if (name == "sent") return Measure::sent;
    if (name == "helped") return Measure::helped;
    return {};
}

std::vector<TrialRecord> trials_of(db::Snapshot& snapshot, std::string_view service)
{
    return snapshot.all(trials_of_service, read_trial, service);
}

std::vector<TrialRecord> running_trials(db::Snapshot& snapshot)
{
    return snapshot.all(trials_running, read_trial);
}

bool close_trial(db::Tx& tx, std::string_view service, VersionId kept, std::string_view reason)
{
    auto const person = kept.value != 0 ? tx.actor().person : PersonId{};
    if (tx.run(set_ended, service, tx.now(), person, kept, reason) == 0) return false;
    tell(tx, "service.trial_ended", service);
    return true;
}

bool begin_trial(db::Tx& tx, std::string_view service, TrialPlan const& plan)
{
    if (!may_edit(tx.actor()) || plan.control == plan.variant || plan.share < 1 || plan.share > 99) return false;
    for (auto const id : {plan.control, plan.variant}) {
        if (tx.value<std::string>(service_of, id) != service) return false;
    }
    auto const newest = tx.value<VersionId>(newest_id, service);
    if (newest != plan.control && newest != plan.variant) return false;
    close_trial(tx, service, {}, {});
    tx.run(add_trial, tx.new_id<TrialId>(), service, plan.control, plan.variant, plan.share, tx.now(),
           tx.actor().person, name_of(plan.measure), plan.least, plan.planned);
    tell(tx, "service.trial_began", service);
    return true;
}

bool note_look(db::Tx& tx, TrialId trial, int weeks)
{
    return tx.actor().kind == ActorKind::system && tx.run(set_looks, trial, weeks) > 0;
}

bool answer_trial(db::Tx& tx, TrialId trial, int weeks, TrialAnswer answer, TrialCounts const& counts)
{
    auto const found = running(tx, trial);
    if (tx.actor().kind != ActorKind::system || !found || answer == TrialAnswer::none_yet) return false;
    auto settled = tx.value<VersionId>(newest_id, found->service).value_or(found->plan.control);
    if (answer == TrialAnswer::control) settled = found->plan.control;
    if (answer == TrialAnswer::variant) settled = found->plan.variant;
    tx.run(set_answer, trial, weeks, name_of(answer), tx.now(), settled, counts.control_began, counts.control_did,
           counts.variant_began, counts.variant_did);
    tell(tx, "service.trial_answered", found->service);
    return true;
}

bool end_trial(db::Tx& tx, std::string_view service, VersionId kept, std::string_view reason)
{
    return may_edit(tx.actor()) && close_trial(tx, service, kept, reason);
}

}
