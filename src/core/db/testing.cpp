#include <db/testing.hpp>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <unistd.h>

namespace guildhall::db {

namespace {

// Monday 9 March 2026, 09:00 UTC.
constexpr Time test_start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 9} + std::chrono::hours{9}};

bool on_postgres()
{
    auto const* engine = std::getenv("GUILDHALL_TEST_DATABASE");
    return engine && std::string_view{engine} == "postgres";
}

std::string server()
{
    auto const* where = std::getenv("GUILDHALL_TEST_POSTGRES");
    if (!where || !*where) {
        fmt::print("skipped: no PostgreSQL\n");
        std::fflush(stdout);
        std::_Exit(0);
    }
    return where;
}

/// A statement on the server itself, such as "create database".
void on_server(std::string const& statement)
{
    std::unique_ptr<PGconn, void (*)(PGconn*)> const connection{PQconnectdb(server().c_str()), PQfinish};
    PQsetNoticeProcessor(
        connection.get(), [](void*, char const*) {}, nullptr);
    std::unique_ptr<PGresult, void (*)(PGresult*)> const answer{PQexec(connection.get(), statement.c_str()), PQclear};
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) throw Fault{PQerrorMessage(connection.get())};
}

std::string random_name()
{
    return fmt::format("guildhall_test_{}_{:08x}", ::getpid(), randombytes_random());
}

std::filesystem::path folder_of(std::string const& name)
{
    return std::filesystem::temp_directory_path() / name;
}

Options make_place()
{
    Options options;
    options.master_key = std::string(32, 'k');
    auto const name = random_name();
    if (on_postgres()) {
        on_server("create database " + name);
        on_server("create database " + name + "_keys");
        options.postgres = server() + " dbname=" + name;
        options.postgres_keys = server() + " dbname=" + name + "_keys";
    }
    options.folder = folder_of(name);
    return options;
}

}

TestDatabase::TestDatabase(std::span<Migration const> migrations)
    : clock{test_start}, migrations_(migrations.begin(), migrations.end()), options_{make_place()}
{
    reopen();
}

TestDatabase::TestDatabase(Empty) : clock{test_start}, options_{make_place()} {}

void TestDatabase::reopen()
{
    database_.reset();
    database_ = std::make_unique<Database>(options_, migrations_, clock);
}

TestDatabase::~TestDatabase()
{
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(options_.folder, ignored);
    if (options_.postgres.empty()) return;
    auto const name = options_.folder.filename().string();
    try {
        on_server("drop database " + name);
        on_server("drop database " + name + "_keys");
    } catch (Fault const& fault) {
        fmt::print(stderr, "A test database could not be dropped: {}\n", fault.what());
    }
}

TestFolder::TestFolder() : path_{folder_of(random_name())}
{
    std::filesystem::create_directories(path_);
}

TestFolder::~TestFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}
