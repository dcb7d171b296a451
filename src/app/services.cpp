// guildhall services check | list | show | diff | new | schema: definitions from the shell, for the people who write
// them.
#include "commands.hpp"
#include "site.hpp"

#include <base/file.hpp>
#include <cases/cases.hpp>
#include <services/difference.hpp>
#include <services/readability.hpp>
#include <services/schema.hpp>
#include <services/services.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
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
    return services::check(source_of(wishes), cases::message_problems, capabilities());
}

/// With the folder before it where the file is there, so that an editor can jump to the line.
std::string place_of(services::Problem const& problem, Wishes const& wishes)
{
    auto const file = std::filesystem::path{wishes.folder} / problem.file;
    bool const is_own = !wishes.folder.empty() && std::filesystem::exists(file);
    return fmt::format("{}:{}", is_own ? file.string() : problem.file, problem.line);
}

void print(services::Problem const& problem, Wishes const& wishes)
{
    auto const* kind = problem.severity == services::Problem::Severity::warning ? "worth a look: " : "";
    fmt::print("{}: {}{} {}\n", place_of(problem, wishes), kind, problem.sentence, problem.remedy);
}

int check(Wishes const& wishes)
{
    auto const library = checked(wishes);
    for (auto const& problem : library.problems) print(problem, wishes);
    for (auto const& advice : library.advice) print(advice, wishes);
    if (library.problems.empty())
        fmt::print("{} services, no problems{}.\n", library.good.size(),
                   library.advice.empty() ? "" : fmt::format(", {} things worth a look", library.advice.size()));
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

void print_question(services::Question const& question, std::string const& indent)
{
    fmt::print("{}  {:<20} {:<10} {}{}{}{}\n", indent, question.id, services::name_of(question.type), question.label,
               question.required ? "" : " (optional)", question.is_sealed() ? " (sealed)" : "",
               question.when.empty() ? "" : " (under a condition)");
    if (!question.list.empty()) {
        fmt::print("{}  {:<20} {:<10}   the list {}: {} choices\n", indent, "", "", question.list,
                   question.options.size());
        return;
    }
    for (auto const& option : question.options)
        fmt::print("{}  {:<20} {:<10}   {}: {}\n", indent, "", "", option.value, option.label);
}

void print_page(services::Page const& page, std::string const& indent)
{
    fmt::print("\n{}page {}{}{}\n", indent, page.id, page.title.empty() ? "" : ": " + page.title,
               page.when.empty() ? "" : " (under a condition)");
    for (auto const& question : page.questions) print_question(question, indent);
    for (auto const& exit : page.then)
        fmt::print("{}  {} the end {}\n", indent, exit.when.empty() ? "always" : "perhaps", exit.end);
    if (page.step) fmt::print("{}  step: {}\n", indent, page.step->kind);
    if (page.repeat) {
        fmt::print("{}  for each {}, {} to {} times\n", indent, page.repeat->one, page.repeat->least,
                   page.repeat->most);
        for (auto const& of_row : page.pages) print_page(of_row, indent + "    ");
    }
}

void print_stage(services::Stage const& stage)
{
    fmt::print("    {:<20} {}{}\n", stage.id, stage.title,
               stage.message.empty() ? "" : "  (mail: " + stage.message + ")");
}

void print_look_ups()
{
    fmt::print("\nLook-ups that definitions may use:\n");
    for (auto const& one : capabilities().look_ups) {
        fmt::print("  {:<40} {}{}\n", one.text(), one.means, one.is_built() ? "" : " (not built yet)");
    }
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
    if (!found->needs.empty()) fmt::print("  needs {}\n", fmt::join(found->needs, ", "));
    for (auto const& page : found->pages) print_page(page, "  ");
    for (auto const& end : found->ends) fmt::print("\n  end {}: {}\n", end.id, end.title);
    if (!found->stages.empty()) fmt::print("\n  stages\n");
    for (auto const& stage : found->stages) print_stage(stage);
    print_look_ups();
    return 0;
}

/// The file itself, or the shipped one of this id.
std::string text_of(std::string const& name)
{
    if (std::filesystem::is_regular_file(name)) return read_file(name);
    for (auto const& file : services::shipped_source()) {
        if (file.name.ends_with("/" + name + ".yaml")) return file.text;
    }
    throw std::runtime_error(fmt::format("There is no file and no shipped service \"{}\".", name));
}

int diff(Wishes const& wishes)
{
    auto const found = services::differences(text_of(wishes.id), text_of(wishes.folder));
    if (!found) throw std::runtime_error(found.error().text());
    for (auto const& difference : *found) fmt::print("{}\n", difference.sentence);
    if (found->empty()) fmt::print("Nothing that anybody can see is different.\n");
    return found->empty() ? 0 : 1;
}

constexpr std::string_view beginning = R"yaml(id: {id}
title: What people call it
summary: One sentence that says what happens here.
area: corporate
verb: tell
owner: customer-services
promise: {{ acknowledge: at once, working_days: 5 }}
what_happens:
  - We read what you send.
  - We answer within 5 working days.
privacy: We use your answers only for this.
pages:
  - id: what
    questions:
      - id: what
        type: long text
        label: What do you want to tell us?
        purpose: Tells the team what to do.
  - id: email
    questions:
      - id: email
        type: email
        label: What is your email address?
        purpose: Sends you the answer.
        required: false
received: request-received
stages:
  - id: received
    title: We have it
    text: The team reads it next.
    next: [done]
  - id: done
    title: Done
    text: We have answered.
    closes: done
)yaml";

int begin(Wishes const& wishes)
{
    auto const file = std::filesystem::path{wishes.id + ".yaml"};
    if (std::filesystem::exists(file))
        throw std::runtime_error(fmt::format("{} is there already. Choose another id.", file.string()));
    std::string text{beginning};
    text = fmt::format(fmt::runtime(text), fmt::arg("id", wishes.id));
    std::ofstream out{file, std::ios::binary};
    out << text;
    if (!out.flush()) throw std::runtime_error(fmt::format("{} cannot be written.", file.string()));
    fmt::print("Wrote {}. Put it into the folder of its area, write its mails in messages/, and then:\n"
               "  guildhall services check FOLDER\n",
               file.string());
    return 0;
}

int schema()
{
    fmt::print("{}", services::json_schema());
    return 0;
}

}

void add_services(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = parser.add_subcommand("services", "Check, list, show, compare and begin service definitions");
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

    auto* differs =
        command->add_subcommand("diff", "What changed between two files, in words; ends with 1 where anything did");
    differs->add_option("A", wishes->id, "A file, or the id of a shipped service")->required();
    differs->add_option("B", wishes->folder, "The later file, or the id of a shipped service")->required();
    differs->callback([wishes, &run] { run = [wishes] { return diff(*wishes); }; });

    auto* begins = command->add_subcommand("new", "Write ID.yaml here, a small service to begin with");
    begins->add_option("ID", wishes->id, "Small letters, digits and hyphens: tell-us-something")->required();
    begins->callback([wishes, &run] { run = [wishes] { return begin(*wishes); }; });

    auto* schemas = command->add_subcommand("schema", "Print the JSON Schema of a definition, for your text editor");
    schemas->callback([&run] { run = [] { return schema(); }; });

    auto* shows =
        command->add_subcommand("show", "Pages, questions and stages of one service, and the look-ups there are");
    shows->add_option("ID", wishes->id, "Id of the service, such as report-missed-bin")->required();
    shows->add_option("FOLDER", wishes->folder, folder_help);
    shows->callback([wishes, &run] { run = [wishes] { return show(*wishes); }; });
    add_services_import(*command, run);
}

}
