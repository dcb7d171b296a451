// The verbs of the command line, one file each. A command adds itself to the parser and says what to run; commands.cpp
// lists them.
#pragma once

#include <CLI/App.hpp>

#include <functional>

namespace guildhall::app {

/// What was chosen. Returns the exit code; throws std::exception with a sentence for the operator.
using Run = std::function<int()>;

/// The whole program: parses, runs, prints what went wrong in one sentence. Returns the exit code.
int run_program(int count, char const* const* words);

/// Each adds a subcommand that sets `run` when it is chosen.
void add_demo(CLI::App& parser, Run& run);
void add_serve(CLI::App& parser, Run& run);
void add_init(CLI::App& parser, Run& run);
void add_services(CLI::App& parser, Run& run);
void add_feel(CLI::App& parser, Run& run);
void add_services_import(CLI::App& services, Run& run); ///< below `services`
void add_backup(CLI::App& parser, Run& run);
void add_restore(CLI::App& parser, Run& run);
void add_replay(CLI::App& parser, Run& run);
void add_audit(CLI::App& parser, Run& run);

}
