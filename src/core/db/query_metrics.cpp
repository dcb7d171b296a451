#include "query_metrics.hpp"

#include "engine.hpp"

#include <db/metrics.hpp>

#include <fmt/format.h>

#include <iterator>

namespace guildhall::db {

namespace {
thread_local std::uint64_t queries_here = 0;
}

QueryStats& QueryMetrics::of(Query const& query)
{
    std::lock_guard lock{mutex_};
    auto const name = query.name;
    auto found = stats_.find(name);
    if (found == stats_.end()) {
        found = stats_.try_emplace(std::string{name}).first;
        found->second.name = name;
        found->second.sql = query.sql;
        found->second.is_control = name == "db.begin" || name == "db.commit" || name == "db.savepoint";
    }
    return found->second;
}

std::vector<std::pair<std::string, std::string>> QueryMetrics::statements() const
{
    std::vector<std::pair<std::string, std::string>> all;
    std::lock_guard lock{mutex_};
    for (auto const& [name, stats] : stats_)
        if (!stats.is_control) all.emplace_back(name, stats.sql);
    return all;
}

std::string QueryMetrics::prometheus() const
{
    std::string out;
    auto line = std::back_inserter(out);
    std::lock_guard lock{mutex_};
    auto each = [&](std::string_view metric, std::string_view help, auto value) {
        fmt::format_to(line, "# HELP {0} {1}\n# TYPE {0} counter\n", metric, help);
        for (auto const& [name, stats] : stats_)
            fmt::format_to(line, "{}{{query=\"{}\"}} {}\n", metric, name, value(stats));
    };
    each("guildhall_db_queries_total", "Statements run, by name.", [](auto& s) { return s.count.load(); });
    each("guildhall_db_query_seconds_total", "Time in statements, by name.",
         [](auto& s) { return static_cast<double>(s.nanoseconds.load()) / 1e9; });
    each("guildhall_db_rows_total", "Rows read or touched, by name.", [](auto& s) { return s.rows.load(); });

    auto one = [&](std::string_view metric, std::string_view type, std::string_view help, auto value) {
        fmt::format_to(line, "# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", metric, help, type, value);
    };
    one("guildhall_db_commits_total", "counter", "Batches committed.", batches.load());
    one("guildhall_db_writes_total", "counter", "Writes in committed batches.", writes.load());
    one("guildhall_db_failed_commits_total", "counter", "Batches that the database refused.", failed_batches.load());
    one("guildhall_db_repeats_total", "counter", "Writes run again after a collision.", repeats.load());
    one("guildhall_db_commit_seconds_total", "counter", "Time in commits.",
        static_cast<double>(commit_nanoseconds.load()) / 1e9);
    one("guildhall_db_queue_length", "gauge", "Writes that wait now.", queue.load());
    return out;
}

Stopwatch::Stopwatch(QueryStats& stats, SlowestQuery& slowest)
    : stats_{stats}, slowest_{slowest}, start_{std::chrono::steady_clock::now()}
{
    if (!stats.is_control) ++queries_here;
}

Stopwatch::~Stopwatch()
{
    auto const spent = std::chrono::steady_clock::now() - start_;
    auto const nanoseconds = static_cast<std::uint64_t>(std::chrono::nanoseconds{spent}.count());
    stats_.count.fetch_add(1, std::memory_order_relaxed);
    stats_.nanoseconds.fetch_add(nanoseconds, std::memory_order_relaxed);
    stats_.rows.fetch_add(rows, std::memory_order_relaxed);
    if (nanoseconds >= slowest_.nanoseconds) slowest_ = {stats_.name, nanoseconds};
}

std::uint64_t queries_of_this_thread()
{
    return queries_here;
}

std::string metrics(Database& database)
{
    return database.engine().metrics.prometheus();
}

}
