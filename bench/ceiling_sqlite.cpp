// The ceiling for durable submissions: SQLite writing the rows of a submission and of its mail in group commits,
// without HTTP, pages, sealing, checks or sending.
//   ceiling_sqlite DATABASE COUNT GROUP
// DATABASE is a copy of a council's, so tables and indexes are the same. The rows of its newest case are written again
// and again under new ids, GROUP submissions in one transaction, each commit synced (WAL, synchronous=FULL).
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;
using Value = std::unique_ptr<sqlite3_value, Close>;

void must(sqlite3* db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db));
}

Statement prepare(sqlite3* db, std::string const& sql)
{
    sqlite3_stmt* statement = nullptr;
    must(db, sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr));
    return Statement{statement};
}

std::int64_t number(sqlite3* db, std::string const& sql)
{
    auto const statement = prepare(db, sql);
    must(db, sqlite3_step(statement.get()));
    return sqlite3_column_int64(statement.get(), 0);
}

/// A row to be written again: its values, and the columns that must be new each time.
struct Row {
    Statement insert;
    std::vector<Value> values;
    std::vector<int> counters; ///< columns that count up
    int reference = -1;        ///< column of text that must be unique
};

/// Every row that `where` finds in `table`.
std::vector<Row> rows_of(sqlite3* db, std::string const& table, std::string const& where)
{
    std::vector<Row> rows;
    auto const found = prepare(db, "select * from " + table + " where " + where);
    while (sqlite3_step(found.get()) == SQLITE_ROW) {
        Row row;
        std::string marks;
        for (int i = 0; i < sqlite3_column_count(found.get()); ++i) {
            std::string const name = sqlite3_column_name(found.get(), i);
            if (name == "id" || name == "position" || name == "event") row.counters.push_back(i);
            if (name == "reference") row.reference = i;
            row.values.emplace_back(sqlite3_value_dup(sqlite3_column_value(found.get(), i)));
            marks += i ? ",?" : "?";
        }
        row.insert = prepare(db, "insert into " + table + " values (" + marks + ")");
        rows.push_back(std::move(row));
    }
    return rows;
}

void write(sqlite3* db, Row& row, std::int64_t fresh)
{
    auto* const insert = row.insert.get();
    for (std::size_t i = 0; i < row.values.size(); ++i)
        sqlite3_bind_value(insert, static_cast<int>(i) + 1, row.values[i].get());
    for (int const column : row.counters) sqlite3_bind_int64(insert, column + 1, fresh);
    char reference[16];
    if (row.reference >= 0) {
        std::snprintf(reference, sizeof reference, "%011llX",
                      static_cast<unsigned long long>(fresh * 2654435761U & 0xFFFFFFFFFFF));
        sqlite3_bind_text(insert, row.reference + 1, reference, -1, SQLITE_STATIC);
    }
    must(db, sqlite3_step(insert));
    sqlite3_reset(insert);
}

double run(sqlite3* db, int count, int group)
{
    auto const submission = number(db, "select submission from case_record order by id desc limit 1");
    auto const one = number(db, "select id from case_record order by id desc limit 1");
    std::vector<Row> rows;
    auto const add = [&](std::string const& table, std::string const& where) {
        for (auto& row : rows_of(db, table, where)) rows.push_back(std::move(row));
    };
    add("form_submission", "id = " + std::to_string(submission));
    add("case_record", "id = " + std::to_string(one));
    add("event", "stream in (" + std::to_string(submission) + ", " + std::to_string(one) + ")");
    add("notify_outbox", "stream = " + std::to_string(one));
    auto const mark = prepare(db, "update form_draft set reference = ?1, updated_at = updated_at + 1 where id = ?2");
    std::vector<std::int64_t> drafts;
    auto const all = prepare(db, "select id from form_draft");
    while (sqlite3_step(all.get()) == SQLITE_ROW) drafts.push_back(sqlite3_column_int64(all.get(), 0));
    std::fprintf(stderr, "rows of a submission: %zu inserted, %d updated\n", rows.size(), drafts.empty() ? 0 : 1);

    auto fresh = number(db, "select max((select max(id) from case_record), (select max(id) from event), (select "
                            "max(id) from form_submission))");
    auto const begin = prepare(db, "begin immediate");
    auto const commit = prepare(db, "commit");
    auto const step = [&](Statement const& statement) {
        must(db, sqlite3_step(statement.get()));
        sqlite3_reset(statement.get());
    };
    auto const start = std::chrono::steady_clock::now();
    for (int done = 0; done < count;) {
        step(begin);
        for (int i = 0; i < group && done < count; ++i, ++done) {
            for (auto& row : rows) write(db, row, ++fresh);
            if (drafts.empty()) continue;
            sqlite3_bind_text(mark.get(), 1, "7HK29QF3MTX", -1, SQLITE_STATIC);
            sqlite3_bind_int64(mark.get(), 2, drafts[static_cast<std::size_t>(done) % drafts.size()]);
            step(mark);
        }
        step(commit);
    }
    return count / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}

int main(int count, char** words)
{
    if (count != 4) {
        std::fputs("usage: ceiling_sqlite DATABASE COUNT GROUP\n", stderr);
        return 2;
    }
    try {
        sqlite3* opened = nullptr;
        must(opened, sqlite3_open_v2(words[1], &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
        Handle const db{opened};
        for (auto const* setting :
             {"pragma journal_mode=wal", "pragma synchronous=full", "pragma wal_autocheckpoint=1000"})
            must(opened, sqlite3_exec(opened, setting, nullptr, nullptr, nullptr));
        std::printf("ceiling_submissions_per_second %.1f\n", run(opened, std::atoi(words[2]), std::atoi(words[3])));
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
