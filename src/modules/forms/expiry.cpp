// Drafts that nobody came back to, and walks that can become counts.
#include "drafts.hpp"

#include <forms/figures.hpp>

namespace guildhall::forms {

namespace {

constexpr Duration kept_for = std::chrono::days{7};
constexpr int at_a_time = 100; ///< so that no transaction holds others up

/// False where nothing was left to delete.
bool delete_some(council::Council& council)
{
    auto const clear = [](db::Tx& tx) {
        auto const old = drafts_untouched_since(tx, tx.now() - kept_for, at_a_time);
        return std::pair{old.size(), clear_drafts(tx, old)};
    };
    auto const [count, blobs] = council.database.write(Actor::system(), clear).wait();
    for (auto const& blob : blobs) council.blobs.remove(blob);
    return count > 0;
}

}

db::JobKind expiry_job(Deps& deps)
{
    auto& council = deps.council;
    auto const run = [&council](db::Job const&) -> std::expected<void, db::JobFailure> {
        // Tomorrow's first: a bad day must not be the last one.
        council.database.write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
        while (delete_some(council)) {
        }
        while (council.database.write(Actor::system(), fold_walks).wait()) {
        }
        return {};
    };
    return {.kind = "forms.expiry", .run = run};
}

void queue_expiry(db::Tx& tx)
{
    db::queue_nightly(tx, "forms.expiry");
}

}
