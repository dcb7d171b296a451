// Asks SQLite's planner about statements as they were run, so that no test keeps a copy that drifts away.
#include "engine.hpp"

#include <db/testing.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <regex>
#include <set>

namespace guildhall::db {

namespace {

constexpr Query list_tables{"test.tables", "select name from sqlite_schema where type = 'table'"};
constexpr Query foreign_keys{"test.foreign_keys", "select \"from\" from pragma_foreign_key_list($1)"};
constexpr Query first_columns{"test.first_columns", R"sql(
    select i.name from pragma_index_list($1) l, pragma_index_info(l.name) i where i.seqno = 0)sql"};

/// Nobody waits for these with a page: they run once, when a database is opened.
constexpr std::array<std::string_view, 3> run_at_start{"db.free_jobs_in_hand", "db.last_event", "db.list_migrations"};
/// Of part of a table, and read from end to end on purpose: one row for each person who was forgotten.
constexpr std::string_view small_index = "event_forgotten";

class Planner {
public:
    explicit Planner(Database& database) : engine_{database.engine()}, connection_{engine_.extra_reader()}
    {
        connection_->begin_read();
        auto const tables = texts(list_tables, {}, 0);
        tables_.insert(tables.begin(), tables.end());
    }
    ~Planner() { connection_->rollback(); }
    Planner(Planner const&) = delete;

    /// Tables that the statement reads from end to end.
    std::set<std::string> scanned(std::string const& sql)
    {
        static std::regex const scan{R"(SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?.*)"};
        std::set<std::string> found;
        std::smatch match;
        for (auto const& step : plan_of(sql))
            if (std::regex_match(step, match, scan) && match.str(2) != small_index)
                if (auto const table = table_named(match[1], sql); !table.empty()) found.insert(table);
        return found;
    }
    std::vector<std::string> unindexed_keys()
    {
        std::vector<std::string> found;
        for (auto const& table : tables_) {
            auto const name = params(std::string_view{table});
            auto const indexed = texts(first_columns, name, 0);
            for (auto const& column : texts(foreign_keys, name, 0))
                if (std::ranges::find(indexed, column) == indexed.end())
                    found.push_back(fmt::format("{}.{}: a foreign key without an index", table, column));
        }
        return found;
    }

private:
    std::vector<std::string> plan_of(std::string const& sql)
    {
        auto query = list_tables; // its text is replaced: only literals become queries elsewhere
        query.name = "test.explain";
        query.sql = kept_.emplace_back("explain query plan " + sql);
        std::size_t count = 0;
        static std::regex const parameter{R"(\$(\d+))"};
        for (std::sregex_iterator at{sql.begin(), sql.end(), parameter}, end; at != end; ++at)
            count = std::max<std::size_t>(count, std::stoul((*at)[1]));
        std::vector<Param> const nulls(count);
        return texts(query, nulls, 3);
    }
    /// A plan names tables by their alias. "" for what is no table, such as a step of a recursive query.
    std::string table_named(std::string const& name, std::string const& sql) const
    {
        if (tables_.contains(name)) return name;
        std::smatch match;
        std::regex const alias{R"((?:from|join)\s+(\w+)\s+(?:as\s+)?)" + name + R"(\b)"};
        bool const found = std::regex_search(sql, match, alias) && tables_.contains(match[1]);
        return found ? std::string{match[1]} : std::string{};
    }
    std::vector<std::string> texts(Query const& query, Params params, int column)
    {
        std::vector<std::string> found;
        auto add = [&](Row const& row) { found.push_back(row.get<std::string>(column)); };
        connection_->select(query, params,
                            RowSink{&add, [](void* f, Row const& row) { (*static_cast<decltype(add)*>(f))(row); }});
        return found;
    }
    Engine& engine_;
    std::unique_ptr<Connection> connection_;
    std::set<std::string> tables_;
    std::deque<std::string> kept_; ///< statements are views, and are remembered by where they stand
};

}

std::vector<std::string> whole_reads(Database& database, std::initializer_list<std::string_view> expected)
{
    if (database.is_postgres()) return {};
    auto const is_expected = [&](std::string_view name) { return std::ranges::find(expected, name) != expected.end(); };
    Planner planner{database};
    auto found = planner.unindexed_keys();
    for (auto const& [name, sql] : database.engine().metrics.statements()) {
        bool const is_elsewhere = name.starts_with("keys."); // their store has one table, read by its key
        if (is_elsewhere || std::ranges::find(run_at_start, name) != run_at_start.end() || name.starts_with("test.") ||
            is_expected(name))
            continue;
        for (auto const& table : planner.scanned(sql))
            if (!is_expected(table)) found.push_back(fmt::format("{} reads all of {}", name, table));
    }
    return found;
}

}
