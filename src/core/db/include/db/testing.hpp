// A fresh database for one test, on the engine that GUILDHALL_TEST_DATABASE names (sqlite, the default, or postgres).
// On postgres GUILDHALL_TEST_POSTGRES holds the connection string of a server where databases may be made; without it
// the test program says "skipped" and ends well, because the same tests have run on SQLite.
#pragma once

#include <db/database.hpp>
#include <db/migrations.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::db {

class TestDatabase {
public:
    /// Core tables and those of `migrations`, and a master key so that sealing works.
    explicit TestDatabase(std::span<Migration const> migrations = {});
    /// A place for one that is not opened yet: what a restore fills.
    enum Empty { empty };
    explicit TestDatabase(Empty);
    ~TestDatabase(); ///< closes and deletes it
    TestDatabase(TestDatabase const&) = delete;

    Database& operator*() { return *database_; }
    Database* operator->() { return database_.get(); }
    /// Closes, and opens again: a restart.
    void reopen();
    /// How it was opened, for tests that open it by themselves after close().
    [[nodiscard]] Options const& options() const { return options_; }
    void close() { database_.reset(); }

    ManualClock clock; ///< stands at 2026-03-09T09:00Z, a Monday

private:
    std::vector<Migration> migrations_;
    Options options_;
    std::unique_ptr<Database> database_;
};

/// A folder below TMPDIR that is deleted with it.
class TestFolder {
public:
    TestFolder();
    ~TestFolder();
    TestFolder(TestFolder const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Asks SQLite's planner about every statement that was run on this database until now, by pages, jobs and consumers,
/// just as it was run. Gives a line for each that reads a whole table or index, and for each foreign key without an
/// index; nothing where all is well. `expected` names tables that do not grow, and statements that may. On PostgreSQL
/// nothing: the statements and indexes are the same, and its planner rightly reads a table of ten rows from end to end.
std::vector<std::string> whole_reads(Database& database, std::initializer_list<std::string_view> expected = {});

/// Queries that this thread has run since it started, without begin and commit.
std::uint64_t queries_of_this_thread();

/// How many queries `f` runs on this thread. For tests that pin what a page costs.
template <class F> std::uint64_t count_queries(F&& f)
{
    auto const before = queries_of_this_thread();
    f();
    return queries_of_this_thread() - before;
}

}
