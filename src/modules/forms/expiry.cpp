// Drafts that nobody came back to, and walks that can become counts.
#include "drafts.hpp"
#include "feedback.hpp"
#include "saved.hpp"

#include <forms/figures.hpp>

namespace guildhall::forms {

namespace {

constexpr int at_a_time = 100; ///< so that no transaction holds others up

/// Saved ones live longer; their rows say how long.
bool end_some_saved(council::Council& council)
{
    auto const end = [](db::Tx& tx) {
        auto const drafts = end_saved(tx);
        return std::pair{drafts.size(), clear_drafts(tx, drafts)};
    };
    auto const [count, blobs] = council.database.write(Actor::system(), end).wait();
    for (auto const& blob : blobs) council.blobs.remove(blob);
    return count > 0;
}

/// False where nothing was left to delete.
bool delete_some(council::Council& council)
{
    auto const clear = [](db::Tx& tx) {
        auto const old =
            drafts_untouched_since(tx, {tx.now() - kept_unsaved_for, tx.now() - tries_kept_for}, at_a_time);
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
        while (end_some_saved(council) || delete_some(council)) {
        }
        for (auto const work : {remind_of_saved, fold_walks, forget_old_feedback}) {
            while (council.database.write(Actor::system(), work).wait()) {
            }
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
