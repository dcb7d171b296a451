// A room's tables. Files are named 0001_what.sql and run once, forward only, in order of room and number.
// Type words are ours and mapped per engine:
//   @id @int @bool @time  63-bit integer      @text  text      @bytes  blob/bytea      @real  double
// "create table" gets STRICT on SQLite. Where dialects must differ: 0001_what.sqlite.sql and 0001_what.postgres.sql.
// A released migration is never edited: its hash is kept and checked.
#pragma once

#include <base/embedded.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::db {

struct Migration {
    std::string room; ///< "cases"
    std::string name; ///< "0001_case.sql"
    std::string_view sql;
};

/// A room's migrations from its embedded files, in order.
std::vector<Migration> migrations_of(std::string const& room, std::span<base::EmbeddedFile const> files);
/// The log's, jobs' and keys' own tables; always first.
std::vector<Migration> core_migrations();

}
