// The one door to the database. Domain code cannot tell SQLite from PostgreSQL.
//
//   db.read(f)          f(Snapshot&) sees one consistent state; readers run in parallel
//   db.write(actor, f)  f(Tx&) is serialisable and durable when the call returns. f must be free of side effects and
//                       may run more than once; time and new ids come from its Tx; rights and state are checked again
//                       inside it. Awaitable in a Task, or .wait() outside one.
//
// A closure that returns an unexpected (a Result or Parsed without value) is rolled back, unless it called tx.keep().
// A closure that throws is rolled back and the caller gets the exception. If the batch's commit fails (disk full),
// every caller of the batch gets the fault. Nested writes are refused; slow closures are logged by name.
#pragma once

#include <base/actor.hpp>
#include <base/result.hpp>
#include <base/task.hpp>
#include <db/event.hpp>
#include <db/query.hpp>

#include <array>
#include <condition_variable>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace guildhall::db {

class Engine;     // sqlite.cpp or postgres.cpp
class Connection; // one open connection of an Engine

/// The database cannot do it, and nobody here can mend that: disk full, connection lost, constraint broken by a bug.
class Fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
/// A unique index or primary key said no. Catch it inside a closure where that is an expected answer
/// (on PostgreSQL the statement runs in its own savepoint when asked through Tx::insert_or_conflict).
class Conflict : public Fault {
public:
    using Fault::Fault;
};

/// A reference to what is called for each row, without allocation; valid during the call only.
struct RowSink {
    void* object;
    void (*call)(void*, Row const&);
    void operator()(Row const& row) const { call(object, row); }
};

/// A consistent view. Statements are prepared once per connection and kept.
class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_{connection} {}
    Snapshot(Snapshot const&) = delete;

    /// Calls `each(row)` for every row.
    template <class F, class... A> void for_each(Query const& query, F&& each, A const&... args)
    {
        std::array<Param, sizeof...(A)> params{to_param(args)...};
        select(query, params, [&](Row const& row) { each(row); });
    }
    /// All rows, mapped: tx.all(q, [](Row const& row) { return row.get<std::string>(0); }, args...)
    template <class F, class... A> auto all(Query const& query, F&& map, A const&... args)
    {
        std::vector<std::decay_t<std::invoke_result_t<F&, Row const&>>> found;
        for_each(
            query, [&](Row const& row) { found.push_back(map(row)); }, args...);
        return found;
    }
    /// The first row, mapped, or nothing.
    template <class F, class... A> auto one(Query const& query, F&& map, A const&... args)
    {
        std::optional<std::decay_t<std::invoke_result_t<F&, Row const&>>> found;
        for_each(
            query,
            [&](Row const& row) {
                if (!found) found.emplace(map(row));
            },
            args...);
        return found;
    }
    /// The first column of the first row.
    template <class T, class... A> std::optional<T> value(Query const& query, A const&... args)
    {
        return one(
            query, [](Row const& row) { return row.get<T>(0); }, args...);
    }

    /// Opens a sealed value (see sealing.hpp); nothing where the subject was forgotten.
    [[nodiscard]] std::optional<std::string> unseal(std::string_view sealed);

protected:
    template <class F> void select(Query const& query, std::span<Param const> params, F&& each)
    {
        using Callable = std::remove_reference_t<F>;
        select_rows(query, params, RowSink{&each, [](void* f, Row const& row) { (*static_cast<Callable*>(f))(row); }});
    }
    void select_rows(Query const& query, std::span<Param const> params, RowSink each);
    Connection& connection_;
};

/// A write in progress.
class Tx : public Snapshot {
public:
    /// insert, update, delete. Returns the rows touched. Throws Conflict where a unique index refuses.
    template <class... A> std::int64_t run(Query const& query, A const&... args)
    {
        std::array<Param, sizeof...(A)> params{to_param(args)...};
        return execute(query, params);
    }
    /// Like run(), but a refused unique index returns false and the transaction goes on (own savepoint).
    template <class... A> bool insert_or_conflict(Query const& query, A const&... args)
    {
        std::array<Param, sizeof...(A)> params{to_param(args)...};
        return execute_unless_conflict(query, params);
    }

    [[nodiscard]] Time now() const { return now_; } ///< the same throughout one closure
    [[nodiscard]] Actor const& actor() const { return actor_; }
    template <class I> [[nodiscard]] I new_id() { return ids_.next<I>(); }

    /// Appends to the event log, in the same transaction. See event.hpp.
    void append(NewEvent const& event);
    /// Queues a job, in the same transaction. See jobs.hpp.
    void enqueue(struct NewJob const& job);

    /// Seals with the subject's key, which is made durable before this transaction is. See sealing.hpp.
    [[nodiscard]] std::string seal(SubjectId subject, std::string_view plain);
    /// Deletes the subject's key (after commit) and appends `subject.forgotten`.
    void forget(SubjectId subject);

    /// Keeps what was written although the closure refuses (a failed sign-in is counted).
    void keep() { keep_ = true; }

    // For the engines: a Tx is made by them alone.
    Tx(Connection& connection, Actor const& actor, Time now, IdSource& ids)
        : Snapshot{connection}, actor_{actor}, now_{now}, ids_{ids}
    {}
    [[nodiscard]] bool kept() const { return keep_; }

private:
    std::int64_t execute(Query const& query, std::span<Param const> params);
    bool execute_unless_conflict(Query const& query, std::span<Param const> params);
    Actor const& actor_;
    Time now_;
    IdSource& ids_;
    bool keep_ = false;
};

/// How a write sees others. Everything is serialisable but queue work, such as claiming a job, where rows that another
/// node holds are skipped (SQLite has one writer, so there it makes no difference).
enum class Isolation { serialisable, read_committed };

/// A write that is queued. The engine calls run() on its writer (perhaps more than once) and finish() once.
class Write {
public:
    virtual ~Write() = default;
    /// Returns whether the writes stay (false: the closure refused, roll back).
    virtual bool run(Tx& tx) = 0;
    /// `fault` is set where the closure threw or the commit failed. Called after the batch is durable.
    virtual void finish(std::exception_ptr fault) = 0;
    Actor actor;
    Isolation isolation = Isolation::serialisable;
};

template <class T> inline constexpr bool is_expected = false;
template <class T, class E> inline constexpr bool is_expected<std::expected<T, E>> = true;

/// What write() returns: await it in a Task, or wait() for it outside one. Neither moves nor outlives its full
/// expression.
template <class F> class [[nodiscard]] Pending final : public Write {
public:
    using Value = std::invoke_result_t<F&, Tx&>;

    Pending(Engine& engine, Actor who, F f) : engine_{engine}, f_{std::move(f)} { actor = std::move(who); }
    Pending(Pending const&) = delete;

    bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> caller)
    {
        executor_ = caller.promise().executor;
        caller_ = caller;
        submit();
    }
    Value await_resume() { return take(); }

    Value wait()
    {
        submit();
        std::unique_lock lock{mutex_};
        done_condition_.wait(lock, [&] { return done_; });
        return take();
    }

private:
    bool run(Tx& tx) override
    {
        if constexpr (std::is_void_v<Value>) {
            f_(tx);
            return true;
        } else {
            value_.emplace(f_(tx));
            if constexpr (is_expected<Value>) return value_->has_value() || tx.kept();
            return true;
        }
    }
    void finish(std::exception_ptr fault) override
    {
        fault_ = std::move(fault);
        if (caller_) {
            executor_->post(caller_);
        } else {
            std::lock_guard lock{mutex_};
            done_ = true;
            done_condition_.notify_one();
        }
    }
    Value take()
    {
        if (fault_) std::rethrow_exception(fault_);
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): without a fault, run() has filled it
        if constexpr (!std::is_void_v<Value>) return std::move(*value_);
    }
    void submit();

    struct Nothing {};
    Engine& engine_;
    F f_;
    std::optional<std::conditional_t<std::is_void_v<Value>, Nothing, Value>> value_;
    std::exception_ptr fault_;
    Executor* executor_ = nullptr;
    std::coroutine_handle<> caller_;
    std::mutex mutex_;
    std::condition_variable done_condition_;
    bool done_ = false;
};

struct Migration; // migrations.hpp

/// Where a database lives and how it behaves.
struct Options {
    std::filesystem::path folder; ///< SQLite: council.db and keys.db live here
    std::string postgres;         ///< libpq connection string; empty: SQLite
    std::string postgres_keys;    ///< connection string of the key store
    std::string master_key;       ///< 32 bytes; neither in the database nor in its backup
    int readers = 4;              ///< SQLite connections for reading, PostgreSQL pool size
    char const* vfs = nullptr;    ///< SQLite VFS, for fault tests
};

/// The transactions that one thread is inside of, innermost first. Kept by Database and its engines.
struct Inside {
    Engine* engine;
    Connection* connection;
    bool writing;
    Inside* outer;
};

class Database {
public:
    /// Opens, locks the file against a second writer, and migrates. Throws Fault with a remedy.
    Database(Options const& options, std::span<Migration const> migrations, Clock const& clock);
    ~Database();
    Database(Database const&) = delete;

    template <class F> auto read(F&& f) -> std::invoke_result_t<F&, Snapshot&>
    {
        Lease lease{*this};
        Snapshot snapshot{lease.connection()};
        return f(snapshot);
    }
    template <class F> auto write(Actor const& actor, F f) -> Pending<F>
    {
        return Pending<F>{*engine_, actor, std::move(f)};
    }

    [[nodiscard]] Clock const& clock() const { return clock_; }
    [[nodiscard]] Engine& engine() { return *engine_; }
    [[nodiscard]] bool is_postgres() const;

private:
    /// A reading connection inside one read transaction. A read inside a read (or inside a write closure) on the same
    /// thread shares what is there.
    class Lease {
    public:
        explicit Lease(Database& database);
        ~Lease();
        Lease(Lease const&) = delete;
        [[nodiscard]] Connection& connection() { return *inside_.connection; }

    private:
        Inside inside_;
        bool shared_;
    };
    std::unique_ptr<Engine> engine_;
    Clock const& clock_;
};

/// Queues a Write. Non-template so that headers stay thin.
void submit(Engine& engine, Write& write);

template <class F> void Pending<F>::submit()
{
    db::submit(engine_, *this);
}

}
