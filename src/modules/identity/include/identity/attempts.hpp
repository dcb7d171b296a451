// Tries that are counted in the database, so that restarts and several nodes do not reset them: sign-in, codes and
// references. One row per key and kind; nothing is counted by counting rows. Keys are stored hashed.
#pragma once

#include <base/time.hpp>
#include <db/database.hpp>

#include <string_view>

namespace guildhall::identity {

struct AttemptLimit {
    std::string_view kind; ///< "sign-in account", "reference"
    int tries;             ///< allowed in each window
    Duration window;
};

/// Counts one try and tells whether it is still within the limit. A closure that refuses afterwards must call
/// tx.keep(), otherwise the count is rolled back with it.
bool count_attempt(db::Tx& tx, AttemptLimit const& limit, std::string_view key);
/// Whether the next try would be within the limit. For pages that only read.
bool may_attempt(db::Snapshot& snapshot, AttemptLimit const& limit, std::string_view key, Time now);
/// Takes one try back, because it succeeded.
void uncount_attempt(db::Tx& tx, AttemptLimit const& limit, std::string_view key);
/// Starts the count again, after a success.
void forget_attempts(db::Tx& tx, AttemptLimit const& limit, std::string_view key);

}
