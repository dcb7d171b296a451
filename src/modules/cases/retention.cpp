// What a service promises: its answers are deleted so many days after the work is done.
#include "store.hpp"

#include <council/council.hpp>
#include <forms/forms.hpp>

#include <algorithm>
#include <iterator>

namespace guildhall::cases {

namespace {

constexpr int at_a_time = 50; ///< so that no transaction holds others up

/// Everything personal about one case; what stays says who did what and when.
void forget(db::Tx& tx, Case const& one, std::vector<std::string>& blobs)
{
    std::ranges::move(forms::delete_submission(tx, forms::SubmissionId{one.submission}), std::back_inserter(blobs));
    notify::forget_recipients(tx, one.id.value);
    delete_details(tx, one);
    tx.append({.type = "case.forgotten", .stream = one.id.value, .facts = "{}"});
    tx.forget(one.subject); // also what lies in backups
}

/// False where nothing was left to delete.
bool forget_some(Deps& deps, services::Version const& version)
{
    auto const forget_oldest = [&](db::Tx& tx) {
        auto const kept_from = tx.now() - std::chrono::days{version.definition.retention_days};
        std::pair<std::size_t, std::vector<std::string>> done;
        auto const over = closed_before(tx, version.id, kept_from, at_a_time);
        for (auto const& one : over) forget(tx, one, done.second);
        done.first = over.size();
        return done;
    };
    auto const [count, blobs] = deps.database.write(Actor::system(), forget_oldest).wait();
    for (auto const& blob : blobs) deps.council.blobs.remove(blob);
    return count > 0;
}

}

db::JobKind retention_job(Deps& deps)
{
    auto const run = [&deps](db::Job const&) -> std::expected<void, db::JobFailure> {
        deps.database.write(Actor::system(), queue_retention).wait();
        auto const versions = deps.database.read(versions_with_details);
        for (auto const id : versions) {
            auto const catalogue = deps.library.catalogue_knowing(id);
            auto const* const version = catalogue->version(id);
            if (version == nullptr) continue; // this release cannot read how long; services has logged it
            while (forget_some(deps, *version)) {
            }
        }
        return {};
    };
    return {.kind = "cases.retention", .run = run, .lease = std::chrono::hours{1}};
}

void queue_retention(db::Tx& tx)
{
    db::queue_nightly(tx, "cases.retention");
}

}
