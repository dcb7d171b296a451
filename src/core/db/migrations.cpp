#include "engine.hpp"

#include <db/migrations.hpp>

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

GUILDHALL_EMBEDDED(db_migrations)

namespace guildhall::db {

std::vector<Migration> migrations_of(std::string const& room, std::span<base::EmbeddedFile const> files)
{
    std::vector<Migration> found;
    for (auto const& file : files) found.push_back({room, std::string{file.name}, file.bytes});
    std::ranges::sort(found, {}, &Migration::name);
    return found;
}

std::vector<Migration> core_migrations()
{
    return migrations_of("db", embedded::db_migrations());
}

// Translating

namespace {

struct TypeWord {
    std::string_view ours, sqlite, postgres;
};
constexpr TypeWord type_words[] = {
    {"@id", "integer", "bigint"},          {"@int", "integer", "bigint"},           {"@bool", "integer", "bigint"},
    {"@time", "integer", "bigint"},        {"@text", "text", "text collate \"C\""}, {"@bytes", "blob", "bytea"},
    {"@real", "real", "double precision"},
};

std::string_view type_of(std::string_view word, Dialect dialect)
{
    auto const* found = std::ranges::find(type_words, word, &TypeWord::ours);
    if (found == std::end(type_words)) throw Fault{fmt::format("A migration uses an unknown type word: {}", word)};
    return dialect == Dialect::sqlite ? found->sqlite : found->postgres;
}

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool same_word(std::string_view a, std::string_view lower)
{
    return std::ranges::equal(a, lower, {}, [](char c) { return std::tolower(static_cast<unsigned char>(c)); });
}

/// Walks over SQL once: comments and quoted text are copied, type words replaced, tables made STRICT.
class Translation {
public:
    Translation(std::string_view sql, Dialect dialect) : sql_{sql}, dialect_{dialect} {}

    std::string run()
    {
        while (at_ < sql_.size()) {
            if (sql_.substr(at_).starts_with("--"))
                copy_to(sql_.find('\n', at_));
            else if (sql_[at_] == '\'' || sql_[at_] == '"')
                copy_to(sql_.find(sql_[at_], at_ + 1));
            else if (sql_[at_] == '@')
                out_ += type_of(take_word(), dialect_);
            else if (is_word(sql_[at_]))
                word(take_word());
            else
                symbol(sql_[at_++]);
        }
        return std::move(out_);
    }

private:
    void copy_to(std::size_t end)
    {
        auto const next = end == std::string_view::npos ? sql_.size() : end + 1;
        out_ += sql_.substr(at_, next - at_);
        at_ = next;
    }
    std::string_view take_word()
    {
        auto const start = at_++;
        while (at_ < sql_.size() && is_word(sql_[at_])) ++at_;
        return sql_.substr(start, at_ - start);
    }
    void word(std::string_view word)
    {
        if (depth_ == 0 && same_word(word, "table") && after_create_) in_table_ = true;
        after_create_ = same_word(word, "create");
        out_ += word;
    }
    void symbol(char c)
    {
        if (c == '(') ++depth_;
        if (c == ')') --depth_;
        out_ += c;
        if (c == ')' && depth_ == 0 && std::exchange(in_table_, false) && dialect_ == Dialect::sqlite) {
            auto const next = sql_.find_first_not_of(" \t\r\n", at_);
            bool const more_options = next != std::string_view::npos && sql_[next] != ';';
            out_ += more_options ? " strict," : " strict";
        }
    }

    std::string_view sql_;
    Dialect dialect_;
    std::string out_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool after_create_ = false;
    bool in_table_ = false;
};

}

std::string translate(std::string_view sql, Dialect dialect)
{
    return Translation{sql, dialect}.run();
}

// Running

namespace {

constexpr char migration_table[] = R"sql(
    create table if not exists migration (
        room @text not null, name @text not null, hash @text not null, at @time not null, primary key (room, name)))sql";

constexpr Query list_migrations{"db.list_migrations", "select room, name, hash from migration"};
constexpr Query note_migration{"db.note_migration",
                               "insert into migration (room, name, hash, at) values ($1, $2, $3, $4)"};

std::string hash_of(std::string_view text)
{
    Hash hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       nullptr, 0);
    std::string hex(2 * hash.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

bool is_for(Dialect dialect, std::string_view name)
{
    return !name.ends_with(dialect == Dialect::sqlite ? ".postgres.sql" : ".sqlite.sql");
}

template <class F> void in_transaction(Connection& connection, F&& f)
{
    connection.begin_write(Isolation::serialisable);
    try {
        f();
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

void apply(Connection& connection, Migration const& migration, Time now)
{
    try {
        in_transaction(connection, [&] {
            connection.script(translate(migration.sql, connection.dialect()));
            connection.execute(note_migration, params(migration.room, migration.name, hash_of(migration.sql), now));
        });
    } catch (Fault const& fault) {
        throw Fault{fmt::format("The migration {}/{} failed and nothing of it was kept. {}", migration.room,
                                migration.name, fault.what())};
    }
}

}

void migrate(Connection& connection, std::span<Migration const> migrations, Time now)
{
    in_transaction(connection, [&] { connection.script(translate(migration_table, connection.dialect())); });

    std::map<std::pair<std::string, std::string>, std::string> done;
    auto note = [&](Row const& row) {
        done[{row.get<std::string>(0), row.get<std::string>(1)}] = row.get<std::string>(2);
    };
    connection.select(list_migrations, {},
                      RowSink{&note, [](void* f, Row const& row) { (*static_cast<decltype(note)*>(f))(row); }});

    for (auto const& migration : migrations) {
        if (!is_for(connection.dialect(), migration.name)) continue;
        auto const found = done.find({migration.room, migration.name});
        if (found == done.end()) {
            apply(connection, migration, now);
        } else if (found->second != hash_of(migration.sql)) {
            throw Fault{
                fmt::format("The migration {}/{} was changed after this database ran it. Put the old file back and "
                            "write a new migration instead.",
                            migration.room, migration.name)};
        }
    }
}

}
