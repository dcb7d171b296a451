// Private to core/db: what SQLite and PostgreSQL have in common underneath the one door.
#pragma once

#include "keyring.hpp"
#include "query_metrics.hpp"

#include <db/database.hpp>
#include <db/migrations.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace guildhall::db {

enum class Dialect { sqlite, postgres };
using Params = std::span<Param const>;
using Hash = std::array<unsigned char, 32>;

/// Where the numbered, hash-chained log ends.
struct ChainEnd {
    std::int64_t position = 0;
    Hash hash{};
};

/// What a transaction has gathered beside its rows. A closure that is rolled back restores the mark taken before it.
struct Gathered {
    std::optional<ChainEnd> chain;    ///< set where the writer numbers events itself (SQLite)
    std::vector<SubjectId> forgotten; ///< keys to delete after the commit
    std::vector<NewKey> new_keys; ///< keys to make durable before the commit; kept on roll-back, an orphan is harmless
    bool events = false;
    bool jobs = false;

    struct Mark {
        std::optional<ChainEnd> chain;
        std::size_t forgotten = 0;
        bool events = false;
        bool jobs = false;
    };
    [[nodiscard]] Mark mark() const { return {chain, forgotten.size(), events, jobs}; }
    void restore(Mark const& mark)
    {
        chain = mark.chain;
        forgotten.resize(mark.forgotten);
        events = mark.events;
        jobs = mark.jobs;
    }
};

/// The database asks that the whole transaction runs again: it collided with another.
class Collision : public Fault {
public:
    using Fault::Fault;
};

class Engine;

/// One open connection. Used by one thread at a time.
class Connection {
public:
    explicit Connection(Engine& engine) : engine{engine} {}
    virtual ~Connection() = default;
    Connection(Connection const&) = delete;

    virtual Dialect dialect() const = 0;
    virtual void select(Query const& query, Params params, RowSink each) = 0;
    virtual std::int64_t execute(Query const& query, Params params) = 0;
    /// False where a unique index refuses; the transaction goes on.
    virtual bool execute_unless_conflict(Query const& query, Params params) = 0;
    /// Several statements without parameters: migrations.
    virtual void script(std::string_view sql) = 0;
    /// Writes one consistent copy into a new file, outside a transaction, while others go on writing.
    virtual void copy_to(std::filesystem::path const& file) = 0;

    virtual void begin_read() = 0;
    virtual void begin_write(Isolation isolation) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    virtual bool in_transaction() const = 0;

    Engine& engine;
    Gathered gathered;
    SlowestQuery slowest;
};

/// Counts up when something was committed, and wakes who waits for it.
class Signal {
public:
    void raise();
    [[nodiscard]] std::uint64_t count() const;
    /// Returns when the count is past `seen`, or after `at_most`.
    void wait(std::uint64_t seen, std::chrono::milliseconds at_most);

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t count_ = 0;
};

class Engine {
public:
    explicit Engine(Clock const& clock) : clock{clock}, ids{clock} {}
    virtual ~Engine() = default;

    virtual Dialect dialect() const = 0;
    virtual Connection& borrow_reader() = 0; ///< inside a fresh read transaction
    virtual void return_reader(Connection& connection) noexcept = 0;
    virtual std::unique_ptr<Connection> extra_reader() = 0; ///< beside the pool, for what takes long
    virtual void submit(Write& write) = 0;
    /// Numbers committed events and chains their hashes, where the writer does not. Returns whether there were any.
    virtual bool number_events() { return false; }
    /// Only before start(): the connection that migrates.
    virtual Connection& migrator() = 0;
    /// Starts to accept writes.
    virtual void start() = 0;

    Clock const& clock;
    IdSource ids;
    QueryMetrics metrics;
    std::unique_ptr<Keyring> keyring; ///< none without a master key
    Signal events;                    ///< raised after commits that appended events
    Signal jobs;                      ///< raised after commits that queued jobs

protected:
    /// One closure, from a fresh Tx; logs it if it was slow. Returns whether its writes stay.
    bool run(Write& write, Connection& connection);
    void before_commit(Connection& connection);         ///< makes new keys durable
    void after_commit(Connection& connection) noexcept; ///< deletes forgotten keys, raises the signals
};

std::unique_ptr<Engine> open_sqlite(Options const& options, Clock const& clock);
std::unique_ptr<Engine> open_postgres(Options const& options, Clock const& clock);

/// Brings the schema up to date, each migration in its own transaction.
void migrate(Connection& connection, std::span<Migration const> migrations, Time now);
/// Our SQL in the engine's own words.
std::string translate(std::string_view sql, Dialect dialect);

/// Where the log ends now.
ChainEnd read_chain_end(Connection& connection);

/// True while this thread runs a write closure of that engine.
bool is_writing(Engine const& engine);

template <class... A> std::array<Param, sizeof...(A)> params(A const&... args)
{
    return {to_param(args)...};
}

}
