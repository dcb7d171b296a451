// Work outside the transaction: send a mail, re-encode a photo. Queued in the transaction that wants it, run at least
// once, retried with back-off, and after the last attempt kept on the dead-letter list that staff can see and retry.
#pragma once

#include <base/id.hpp>
#include <base/time.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace guildhall::db {

class Database;
class Snapshot;
class Tx;
using JobId = Id<struct JobTag>;

struct NewJob {
    std::string_view kind;    ///< "notify.send"
    std::string_view payload; ///< ids only, never personal data
    std::string_view
        unique_key{}; ///< where set, a second job with this kind and key is not queued while the first is there
    Duration delay{0};
};

struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    int attempt; ///< 1 on the first try
};

/// What went wrong, in words for operators. `permanent` goes to the dead-letter list at once.
struct JobFailure {
    std::string reason;
    bool permanent = false;
};

struct JobKind {
    std::string kind;
    std::function<std::expected<void, JobFailure>(Job const&)> run;
    int attempts = 8;
    Duration first_delay = std::chrono::seconds{5}; ///< doubled each time, with jitter, at most one hour
    Duration lease = std::chrono::minutes{5};       ///< after a crash the job is free again when this has passed
};

/// Queues a job without payload for the next three in the morning, when nobody waits. Once, however often it is asked;
/// a job that runs every night asks for its next one first, so that a bad night is not the last.
void queue_nightly(Tx& tx, std::string_view kind);

/// Threads that run the jobs of one database. Several nodes may share it.
class JobRunner {
public:
    JobRunner(Database& database, std::vector<JobKind> kinds, int threads = 1);
    ~JobRunner(); ///< stops after the jobs in hand
    void wake();
    /// Returns when nothing is due any more. For tests, replays and drains.
    void drain();

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct DeadLetter {
    JobId id;
    std::string kind;
    std::string payload;
    std::string reason;
    int attempts;
    Time died_at;
};
std::vector<DeadLetter> dead_letters(Snapshot& snapshot, int at_most = 100);
void retry(Tx& tx, JobId id); ///< puts a dead letter back into the queue

}
