#include "commands.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>

namespace guildhall::app {

int run_program(int count, char const* const* words)
{
    CLI::App parser{"Guildhall: a council's front door. Residents ask, staff work, residents are told."};
    parser.require_subcommand(1);
    Run run;
    for (auto const add :
         {add_demo, add_serve, add_init, add_services, add_feel, add_backup, add_restore, add_replay, add_audit})
        add(parser, run);
    try {
        parser.parse(count, words);
    } catch (CLI::ParseError const& error) {
        return parser.exit(error);
    }
    // Databases, mail and backups hold what residents told the council: nobody else on this machine reads them.
    ::umask(077);
    try {
        return run();
    } catch (std::filesystem::filesystem_error const& fault) {
        fmt::print(stderr, "{} cannot be used: {}. Check the path, and that this user may read and write there.\n",
                   fault.path1().string(), fault.code().message());
        return 1;
    } catch (std::exception const& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        return 1;
    }
}

}
