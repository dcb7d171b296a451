#include "engine.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace guildhall::db {

namespace {

using namespace std::chrono_literals;
constexpr auto slow_closure = 100ms;

thread_local Inside* inside = nullptr;

Inside* find_inside(Engine const& engine)
{
    auto* found = inside;
    while (found && found->engine != &engine) found = found->outer;
    return found;
}

class Enter {
public:
    Enter(Engine& engine, Connection& connection) : inside_{&engine, &connection, true, inside} { inside = &inside_; }
    ~Enter() { inside = inside_.outer; }
    Enter(Enter const&) = delete;

private:
    Inside inside_;
};

}

bool is_writing(Engine const& engine)
{
    auto const* found = find_inside(engine);
    return found && found->writing;
}

// Reading

void Snapshot::select_rows(Query const& query, std::span<Param const> params, RowSink each)
{
    connection_.select(query, params, each);
}

std::optional<std::string> Snapshot::unseal(std::string_view sealed)
{
    auto& keyring = connection_.engine.keyring;
    if (!keyring) throw Fault{"A sealed value cannot be opened: no master key is configured."};
    return keyring->unseal(sealed, connection_.gathered.new_keys);
}

// Writing

std::int64_t Tx::execute(Query const& query, std::span<Param const> params)
{
    return connection_.execute(query, params);
}

bool Tx::execute_unless_conflict(Query const& query, std::span<Param const> params)
{
    return connection_.execute_unless_conflict(query, params);
}

std::string Tx::seal(SubjectId subject, std::string_view plain)
{
    auto& keyring = connection_.engine.keyring;
    if (!keyring) throw Fault{"A value cannot be sealed: no master key is configured."};
    return keyring->seal(subject, plain, connection_.gathered.new_keys);
}

void Tx::forget(SubjectId subject)
{
    append({.type = "subject.forgotten", .stream = subject.value});
    connection_.gathered.forgotten.push_back(subject);
}

void submit(Engine& engine, Write& write)
{
    if (is_writing(engine)) throw std::logic_error{"A write inside a write: use the Tx that is there."};
    engine.submit(write);
}

bool Engine::run(Write& write, Connection& connection)
{
    Enter const enter{*this, connection};
    connection.slowest = {};
    auto const start = std::chrono::steady_clock::now();
    Tx tx{connection, write.actor, clock.now(), ids};
    bool const stays = write.run(tx);
    auto const spent = std::chrono::steady_clock::now() - start;
    if (spent > slow_closure) {
        spdlog::warn("db: a write held the others up for {} ms, {} ms of it in {}",
                     std::chrono::duration_cast<std::chrono::milliseconds>(spent).count(),
                     connection.slowest.nanoseconds / 1'000'000, connection.slowest.name);
    }
    return stays;
}

void Engine::before_commit(Connection& connection)
{
    auto& keys = connection.gathered.new_keys;
    if (keys.empty()) return;
    bool const all_ours = keyring->store(keys);
    keys.clear();
    if (!all_ours) throw Collision{"another node made this subject's key first"};
}

void Engine::after_commit(Connection& connection) noexcept
{
    auto& gathered = connection.gathered;
    if (!gathered.forgotten.empty() && keyring) keyring->forget(gathered.forgotten);
    gathered.forgotten.clear();
    if (gathered.events) events.raise();
    if (gathered.jobs) jobs.raise();
    gathered.events = gathered.jobs = false;
}

void Signal::raise()
{
    std::lock_guard lock{mutex_};
    ++count_;
    changed_.notify_all();
}

std::uint64_t Signal::count() const
{
    std::lock_guard lock{mutex_};
    return count_;
}

void Signal::wait(std::uint64_t seen, std::chrono::milliseconds at_most)
{
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, at_most, [&] { return count_ != seen; });
}

// Opening

namespace {

constexpr Query forgotten_in_log{"db.forgotten", R"sql(
    select distinct stream from event where type = 'subject.forgotten' order by stream)sql"};

/// In a restored copy the log and the key store may know of different people who were forgotten. Keys that came back
/// are deleted again; for people whom the log does not know, the event is appended, so that consumers erase again.
void replay_the_forgotten(Database& database)
{
    auto& keyring = database.engine().keyring;
    if (!keyring) return;
    auto read = [](Row const& row) { return row.get<SubjectId>(0); };
    auto const in_log = database.read([&](Snapshot& snapshot) { return snapshot.all(forgotten_in_log, read); });
    auto const in_store = keyring->forgotten();

    std::vector<SubjectId> keys_to_delete;
    std::ranges::set_difference(in_log, in_store, std::back_inserter(keys_to_delete));
    keyring->forget(keys_to_delete);
    std::vector<SubjectId> unknown_to_log;
    std::ranges::set_difference(in_store, in_log, std::back_inserter(unknown_to_log));
    if (unknown_to_log.empty()) return;
    auto append = [&](Tx& tx) {
        for (auto subject : unknown_to_log) tx.append({.type = "subject.forgotten", .stream = subject.value});
    };
    database.write(Actor::system(), append).wait();
}

constexpr Query free_jobs{"db.free_jobs_in_hand", R"sql(
    update job set due_at = $1 where died_at is null and attempt > 0 and due_at > $1 and reason = '')sql"};

/// One process writes a SQLite database, so whoever had jobs in hand when it stopped is gone, and nobody need wait for
/// the end of their leases. On PostgreSQL another node may be at work. A job that failed before waits until its next
/// attempt.
void free_jobs_in_hand(Database& database)
{
    if (database.is_postgres()) return;
    database.write(Actor::system(), [](Tx& tx) { tx.run(free_jobs, tx.now()); }).wait();
}

std::vector<Migration> with_core_first(std::span<Migration const> migrations)
{
    auto all = core_migrations();
    std::ranges::copy_if(migrations, std::back_inserter(all), [](Migration const& m) { return m.room != "db"; });
    return all;
}

}

Database::Database(Options const& options, std::span<Migration const> migrations, Clock const& clock)
    : engine_{options.postgres.empty() ? open_sqlite(options, clock) : open_postgres(options, clock)}, clock_{clock}
{
    migrate(engine_->migrator(), with_core_first(migrations), clock.now());
    engine_->start();
    replay_the_forgotten(*this);
    free_jobs_in_hand(*this);
}

Database::~Database() = default;

bool Database::is_postgres() const
{
    return engine_->dialect() == Dialect::postgres;
}

Database::Lease::Lease(Database& database) : inside_{database.engine_.get(), nullptr, false, inside}, shared_{false}
{
    if (auto const* outer = find_inside(*database.engine_)) {
        inside_.connection = outer->connection;
        shared_ = true;
        return;
    }
    inside_.connection = &database.engine_->borrow_reader();
    inside = &inside_;
}

Database::Lease::~Lease()
{
    if (shared_) return;
    inside = inside_.outer;
    inside_.engine->return_reader(*inside_.connection);
}

}
