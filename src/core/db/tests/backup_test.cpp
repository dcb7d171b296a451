#include <db/backup.hpp>
#include <db/blobs.hpp>
#include <db/metrics.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

std::vector<Migration> tables()
{
    return {{"test", "0001_answer.sql", "create table answer (subject @id primary key, sealed @bytes not null);"}};
}

constexpr Query insert_answer{"test.insert_answer", "insert into answer (subject, sealed) values ($1, $2)"};
constexpr Query find_answer{"test.find_answer", "select sealed from answer where subject = $1"};
constexpr Query count_answers{"test.count_answers", "select count(*) from answer"};

void answer(Database& database, SubjectId subject)
{
    database
        .write(Actor::system(),
               [&](Tx& tx) {
                   auto const sealed = tx.seal(subject, "secret");
                   tx.run(insert_answer, subject, Bytes{sealed});
                   tx.append({.type = "form.submitted", .stream = subject.value});
               })
        .wait();
}

std::optional<std::string> read_answer(Database& database, SubjectId subject)
{
    return database.read([&](Snapshot& s) -> std::optional<std::string> {
        auto const sealed = s.one(
            find_answer, [](Row const& row) { return std::string{row.bytes(0)}; }, subject);
        return sealed ? s.unseal(*sealed) : std::nullopt;
    });
}

}

TEST_CASE("backup: taken while people write, restored elsewhere, and whoever was forgotten stays forgotten")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    TestFolder folder;
    BackupPlace const place{folder.path() / "backup", folder.path() / "keys"};
    BlobStore blobs{folder.path() / "blobs"};
    auto const photo = blobs.put("a photo");
    answer(*test, SubjectId{1});
    answer(*test, SubjectId{2});
    answer(*test, SubjectId{3});
    test->write(Actor::system(), [](Tx& tx) { tx.forget(SubjectId{1}); }).wait();

    std::atomic<bool> stop{false};
    std::thread writer{[&] {
        for (int i = 100; !stop; ++i) answer(*test, SubjectId{i});
    }};
    backup_to(*test, place, folder.path() / "blobs");
    stop = true;
    writer.join();
    CHECK_THROWS_AS(backup_to(*test, place), Fault);

    // Forgotten after the backup: the surviving key store is the one that knows.
    test->write(Actor::system(), [](Tx& tx) { tx.forget(SubjectId{2}); }).wait();

    TestDatabase target{TestDatabase::empty};
    restore_from(place, target.options(), folder.path() / "restored");
    CHECK_THROWS_AS(restore_from(place, target.options()), Fault);
    Database restored{target.options(), migrations, test.clock};
    CHECK(read_answer(restored, SubjectId{1}) == std::nullopt);
    CHECK(read_answer(restored, SubjectId{3}) == "secret");
    CHECK(BlobStore{folder.path() / "restored"}.get(photo) == "a photo");
    auto const [count, broken] = restored.read([](Snapshot& s) {
        return std::pair{s.value<int>(count_answers).value_or(0), first_broken_link(s)};
    });
    CHECK(count >= 3);
    CHECK(broken == 0);
    answer(restored, SubjectId{9});
    CHECK(read_answer(restored, SubjectId{9}) == "secret");
}

TEST_CASE("backup: a key store that survived knows who was forgotten since, and consumers are told again")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    if (test->is_postgres()) return; // there the two stores are two databases, and the same code runs at the opening
    TestFolder folder;
    BackupPlace const place{folder.path() / "backup", {}};
    answer(*test, SubjectId{1});
    answer(*test, SubjectId{2});
    backup_to(*test, place);
    test->write(Actor::system(), [](Tx& tx) { tx.forget(SubjectId{2}); }).wait();
    test.close();
    for (auto const* file : {"council.db", "council.db-wal", "council.db-shm"}) {
        std::filesystem::remove(test.options().folder / file);
    }
    restore_from(place, test.options());
    test.reopen();
    CHECK(read_answer(*test, SubjectId{1}) == "secret");
    CHECK(read_answer(*test, SubjectId{2}) == std::nullopt);
    auto const events = test->read([](Snapshot& s) { return events_of(s, 2); });
    REQUIRE(events.size() == 2);
    CHECK(events[1].type == "subject.forgotten");
}

TEST_CASE("backup: taken beside the process that has the council open, and once more when none has")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    TestFolder folder;
    std::atomic<bool> stop{false};
    answer(*test, SubjectId{1});
    std::thread writer{[&] {
        for (int i = 100; !stop; ++i) answer(*test, SubjectId{i});
    }};
    BackupPlace const beside{folder.path() / "beside", folder.path() / "beside-keys"};
    backup_to(test.options(), beside);
    stop = true;
    writer.join();
    test.close();
    BackupPlace const after{folder.path() / "after", folder.path() / "after-keys"};
    backup_to(test.options(), after);
    test.reopen();

    for (auto const& place : {beside, after}) {
        TestDatabase target{TestDatabase::empty};
        restore_from(place, target.options());
        Database restored{target.options(), migrations, test.clock};
        CHECK(read_answer(restored, SubjectId{1}) == "secret");
        CHECK(restored.read([](Snapshot& s) { return first_broken_link(s); }) == 0);
    }
}

TEST_CASE("metrics: queries are counted by name, without their values")
{
    auto const migrations = tables();
    TestDatabase test{migrations};
    answer(*test, SubjectId{1});
    for (int i = 0; i < 3; ++i) read_answer(*test, SubjectId{1});
    auto const text = metrics(*test);
    CHECK(text.find("guildhall_db_queries_total{query=\"test.find_answer\"} 3\n") != std::string::npos);
    CHECK(text.find("guildhall_db_rows_total{query=\"test.insert_answer\"} 1\n") != std::string::npos);
    CHECK(text.find("guildhall_db_queue_length 0\n") != std::string::npos);
    CHECK(text.find("secret") == std::string::npos);
}
