#include "fault_disk.hpp"

#include <db/database.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <set>
#include <thread>

using namespace guildhall;
using namespace guildhall::db;

namespace {

std::vector<Migration> tables()
{
    return {{"test", "0001_report.sql",
             "create table report (id @id primary key, words @text not null, sealed @bytes not null);"}};
}

constexpr Query insert_report{"test.insert_report", "insert into report (id, words, sealed) values ($1, $2, $3)"};
constexpr Query all_reports{"test.all_reports", "select id, words, sealed from report order by id"};
constexpr Query count_reports{"test.count_reports", "select count(*) from report"};
constexpr Query count_events{"test.count_events", "select count(*) from event where type = 'report.sent'"};
constexpr Query integrity{"test.integrity", "pragma integrity_check"};

bool is_postgres_run()
{
    auto const* engine = std::getenv("GUILDHALL_TEST_DATABASE");
    return engine && std::string_view{engine} == "postgres";
}

/// The log lines about faults that are wanted here would only frighten whoever reads the test's output.
struct Quiet {
    spdlog::level::level_enum before = spdlog::get_level();
    Quiet() { spdlog::set_level(spdlog::level::off); }
    ~Quiet() { spdlog::set_level(before); }
};

struct Place {
    TestFolder folder;
    ManualClock clock{from_millis(1'773'046'800'000)};
    std::vector<Migration> migrations = tables();
    Options options;
    explicit Place(char const* vfs)
    {
        options.folder = folder.path();
        options.master_key = std::string(32, 'k');
        options.vfs = vfs;
    }
    Database open() { return Database{options, migrations, clock}; }
};

std::int64_t send_report(Database& database, std::int64_t id)
{
    return database
        .write(Actor::anonymous(),
               [&](Tx& tx) {
                   auto const words = std::string(300, static_cast<char>('a' + id % 26));
                   tx.run(insert_report, id, words, Bytes{tx.seal(SubjectId{id % 7 + 1}, words)});
                   tx.append({.type = "report.sent", .stream = id});
                   return id;
               })
        .wait();
}

/// Residents report until the power goes. Returns what was acknowledged.
std::set<std::int64_t> report_until_dark(Database& database, std::int64_t first)
{
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    std::vector<std::thread> residents;
    for (int resident = 0; resident < 4; ++resident) {
        residents.emplace_back([&, resident] {
            for (std::int64_t id = first + resident; id < first + 4000; id += 4) {
                try {
                    send_report(database, id);
                } catch (Fault const&) {
                    return;
                }
                std::lock_guard lock{mutex};
                acknowledged.insert(id);
            }
        });
    }
    for (auto& resident : residents) resident.join();
    return acknowledged;
}

void check_all_is_there(Database& database, std::set<std::int64_t> const& acknowledged)
{
    std::set<std::int64_t> found;
    database.read([&](Snapshot& s) {
        CHECK(s.value<std::string>(integrity) == "ok");
        CHECK(first_broken_link(s) == 0);
        s.for_each(all_reports, [&](Row const& row) {
            found.insert(row.integer(0));
            CHECK(s.unseal(row.bytes(2)) == row.text(1));
        });
        CHECK(s.value<int>(count_events) == static_cast<int>(found.size()));
    });
    CHECK(std::ranges::includes(found, acknowledged));
}

int runs()
{
    auto const* asked = std::getenv("GUILDHALL_FAULT_RUNS");
    return asked ? std::atoi(asked) : 200;
}

}

TEST_CASE("faults: what was acknowledged survives a power cut at any point, and nothing is half there")
{
    if (is_postgres_run()) return; // the disk under PostgreSQL is PostgreSQL's business
    Quiet const quiet;
    for (int seed = 1; seed <= runs(); ++seed) {
        CAPTURE(seed);
        auto const name = fmt::format("fault{}", seed);
        FaultDisk disk{name.c_str(), static_cast<unsigned>(seed)};
        Place place{name.c_str()};
        std::mt19937 random{static_cast<unsigned>(seed)};
        std::set<std::int64_t> acknowledged;
        for (std::int64_t night = 0; night < 3; ++night) {
            {
                auto database = place.open();
                disk.cut_power_after(1 + static_cast<int>(random() % 1500));
                acknowledged.merge(report_until_dark(database, 1 + night * 10'000));
                disk.cut_power();
            }
            disk.power_on();
            auto database = place.open();
            check_all_is_there(database, acknowledged);
        }
    }
}

TEST_CASE("faults: a full disk is a fault for everybody and no false success, and room brings it back")
{
    if (is_postgres_run()) return;
    Quiet const quiet;
    FaultDisk disk{"full", 1};
    Place place{"full"};
    auto database = place.open();
    for (int id = 1; id <= 10; ++id) send_report(database, id);
    disk.set_full(true);
    for (int id = 11; id <= 30; ++id) CHECK_THROWS_AS(send_report(database, id), Fault);
    CHECK(database.read([](Snapshot& s) { return s.value<int>(count_reports); }) == 10);
    disk.set_full(false);
    send_report(database, 31);
    CHECK(database.read([](Snapshot& s) { return s.value<int>(count_reports); }) == 11);
    CHECK(database.read([](Snapshot& s) { return first_broken_link(s); }) == 0);
}

TEST_CASE("faults: a sync that fails is a fault, and the writer goes on afterwards")
{
    if (is_postgres_run()) return;
    Quiet const quiet;
    FaultDisk disk{"badsync", 1};
    Place place{"badsync"};
    {
        auto database = place.open();
        send_report(database, 1);
        disk.fail_syncs(true);
        for (int id = 2; id <= 5; ++id) CHECK_THROWS_AS(send_report(database, id), Fault);
        disk.fail_syncs(false);
        send_report(database, 6);
        disk.cut_power();
    }
    disk.power_on();
    auto database = place.open();
    check_all_is_there(database, {1, 6});
}
