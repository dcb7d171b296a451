#include "sqlite_connection.hpp"

#include <fmt/format.h>

#include <charconv>

namespace guildhall::db {

namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* stmt) : stmt_{stmt} {}
    bool is_null(int column) const override { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(stmt_, column); }
    double real(int column) const override { return sqlite3_column_double(stmt_, column); }
    std::string_view text(int column) const override
    {
        auto const* start = reinterpret_cast<char const*>(sqlite3_column_text(stmt_, column));
        return start ? std::string_view{start, size(column)} : std::string_view{""};
    }
    std::string_view bytes(int column) const override
    {
        auto const* start = static_cast<char const*>(sqlite3_column_blob(stmt_, column));
        return start ? std::string_view{start, size(column)} : std::string_view{""};
    }

private:
    [[nodiscard]] std::size_t size(int column) const
    {
        return static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
    }
    sqlite3_stmt* stmt_;
};

constexpr Query begin_query{"db.begin", "begin"};
constexpr Query begin_immediate_query{"db.begin", "begin immediate"};
constexpr Query commit_query{"db.commit", "commit"};
constexpr Query savepoint_query{"db.savepoint", "savepoint closure"};
constexpr Query release_query{"db.savepoint", "release closure"};
constexpr Query rollback_to_query{"db.savepoint", "rollback to closure"};

/// FULL syncs the log at every commit: what was acknowledged survives a power cut.
constexpr char write_settings[] = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;"
                                  "pragma trusted_schema = off; pragma temp_store = memory; pragma cache_size = -16000;"
                                  "pragma wal_autocheckpoint = 1000; pragma secure_delete = on;";
constexpr char read_settings[] = "pragma query_only = on; pragma trusted_schema = off; pragma temp_store = memory;"
                                 "pragma cache_size = -8000;";

}

SqliteConnection::SqliteConnection(Engine& engine, std::filesystem::path const& file, Access access, char const* vfs)
    : Connection{engine}
{
    int const mode = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int const code = sqlite3_open_v2(file.c_str(), &db_, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
    try {
        if (code != SQLITE_OK) fail(fmt::format("{} cannot be opened", file.string()), code);
        sqlite3_busy_timeout(db_, 5000);
        script(access == Access::read ? read_settings : write_settings);
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

SqliteConnection::~SqliteConnection()
{
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement.stmt);
    sqlite3_close_v2(db_);
}

void SqliteConnection::fail(std::string_view what, int code) const
{
    auto const* why = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
    auto text = fmt::format("{}: {} (SQLite {})", what, why, code);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
        throw Conflict{text};
    }
    if (int const kind = code & 0xFF; db_ && (kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT))
        throw Fault{fmt::format("The database {} is damaged: {}. Bring it back from a backup with guildhall restore.",
                                sqlite3_db_filename(db_, "main"), why)};
    throw Fault{text};
}

// Statements

SqliteConnection::Statement SqliteConnection::prepare(Query const& query)
{
    Statement statement;
    char const* rest = nullptr;
    int const code = sqlite3_prepare_v3(db_, query.sql.data(), static_cast<int>(query.sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement.stmt, &rest);
    if (code != SQLITE_OK) fail(query.name, code);
    for (int place = 1; place <= sqlite3_bind_parameter_count(statement.stmt); ++place) {
        std::string_view const name = sqlite3_bind_parameter_name(statement.stmt, place);
        std::size_t number = 0;
        std::from_chars(name.data() + 1, name.data() + name.size(), number);
        if (statement.places.size() < number) statement.places.resize(number, 0);
        if (number > 0) statement.places[number - 1] = place;
    }
    statement.stats = &engine.metrics.of(query);
    return statement;
}

SqliteConnection::Statement& SqliteConnection::find(Query const& query)
{
    auto found = statements_.find(query.sql.data());
    if (found == statements_.end()) found = statements_.emplace(query.sql.data(), prepare(query)).first;
    return found->second;
}

void SqliteConnection::bind(Query const& query, Statement const& statement, Params params)
{
    if (params.size() != statement.places.size()) {
        throw Fault{
            fmt::format("{}: wants {} parameters, was given {}", query.name, statement.places.size(), params.size())};
    }
    struct Binder {
        sqlite3_stmt* stmt;
        int place;
        int operator()(std::monostate) { return sqlite3_bind_null(stmt, place); }
        int operator()(std::int64_t value) { return sqlite3_bind_int64(stmt, place, value); }
        int operator()(double value) { return sqlite3_bind_double(stmt, place, value); }
        int operator()(std::string_view value)
        {
            auto const* start = value.data() ? value.data() : "";
            return sqlite3_bind_text64(stmt, place, start, value.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        int operator()(Bytes value)
        {
            auto const* start = value.data.data() ? value.data.data() : "";
            return sqlite3_bind_blob64(stmt, place, start, value.data.size(), SQLITE_STATIC);
        }
    };
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (statement.places[i] == 0) throw Fault{fmt::format("{}: does not use ${}", query.name, i + 1)};
        int const code = std::visit(Binder{statement.stmt, statement.places[i]}, params[i]);
        if (code != SQLITE_OK) fail(query.name, code);
    }
}

/// A statement in use: reset at the end, whatever happens. A query that is run again inside its own rows gets a
/// statement of its own.
class SqliteConnection::Use {
public:
    Use(SqliteConnection& connection, Query const& query, Params params)
        : kept_{connection.find(query)}, nested_{kept_.busy}, own_{nested_ ? connection.prepare(query) : Statement{}}
    {
        auto& statement = nested_ ? own_ : kept_;
        try {
            connection.bind(query, statement, params);
        } catch (...) {
            if (nested_) sqlite3_finalize(own_.stmt);
            throw;
        }
        statement.busy = true;
    }
    ~Use()
    {
        if (nested_) {
            sqlite3_finalize(own_.stmt);
        } else {
            sqlite3_reset(kept_.stmt);
            kept_.busy = false;
        }
    }
    Use(Use const&) = delete;
    [[nodiscard]] sqlite3_stmt* stmt() const { return nested_ ? own_.stmt : kept_.stmt; }
    [[nodiscard]] QueryStats& stats() const { return *kept_.stats; }

private:
    Statement& kept_; // unordered_map keeps its elements where they are
    bool nested_;
    Statement own_;
};

void SqliteConnection::select(Query const& query, Params params, RowSink each)
{
    Use const use{*this, query, params};
    Stopwatch watch{use.stats(), slowest};
    SqliteRow const row{use.stmt()};
    for (;;) {
        int const code = sqlite3_step(use.stmt());
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_ROW) fail(query.name, code);
        ++watch.rows;
        each(row);
    }
}

std::int64_t SqliteConnection::execute(Query const& query, Params params)
{
    Use const use{*this, query, params};
    Stopwatch watch{use.stats(), slowest};
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(use.stmt());
    if (code != SQLITE_DONE) fail(query.name, code);
    auto const touched = sqlite3_stmt_readonly(use.stmt()) ? 0 : sqlite3_changes64(db_);
    watch.rows = static_cast<std::uint64_t>(touched);
    return touched;
}

bool SqliteConnection::execute_unless_conflict(Query const& query, Params params)
{
    // A refused statement leaves nothing behind and the transaction goes on: no savepoint needed.
    try {
        execute(query, params);
        return true;
    } catch (Conflict const&) {
        return false;
    }
}

void SqliteConnection::script(std::string_view sql)
{
    int const code = sqlite3_exec(db_, std::string{sql}.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail("script", code);
}

void SqliteConnection::copy_to(std::filesystem::path const& file)
{
    // Unlike a copy page by page, this leaves out freed pages: what was deleted is not in the backup.
    static constexpr Query vacuum_into{"db.backup", "vacuum into $1"};
    script("pragma query_only = off");
    execute(vacuum_into, params(file.string()));
}

// Transactions

void SqliteConnection::begin_read()
{
    execute(begin_query, {});
}
void SqliteConnection::begin_write(Isolation)
{
    execute(begin_immediate_query, {});
}
void SqliteConnection::commit()
{
    execute(commit_query, {});
}
void SqliteConnection::savepoint()
{
    execute(savepoint_query, {});
}
void SqliteConnection::release()
{
    execute(release_query, {});
}

void SqliteConnection::rollback_to_savepoint()
{
    execute(rollback_to_query, {});
    execute(release_query, {});
}

void SqliteConnection::rollback() noexcept
{
    // Fails only where SQLite has rolled back by itself.
    if (in_transaction()) sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr);
}

// Copies beside a process that writes

namespace {

/// What a connection needs of an engine when it only copies: figures that nobody reads.
class Bystander final : public Engine {
public:
    using Engine::Engine;
    Dialect dialect() const override { return Dialect::sqlite; }
    Connection& borrow_reader() override { throw std::logic_error{"a copy reads through its own connection"}; }
    void return_reader(Connection&) noexcept override {}
    std::unique_ptr<Connection> extra_reader() override { return {}; }
    void submit(Write&) override { throw std::logic_error{"a copy does not write"}; }
    Connection& migrator() override { throw std::logic_error{"a copy does not migrate"}; }
    void start() override {}
};

}

void copy_sqlite_file(std::filesystem::path const& from, std::filesystem::path const& to, char const* vfs)
{
    SystemClock const clock;
    Bystander engine{clock};
    SqliteConnection{engine, from, SqliteConnection::Access::read, vfs}.copy_to(to);
}

}
