// Finds records by any fragment as somebody types: part of a name, a postcode, a number, an email address, a reference.
//
// Sealed values never enter an index on a disk. This one lies in the memory of the process (docs/adr/0020): lines of
// folded text that are read from end to end. It is built in the background at the start by opening every record, and
// each search first reads what has changed since. Thread-safe.
#pragma once

#include <base/actor.hpp>
#include <base/id.hpp>
#include <db/database.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace guildhall::people {

using RecordId = Id<struct PeopleRecordTag>;

class Search {
public:
    explicit Search(db::Database& database);
    ~Search(); ///< stops building
    Search(Search const&) = delete;

    /// Begins to build, once. Returns at once.
    void start();
    /// Reads everything now. For tests and benches.
    void build();
    [[nodiscard]] bool is_ready() const;

    /// Records that the actor may see and that hold every word of `typed`, those where a word begins with one first.
    /// Fewer than two letters find nothing.
    [[nodiscard]] std::vector<RecordId> find(db::Snapshot& snapshot, Actor const& actor, std::string_view typed,
                                             std::size_t at_most = 60);
    /// Takes a record out of memory at once.
    void forget(RecordId record);
    [[nodiscard]] std::size_t bytes() const; ///< of memory

private:
    struct State;
    std::unique_ptr<State> state_;
};

}
