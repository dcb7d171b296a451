#include "run_boxed.hpp"
#include "tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::feel {

namespace {

class Evaluating {
public:
    Evaluating(ProgramPtr const& program, VisiblePtr const& frame, Evaluation& evaluation)
        : program_{program}, frame_{frame}, evaluation_{evaluation}
    {}

    Value value(Code const& code)
    {
        if (!code.problem.empty()) return refused(code.problem);
        switch (code.kind) {
        case Boxed::Kind::nothing: return {};
        case Boxed::Kind::literal: return code.expression.evaluate(*frame_, evaluation_);
        case Boxed::Kind::table: return evaluate_table(*code.table, *frame_, evaluation_);
        case Boxed::Kind::context: return context(code);
        case Boxed::Kind::invocation: return invocation(code);
        case Boxed::Kind::list: return list(code);
        case Boxed::Kind::relation: return relation(code);
        case Boxed::Kind::function: return admitted(function_from(program_, code, frame_, {}, code.type), evaluation_);
        case Boxed::Kind::conditional: return conditional(code);
        case Boxed::Kind::filter: return filter(code);
        case Boxed::Kind::iteration: return iteration(code);
        case Boxed::Kind::some: return quantified(code, true);
        case Boxed::Kind::every: return quantified(code, false);
        }
        return {};
    }

private:
    ProgramPtr const& program_;
    VisiblePtr const& frame_;
    Evaluation& evaluation_;

    Value refused(std::string_view sentence)
    {
        evaluation_.note(sentence);
        return {};
    }

    Value part(Code const& code) { return evaluate_code(program_, code, frame_, evaluation_); }

    /// A function in a context keeps what stands before it, not the context that still grows.
    Value entry(Code const& code, std::string const& name, std::shared_ptr<Visible> const& inside)
    {
        if (code.kind != Boxed::Kind::function) return evaluate_code(program_, code, inside, evaluation_);
        if (!evaluation_.pay(inside->entries.size())) return {};
        return admitted(function_from(program_, code, std::make_shared<Visible>(*inside), name, code.type),
                        evaluation_);
    }

    Value context(Code const& code)
    {
        auto const inside = std::make_shared<Visible>(frame_);
        for (std::size_t at = 0; at < code.parts.size(); ++at) {
            if (!evaluation_.pay()) return {};
            auto const& name = code.names[at];
            auto value = entry(code.parts[at], name, inside);
            if (name.empty()) return value;
            inside->put(name, fitted_or_null(std::move(value), code.types[at].get(), name, evaluation_));
        }
        return admitted(inside->entries, evaluation_);
    }

    Value list(Code const& code)
    {
        List items;
        for (auto const& each : code.parts) items.push_back(part(each));
        return admitted(std::move(items), evaluation_);
    }

    Value relation(Code const& code)
    {
        List rows;
        auto const columns = code.names.size();
        for (std::size_t at = 0; columns > 0 && at + columns <= code.parts.size(); at += columns) {
            Context row;
            for (std::size_t column = 0; column < columns; ++column) {
                auto cell = part(code.parts[at + column]);
                row.put(code.names[column],
                        fitted_or_null(std::move(cell), code.types[column].get(), code.names[column], evaluation_));
            }
            rows.emplace_back(std::move(row));
            if (!evaluation_.pay(columns)) return {};
        }
        return admitted(std::move(rows), evaluation_);
    }

    Value invocation(Code const& code)
    {
        if (!code.callee.empty()) return builtin_call(code);
        auto const called = part(code.parts.front());
        auto const* function = called.function();
        if (!function) return refused("What is invoked is not a function.");
        List arguments(function->parameters().size());
        for (std::size_t at = 0; at < code.names.size(); ++at) {
            auto const found = std::ranges::find(function->parameters(), code.names[at], &Parameter::name);
            if (found == function->parameters().end())
                return refused(fmt::format("The function has no parameter \"{}\".", code.names[at]));
            auto& argument = arguments[static_cast<std::size_t>(found - function->parameters().begin())];
            argument = fitted_or_null(part(code.parts[at + 1]), code.types[at].get(), code.names[at], evaluation_);
        }
        return function->call(arguments, evaluation_);
    }

    /// FEEL's own functions know their parameters only when they are written as FEEL.
    Value builtin_call(Code const& code)
    {
        auto const inside = std::make_shared<Visible>(frame_);
        auto written = code.callee + "(";
        for (std::size_t at = 0; at < code.names.size(); ++at) {
            auto const name = fmt::format("argument{}", at);
            inside->put(name, part(code.parts[at + 1]));
            written += fmt::format("{}{}: {}", at ? ", " : "", code.names[at], name);
        }
        auto const call = parse(written + ")");
        return call ? call->evaluate(*inside, evaluation_) : refused(call.error().sentence);
    }

    Value conditional(Code const& code)
    {
        auto const condition = part(code.parts[0]);
        if (condition.is_true()) return part(code.parts[1]);
        if (condition.is_false() || condition.is_null()) return part(code.parts[2]);
        return refused("A condition is neither true nor false.");
    }

    /// The items to run over: those of a list, or the whole numbers and days of a range.
    std::optional<List> items(Code const& code)
    {
        auto const value = part(code);
        if (auto const* list = value.list()) return *list;
        if (!value.range()) return std::nullopt;
        static auto const unfolding = parse("for each in range return each", {"range"});
        auto const unfolded = unfolding->evaluate(Entries{{{"range", value}}}, evaluation_);
        if (auto const* list = unfolded.list()) return *list;
        return std::nullopt;
    }

    std::shared_ptr<Visible> with(std::string const& name, Value const& item)
    {
        auto inside = std::make_shared<Visible>(frame_);
        inside->put(name, item);
        return inside;
    }

    Value body(Code const& code, VisiblePtr const& inside)
    {
        return evaluation_.pay() ? evaluate_code(program_, code.parts[1], inside, evaluation_) : Value{};
    }

    Value filter(Code const& code)
    {
        auto const all = items(code.parts[0]);
        if (!all) return refused("Only a list can be filtered.");
        List kept;
        for (auto const& item : *all) {
            auto const inside = with("item", item);
            if (auto const* context = item.context()) {
                if (!evaluation_.pay(context->size())) return {};
                for (auto const& [name, value] : context->entries())
                    if (name != "item") inside->put(name, value);
            }
            auto const match = body(code, inside);
            if (match.is_true())
                kept.push_back(item);
            else if (!match.is_false() && !match.is_null())
                return refused("A filter is neither true nor false.");
        }
        return admitted(std::move(kept), evaluation_);
    }

    Value iteration(Code const& code)
    {
        auto const all = items(code.parts[0]);
        if (!all || code.names.empty()) return refused("A loop needs a list and a name for its items.");
        List results;
        for (auto const& item : *all) {
            auto const inside = with(code.names.front(), item);
            // Each round would copy what came before it: it is paid for, so long lists end early.
            if (uses_partial(code.parts[1])) inside->put("partial", admitted(results, evaluation_));
            results.push_back(body(code, inside));
            if (evaluation_.stopped()) return {};
        }
        return admitted(std::move(results), evaluation_);
    }

    static bool uses_partial(Code const& code)
    {
        auto const names = code.kind == Boxed::Kind::literal ? code.expression.names() : std::vector<std::string>{};
        return code.kind != Boxed::Kind::literal || std::ranges::find(names, "partial") != names.end();
    }

    /// Some and every: an item that cannot be judged leaves the question open, whatever the others say.
    Value quantified(Code const& code, bool is_some)
    {
        auto const all = items(code.parts[0]);
        if (!all || code.names.empty()) return refused("A loop needs a list and a name for its items.");
        bool found = false;
        bool is_open = false;
        for (auto const& item : *all) {
            auto const judged = body(code, with(code.names.front(), item));
            if (evaluation_.stopped()) return {};
            if (!judged.boolean() && !judged.is_null()) return refused("A condition is neither true nor false.");
            is_open |= judged.is_null();
            found |= is_some ? judged.is_true() : judged.is_false();
        }
        if (!found && is_open) return {};
        return found == is_some;
    }
};

}

Value fitted_or_null(Value value, ItemType const* type, std::string_view what, Evaluation& evaluation)
{
    if (!type) return value;
    auto fit = fitted(value, type, evaluation);
    if (fit) return *std::move(fit);
    if (evaluation.wants_notes())
        evaluation.note(fmt::format("\"{}\" is not what its type allows: {}.", what, type->type.to_string()));
    return {};
}

Value function_from(ProgramPtr const& program, Code const& code, VisiblePtr frame, std::string name, ItemTypePtr result)
{
    auto const measure = Measure{frame->measure.weight, frame->measure.depth + 1};
    std::vector<Parameter> parameters;
    for (std::size_t at = 0; at < code.names.size(); ++at)
        parameters.push_back({code.names[at], code.types[at] ? code.types[at]->type : Type{}});
    auto returned = result && result->type.kind() == Type::Kind::function ? result->type.result()
                    : result                                              ? result->type
                                                                          : Type{};
    if (result && result->type.kind() == Type::Kind::function) result = nullptr;
    auto body = [program, &code, frame = std::move(frame), name, result](std::span<Value const> arguments,
                                                                         Evaluation& evaluation) -> Value {
        if (code.is_foreign || code.parts.empty()) {
            evaluation.note("Functions in Java or PMML are not run.");
            return {};
        }
        auto const inside = std::make_shared<Visible>(frame);
        if (!name.empty()) inside->put(name, function_from(program, code, frame, name, result));
        for (std::size_t at = 0; at < code.names.size(); ++at) {
            auto fit = fitted(arguments[at], code.types[at].get(), evaluation);
            if (!fit) return {};
            inside->put(code.names[at], *std::move(fit));
        }
        return fitted_or_null(evaluate_code(program, code.parts.front(), inside, evaluation), result.get(), name,
                              evaluation);
    };
    Function function{std::move(parameters), std::move(body), std::move(returned)};
    FunctionAccess::measure(function, measure);
    return function;
}

Value evaluate_code(ProgramPtr const& program, Code const& code, VisiblePtr const& frame, Evaluation& evaluation)
{
    auto const level = Evaluation::Level{evaluation};
    if (!level || !evaluation.pay()) return {};
    auto value = Evaluating{program, frame, evaluation}.value(code);
    if (code.kind == Boxed::Kind::function) return value;
    return fitted_or_null(std::move(value), code.type.get(), "An expression", evaluation);
}

}
