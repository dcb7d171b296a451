// PostgreSQL: a pool of connections for reading, and a few threads that run writes as serialisable transactions and run
// them again where the server says that two collided.
#include "events.hpp"
#include "postgres_connection.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <deque>
#include <thread>
#include <utility>

namespace guildhall::db {

namespace {

using namespace std::chrono_literals;
constexpr int most_repeats = 50;
constexpr std::chrono::microseconds shortest_pause{200};
constexpr std::chrono::microseconds longest_pause{50'000};

constexpr Query lock_migrations{"db.lock_migrations", "select pg_advisory_lock(4839201)"};
constexpr Query unlock_migrations{"db.lock_migrations", "select pg_advisory_unlock(4839201)"};
constexpr Query try_sequencer{"db.try_sequencer", "select pg_try_advisory_xact_lock(4839202)"};
constexpr Query unnumbered{"db.unnumbered_events", R"sql(
    select id, 0, type, version, stream, actor_kind, actor_person, at, facts
    from event where position is null order by id limit 500)sql"};
constexpr Query number_event{"db.number_event", "update event set position = $2, hash = $3 where id = $1"};

/// A random pause, longer each time, so that two that collided do not meet again.
void pause_before_repeat(int repeats)
{
    auto const most = std::min(longest_pause, shortest_pause * (1 << std::min(repeats, 10)));
    std::this_thread::sleep_for(most * randombytes_uniform(1000) / 1000);
}

class PostgresEngine final : public Engine {
public:
    PostgresEngine(Options const& options, Clock const& clock);
    ~PostgresEngine() override;

    Dialect dialect() const override { return Dialect::postgres; }
    Connection& borrow_reader() override;
    void return_reader(Connection& connection) noexcept override;
    std::unique_ptr<Connection> extra_reader() override { return std::make_unique<PostgresConnection>(*this, where_); }
    void submit(Write& write) override;
    bool number_events() override;
    Connection& migrator() override { return *own_; }
    void start() override;

private:
    void write_until_stopped(PostgresConnection& connection);
    Write* take_next();
    std::exception_ptr attempt(Write& write, PostgresConnection& connection);
    void run_once(Write& write, PostgresConnection& connection, std::exception_ptr& thrown);
    bool number_some();

    std::string where_;
    std::size_t size_;
    std::unique_ptr<PostgresConnection> own_; ///< migrates, then numbers events
    std::mutex own_mutex_;

    std::mutex readers_mutex_;
    std::condition_variable reader_returned_;
    std::vector<std::unique_ptr<PostgresConnection>> readers_;
    std::vector<PostgresConnection*> free_readers_;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    std::deque<Write*> queue_;
    bool stopping_ = false;
    std::vector<std::unique_ptr<PostgresConnection>> writers_;
    std::vector<std::thread> threads_;
};

PostgresEngine::PostgresEngine(Options const& options, Clock const& clock)
    : Engine{clock},
      where_{options.postgres},
      size_{static_cast<std::size_t>(std::max(1, options.readers))},
      own_{std::make_unique<PostgresConnection>(*this, where_)}
{
    if (sodium_init() < 0) throw Fault{"The system has no source of random numbers."};
    // Nodes that start together migrate one after the other.
    own_->execute(lock_migrations, {});
    if (options.master_key.empty()) return;
    if (options.postgres_keys.empty())
        throw Fault{"Say where the keys are kept: the key store needs its own database."};
    auto keys = std::make_unique<PostgresConnection>(*this, options.postgres_keys);
    // Another node may forget a person; this one follows within half a minute.
    keyring = std::make_unique<Keyring>(std::move(keys), options.master_key, 30s);
}

PostgresEngine::~PostgresEngine()
{
    {
        std::lock_guard lock{queue_mutex_};
        stopping_ = true;
    }
    queued_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void PostgresEngine::start()
{
    own_->execute(unlock_migrations, {});
    for (std::size_t i = 0; i < size_; ++i) writers_.push_back(std::make_unique<PostgresConnection>(*this, where_));
    for (auto& writer : writers_) threads_.emplace_back([this, &writer] { write_until_stopped(*writer); });
}

// Readers

Connection& PostgresEngine::borrow_reader()
{
    PostgresConnection* reader = nullptr;
    {
        std::unique_lock lock{readers_mutex_};
        if (free_readers_.empty() && readers_.size() < size_) {
            readers_.push_back(std::make_unique<PostgresConnection>(*this, where_));
            free_readers_.push_back(readers_.back().get());
        }
        reader_returned_.wait(lock, [&] { return !free_readers_.empty(); });
        reader = free_readers_.back();
        free_readers_.pop_back();
    }
    try {
        reader->begin_read();
    } catch (...) {
        return_reader(*reader);
        throw;
    }
    return *reader;
}

void PostgresEngine::return_reader(Connection& connection) noexcept
{
    connection.rollback(); // it only read
    {
        std::lock_guard lock{readers_mutex_};
        free_readers_.push_back(&static_cast<PostgresConnection&>(connection));
    }
    reader_returned_.notify_one();
}

// Writers

void PostgresEngine::submit(Write& write)
{
    metrics.queue.fetch_add(1, std::memory_order_relaxed);
    std::lock_guard lock{queue_mutex_};
    queue_.push_back(&write);
    // Under the lock: once it is given back, the write may be answered and the engine be gone.
    queued_.notify_one();
}

Write* PostgresEngine::take_next()
{
    std::unique_lock lock{queue_mutex_};
    queued_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return nullptr;
    auto* next = queue_.front();
    queue_.pop_front();
    return next;
}

void PostgresEngine::write_until_stopped(PostgresConnection& connection)
{
    while (auto* write = take_next()) {
        auto fault = attempt(*write, connection);
        metrics.queue.fetch_sub(1, std::memory_order_relaxed);
        write->finish(std::move(fault));
    }
}

/// Runs and commits one write, again and again while it collides. Returns what its caller gets thrown.
std::exception_ptr PostgresEngine::attempt(Write& write, PostgresConnection& connection)
{
    connection.had_conflict = false;
    for (int repeats = 0;; ++repeats) {
        std::exception_ptr thrown;
        connection.gathered = {};
        try {
            run_once(write, connection, thrown);
            return thrown;
        } catch (Collision const& collision) {
            connection.rollback();
            metrics.repeats.fetch_add(1, std::memory_order_relaxed);
            if (repeats == most_repeats) return std::current_exception();
        } catch (std::exception const& error) {
            spdlog::error("db: a write failed: {}", error.what());
            metrics.failed_batches.fetch_add(1, std::memory_order_relaxed);
            connection.rollback();
            return std::current_exception();
        }
        pause_before_repeat(repeats);
    }
}

/// Throws Collision where it has to run again; what the closure threw by itself is `thrown`.
void PostgresEngine::run_once(Write& write, PostgresConnection& connection, std::exception_ptr& thrown)
{
    connection.begin_write(write.isolation);
    bool stays = false;
    try {
        stays = run(write, connection);
    } catch (Collision const&) {
        throw;
    } catch (Conflict const&) {
        // Perhaps two nodes made the same id in the same millisecond: once more, with new ones.
        if (!std::exchange(connection.had_conflict, true)) throw Collision{"a unique index refused"};
        thrown = std::current_exception();
    } catch (...) {
        thrown = std::current_exception();
    }
    if (connection.collided()) throw Collision{"the transaction collided with another"};
    if (!stays) return connection.rollback();
    before_commit(connection);
    auto const start = std::chrono::steady_clock::now();
    connection.commit();
    std::chrono::nanoseconds const spent = std::chrono::steady_clock::now() - start;
    metrics.commit_nanoseconds.fetch_add(static_cast<std::uint64_t>(spent.count()), std::memory_order_relaxed);
    metrics.batches.fetch_add(1, std::memory_order_relaxed);
    metrics.writes.fetch_add(1, std::memory_order_relaxed);
    after_commit(connection);
}

// The sequencer

bool PostgresEngine::number_events()
{
    std::lock_guard lock{own_mutex_};
    own_->begin_write(Isolation::read_committed);
    try {
        bool const any = number_some();
        own_->commit();
        return any;
    } catch (...) {
        own_->rollback();
        throw;
    }
}

/// One node numbers at a time. Each statement sees what the node before has committed, because the lock is held.
bool PostgresEngine::number_some()
{
    Snapshot snapshot{*own_};
    if (!snapshot.value<bool>(try_sequencer).value_or(false)) return false;
    auto end = read_chain_end(*own_);
    auto const events = snapshot.all(unnumbered, read_event);
    for (auto const& event : events) {
        EventFields const fields{
            end.position + 1,          event.id.value,           event.type,          event.version, event.stream,
            to_word(event.actor_kind), event.actor_person.value, to_millis(event.at), event.facts};
        end = {fields.position, chained(end.hash, fields)};
        own_->execute(number_event, params(event.id, end.position, Bytes{as_text(end.hash)}));
    }
    return !events.empty();
}

}

std::unique_ptr<Engine> open_postgres(Options const& options, Clock const& clock)
{
    return std::make_unique<PostgresEngine>(options, clock);
}

}
