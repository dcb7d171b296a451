// One open SQLite file: statements prepared once, parameters bound by name.
#pragma once

#include "engine.hpp"

#include <sqlite3.h>

#include <unordered_map>

namespace guildhall::db {

class SqliteConnection final : public Connection {
public:
    enum class Access { read, write };
    SqliteConnection(Engine& engine, std::filesystem::path const& file, Access access, char const* vfs);
    ~SqliteConnection() override;

    Dialect dialect() const override { return Dialect::sqlite; }
    void select(Query const& query, Params params, RowSink each) override;
    std::int64_t execute(Query const& query, Params params) override;
    bool execute_unless_conflict(Query const& query, Params params) override;
    void script(std::string_view sql) override;
    void copy_to(std::filesystem::path const& file) override;

    void begin_read() override;
    void begin_write(Isolation isolation) override;
    void commit() override;
    void rollback() noexcept override;
    bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }

    void savepoint();
    void release();
    void rollback_to_savepoint();

    [[nodiscard]] sqlite3* handle() { return db_; }

private:
    struct Statement {
        sqlite3_stmt* stmt = nullptr;
        /// Where SQLite put $1, $2, ...: it numbers them by first appearance, so `select $2, $1` would swap them.
        std::vector<int> places;
        QueryStats* stats = nullptr;
        bool busy = false;
    };
    class Use;
    Statement& find(Query const& query);
    Statement prepare(Query const& query);
    void bind(Query const& query, Statement const& statement, Params params);
    [[noreturn]] void fail(std::string_view what, int code) const;

    sqlite3* db_ = nullptr;
    std::unordered_map<char const*, Statement> statements_; // by the address of the literal
};

/// One consistent copy of a SQLite file that another process may be writing. Opens it for reading only.
void copy_sqlite_file(std::filesystem::path const& from, std::filesystem::path const& to, char const* vfs);

}
