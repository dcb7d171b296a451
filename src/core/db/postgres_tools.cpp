#include "postgres_tools.hpp"

#include <db/database.hpp>

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace guildhall::db {

namespace {

/// "PGHOST=...", "PGPASSWORD=...": libpq's own names for what the connection string says.
std::vector<std::string> environment_of(std::string const& where)
{
    std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> const options{
        PQconninfoParse(where.c_str(), nullptr), PQconninfoFree};
    if (!options) throw Fault{"The PostgreSQL connection string cannot be read."};
    std::vector<std::string> found;
    for (auto const* option = options.get(); option->keyword; ++option) {
        if (option->val && option->envvar) found.push_back(fmt::format("{}={}", option->envvar, option->val));
    }
    return found;
}

bool names_same_variable(std::string_view a, std::string_view b)
{
    return a.substr(0, a.find('=')) == b.substr(0, b.find('='));
}

void run(std::vector<std::string> arguments, std::string const& where)
{
    auto ours = environment_of(where);
    std::vector<char*> environment;
    environment.reserve(ours.size());
    for (auto& variable : ours) environment.push_back(variable.data());
    for (auto** variable = ::environ; *variable; ++variable) {
        bool overridden = false;
        for (auto const& mine : ours) overridden = overridden || names_same_variable(mine, *variable);
        if (!overridden) environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);

    pid_t child = 0;
    int const error = ::posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environment.data());
    if (error != 0)
        throw Fault{fmt::format("{} cannot be run ({}). Install PostgreSQL's client.", arguments[0],
                                std::generic_category().message(error))};
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw Fault{fmt::format("{} failed; its own message is above.", arguments[0])};
}

std::string database_of(std::string const& where)
{
    for (auto const& variable : environment_of(where)) {
        if (variable.starts_with("PGDATABASE=")) return variable.substr(std::strlen("PGDATABASE="));
    }
    throw Fault{"The PostgreSQL connection string names no database."};
}

}

void postgres_dump(std::string const& where, std::filesystem::path const& file)
{
    run({"pg_dump", "--format=custom", "--no-owner", "--file=" + file.string()}, where);
}

void postgres_restore(std::string const& where, std::filesystem::path const& file)
{
    run({"pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname=" + database_of(where),
         file.string()},
        where);
}

bool postgres_has_table(std::string const& where, std::string_view table)
{
    std::unique_ptr<PGconn, void (*)(PGconn*)> const connection{PQconnectdb(where.c_str()), PQfinish};
    std::string const name{table};
    char const* const values[]{name.c_str()};
    std::unique_ptr<PGresult, void (*)(PGresult*)> const answer{PQexecParams(connection.get(),
                                                                             "select to_regclass($1::text) is not null",
                                                                             1, nullptr, values, nullptr, nullptr, 0),
                                                                PQclear};
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) {
        throw Fault{fmt::format("PostgreSQL cannot be asked: {}", PQerrorMessage(connection.get()))};
    }
    return *PQgetvalue(answer.get(), 0, 0) == 't';
}

}
