// Functions: called by position or by name, FEEL's own, the expression's, and the host's.
#include "builtins.hpp"
#include "tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::feel {

Value Function::call(std::span<Value const> arguments, Evaluation& evaluation) const
{
    if (builtin_) return call_builtin(*builtin_, arguments, evaluation);
    if (arguments.size() != parameters_.size()) {
        evaluation.note("This function takes another number of arguments.");
        return {};
    }
    Evaluation::Level const level{evaluation};
    if (!level || !evaluation.pay()) return {};
    std::vector<Value> fitting;
    fitting.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto value = coerced(arguments[i], parameters_[i].type);
        if (!value) {
            evaluation.note("An argument is not of the type that the function wants.");
            return {};
        }
        fitting.push_back(*std::move(value));
    }
    auto const result = coerced(body_(fitting, evaluation), result_);
    if (!result || evaluation.stopped()) return {};
    return *result;
}

namespace {

/// By name: in the order of the parameters, null for what was left out. Nothing for a name that is no parameter.
std::optional<std::vector<Value>> by_parameter(Function const& function, std::span<std::string const> names,
                                               std::span<Value const> arguments)
{
    auto const& parameters = function.parameters();
    std::vector<Value> ordered(parameters.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const found = std::ranges::find(parameters, names[i], &Parameter::name);
        if (found == parameters.end()) return {};
        ordered[static_cast<std::size_t>(found - parameters.begin())] = arguments[i];
    }
    return ordered;
}

class Call final : public Node {
public:
    Call(Place place, NodePtr callee, std::vector<NodePtr> arguments, std::vector<std::string> names)
        : Node{place}, callee_{std::move(callee)}, arguments_{std::move(arguments)}, names_{std::move(names)}
    {
        holds(callee_);
        for (auto const& argument : arguments_) holds(argument);
        if (auto const* constant = callee_->constant(); constant && constant->function())
            builtin_ = FunctionAccess::builtin(*constant->function());
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        if (builtin_) return call(frame, *builtin_);
        auto const callee = callee_->evaluate(frame);
        auto const* function = callee.function();
        if (!function) return null(frame, "This is no function, so it cannot be called.");
        if (auto const* builtin = FunctionAccess::builtin(*function)) return call(frame, *builtin);
        auto arguments = evaluated(frame);
        if (!names_.empty()) {
            auto ordered = by_parameter(*function, names_, arguments);
            if (!ordered) return null(frame, "The function has no parameter of this name.");
            arguments = *std::move(ordered);
        }
        return function->call(arguments, frame.evaluation);
    }

private:
    [[nodiscard]] std::vector<Value> evaluated(Frame& frame) const
    {
        std::vector<Value> values;
        values.reserve(arguments_.size());
        for (auto const& argument : arguments_) values.push_back(argument->evaluate(frame));
        return values;
    }

    [[nodiscard]] Value call(Frame& frame, Builtin const& builtin) const
    {
        auto arguments = evaluated(frame);
        if (!names_.empty()) {
            auto ordered = feel::in_order(builtin, names_, arguments);
            if (!ordered) return null(frame, fmt::format("{} has no such parameters.", builtin.name));
            arguments = *std::move(ordered);
        }
        return call_builtin(builtin, arguments, frame.evaluation, place().line, place().column);
    }

    NodePtr callee_;
    std::vector<NodePtr> arguments_;
    std::vector<std::string> names_;
    Builtin const* builtin_ = nullptr;
};

/// What a closure keeps: the frame's slots where it was made, and the host's names that it uses. A copy of each is
/// cheap, and nothing can be gone when the function is called later.
struct Closure {
    std::vector<Parameter> parameters;
    std::vector<Value> slots;
    Entries names;
    std::shared_ptr<Node const> body;
    bool uses_itself = false;
    Measure measure = {};
};

Value function_of(std::shared_ptr<Closure const> const& closure);

Value run(std::shared_ptr<Closure const> const& closure, std::span<Value const> arguments, Evaluation& evaluation)
{
    Frame frame{closure->names, evaluation};
    frame.slots.reserve(closure->slots.size() + 1 + arguments.size());
    frame.slots = closure->slots;
    frame.slots.push_back(closure->uses_itself ? function_of(closure) : Value{});
    frame.slots.insert(frame.slots.end(), arguments.begin(), arguments.end());
    return closure->body->evaluate(frame);
}

Value function_of(std::shared_ptr<Closure const> const& closure)
{
    Function function{closure->parameters, [closure](std::span<Value const> arguments, Evaluation& evaluation) {
                          return run(closure, arguments, evaluation);
                      }};
    FunctionAccess::measure(function, closure->measure);
    return function;
}

class FunctionNode final : public Node {
public:
    FunctionNode(Place place, FunctionLiteral literal)
        : Node{place}, slots_{literal.slots}, names_{std::move(literal.names)}, uses_itself_{literal.uses_itself}
    {
        holds(literal.body);
        body_ = std::move(literal.body);
        for (auto& [name, type] : literal.parameters) parameters_.push_back({std::move(name), std::move(type)});
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        Context names;
        Measure measure;
        for (auto const& name : names_) {
            auto value = frame.scope.find(name);
            if (!value) continue;
            measure.holds(*value);
            names.put(name, *std::move(value));
        }
        std::vector<Value> slots{frame.slots.begin(), frame.slots.begin() + static_cast<std::ptrdiff_t>(slots_)};
        for (auto const& slot : slots) measure.holds(slot);
        auto closure = std::make_shared<Closure const>(
            Closure{parameters_, std::move(slots), Entries{std::move(names)}, body_, uses_itself_, measure});
        return admitted(function_of(closure), frame.evaluation);
    }

private:
    std::vector<Parameter> parameters_;
    std::size_t slots_;
    std::vector<std::string> names_;
    bool uses_itself_;
    std::shared_ptr<Node const> body_;
};

}

NodePtr call(Place place, NodePtr callee, std::vector<NodePtr> arguments, std::vector<std::string> names)
{
    return std::make_unique<Call>(place, std::move(callee), std::move(arguments), std::move(names));
}
NodePtr function_definition(Place place, FunctionLiteral literal)
{
    return std::make_unique<FunctionNode>(place, std::move(literal));
}

}
