#include "postgres_connection.hpp"

#include "postgres_tools.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <deque>

namespace guildhall::db {

namespace {

/// One row of an answer in text form.
class PostgresRow final : public Row {
public:
    PostgresRow(PGresult const* answer, int row) : answer_{answer}, row_{row} {}
    bool is_null(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }
    std::int64_t integer(int column) const override
    {
        auto const shown = text(column);
        if (shown == "t") return 1;
        std::int64_t value = 0;
        std::from_chars(shown.data(), shown.data() + shown.size(), value);
        return value;
    }
    double real(int column) const override { return std::strtod(PQgetvalue(answer_, row_, column), nullptr); }
    std::string_view text(int column) const override
    {
        return {PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
    }
    std::string_view bytes(int column) const override
    {
        auto const shown = text(column);
        if (!shown.starts_with("\\x")) return shown;
        auto& out = unpacked_.emplace_back();
        out.reserve(shown.size() / 2);
        for (std::size_t i = 2; i + 1 < shown.size(); i += 2) {
            unsigned value = 0;
            std::from_chars(shown.data() + i, shown.data() + i + 2, value, 16);
            out += static_cast<char>(value);
        }
        return out;
    }

private:
    PGresult const* answer_;
    int row_;
    mutable std::deque<std::string> unpacked_; // views into it live as long as the row
};

/// Parameters as libpq wants them: numbers as text, so that the server may infer any number type; texts and bytes raw.
class Arguments {
public:
    explicit Arguments(Params params)
        : values_(params.size()), lengths_(params.size()), formats_(params.size()), numbers_(params.size())
    {
        for (std::size_t i = 0; i < params.size(); ++i)
            std::visit([&](auto const& value) { set(i, value); }, params[i]);
    }
    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] char const* const* values() const { return values_.data(); }
    [[nodiscard]] int const* lengths() const { return lengths_.data(); }
    [[nodiscard]] int const* formats() const { return formats_.data(); }

private:
    void set(std::size_t i, std::monostate) { values_[i] = nullptr; }
    void set(std::size_t i, std::int64_t value) { number(i, fmt::format_to(numbers_[i].data(), "{}", value)); }
    void set(std::size_t i, double value) { number(i, fmt::format_to(numbers_[i].data(), "{}", value)); }
    void set(std::size_t i, std::string_view value) { raw(i, value); }
    void set(std::size_t i, Bytes value) { raw(i, value.data); }
    void number(std::size_t i, char* end)
    {
        *end = '\0';
        values_[i] = numbers_[i].data();
    }
    void raw(std::size_t i, std::string_view value)
    {
        values_[i] = value.data() ? value.data() : "";
        lengths_[i] = static_cast<int>(value.size());
        formats_[i] = 1;
    }
    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<std::array<char, 40>> numbers_;
};

std::string_view field(PGresult const* answer, int code)
{
    auto const* text = answer ? PQresultErrorField(answer, code) : nullptr;
    return text ? std::string_view{text} : std::string_view{};
}

/// The server's words where they cannot hold a value that somebody typed: never for data errors (class 22) and
/// constraints (class 23), whose names say enough.
std::string_view safe_words(PGresult const* answer, std::string_view state)
{
    if (state.starts_with("23")) return field(answer, PG_DIAG_CONSTRAINT_NAME);
    if (state.starts_with("22")) return "a value does not fit its type";
    return field(answer, PG_DIAG_MESSAGE_PRIMARY);
}

bool is_collision(std::string_view state)
{
    return state == "40001" || state == "40P01";
}

constexpr Query begin_read_query{"db.begin", "begin isolation level repeatable read read only"};
constexpr Query begin_serialisable_query{"db.begin", "begin isolation level serializable"};
constexpr Query begin_committed_query{"db.begin", "begin isolation level read committed"};
constexpr Query commit_query{"db.commit", "commit"};

}

PostgresConnection::PostgresConnection(Engine& engine, std::string const& where)
    : Connection{engine}, where_{where}, connection_{PQconnectdb(where.c_str())}
{
    if (is_broken()) {
        auto const why = fmt::format("PostgreSQL cannot be reached: {}", PQerrorMessage(connection_));
        PQfinish(connection_);
        throw Fault{why};
    }
    PQsetNoticeProcessor(
        connection_, [](void*, char const*) {}, nullptr);
    PQsetClientEncoding(connection_, "UTF8");
}

PostgresConnection::~PostgresConnection()
{
    PQfinish(connection_);
}

void PostgresConnection::reconnect()
{
    PQreset(connection_);
    statements_.clear();
    if (is_broken()) throw Fault{fmt::format("PostgreSQL went away: {}", PQerrorMessage(connection_))};
    PQsetClientEncoding(connection_, "UTF8");
}

void PostgresConnection::fail(std::string_view what, PGresult const* answer)
{
    auto const state = field(answer, PG_DIAG_SQLSTATE);
    auto words = safe_words(answer, state);
    if (state.empty()) words = "the connection broke"; // libpq's own words fill four lines
    auto const text = fmt::format("{}: {} (PostgreSQL {})", what, words, state);
    if (is_collision(state)) {
        collided_ = true;
        throw Collision{text};
    }
    if (state == "23505") throw Conflict{text};
    throw Fault{text};
}

PostgresConnection::Answer PostgresConnection::command(char const* sql)
{
    Answer answer{PQexec(connection_, sql), PQclear};
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail("command", answer.get());
    return answer;
}

void PostgresConnection::script(std::string_view sql)
{
    command(std::string{sql}.c_str());
}

void PostgresConnection::copy_to(std::filesystem::path const& file)
{
    postgres_dump(where_, file);
}

// Statements

PostgresConnection::Statement const& PostgresConnection::find(Query const& query)
{
    auto const found = statements_.find(query.sql.data());
    if (found != statements_.end()) return found->second;
    auto name = fmt::format("q{}", statements_.size());
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the text of a Query is a literal, which ends in 0
    Answer const answer{PQprepare(connection_, name.c_str(), query.sql.data(), 0, nullptr), PQclear};
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail(query.name, answer.get());
    auto& stats = engine.metrics.of(query);
    return statements_.emplace(query.sql.data(), Statement{std::move(name), &stats}).first->second;
}

PostgresConnection::Answer PostgresConnection::ask(Query const& query, Statement const& statement, Params params)
{
    Arguments const arguments{params};
    Answer answer{PQexecPrepared(connection_, statement.name.c_str(), arguments.count(), arguments.values(),
                                 arguments.lengths(), arguments.formats(), 0),
                  PQclear};
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(query.name, answer.get());
    return answer;
}

void PostgresConnection::select(Query const& query, Params params, RowSink each)
{
    auto const& statement = find(query);
    Stopwatch watch{*statement.stats, slowest};
    auto const answer = ask(query, statement, params);
    int const rows = PQntuples(answer.get());
    watch.rows = static_cast<std::uint64_t>(rows);
    for (int row = 0; row < rows; ++row) each(PostgresRow{answer.get(), row});
}

std::int64_t PostgresConnection::execute(Query const& query, Params params)
{
    auto const& statement = find(query);
    Stopwatch watch{*statement.stats, slowest};
    auto const answer = ask(query, statement, params);
    std::string_view const touched = PQcmdTuples(answer.get());
    std::int64_t rows = 0;
    std::from_chars(touched.data(), touched.data() + touched.size(), rows);
    watch.rows = static_cast<std::uint64_t>(rows);
    return rows;
}

bool PostgresConnection::execute_unless_conflict(Query const& query, Params params)
{
    command("savepoint may_conflict");
    try {
        execute(query, params);
    } catch (Conflict const&) {
        command("rollback to may_conflict");
        command("release may_conflict");
        return false;
    }
    command("release may_conflict");
    return true;
}

// Transactions

/// Nothing has happened yet, so a connection that broke since it was last used is simply made anew.
void PostgresConnection::begin(Query const& query)
{
    try {
        execute(query, {});
    } catch (Fault const&) {
        if (!is_broken()) throw;
        reconnect();
        execute(query, {});
    }
}

void PostgresConnection::begin_read()
{
    begin(begin_read_query);
}

void PostgresConnection::begin_write(Isolation isolation)
{
    collided_ = false;
    begin(isolation == Isolation::serialisable ? begin_serialisable_query : begin_committed_query);
}

void PostgresConnection::commit()
{
    auto const& statement = find(commit_query);
    Stopwatch const watch{*statement.stats, slowest};
    auto const answer = ask(commit_query, statement, {});
    // After an error that somebody swallowed, the server answers "commit" with "rollback".
    if (std::string_view{PQcmdStatus(answer.get())} == "COMMIT") return;
    if (collided_) throw Collision{"db.commit: the transaction collided with another"};
    throw Fault{"db.commit: nothing was kept, because a statement in it had failed"};
}

void PostgresConnection::rollback() noexcept
{
    if (!in_transaction()) return;
    PQclear(PQexec(connection_, "rollback"));
}

}
