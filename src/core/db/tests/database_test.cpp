#include <db/database.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

constexpr char tables[] = R"sql(
    create table counter (name @text primary key, value @int not null);
    create table note (id @id primary key, body @text, data @bytes, size @real, seen @bool not null, at @time not null);
)sql";

std::vector<Migration> test_migrations()
{
    return {{"test", "0001_tables.sql", tables}};
}

constexpr Query insert_counter{"test.insert_counter", "insert into counter (name, value) values ($1, $2)"};
constexpr Query add{"test.add", "update counter set value = value + $2 where name = $1"};
constexpr Query value_of{"test.value_of", "select value from counter where name = $1"};
constexpr Query insert_note{"test.insert_note", R"sql(
    insert into note (id, body, data, size, seen, at) values ($1, $2, $3, $4, $5, $6))sql"};
constexpr Query all_notes{"test.all_notes", "select id, body, data, size, seen, at from note order by id"};

std::optional<int> counter(Database& database, std::string_view name)
{
    return database.read([&](Snapshot& s) { return s.value<int>(value_of, name); });
}

enum class No { no };

}

TEST_CASE("db: a damaged database is told in plain words with the remedy")
{
    TestFolder const folder;
    std::ofstream{folder.path() / "council.db"} << std::string(8192, 'x');
    SystemClock const clock;
    auto const migrations = test_migrations();
    auto const open = [&] {
        Database const database{{.folder = folder.path(), .master_key = std::string(32, 'k')}, migrations, clock};
    };
    CHECK_THROWS_WITH(open(), doctest::Contains("is damaged"));
    CHECK_THROWS_WITH(open(), doctest::Contains("guildhall restore"));
}

TEST_CASE("db: what was written is read back, type by type")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    std::string const data{"\x00\xff\x01", 3};
    test->write(Actor::system(),
                [&](Tx& tx) {
                    tx.run(insert_note, 1, "Bins & \"bags\"", Bytes{data}, 2.5, true, tx.now());
                    tx.run(insert_note, 2, nullptr, std::optional<Bytes>{}, std::optional<double>{}, false, Time{});
                })
        .wait();

    auto const seen = test->read([](Snapshot& s) {
        return s.all(all_notes, [](Row const& row) {
            return std::tuple{row.get<std::optional<std::string>>(1), std::string{row.bytes(2)},
                              row.get<std::optional<double>>(3), row.get<bool>(4), row.get<Time>(5)};
        });
    });
    REQUIRE(seen.size() == 2);
    CHECK(seen[0] ==
          std::tuple{std::optional<std::string>{"Bins & \"bags\""}, data, std::optional{2.5}, true, test.clock.now()});
    CHECK(seen[1] == std::tuple{std::optional<std::string>{}, std::string{}, std::optional<double>{}, false, Time{}});
}

TEST_CASE("db: parameters are bound by their number, not by where they appear")
{
    TestDatabase test;
    static constexpr Query swapped{"test.swapped",
                                   "select cast($2 as varchar(9)), cast($1 as varchar(9)), cast($2 as varchar(9))"};
    auto const row = test->read([](Snapshot& s) {
        return s.one(
            swapped, [](Row const& r) { return r.get<std::string>(0) + r.get<std::string>(1) + r.get<std::string>(2); },
            "one", "two");
    });
    CHECK(row == "twoonetwo");
}

TEST_CASE("db: a wrong number of parameters is a fault that names the query")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    CHECK_THROWS_AS(test->read([](Snapshot& s) { return s.value<int>(value_of); }), Fault);
    try {
        test->read([](Snapshot& s) { return s.value<int>(value_of, "secret-value", 2); });
        FAIL("no fault");
    } catch (Fault const& fault) {
        std::string const what = fault.what();
        CHECK(what.find("test.value_of") != std::string::npos);
        CHECK(what.find("secret-value") == std::string::npos);
    }
}

TEST_CASE("db: a refusal leaves nothing behind unless it is kept, and an exception leaves nothing")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    test->write(Actor::system(), [](Tx& tx) { tx.run(insert_counter, "a", 0); }).wait();

    auto const refused = test->write(Actor::system(),
                                     [](Tx& tx) -> Result<int, No> {
                                         tx.run(add, "a", 1);
                                         tx.append({.type = "test.refused"});
                                         return Refused{No::no};
                                     })
                             .wait();
    CHECK(refused.error() == No::no);
    CHECK(counter(*test, "a") == 0);

    auto const kept = test->write(Actor::system(),
                                  [](Tx& tx) -> Result<int, No> {
                                      tx.run(add, "a", 1);
                                      tx.keep();
                                      return Refused{No::no};
                                  })
                          .wait();
    CHECK(kept.error() == No::no);
    CHECK(counter(*test, "a") == 1);

    CHECK_THROWS_AS(test->write(Actor::system(),
                                [](Tx& tx) {
                                    tx.run(add, "a", 10);
                                    throw std::domain_error{"no"};
                                })
                        .wait(),
                    std::domain_error);
    CHECK(counter(*test, "a") == 1);
}

TEST_CASE("db: a unique index is a conflict; asked for, the transaction goes on")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    auto insert = [](Tx& tx) { tx.run(insert_counter, "personal-name", 1); };
    test->write(Actor::system(), insert).wait();
    try {
        test->write(Actor::system(), insert).wait();
        FAIL("no conflict");
    } catch (Conflict const& conflict) {
        std::string const what = conflict.what();
        CHECK(what.find("test.insert_counter") != std::string::npos);
        CHECK(what.find("personal-name") == std::string::npos);
    }
    bool const inserted = test->write(Actor::system(),
                                      [](Tx& tx) {
                                          bool const first = tx.insert_or_conflict(insert_counter, "personal-name", 1);
                                          bool const second = tx.insert_or_conflict(insert_counter, "other", 1);
                                          return !first && second;
                                      })
                              .wait();
    CHECK(inserted);
    CHECK(counter(*test, "other") == 1);
}

TEST_CASE("db: a write inside a write is refused, a read inside a write sees what was written")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    CHECK_THROWS_AS(test->write(Actor::system(), [&](Tx&) { test->write(Actor::system(), [](Tx&) {}).wait(); }).wait(),
                    std::logic_error);
    auto const seen = test->write(Actor::system(),
                                  [&](Tx& tx) {
                                      tx.run(insert_counter, "a", 7);
                                      return counter(*test, "a");
                                  })
                          .wait();
    CHECK(seen == 7);
}

TEST_CASE("db: a read sees one state, and a read inside it the same one")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    test->write(Actor::system(), [](Tx& tx) { tx.run(insert_counter, "a", 0); }).wait();
    test->read([&](Snapshot& s) {
        CHECK(s.value<int>(value_of, "a") == 0);
        std::thread{[&] { test->write(Actor::system(), [](Tx& tx) { tx.run(add, "a", 1); }).wait(); }}.join();
        CHECK(s.value<int>(value_of, "a") == 0);
        CHECK(counter(*test, "a") == 0);
    });
    CHECK(counter(*test, "a") == 1);
}

TEST_CASE("db: a query that is run again inside its own rows keeps both places")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    test->write(Actor::system(),
                [](Tx& tx) {
                    for (int i = 1; i <= 3; ++i) tx.run(insert_note, i, "x", Bytes{""}, 0.0, false, tx.now());
                })
        .wait();
    int pairs = 0;
    test->read([&](Snapshot& s) {
        s.for_each(all_notes, [&](Row const&) { s.for_each(all_notes, [&](Row const&) { ++pairs; }); });
    });
    CHECK(pairs == 9);
}

TEST_CASE("db: what was committed is there after a restart")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    test->write(Actor::system(), [](Tx& tx) { tx.run(insert_counter, "a", 5); }).wait();
    test.reopen();
    CHECK(counter(*test, "a") == 5);
}

TEST_CASE("db: with many writers, refusals and exceptions, the sum is what was acknowledged")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    test->write(Actor::system(), [](Tx& tx) { tx.run(insert_counter, "a", 0); }).wait();
    std::atomic<int> acknowledged{0};
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        threads.emplace_back([&, seed]() mutable {
            for (int i = 0; i < 40; ++i) {
                seed = seed * 1103515245u + 12345u;
                auto const fate = (seed >> 16) % 4;
                try {
                    auto const result = test->write(Actor::system(),
                                                    [&](Tx& tx) -> Result<int, No> {
                                                        tx.run(add, "a", 1);
                                                        tx.append({.type = "test.added", .stream = 1});
                                                        if (fate == 0) return Refused{No::no};
                                                        if (fate == 1) throw std::runtime_error{"thrown"};
                                                        return 1;
                                                    })
                                            .wait();
                    if (result) ++acknowledged;
                } catch (std::runtime_error const& error) {
                    CHECK(std::string{error.what()} == "thrown");
                }
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(counter(*test, "a") == acknowledged.load());
    CHECK(test->read([](Snapshot& s) { return events_of(s, 1).size(); }) ==
          static_cast<std::size_t>(acknowledged.load()));
}

TEST_CASE("db: a second program on one council is refused in plain words")
{
    TestDatabase test;
    if (test->is_postgres()) return;
    try {
        Database second{test.options(), {}, test.clock};
        FAIL("opened twice");
    } catch (Fault const& fault) {
        CHECK(std::string{fault.what()}.starts_with("Another Guildhall is using"));
    }
}

TEST_CASE("db: queries are counted for each thread")
{
    auto const migrations = test_migrations();
    TestDatabase test{migrations};
    auto const count = count_queries([&] {
        test->read([](Snapshot& s) {
            s.value<int>(value_of, "a");
            s.value<int>(value_of, "b");
        });
    });
    CHECK(count == 2);
}

TEST_CASE("database: the planner is asked about statements as they ran, and about keys that point at other tables")
{
    std::vector<Migration> const shops{{"shop", "0001_shop.sql", R"sql(
        create table shop (id @id primary key, town @text not null);
        create table sale (id @id primary key, shop @id not null references shop (id), price @int not null);
        create index sale_price on sale (price);)sql"}};
    static constexpr Query by_id{"shop.by_id", "select town from shop where id = $1"};
    static constexpr Query by_town{"shop.by_town", "select s.id from shop s where s.town = $1"};
    static constexpr Query by_price{"shop.by_price", "select id from sale where price > $1 order by price"};
    TestDatabase database{shops};
    auto const run = [&](Query const& query) {
        database->read([&](Snapshot& s) {
            s.for_each(
                query, [](Row const&) {}, 1);
        });
    };
    run(by_id);
    run(by_price);
    if (database->is_postgres()) {
        CHECK(whole_reads(*database).empty());
        return;
    }
    std::vector<std::string> const key{"sale.shop: a foreign key without an index"};
    CHECK(whole_reads(*database) == key);
    run(by_town);
    CHECK(whole_reads(*database) == std::vector{key[0], std::string{"shop.by_town reads all of shop"}});
    CHECK(whole_reads(*database, {"shop"}) == key);
    CHECK(whole_reads(*database, {"shop.by_town"}) == key);
}
