#include "engine.hpp"

#include <db/testing.hpp>

#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::db;

namespace {

constexpr Query insert_int{"test.insert_int", "insert into t (a) values ($1)"};
constexpr Query sum_of_ints{"test.sum", "select sum(a) from t"};
constexpr Query sorted{"test.sorted", "select body from word order by body"};
constexpr Query insert_word{"test.insert_word", "insert into word (body) values ($1)"};

}

TEST_CASE("migrations: type words are the engine's own, tables are strict on SQLite, quotes and comments stay")
{
    auto const* const ours = R"sql(-- a table @text
create table t (id @id primary key, body @text not null check (body <> '@text ;('), data @bytes, size @real);
create index i on t (body);
create table if not exists u (a @int, b @bool, c @time, primary key (a, b)) without rowid;)sql";
    CHECK(translate(ours, Dialect::sqlite) == R"sql(-- a table @text
create table t (id integer primary key, body text not null check (body <> '@text ;('), data blob, size real) strict;
create index i on t (body);
create table if not exists u (a integer, b integer, c integer, primary key (a, b)) strict, without rowid;)sql");
    CHECK(translate("create table t (id @id, body @text, data @bytes, size @real);", Dialect::postgres) ==
          R"(create table t (id bigint, body text collate "C", data bytea, size double precision);)");
    CHECK_THROWS_AS(translate("create table t (a @integer)", Dialect::sqlite), Fault);
}

TEST_CASE("migrations: each runs once, new ones are added, a changed one is refused")
{
    std::vector<Migration> migrations{{"test", "0001_t.sql", "create table t (a @int);"}};
    TestDatabase test{migrations};
    test->write(Actor::system(), [](Tx& tx) { tx.run(insert_int, std::int64_t{1} << 40); }).wait();
    test.reopen();
    test.close();

    migrations.push_back({"test", "0002_u.sql", "create table u (a @int); insert into t (a) values (2);"});
    {
        Database later{test.options(), migrations, test.clock};
        auto const sum = later.read([](Snapshot& s) { return s.value<std::int64_t>(sum_of_ints); });
        CHECK(sum == (std::int64_t{1} << 40) + 2);
    }
    migrations[0].sql = "create table t (a @int, b @int);";
    try {
        Database changed{test.options(), migrations, test.clock};
        FAIL("accepted");
    } catch (Fault const& fault) {
        CHECK(std::string{fault.what()}.find("test/0001_t.sql was changed") != std::string::npos);
    }
}

TEST_CASE("migrations: one that fails leaves nothing behind")
{
    TestDatabase test;
    test.close();
    std::vector<Migration> migrations{{"test", "0001_t.sql", "create table t (a @int); create table t (a @int);"}};
    CHECK_THROWS_AS((Database{test.options(), migrations, test.clock}), Fault);
    migrations[0].sql = "create table t (a @int);";
    Database mended{test.options(), migrations, test.clock};
    mended.write(Actor::system(), [](Tx& tx) { tx.run(insert_int, 1); }).wait();
}

TEST_CASE("migrations: a file may be for one engine only, and files run in order")
{
    base::EmbeddedFile const files[]{{"0002_b.sql", "insert into t (a) values (5);"},
                                     {"0001_a.postgres.sql", "create table t (a @int);"},
                                     {"0001_a.sqlite.sql", "create table t (a @int);"}};
    auto const migrations = migrations_of("test", files);
    TestDatabase test{migrations};
    CHECK(test->read([](Snapshot& s) { return s.value<int>(sum_of_ints); }) == 5);
}

TEST_CASE("db: text sorts by its bytes on both engines")
{
    std::vector<Migration> const migrations{{"test", "0001_word.sql", "create table word (body @text not null);"}};
    TestDatabase test{migrations};
    test->write(Actor::system(),
                [](Tx& tx) {
                    for (auto const* word : {"b", "a", "B", "é", "_"}) tx.run(insert_word, word);
                })
        .wait();
    auto const words =
        test->read([](Snapshot& s) { return s.all(sorted, [](Row const& r) { return r.get<std::string>(0); }); });
    CHECK(words == std::vector<std::string>{"B", "_", "a", "b", "é"});
}
