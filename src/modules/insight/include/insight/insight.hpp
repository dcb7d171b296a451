// Insight: figures for those who look after services. Owns the table insight_mark; nobody else reads or writes it.
// Everything else it shows is counted by the rooms that own it (forms/figures.hpp): counts only, never answers.
#pragma once

#include <council/council.hpp>
#include <db/jobs.hpp>
#include <db/migrations.hpp>
#include <http/router.hpp>
#include <identity/identity.hpp>
#include <services/services.hpp>

#include <vector>

namespace guildhall::insight {

struct Deps {
    council::Council& council;
    services::Library& library;
    identity::Deps& identity;
};

std::vector<db::Migration> migrations();

/// /admin/insight/forms and what is below it. For administrators, team leads, service owners, content editors,
/// auditors; auditors change nothing.
void add_routes(http::Router& router, Deps& deps);

/// Looks at running trials every night: a trial is answered by its rule, not by whoever happens to look.
db::JobKind trial_job(Deps& deps);
/// Asks for the next night's look.
void queue_trials(db::Tx& tx);

}
