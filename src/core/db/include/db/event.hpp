// The event log: append-only, typed, versioned. Every change is an event; notifications, search, figures, webhooks
// and live pages are consumers that read it. Events hold ids and non-personal facts, never answers.
// A sequencer numbers committed events and chains their hashes (BLAKE2b-256 over the previous hash and this event)
// for the audit; consumers read by position, at least once, idempotently.
#pragma once

#include <base/actor.hpp>
#include <base/id.hpp>
#include <base/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::db {

using EventId = Id<struct EventTag>;
using SubjectId = Id<struct SubjectTag>; ///< a data subject: one sealing key each, anonymous people too

/// What a verb appends: tx.append({.type = "case.opened", .stream = case_id.value, .facts = R"({"service":"..."})"})
struct NewEvent {
    std::string_view type;    ///< "case.opened": noun.participle, never renamed
    int version = 1;          ///< of the facts' shape
    std::int64_t stream = 0;  ///< the record it is about, such as a CaseId's value
    std::string facts = "{}"; ///< a JSON object; ids and non-personal facts only
};

struct Event {
    EventId id;
    std::int64_t position; ///< 1, 2, 3, ... without gaps; 0 while PostgreSQL's sequencer has not numbered it yet
    std::string type;
    int version;
    std::int64_t stream;
    ActorKind actor_kind;
    PersonId actor_person;
    Time at;
    std::string facts;
};

class Tx;
class Snapshot;
class Database;

/// Reads the log from where it stopped. `handle` runs inside the transaction that also moves the position, so its
/// database effects happen exactly once; other effects belong into jobs that it enqueues. Where it throws, it is asked
/// again after a pause and nothing is skipped.
struct Consumer {
    std::string name; ///< durable: renaming it starts again from the beginning
    std::function<void(Tx&, Event const&)> handle;
    std::vector<std::string> types; ///< empty: every type
};

/// One thread that wakes on commits, numbers new events (PostgreSQL) and runs the consumers of one database.
class EventPump {
public:
    EventPump(Database& database, std::vector<Consumer> consumers);
    ~EventPump(); ///< stops after the batch in hand
    /// Returns when every consumer has reached the end of the log. For tests, replays and drains.
    /// Throws Fault where a consumer has failed five times in a row; it goes on trying all the same.
    void drain();
    [[nodiscard]] std::int64_t backlog() const; ///< events that the slowest consumer has not yet seen

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Events of one record, oldest first: its timeline.
std::vector<Event> events_of(Snapshot& snapshot, std::int64_t stream);

/// Checks the hash chain from the beginning. Returns the position of the first broken link, or 0.
std::int64_t first_broken_link(Snapshot& snapshot);

}
