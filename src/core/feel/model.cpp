#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::feel {

namespace {

constexpr std::size_t most_files = 100;

/// The value given for an input, by its name and namespace; else by name alone.
ModelInput const* given_for(Model::Program const& program, ModelNode const& node, std::vector<ModelInput> const& inputs)
{
    auto const& space = program.spaces[node.file];
    auto const exact = std::ranges::find_if(inputs, [&](ModelInput const& input) {
        return input.name == node.name && (input.space == space || (input.space.empty() && node.file == 0));
    });
    if (exact != inputs.end()) return &*exact;
    auto const by_name = std::ranges::find_if(
        inputs, [&](ModelInput const& input) { return input.name == node.name && input.space.empty(); });
    return by_name == inputs.end() ? nullptr : &*by_name;
}

bool takes_value(ModelNode const& node)
{
    return node.kind == NodeKind::input || (node.kind == NodeKind::decision && node.logic.kind == Boxed::Kind::nothing);
}

Outcome outcome_of(Value value, Evaluation const& evaluation)
{
    return {evaluation.stopped() ? Value{} : std::move(value), evaluation.stopped(), evaluation.notes()};
}

Outcome unknown(std::string_view name)
{
    return {.value = {}, .stopped = {}, .notes = {{fmt::format("The model has no \"{}\".", name), 1, 1}}};
}

}

std::vector<std::string> Model::Program::names_of(NodeKind kind) const
{
    std::vector<std::string> names;
    for (auto const& node : nodes)
        if (node.file == 0 && node.kind == kind) names.push_back(node.name);
    return names;
}

ModelNode const* Model::Program::find(NodeKind kind, std::string_view wanted) const
{
    auto const found = std::ranges::find_if(
        nodes, [&](ModelNode const& node) { return node.file == 0 && node.kind == kind && node.name == wanted; });
    return found == nodes.end() ? nullptr : &*found;
}

Result<Model, DmnError> Model::read(std::string_view xml, std::span<std::string const> imported)
{
    if (imported.size() > most_files) return Refused{DmnError{"These are too many files.", 1}};
    std::vector<Definitions> files;
    auto own = read_definitions(xml);
    if (!own) return Refused{own.error()};
    files.push_back(*std::move(own));
    for (auto const& text : imported) {
        auto other = read_definitions(text);
        if (!other) return Refused{DmnError{"An imported file: " + other.error().sentence, other.error().line}};
        files.push_back(*std::move(other));
    }
    auto program = compile_model(std::move(files));
    if (!program) return Refused{program.error()};
    return Model{*std::move(program)};
}

std::string const& Model::name() const
{
    return program_->name;
}
std::vector<std::string> Model::inputs() const
{
    return program_->names_of(NodeKind::input);
}
std::vector<std::string> Model::decisions() const
{
    return program_->names_of(NodeKind::decision);
}
std::vector<std::string> Model::services() const
{
    return program_->names_of(NodeKind::service);
}
std::vector<DmnError> const& Model::problems() const
{
    return program_->problems;
}

bool Model::has_decision(std::string_view name) const
{
    return program_->find(NodeKind::decision, name) != nullptr;
}

Outcome Model::decide(std::string_view decision, std::vector<ModelInput> const& inputs, Settings settings) const
{
    auto const* node = program_->find(NodeKind::decision, decision);
    if (!node) return unknown(decision);
    Evaluation evaluation{std::move(settings)};
    Run run{program_, evaluation};
    for (std::size_t at = 0; at < program_->nodes.size(); ++at) {
        if (!takes_value(program_->nodes[at])) continue;
        if (auto const* given = given_for(*program_, program_->nodes[at], inputs)) run.give(at, given->value);
    }
    auto value = run.decide(static_cast<std::size_t>(node - program_->nodes.data()));
    return outcome_of(std::move(value), evaluation);
}

Outcome Model::invoke(std::string_view name, std::vector<ModelInput> const& inputs, Settings settings) const
{
    auto const* node = program_->find(NodeKind::service, name);
    if (!node) node = program_->find(NodeKind::knowledge, name);
    if (!node) return unknown(name);
    Evaluation evaluation{std::move(settings)};
    Run run{program_, evaluation};
    auto const made = run.function_of(static_cast<std::size_t>(node - program_->nodes.data()));
    auto const* function = made.function();
    if (!function) return unknown(name);
    List arguments;
    for (auto const& parameter : function->parameters()) {
        auto const found = std::ranges::find(inputs, parameter.name, &ModelInput::name);
        arguments.push_back(found == inputs.end() ? Value{} : found->value);
    }
    return outcome_of(function->call(arguments, evaluation), evaluation);
}

}
