// guildhall replay FILE --map MAPFILE --council DIR
#include "commands.hpp"
#include "logging.hpp"
#include "replay/replay.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace guildhall::app {

namespace {

int run_replay(replay::Wishes const& wishes)
{
    start_logging(LogShape::plain);
    auto const counts = replay::replay(wishes);
    fmt::print("{}\n", counts.text());
    std::fflush(stdout);
    return counts.mismatches == 0 ? 0 : 1;
}

}

void add_replay(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<replay::Wishes>();
    auto* command = parser.add_subcommand(
        "replay", "Send a city's real requests through this front door and compare what comes out");
    command->add_option("FILE", wishes->file, "CSV file of service requests")->required();
    command->add_option("--map", wishes->map, "YAML file that says what the columns mean")->required();
    command
        ->add_option("--council", wishes->council,
                     "Folder of the council that receives them; made where it is not there")
        ->required();
    command->add_option("--limit", wishes->limit, "Stop after so many records");
    command->add_option("--report", wishes->report,
                        "File for a line about each record that was refused or does not match");
    command->footer(
        "Example:\n  guildhall replay requests.csv --map examples/replay/boston/map.yaml --council ./var/replay "
        "--limit 200 --report report.txt\n\n"
        "The last line counts. Ends with 1 where something does not match. docs/replay.md says how a map is written.");
    command->callback([wishes, &run] { run = [wishes] { return run_replay(*wishes); }; });
}

}
