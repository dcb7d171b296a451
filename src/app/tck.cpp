#include "tck.hpp"

#include <feel/dmn.hpp>
#include <feel/xml.hpp>

#include <base/file.hpp>
#include <base/time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

namespace guildhall::app {

namespace {

namespace fs = std::filesystem;
using feel::Value;
using feel::XmlElement;

constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";

std::string trimmed_of(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

template <class T> Value or_null(std::optional<T> value)
{
    return value ? Value{*std::move(value)} : Value{};
}

Value duration_of(std::string_view text)
{
    if (auto months = feel::parse_months_duration(text)) return *months;
    return or_null(feel::parse_days_duration(text));
}

/// A value element: its type stands in xsi:type.
Value scalar_of(XmlElement const& element)
{
    if (element.attribute("nil", schema_instance) == "true") return {};
    auto type = element.attribute("type", schema_instance);
    type = type.substr(type.find(':') == std::string_view::npos ? 0 : type.find(':') + 1);
    if (type == "string" || type.empty()) return element.text;
    auto const text = trimmed_of(element.text);
    if (type == "boolean") return text == "true";
    if (type == "date") return or_null(feel::parse_date(text));
    if (type == "time") return or_null(feel::parse_time(text));
    if (type == "dateTime") return or_null(feel::parse_date_time(text));
    if (type.ends_with("uration")) return duration_of(text);
    return or_null(feel::Decimal::parse(text));
}

/// What stands inside an inputNode, expected, item or component element.
Value value_in(XmlElement const& element)
{
    if (auto const* value = element.child("value")) return scalar_of(*value);
    if (auto const* list = element.child("list")) {
        feel::List items;
        for (auto const* item : list->all("item")) items.push_back(value_in(*item));
        return items;
    }
    auto const components = element.all("component");
    if (components.empty()) return {};
    feel::Context context;
    for (auto const* each : components) context.put(std::string{each->attribute("name")}, value_in(*each));
    return context;
}

std::string shown(Value const& value)
{
    auto const text = feel::to_string(value);
    return value.string() ? "\"" + text + "\"" : text;
}

struct Files {
    fs::path folder;
    std::map<std::string, std::string> models; ///< text by file name
};

Files models_in(fs::path const& folder)
{
    Files files{.folder = folder};
    for (auto const& entry : fs::directory_iterator{folder})
        if (entry.path().extension() == ".dmn")
            files.models[entry.path().filename().string()] = read_file(entry.path());
    return files;
}

/// The namespaces of a file and of all that it imports.
void add_imports(std::string const& name, Files const& files, std::map<std::string, std::string> const& by_space,
                 std::vector<std::string>& found)
{
    auto const root = feel::read_xml(files.models.at(name));
    if (!root) return;
    for (auto const* import : root->all("import")) {
        auto const other = by_space.find(std::string{import->attribute("namespace")});
        if (other == by_space.end() || std::ranges::find(found, other->second) != found.end()) continue;
        found.push_back(other->second);
        add_imports(other->second, files, by_space, found);
    }
}

std::vector<std::string> imported_by(std::string const& name, Files const& files)
{
    std::map<std::string, std::string> by_space;
    for (auto const& [file, text] : files.models)
        if (auto const root = feel::read_xml(text)) by_space[std::string{root->attribute("namespace")}] = file;
    std::vector<std::string> found;
    add_imports(name, files, by_space, found);
    std::vector<std::string> texts;
    for (auto const& each : found)
        if (each != name) texts.push_back(files.models.at(each));
    return texts;
}

/// Only a Java VM can run what such a model asks for.
bool needs_java(std::string_view model)
{
    return model.find("kind=\"Java\"") != std::string_view::npos ||
           model.find("external {java:") != std::string_view::npos;
}

std::vector<feel::ModelInput> inputs_of(XmlElement const& test)
{
    std::vector<feel::ModelInput> inputs;
    for (auto const* node : test.all("inputNode"))
        inputs.push_back(
            {std::string{node->attribute("name")}, value_in(*node), std::string{node->attribute("namespace")}});
    return inputs;
}

feel::Outcome outcome_of(feel::Model const& model, XmlElement const& test, std::string_view result)
{
    static SystemClock const clock;
    feel::Settings const settings{.clock = &clock, .notes = true};
    auto const inputs = inputs_of(test);
    auto const called = test.attribute("invocableName");
    if (called.empty() || test.attribute("type") == "decision") return model.decide(result, inputs, settings);
    auto outcome = model.invoke(called, inputs, settings);
    // A service with several decisions answers with all of them.
    if (auto const* context = outcome.value.context())
        if (auto const* member = context->find(result)) outcome.value = Value{*member};
    return outcome;
}

std::string reasons(feel::Model const& model, feel::Outcome const& outcome, std::string_view decision)
{
    std::string all;
    if (outcome.stopped) all += std::string{feel::sentence_of(*outcome.stopped)} + " ";
    for (auto const& problem : model.problems())
        if (problem.sentence.starts_with(decision)) all += problem.sentence + " ";
    for (std::size_t at = 0; at < outcome.notes.size() && at < 3; ++at) all += outcome.notes[at].sentence + " ";
    return all;
}

/// The first result of the case that is wrong; nothing where all are right.
std::optional<TckFailure> judge(feel::Model const& model, XmlElement const& test)
{
    for (auto const* result : test.all("resultNode")) {
        std::string const name{result->attribute("name")};
        auto const outcome = outcome_of(model, test, name);
        bool const wants_error = result->attribute("errorResult") == "true";
        auto const* element = result->child("expected");
        auto const expected = element && !wants_error ? value_in(*element) : Value{};
        if (same_for_tck(expected, outcome.value)) continue;
        return TckFailure{.decision = name,
                          .expected = shown(expected),
                          .actual = shown(outcome.value),
                          .why = reasons(model, outcome, name)};
    }
    return std::nullopt;
}

void fail_all(std::vector<XmlElement const*> const& tests, std::string const& file, std::string const& why,
              TckGroup& group)
{
    for (auto const* test : tests)
        group.failures.push_back({.file = file, .test_case = std::string{test->attribute("id")}, .why = why});
}

void run_file(fs::path const& path, Files const& files, TckGroup& group)
{
    auto const root = feel::read_xml(read_file(path));
    if (!root || root->name != "testCases") return;
    auto const file = path.filename().string();
    auto const tests = root->all("testCase");
    auto const* model_name = root->child("modelName");
    auto const model_file = model_name ? trimmed_of(model_name->text) : std::string{};
    if (!files.models.contains(model_file)) return fail_all(tests, file, "There is no model " + model_file, group);
    auto const& text = files.models.at(model_file);
    if (needs_java(text)) {
        group.skipped = "it calls Java, which this program does not run";
        return;
    }
    auto const model = feel::Model::read(text, imported_by(model_file, files));
    if (!model)
        return fail_all(tests, file, fmt::format("line {}: {}", model.error().line, model.error().sentence), group);
    for (auto const* test : tests) {
        auto failure = judge(*model, *test);
        if (!failure) {
            ++group.passed;
            continue;
        }
        failure->file = file;
        failure->test_case = test->attribute("id");
        group.failures.push_back(*std::move(failure));
    }
}

bool same_lists(feel::List const& expected, feel::List const& actual)
{
    return std::ranges::equal(expected, actual, same_for_tck);
}

bool same_contexts(feel::Context const& expected, feel::Context const& actual)
{
    return expected.size() == actual.size() && std::ranges::all_of(expected.entries(), [&](auto const& entry) {
               auto const* other = actual.find(entry.first);
               return other && same_for_tck(entry.second, *other);
           });
}

bool same_numbers(feel::Decimal expected, feel::Decimal actual)
{
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): it is a number
    static auto const tolerance = *feel::Decimal::parse("0.00000001");
    auto const difference = subtract(expected, actual);
    return difference && difference->absolute() < tolerance;
}

}

bool same_for_tck(Value const& expected, Value const& actual)
{
    if (expected.kind() != actual.kind()) return false;
    if (expected.is_null()) return true;
    if (expected.number()) return same_numbers(*expected.number(), *actual.number());
    if (expected.list()) return same_lists(*expected.list(), *actual.list());
    if (expected.context()) return same_contexts(*expected.context(), *actual.context());
    return expected == actual;
}

std::vector<TckGroup> run_tck(std::vector<fs::path> const& folders)
{
    std::map<fs::path, std::vector<fs::path>> by_folder;
    for (auto const& folder : folders) {
        if (!fs::is_directory(folder))
            throw std::runtime_error(
                fmt::format("{} is not a folder. Name a folder with test files of the kit.", folder.string()));
        for (auto const& entry : fs::recursive_directory_iterator{folder})
            if (entry.path().extension() == ".xml") by_folder[entry.path().parent_path()].push_back(entry.path());
    }
    std::vector<TckGroup> groups;
    for (auto& [folder, tests] : by_folder) {
        std::ranges::sort(tests);
        auto const files = models_in(folder);
        TckGroup group{.name = folder.filename().string()};
        for (auto const& test : tests) run_file(test, files, group);
        if (group.passed > 0 || !group.failures.empty() || !group.skipped.empty()) groups.push_back(std::move(group));
    }
    return groups;
}

}
