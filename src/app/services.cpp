// guildhall services check | list | show: definitions from the shell, for the people who write them.
#include "commands.hpp"

#include <cases/cases.hpp>
#include <services/services.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace guildhall::app {

namespace {

struct Wishes {
    std::string folder;
    std::string id;
};

/// The shipped library, or what a council gets whose own files are in the folder.
services::Source source_of(Wishes const& wishes)
{
    auto shipped = services::shipped_source();
    if (wishes.folder.empty()) return shipped;
    if (!std::filesystem::is_directory(wishes.folder))
        throw std::runtime_error(
            fmt::format("{} is not a folder. Name the folder that holds the definitions.", wishes.folder));
    return services::overlaid(std::move(shipped), services::folder_source(wishes.folder));
}

services::Checked checked(Wishes const& wishes)
{
    return services::check(source_of(wishes), cases::message_problems);
}

/// With the folder before it where the file is there, so that an editor can jump to the line.
std::string place_of(services::Problem const& problem, Wishes const& wishes)
{
    auto const file = std::filesystem::path{wishes.folder} / problem.file;
    bool const is_own = !wishes.folder.empty() && std::filesystem::exists(file);
    return fmt::format("{}:{}", is_own ? file.string() : problem.file, problem.line);
}

int check(Wishes const& wishes)
{
    auto const library = checked(wishes);
    for (auto const& problem : library.problems)
        fmt::print("{}: {} {}\n", place_of(problem, wishes), problem.sentence, problem.remedy);
    if (library.problems.empty()) fmt::print("{} services, no problems.\n", library.good.size());
    return library.problems.empty() ? 0 : 1;
}

int list(Wishes const& wishes)
{
    auto library = checked(wishes);
    std::ranges::sort(library.good, {}, &services::Definition::id);
    for (auto const& service : library.good) {
        fmt::print("{:<32} {:<10} {:<24} {}\n", service.id, service.area, service.owner, service.title);
    }
    if (!library.problems.empty())
        fmt::print(stderr, "Some files have problems and are not listed. See: guildhall services check {}\n",
                   wishes.folder);
    return 0;
}

void print_page(services::Page const& page)
{
    fmt::print("\n  page {}{}\n", page.id, page.title.empty() ? "" : ": " + page.title);
    for (auto const& question : page.questions) {
        fmt::print("    {:<20} {:<10} {}{}{}\n", question.id, services::name_of(question.type), question.label,
                   question.required ? "" : " (optional)", question.is_sealed() ? " (sealed)" : "");
        for (auto const& option : question.options)
            fmt::print("    {:<20} {:<10}   {}: {}\n", "", "", option.value, option.label);
    }
}

void print_stage(services::Stage const& stage)
{
    fmt::print("    {:<20} {}{}\n", stage.id, stage.title,
               stage.message.empty() ? "" : "  (mail: " + stage.message + ")");
}

int show(Wishes const& wishes)
{
    auto const library = checked(wishes);
    auto const found = std::ranges::find(library.good, wishes.id, &services::Definition::id);
    if (found == library.good.end()) {
        throw std::runtime_error(fmt::format("There is no sound service \"{}\". `guildhall services list` shows what "
                                             "there is, `guildhall services check` what is wrong.",
                                             wishes.id));
    }
    fmt::print("{}: {}\n{}\n\n  area {}, verb {}, team {}, promised in {} working days\n", found->id, found->title,
               found->summary, found->area, found->verb, found->owner, found->working_days);
    for (auto const& page : found->pages) print_page(page);
    fmt::print("\n  stages\n");
    for (auto const& stage : found->stages) print_stage(stage);
    return 0;
}

}

void add_services(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = parser.add_subcommand("services", "Check, list and show service definitions");
    command->require_subcommand(1);
    command->footer("Examples:\n  guildhall services check\n  guildhall services check "
                    "/etc/guildhall/larkmoor/services\n  guildhall services show report-missed-bin");

    constexpr auto folder_help = "Folder with a council's own definitions; without it the shipped ones alone";
    auto* checks = command->add_subcommand(
        "check", "Say what is wrong, with file, line and what to write instead; ends with 1 where something is");
    checks->add_option("FOLDER", wishes->folder, folder_help);
    checks->callback([wishes, &run] { run = [wishes] { return check(*wishes); }; });

    auto* lists = command->add_subcommand("list", "One line for each service: id, area, team, title");
    lists->add_option("FOLDER", wishes->folder, folder_help);
    lists->callback([wishes, &run] { run = [wishes] { return list(*wishes); }; });

    auto* shows = command->add_subcommand("show", "Pages, questions and stages of one service");
    shows->add_option("ID", wishes->id, "Id of the service, such as report-missed-bin")->required();
    shows->add_option("FOLDER", wishes->folder, folder_help);
    shows->callback([wishes, &run] { run = [wishes] { return show(*wishes); }; });
}

}
