// Counts, time and rows of every query by its name. Relaxed atomics: a reading page adds a few nanoseconds, and no
// lock.
#pragma once

#include <db/query.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::db {

struct QueryStats {
    std::string name;
    std::string sql;
    bool is_control = false; ///< begin, commit, savepoint: not what a page asked for
    std::atomic<std::uint64_t> count{0};
    std::atomic<std::uint64_t> nanoseconds{0};
    std::atomic<std::uint64_t> rows{0};
};

class QueryMetrics {
public:
    /// The counters of one name; the address stays valid. Asked once for each prepared statement.
    QueryStats& of(Query const& query);
    [[nodiscard]] std::string prometheus() const;
    /// Name and text of everything that was run so far, without begin, commit and the like.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> statements() const;

    std::atomic<std::uint64_t> batches{0};            ///< commits of the writer
    std::atomic<std::uint64_t> writes{0};             ///< closures in them
    std::atomic<std::uint64_t> failed_batches{0};     ///< commits that failed
    std::atomic<std::uint64_t> repeats{0};            ///< closures run again after a serialisation failure
    std::atomic<std::uint64_t> commit_nanoseconds{0}; ///< time in COMMIT, mostly the disk
    std::atomic<std::int64_t> queue{0};               ///< writes that wait at this moment

private:
    mutable std::mutex mutex_;
    std::map<std::string, QueryStats, std::less<>> stats_;
};

/// What a closure spent its time on, for the log line about a slow one.
struct SlowestQuery {
    std::string_view name;
    std::uint64_t nanoseconds = 0;
};

/// Times one statement, from binding to the last row.
class Stopwatch {
public:
    Stopwatch(QueryStats& stats, SlowestQuery& slowest);
    ~Stopwatch();
    Stopwatch(Stopwatch const&) = delete;
    std::uint64_t rows = 0;

private:
    QueryStats& stats_;
    SlowestQuery& slowest_;
    std::chrono::steady_clock::time_point start_;
};

/// Queries that this thread has run since it started.
std::uint64_t queries_of_this_thread();

}
