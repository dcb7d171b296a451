// One open PostgreSQL connection: statements prepared once, answers read in text form.
#pragma once

#include "engine.hpp"

#include <libpq-fe.h>

#include <unordered_map>

namespace guildhall::db {

class PostgresConnection final : public Connection {
public:
    PostgresConnection(Engine& engine, std::string const& where);
    ~PostgresConnection() override;

    Dialect dialect() const override { return Dialect::postgres; }
    void select(Query const& query, Params params, RowSink each) override;
    std::int64_t execute(Query const& query, Params params) override;
    bool execute_unless_conflict(Query const& query, Params params) override;
    void script(std::string_view sql) override;
    void copy_to(std::filesystem::path const& file) override;

    void begin_read() override;
    void begin_write(Isolation isolation) override;
    void commit() override;
    void rollback() noexcept override;
    bool in_transaction() const override { return PQtransactionStatus(connection_) != PQTRANS_IDLE; }

    /// The transaction collided with another, even if the closure swallowed the error.
    [[nodiscard]] bool collided() const { return collided_; }

    bool had_conflict = false; ///< the write in hand has met a unique index once already

private:
    void begin(Query const& query);
    using Answer = std::unique_ptr<PGresult, void (*)(PGresult*)>;
    struct Statement {
        std::string name;
        QueryStats* stats;
    };
    Statement const& find(Query const& query);
    Answer ask(Query const& query, Statement const& statement, Params params);
    Answer command(char const* sql);
    [[nodiscard]] bool is_broken() const { return PQstatus(connection_) != CONNECTION_OK; }
    void reconnect(); ///< throws Fault where the server is still away
    [[noreturn]] void fail(std::string_view what, PGresult const* answer);

    std::string where_;
    PGconn* connection_;
    std::unordered_map<char const*, Statement> statements_; // by the address of the literal
    bool collided_ = false;
};

}
