// Drafts that nobody came back to, and walks that can become counts.
#include "drafts.hpp"

#include <forms/figures.hpp>

#include <base/date.hpp>

namespace guildhall::forms {

namespace {

constexpr Duration kept_for = std::chrono::days{7};
constexpr int at_a_time = 100; ///< so that no transaction holds others up

/// Three in the morning, when nobody waits.
Time next_run(Time now)
{
    auto const today = std::chrono::floor<std::chrono::days>(now) + std::chrono::hours{3};
    return today > now ? today : today + std::chrono::days{1};
}

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
    auto const at = next_run(tx.now());
    // By its day: the job in hand still holds its own key when it queues the next.
    auto const day = iso_date(Date{std::chrono::floor<std::chrono::days>(at)});
    tx.enqueue({.kind = "forms.expiry", .payload = "", .unique_key = day, .delay = at - tx.now()});
}

}
