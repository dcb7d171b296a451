#include "engine.hpp"

#include <base/date.hpp>
#include <db/jobs.hpp>

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace guildhall::db {

namespace {

using namespace std::chrono_literals;
constexpr auto look_again = 1000ms; // for delayed jobs and for those that other nodes queue
constexpr Duration longest_delay = std::chrono::hours{1};

constexpr Query insert_job{"db.enqueue", R"sql(
    insert into job (id, kind, payload, unique_key, attempt, due_at, reason) values ($1, $2, $3, $4, 0, $5, '')
    on conflict do nothing)sql"};
constexpr Query job_is_due{"db.job_is_due", R"sql(
    select 1 from job where kind = $1 and died_at is null and due_at <= $2 limit 1)sql"};
constexpr Query claim_on_sqlite{"db.claim_job", R"sql(
    update job set attempt = attempt + 1, due_at = $3
    where id = (select id from job where kind = $1 and died_at is null and due_at <= $2 order by due_at, id limit 1)
    returning id, kind, payload, attempt)sql"};
constexpr Query claim_on_postgres{"db.claim_job", R"sql(
    update job set attempt = attempt + 1, due_at = $3
    where id = (select id from job where kind = $1 and died_at is null and due_at <= $2 order by due_at, id limit 1
                for update skip locked)
    returning id, kind, payload, attempt)sql"};
// The attempt says whether the lease is still ours: whoever claims after it ran out counts it up.
constexpr Query finish_job{"db.finish_job", "delete from job where id = $1 and attempt = $2"};
constexpr Query postpone_job{"db.postpone_job",
                             "update job set due_at = $3, reason = $4 where id = $1 and attempt = $2"};
constexpr Query bury_job{"db.bury_job", "update job set died_at = $3, reason = $4 where id = $1 and attempt = $2"};
constexpr Query list_dead{"db.dead_letters", R"sql(
    select id, kind, payload, reason, attempt, died_at from job
    where died_at is not null order by died_at desc, id desc limit $1)sql"};
constexpr Query revive_job{"db.retry_job", R"sql(
    update job set died_at = null, due_at = $2, attempt = 0, reason = '' where id = $1 and died_at is not null)sql"};

using Outcome = std::expected<void, JobFailure>;

/// A job in hand, and what became of it.
struct InHand {
    Job job;
    JobKind const* kind;
    Outcome outcome;
};

/// Doubled with each attempt, spread by a quarter either way so that a thousand mails do not come back at once.
Duration delay_after(JobKind const& kind, int attempt)
{
    auto const doubled = kind.first_delay * (std::int64_t{1} << std::min(attempt - 1, 20));
    auto const jitter = 750 + static_cast<std::int64_t>(randombytes_uniform(500));
    return std::min(longest_delay, std::min(longest_delay, doubled) * jitter / 1000);
}

Outcome attempt(JobKind const& kind, Job const& job)
{
    if (job.attempt > kind.attempts) return std::unexpected{JobFailure{"The program stopped each time it ran.", true}};
    try {
        return kind.run(job);
    } catch (std::exception const& error) {
        return std::unexpected{JobFailure{error.what()}};
    }
}

void settle(Tx& tx, InHand const& done)
{
    auto const& [job, kind, outcome] = done;
    if (outcome) {
        tx.run(finish_job, job.id, job.attempt);
    } else if (outcome.error().permanent || job.attempt >= kind->attempts) {
        tx.run(bury_job, job.id, job.attempt, tx.now(), outcome.error().reason);
    } else {
        tx.run(postpone_job, job.id, job.attempt, tx.now() + delay_after(*kind, job.attempt), outcome.error().reason);
    }
}

}

void Tx::enqueue(NewJob const& job)
{
    auto const key = job.unique_key.empty() ? std::optional<std::string_view>{} : job.unique_key;
    run(insert_job, new_id<JobId>(), job.kind, job.payload, key, now_ + job.delay);
    connection_.gathered.jobs = true;
}

void queue_nightly(Tx& tx, std::string_view kind)
{
    auto const today = std::chrono::floor<std::chrono::days>(tx.now()) + std::chrono::hours{3};
    auto const at = today > tx.now() ? today : today + std::chrono::days{1};
    // By its day: the job in hand still holds its own key when it queues the next.
    auto const day = iso_date(Date{std::chrono::floor<std::chrono::days>(at)});
    tx.enqueue({.kind = kind, .payload = "", .unique_key = day, .delay = at - tx.now()});
}

struct JobRunner::State {
    void run();
    void work_off();
    bool is_any_due();
    std::optional<InHand> settle_and_claim(InHand const* done);
    std::optional<InHand> claim(Tx& tx);

    Database& database;
    Signal& queued;
    std::vector<JobKind> kinds;
    std::atomic<std::size_t> next_kind{0}; ///< taken in turn, so that no kind starves another
    std::atomic<bool> stopping{false};

    std::mutex mutex;
    std::condition_variable worked;
    int busy = 0;
    std::uint64_t turns = 0; ///< finished
    std::vector<std::thread> threads;
};

JobRunner::JobRunner(Database& database, std::vector<JobKind> kinds, int threads)
    : state_{new State{database, database.engine().jobs, std::move(kinds)}}
{
    for (int i = 0; i < threads; ++i) state_->threads.emplace_back([this] { state_->run(); });
}

JobRunner::~JobRunner()
{
    state_->stopping = true;
    state_->queued.raise();
    for (auto& thread : state_->threads) thread.join();
}

void JobRunner::wake()
{
    state_->queued.raise();
}

void JobRunner::State::run()
{
    while (!stopping) {
        auto const seen = queued.count();
        {
            std::lock_guard lock{mutex};
            ++busy;
        }
        try {
            work_off();
        } catch (std::exception const& error) {
            // The jobs in hand are due again when their lease ends.
            spdlog::error("db: jobs cannot be worked on: {}", error.what());
        }
        {
            std::lock_guard lock{mutex};
            --busy;
            ++turns;
        }
        worked.notify_all();
        if (!stopping) queued.wait(seen, look_again);
    }
}

/// One commit per job: what became of the last one, and the claim of the next.
void JobRunner::State::work_off()
{
    if (stopping || !is_any_due()) return;
    auto in_hand = settle_and_claim(nullptr);
    while (in_hand) {
        in_hand->outcome = attempt(*in_hand->kind, in_hand->job);
        if (!in_hand->outcome) {
            spdlog::warn("db: job {} failed on attempt {}: {}", in_hand->job.kind, in_hand->job.attempt,
                         in_hand->outcome.error().reason);
        }
        in_hand = settle_and_claim(&*in_hand);
    }
}

bool JobRunner::State::is_any_due()
{
    auto const now = database.clock().now();
    return database.read([&](Snapshot& snapshot) {
        return std::ranges::any_of(
            kinds, [&](JobKind const& kind) { return snapshot.value<int>(job_is_due, kind.kind, now).has_value(); });
    });
}

std::optional<InHand> JobRunner::State::settle_and_claim(InHand const* done)
{
    auto work = [&](Tx& tx) {
        if (done) settle(tx, *done);
        return stopping ? std::optional<InHand>{} : claim(tx);
    };
    auto pending = database.write(Actor::system(), work);
    pending.isolation = Isolation::read_committed;
    return pending.wait();
}

std::optional<InHand> JobRunner::State::claim(Tx& tx)
{
    auto const& claim_one = database.is_postgres() ? claim_on_postgres : claim_on_sqlite;
    auto const first = next_kind.fetch_add(1);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        auto const& kind = kinds[(first + i) % kinds.size()];
        auto read = [&](Row const& row) {
            Job job{row.get<JobId>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<int>(3)};
            return InHand{std::move(job), &kind, {}};
        };
        if (auto found = tx.one(claim_one, read, kind.kind, tx.now(), tx.now() + kind.lease)) return found;
    }
    return std::nullopt;
}

void JobRunner::drain()
{
    auto& state = *state_;
    for (;;) {
        std::uint64_t turns_before = 0;
        {
            std::lock_guard lock{state.mutex};
            turns_before = state.turns;
        }
        bool const due = state.is_any_due();
        if (due) state.queued.raise();
        std::unique_lock lock{state.mutex};
        // A turn that ended meanwhile may have queued more: look again.
        if (!due && state.busy == 0 && state.turns == turns_before) return;
        state.worked.wait_for(lock, 20ms);
    }
}

std::vector<DeadLetter> dead_letters(Snapshot& snapshot, int at_most)
{
    auto read = [](Row const& row) {
        return DeadLetter{row.get<JobId>(0),       row.get<std::string>(1), row.get<std::string>(2),
                          row.get<std::string>(3), row.get<int>(4),         row.get<Time>(5)};
    };
    return snapshot.all(list_dead, read, at_most);
}

void retry(Tx& tx, JobId id)
{
    tx.run(revive_job, id, tx.now());
}

}
