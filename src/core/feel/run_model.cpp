#include "run_boxed.hpp"
#include "tree.hpp"

#include <algorithm>
#include <set>

namespace guildhall::feel {

namespace {

/// Calling it decides the service's decisions anew, with nothing known but the arguments.
Value service_function(ProgramPtr const& program, std::size_t at)
{
    auto const& service = program->nodes[at];
    std::vector<Parameter> parameters;
    for (auto const each : service.parameters) {
        auto const& node = program->nodes[each];
        parameters.push_back({node.name, node.type ? node.type->type : Type{}});
    }
    auto body = [program, at](std::span<Value const> arguments, Evaluation& evaluation) -> Value {
        auto const level = Evaluation::Level{evaluation};
        if (!level) return {};
        auto const& called = program->nodes[at];
        Run run{program, evaluation};
        for (std::size_t each = 0; each < arguments.size(); ++each) run.give(called.parameters[each], arguments[each]);
        if (called.outputs.empty()) return {};
        Context results;
        for (auto const output : called.outputs) results.put(program->nodes[output].name, run.decide(output));
        auto value = called.outputs.size() == 1 ? results.entries().front().second : admitted(results, evaluation);
        bool const is_of_function = called.type && called.type->type.kind() == Type::Kind::function;
        return fitted_or_null(std::move(value), is_of_function ? nullptr : called.type.get(), called.name, evaluation);
    };
    return Function{std::move(parameters), std::move(body)};
}

}

void Run::give(std::size_t node, Value value)
{
    auto const& given = program_->nodes[node];
    known_[node] = fitted_or_null(std::move(value), given.type.get(), given.name, evaluation_);
}

/// The node and all that it needs and that is not known yet, in the order in which they can be evaluated.
std::vector<std::size_t> Run::in_order(std::size_t node) const
{
    std::set<std::size_t> seen{node};
    std::vector<std::size_t> all{node};
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (known_.contains(all[at])) continue;
        for (auto const& need : program_->nodes[all[at]].needs)
            if (seen.insert(need.node).second) all.push_back(need.node);
    }
    std::ranges::sort(all, {}, [&](std::size_t at) { return program_->nodes[at].rank; });
    return all;
}

Value Run::decide(std::size_t node)
{
    for (auto const at : in_order(node)) {
        if (!evaluation_.pay()) return {};
        if (!known_.contains(at)) known_[at] = evaluate(program_->nodes[at]);
    }
    return known_[node];
}

Value Run::function_of(std::size_t node)
{
    return decide(node);
}

Value Run::evaluate(ModelNode const& node)
{
    auto const at = static_cast<std::size_t>(&node - program_->nodes.data());
    if (node.kind == NodeKind::input) return {};
    if (node.kind == NodeKind::service) return service_function(program_, at);
    auto const frame = std::make_shared<Visible>();
    std::map<std::string, Context> imported;
    for (auto const& need : node.needs) {
        auto const& name = program_->nodes[need.node].name;
        if (need.prefix.empty())
            frame->put(name, known_[need.node]);
        else
            imported[need.prefix].put(name, known_[need.node]);
    }
    for (auto& [prefix, entries] : imported) frame->put(prefix, std::move(entries));
    if (node.kind == NodeKind::knowledge) {
        // What it needs is part of the model, once for all; only how deep that goes counts.
        frame->measure.weight = 1;
        return admitted(function_from(program_, node.logic, frame, node.name, node.type), evaluation_);
    }
    auto value = evaluate_code(program_, node.logic, frame, evaluation_);
    return fitted_or_null(std::move(value), node.type.get(), node.name, evaluation_);
}

}
