// guildhall feel eval | tck: FEEL and DMN from the shell, for people who write rules and for whoever compares engines.
#include "commands.hpp"
#include "tck.hpp"

#include <feel/feel.hpp>
#include <feel/json.hpp>

#include <base/file.hpp>
#include <base/time.hpp>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace guildhall::app {

namespace {

struct Wishes {
    std::string expression, context;
    std::vector<std::string> folders;
    bool failures = false;
};

/// A word without quotes is what YAML takes it for: a number, true, null, or text.
feel::Value scalar_of(YAML::Node const& node)
{
    auto const& text = node.Scalar();
    if (node.Tag() == "!") return text;
    if (text == "true" || text == "false") return text == "true";
    if (text == "null" || text == "~" || text.empty()) return {};
    if (auto const number = feel::Decimal::parse(text)) return *number;
    return text;
}

feel::Value value_of(YAML::Node const& node, int depth = 0)
{
    if (depth > 100) throw std::runtime_error("The context is nested deeper than 100.");
    if (node.IsScalar()) return scalar_of(node);
    if (node.IsSequence()) {
        feel::List items;
        for (auto const& item : node) items.push_back(value_of(item, depth + 1));
        return items;
    }
    if (!node.IsMap()) return {};
    feel::Context context;
    for (auto const& entry : node) context.put(entry.first.as<std::string>(), value_of(entry.second, depth + 1));
    return context;
}

feel::Value read_context(std::string const& file)
{
    auto const text = read_file(file);
    if (std::filesystem::path{file}.extension() == ".json") {
        auto value = feel::from_json(std::string_view{text});
        if (!value) throw std::runtime_error(fmt::format("{} is not sound JSON.", file));
        return *std::move(value);
    }
    try {
        return value_of(YAML::Load(text));
    } catch (YAML::Exception const& fault) {
        throw std::runtime_error(fmt::format("{}:{}: it is not sound YAML: {}.", file, fault.mark.line + 1, fault.msg));
    }
}

feel::Context context_of(Wishes const& wishes)
{
    if (wishes.context.empty()) return {};
    auto const value = read_context(wishes.context);
    if (auto const* context = value.context()) return *context;
    throw std::runtime_error(fmt::format("{} must hold names with their values.", wishes.context));
}

int evaluate(Wishes const& wishes)
{
    auto const context = context_of(wishes);
    auto const expression = feel::parse(wishes.expression, feel::Names::of(context));
    if (!expression) {
        auto const& error = expression.error();
        fmt::print(stderr, "line {}, column {}: {}\n", error.line, error.column, error.sentence);
        return 1;
    }
    SystemClock const clock;
    auto const outcome = expression->evaluate(feel::Entries{context}, {.clock = &clock, .notes = true});
    for (auto const& note : outcome.notes)
        fmt::print(stderr, "line {}, column {}: {}\n", note.line, note.column, note.sentence);
    if (outcome.stopped) fmt::print(stderr, "{}\n", feel::sentence_of(*outcome.stopped));
    fmt::print("{}\n", feel::to_string(outcome.value));
    return outcome.stopped ? 1 : 0;
}

void print_failure(TckFailure const& failure)
{
    fmt::print("  {} {}{}{}\n", failure.file, failure.test_case, failure.decision.empty() ? "" : " ", failure.decision);
    if (!failure.expected.empty()) fmt::print("    expected {}\n    actual   {}\n", failure.expected, failure.actual);
    if (!failure.why.empty()) fmt::print("    {}\n", failure.why);
}

int run_kit(Wishes const& wishes)
{
    std::size_t passed = 0, failed = 0;
    for (auto const& group : run_tck({wishes.folders.begin(), wishes.folders.end()})) {
        if (!group.skipped.empty()) {
            fmt::print("{}: skipped: {}\n", group.name, group.skipped);
            continue;
        }
        fmt::print("{}: {}/{}\n", group.name, group.passed, group.failures.size());
        if (wishes.failures)
            for (auto const& failure : group.failures) print_failure(failure);
        passed += static_cast<std::size_t>(group.passed);
        failed += group.failures.size();
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

}

void add_feel(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = parser.add_subcommand("feel", "Try expressions and decisions");
    command->require_subcommand(1);
    command->footer("Examples:\n  guildhall feel eval 'age >= 18 and income * 12 < 20000' --context household.yaml\n"
                    "  guildhall feel tck dmn-tck/compliance-level-3 --failures");

    auto* evals = command->add_subcommand("eval", "Print what an expression gives; notes say why something is null");
    evals->add_option("EXPR", wishes->expression, "A FEEL expression")->required();
    evals->add_option("--context", wishes->context, "File with names and their values, JSON or YAML");
    evals->callback([wishes, &run] { run = [wishes] { return evaluate(*wishes); }; });

    auto* kit =
        command->add_subcommand("tck", "Run test files of the DMN compatibility kit; ends with 1 where a case fails");
    kit->add_option("DIR", wishes->folders, "Folders, searched with all that is in them")->required();
    kit->add_flag("--failures", wishes->failures, "Show what was expected and what came");
    kit->callback([wishes, &run] { run = [wishes] { return run_kit(*wishes); }; });
}

}
