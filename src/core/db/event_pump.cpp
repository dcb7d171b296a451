#include "events.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace guildhall::db {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t batch_size = 200;
constexpr auto longest_turn = 10ms; // of a consumer on the writer: residents wait behind it
constexpr auto first_pause = 100ms; // after a consumer failed, doubled each time
constexpr auto longest_pause = 30'000ms;
constexpr auto look_again = 200ms; // for what other nodes have committed
constexpr std::int64_t unsaved_at_most = 1000;
constexpr int failures_that_end_a_drain = 5;

constexpr Query add_consumer{"db.add_consumer",
                             "insert into consumer (name, position) values ($1, 0) on conflict do nothing"};
constexpr Query consumer_position{"db.consumer_position", "select position from consumer where name = $1"};
/// Locks the row: another node that handles the same events waits, and then finds that they are done.
constexpr Query hold_consumer{"db.hold_consumer",
                              "update consumer set position = position where name = $1 and position = $2"};
constexpr Query move_consumer{"db.move_consumer",
                              "update consumer set position = $3 where name = $1 and position = $2"};
constexpr Query next_events{"db.next_events", R"sql(
    select id, position, type, version, stream, actor_kind, actor_person, at, facts
    from event where position > $1 order by position limit $2)sql"};
constexpr Query log_end{"db.log_end", "select coalesce(max(position), 0) from event"};

/// A consumer and how far it has come.
struct Reader {
    Consumer consumer;
    std::atomic<std::int64_t> position{0}; ///< seen
    std::int64_t saved = 0;                ///< in the database; lags behind while nothing was for this consumer
    int failures = 0;                      ///< in a row
    Steady::time_point not_before{};

    [[nodiscard]] bool wants(Event const& event) const
    {
        return consumer.types.empty() || std::ranges::find(consumer.types, event.type) != consumer.types.end();
    }
};

enum class Lost { another_node_was_first };

}

struct EventPump::State {
    State(Database& database, std::vector<Consumer> consumers);
    void run();
    bool take_turns();
    bool turn(Reader& reader);
    bool number();
    void handle(Reader& reader, std::vector<Event> const& events);
    void save(Reader& reader, std::int64_t position);
    void note_failure(Reader& reader, std::string const& what);
    std::vector<Event> const& events_after(std::int64_t position, std::int64_t at_most);

    Database& database;
    Signal& committed;
    std::vector<std::unique_ptr<Reader>> readers;

    // Consumers that are equally far share what was read.
    std::int64_t window_start = -1;
    std::int64_t window_size = 0;
    std::vector<Event> window;

    std::mutex mutex;
    std::condition_variable quiet_changed;
    std::uint64_t rounds = 0;      ///< begun
    std::uint64_t quiet_round = 0; ///< the latest round that found nothing to do
    std::string stuck;             ///< the consumer that fails again and again, and why
    std::atomic<bool> stopping{false};
    std::thread thread;
};

EventPump::State::State(Database& database, std::vector<Consumer> consumers)
    : database{database}, committed{database.engine().events}
{
    for (auto& consumer : consumers) {
        auto& reader = *readers.emplace_back(std::make_unique<Reader>());
        reader.consumer = std::move(consumer);
        auto position = [&](Tx& tx) {
            tx.run(add_consumer, reader.consumer.name);
            return tx.value<std::int64_t>(consumer_position, reader.consumer.name).value_or(0);
        };
        reader.saved = database.write(Actor::system(), position).wait();
        reader.position = reader.saved;
    }
}

EventPump::EventPump(Database& database, std::vector<Consumer> consumers)
    : state_{std::make_unique<State>(database, std::move(consumers))}
{
    state_->thread = std::thread{[this] { state_->run(); }};
}

EventPump::~EventPump()
{
    state_->stopping = true;
    state_->committed.raise();
    state_->thread.join();
}

void EventPump::State::run()
{
    while (!stopping) {
        auto const seen = committed.count();
        {
            std::lock_guard lock{mutex};
            ++rounds;
        }
        if (take_turns()) continue;
        {
            std::lock_guard lock{mutex};
            bool const all_well =
                std::ranges::all_of(readers, [](auto const& reader) { return reader->failures == 0; });
            if (all_well) quiet_round = rounds;
            quiet_changed.notify_all();
        }
        committed.wait(seen, look_again);
    }
}

/// Returns whether anybody had something to do.
bool EventPump::State::take_turns()
{
    bool busy = number();
    window_start = -1;
    for (auto& reader : readers) {
        if (stopping) return false;
        if (turn(*reader)) busy = true;
    }
    return busy;
}

bool EventPump::State::number()
{
    try {
        return database.engine().number_events();
    } catch (std::exception const& error) {
        spdlog::error("db: events could not be numbered: {}", error.what());
        return false;
    }
}

bool EventPump::State::turn(Reader& reader)
{
    if (Steady::now() < reader.not_before) return false;
    try {
        // After a failure one at a time, so that those before the bad one get through.
        auto const& events = events_after(reader.position, reader.failures > 0 ? 1 : batch_size);
        if (events.empty()) return false;
        if (std::ranges::any_of(events, [&](Event const& event) { return reader.wants(event); })) {
            handle(reader, events);
        } else {
            auto const last = events.back().position;
            if (last - reader.saved > unsaved_at_most) save(reader, last);
            reader.position = last;
        }
        reader.failures = 0;
        return true;
    } catch (std::exception const& error) {
        note_failure(reader, error.what());
    } catch (...) {
        note_failure(reader, "something that is not a std::exception");
    }
    return false;
}

std::vector<Event> const& EventPump::State::events_after(std::int64_t position, std::int64_t at_most)
{
    if (window_start != position || window_size != at_most) {
        window =
            database.read([&](Snapshot& snapshot) { return snapshot.all(next_events, read_event, position, at_most); });
        window_start = position;
        window_size = at_most;
    }
    return window;
}

/// The events' effects and the new position are one transaction.
void EventPump::State::handle(Reader& reader, std::vector<Event> const& events)
{
    auto work = [&](Tx& tx) -> Result<std::int64_t, Lost> {
        if (tx.run(hold_consumer, reader.consumer.name, reader.saved) == 0)
            return Refused{Lost::another_node_was_first};
        auto const start = Steady::now();
        std::int64_t last = reader.position;
        for (auto const& event : events) {
            if (reader.wants(event)) reader.consumer.handle(tx, event);
            last = event.position;
            if (Steady::now() - start > longest_turn) break;
        }
        tx.run(move_consumer, reader.consumer.name, reader.saved, last);
        return last;
    };
    auto const moved = database.write(Actor::system(), work).wait();
    if (moved) {
        reader.saved = *moved;
    } else {
        auto read = [&](Snapshot& s) { return s.value<std::int64_t>(consumer_position, reader.consumer.name); };
        reader.saved = database.read(read).value_or(0);
    }
    reader.position = reader.saved;
}

void EventPump::State::save(Reader& reader, std::int64_t position)
{
    auto move = [&](Tx& tx) { return tx.run(move_consumer, reader.consumer.name, reader.saved, position); };
    if (database.write(Actor::system(), move).wait() == 1) reader.saved = position;
}

void EventPump::State::note_failure(Reader& reader, std::string const& what)
{
    auto const pause =
        std::min<std::chrono::milliseconds>(longest_pause, first_pause * (1 << std::min(reader.failures, 10)));
    ++reader.failures;
    reader.not_before = Steady::now() + pause;
    spdlog::error("db: consumer {} failed after position {}, again in {} ms: {}", reader.consumer.name,
                  reader.position.load(), pause.count(), what);
    std::lock_guard lock{mutex};
    stuck = reader.failures < failures_that_end_a_drain
                ? ""
                : fmt::format("Consumer {} is stuck: {}", reader.consumer.name, what);
    quiet_changed.notify_all();
}

void EventPump::drain()
{
    auto& state = *state_;
    std::unique_lock lock{state.mutex};
    auto const asked_in = state.rounds; // may have looked already, so the next one counts
    state.stuck.clear();
    lock.unlock();
    state.committed.raise();
    lock.lock();
    state.quiet_changed.wait(lock, [&] { return state.quiet_round > asked_in || !state.stuck.empty(); });
    if (!state.stuck.empty()) throw Fault{state.stuck};
}

std::int64_t EventPump::backlog() const
{
    auto const end = state_->database.read([](Snapshot& s) { return s.value<std::int64_t>(log_end).value_or(0); });
    auto slowest = end;
    for (auto const& reader : state_->readers) slowest = std::min(slowest, reader->position.load());
    return end - slowest;
}

}
