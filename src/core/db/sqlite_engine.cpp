// SQLite: readers run in parallel on snapshots of the write-ahead log; one writer thread runs everything that waits as
// savepoints inside one transaction, so that a hundred residents share one fsync. While it syncs, the next hundred
// queue.
#include "files.hpp"
#include "sqlite_connection.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace guildhall::db {

namespace {

using namespace std::chrono_literals;
constexpr std::size_t most_in_a_batch = 256;
constexpr auto longest_batch = 20ms;

/// Held as long as the database is open: a second writer on one council is refused.
class FolderLock {
public:
    explicit FolderLock(std::filesystem::path const& folder)
    {
        make_private_folder(folder);
        auto const file = folder / "lock";
        descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor_ < 0) {
            throw Fault{fmt::format("The folder {} cannot be written: {}.", folder.string(),
                                    std::generic_category().message(errno))};
        }
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor_);
            throw Fault{
                fmt::format("Another Guildhall is using {}. Stop it first, or ask it to do this.", folder.string())};
        }
    }
    ~FolderLock() { ::close(descriptor_); }
    FolderLock(FolderLock const&) = delete;

private:
    int descriptor_;
};

class SqliteEngine final : public Engine {
public:
    SqliteEngine(Options const& options, Clock const& clock);
    ~SqliteEngine() override;

    Dialect dialect() const override { return Dialect::sqlite; }
    Connection& borrow_reader() override;
    void return_reader(Connection& connection) noexcept override;
    std::unique_ptr<Connection> extra_reader() override { return open_reader(); }
    void submit(Write& write) override;
    Connection& migrator() override { return *writer_; }
    void start() override;

private:
    std::unique_ptr<SqliteConnection> open_reader();
    void write_until_stopped();
    bool take_what_waits();
    std::size_t write_batch(std::span<Write* const> waiting);
    void run_closures(std::span<Write* const> waiting);
    void run_alone(Write& write);
    void run_among_others(Write& write, std::exception_ptr& thrown);
    bool run_guarded(Write& write, std::exception_ptr& thrown);
    void commit_batch();

    FolderLock lock_;
    std::filesystem::path file_;
    std::string vfs_;
    std::unique_ptr<SqliteConnection> writer_;

    std::mutex readers_mutex_;
    std::condition_variable reader_returned_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
    std::vector<SqliteConnection*> free_readers_;
    std::size_t most_readers_;

    std::mutex queue_mutex_;
    std::condition_variable queued_;
    std::vector<Write*> queue_;
    bool writer_sleeps_ = false;
    bool stopping_ = false;

    // The writer thread's own.
    std::vector<Write*> taken_;
    std::vector<std::exception_ptr> outcomes_;
    std::thread thread_;
};

SqliteEngine::SqliteEngine(Options const& options, Clock const& clock)
    : Engine{clock},
      lock_{options.folder},
      file_{options.folder / "council.db"},
      vfs_{options.vfs ? options.vfs : ""},
      most_readers_{static_cast<std::size_t>(std::max(1, options.readers))}
{
    auto const* vfs = options.vfs;
    writer_ = std::make_unique<SqliteConnection>(*this, file_, SqliteConnection::Access::write, vfs);
    if (options.master_key.empty()) return;
    auto keys =
        std::make_unique<SqliteConnection>(*this, options.folder / "keys.db", SqliteConnection::Access::write, vfs);
    keyring = std::make_unique<Keyring>(std::move(keys), options.master_key, std::chrono::hours{24});
}

SqliteEngine::~SqliteEngine()
{
    if (!thread_.joinable()) return;
    {
        std::lock_guard lock{queue_mutex_};
        stopping_ = true;
    }
    queued_.notify_one();
    thread_.join();
}

void SqliteEngine::start()
{
    writer_->gathered.chain = read_chain_end(*writer_);
    thread_ = std::thread{[this] { write_until_stopped(); }};
}

// Readers

std::unique_ptr<SqliteConnection> SqliteEngine::open_reader()
{
    auto const* vfs = vfs_.empty() ? nullptr : vfs_.c_str();
    return std::make_unique<SqliteConnection>(*this, file_, SqliteConnection::Access::read, vfs);
}

Connection& SqliteEngine::borrow_reader()
{
    SqliteConnection* reader = nullptr;
    {
        std::unique_lock lock{readers_mutex_};
        if (free_readers_.empty() && readers_.size() < most_readers_) {
            readers_.push_back(open_reader());
            free_readers_.push_back(readers_.back().get());
        }
        reader_returned_.wait(lock, [&] { return !free_readers_.empty(); });
        reader = free_readers_.back(); // the one used last has the warmest cache
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

void SqliteEngine::return_reader(Connection& connection) noexcept
{
    try {
        if (connection.in_transaction()) connection.commit();
    } catch (std::exception const& error) {
        spdlog::error("db: a read could not be ended: {}", error.what());
        connection.rollback();
    }
    {
        std::lock_guard lock{readers_mutex_};
        free_readers_.push_back(&static_cast<SqliteConnection&>(connection));
    }
    reader_returned_.notify_one();
}

// The writer

void SqliteEngine::submit(Write& write)
{
    metrics.queue.fetch_add(1, std::memory_order_relaxed);
    std::lock_guard lock{queue_mutex_};
    queue_.push_back(&write);
    // Under the lock: once it is given back, the write may be answered and the engine be gone.
    if (writer_sleeps_) queued_.notify_one();
}

void SqliteEngine::write_until_stopped()
{
    while (take_what_waits()) {
        for (std::span<Write* const> rest{taken_}; !rest.empty();) {
            rest = rest.subspan(write_batch(rest.first(std::min(rest.size(), most_in_a_batch))));
        }
    }
}

bool SqliteEngine::take_what_waits()
{
    std::unique_lock lock{queue_mutex_};
    taken_.clear();
    writer_sleeps_ = true;
    queued_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    writer_sleeps_ = false;
    taken_.swap(queue_);
    return !taken_.empty();
}

/// Runs and commits as many as fit, and answers them. Returns how many.
std::size_t SqliteEngine::write_batch(std::span<Write* const> waiting)
{
    outcomes_.clear();
    std::optional<Fault> fault;
    auto const mark = writer_->gathered.mark();
    try {
        writer_->begin_write(Isolation::serialisable);
        run_closures(waiting);
        commit_batch();
    } catch (std::exception const& error) {
        spdlog::error("db: a batch of {} writes failed: {}", outcomes_.size(), error.what());
        fault.emplace(error.what());
        metrics.failed_batches.fetch_add(1, std::memory_order_relaxed);
        writer_->rollback();
        writer_->gathered.restore(mark);
        outcomes_.resize(std::max<std::size_t>(outcomes_.size(), 1));
    }
    auto const done = outcomes_.size();
    metrics.queue.fetch_sub(static_cast<std::int64_t>(done), std::memory_order_relaxed);
    for (std::size_t i = 0; i < done; ++i) {
        auto& outcome = outcomes_[i];
        if (fault && !outcome)
            outcome = std::make_exception_ptr(*fault); // each caller its own: it goes to another thread
        waiting[i]->finish(std::move(outcome));
    }
    return done;
}

void SqliteEngine::run_closures(std::span<Write* const> waiting)
{
    if (waiting.size() == 1) return run_alone(*waiting.front());
    auto const start = std::chrono::steady_clock::now();
    for (auto* write : waiting) {
        run_among_others(*write, outcomes_.emplace_back());
        if (std::chrono::steady_clock::now() - start > longest_batch) return;
    }
}

/// Alone in its batch a closure needs no savepoint.
void SqliteEngine::run_alone(Write& write)
{
    auto& thrown = outcomes_.emplace_back();
    auto const mark = writer_->gathered.mark();
    if (run_guarded(write, thrown)) return;
    writer_->rollback();
    writer_->gathered.restore(mark);
}

void SqliteEngine::run_among_others(Write& write, std::exception_ptr& thrown)
{
    auto const mark = writer_->gathered.mark();
    writer_->savepoint();
    if (run_guarded(write, thrown)) {
        writer_->release();
    } else {
        writer_->rollback_to_savepoint();
        writer_->gathered.restore(mark);
    }
}

bool SqliteEngine::run_guarded(Write& write, std::exception_ptr& thrown)
{
    bool stays = false;
    try {
        stays = run(write, *writer_);
    } catch (...) {
        thrown = std::current_exception();
    }
    // On a full disk SQLite may give the whole transaction up, even if the closure swallowed the fault that said so;
    // then nobody's rows are left.
    bool const still_there = writer_->in_transaction();
    if (!still_there) throw Fault{"SQLite gave the transaction up, most likely because the disk is full."};
    return stays;
}

void SqliteEngine::commit_batch()
{
    if (writer_->in_transaction()) {
        before_commit(*writer_);
        auto const start = std::chrono::steady_clock::now();
        writer_->commit();
        std::chrono::nanoseconds const spent = std::chrono::steady_clock::now() - start;
        metrics.commit_nanoseconds.fetch_add(static_cast<std::uint64_t>(spent.count()), std::memory_order_relaxed);
        metrics.batches.fetch_add(1, std::memory_order_relaxed);
        metrics.writes.fetch_add(outcomes_.size(), std::memory_order_relaxed);
    }
    after_commit(*writer_);
}

}

std::unique_ptr<Engine> open_sqlite(Options const& options, Clock const& clock)
{
    return std::make_unique<SqliteEngine>(options, clock);
}

}
