// A table whose cells are parsed. Models compile theirs with types and value lists of their own.
#pragma once

#include <feel/decision.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::feel {

struct CompiledTable::Program {
    struct Input {
        std::string label;
        Expression expression;
        Type type;
        std::optional<UnaryTests> allowed;
    };
    struct Output {
        std::string name;
        Type type;
        std::optional<UnaryTests> allowed;
        std::optional<Expression> order; ///< a list of the values, the most important first
        std::optional<Expression> fallback;
    };
    struct Row {
        std::vector<UnaryTests> tests;
        std::vector<Expression> outputs;
    };
    HitPolicy hit = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<Row> rows;
};

/// What a table's types mean where it stands.
struct TableTypes {
    std::function<std::optional<Type>(std::string_view name)> find;
    /// The values, as text, that an output without values of its own may have by its type; empty: all.
    std::function<std::string(OutputColumn const& output)> allowed;
};

[[nodiscard]] Result<std::shared_ptr<CompiledTable::Program const>, std::vector<CellError>>
compile_table(DecisionTable const& table, Names const& names, TableTypes const& types);

[[nodiscard]] Value evaluate_table(CompiledTable::Program const& program, Scope const& scope, Evaluation& evaluation);

}
