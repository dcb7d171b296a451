// One run of a decision table: which rules match, what they say, and what the hit policy makes of it.
#include "decision_table.hpp"
#include "tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace guildhall::feel {

namespace {

using Program = CompiledTable::Program;

/// What one rule says: a value for each output.
using Outputs = std::vector<Value>;

class Running {
public:
    Running(Program const& program, Scope const& scope, Evaluation& evaluation)
        : program_{program}, scope_{scope}, evaluation_{evaluation}
    {}

    Value whole()
    {
        if (!read_inputs()) return {};
        auto const rows = matching_rows();
        if (evaluation_.stopped()) return {};
        if (rows.empty()) return without_match();
        switch (program_.hit) {
        case HitPolicy::unique:
            if (rows.size() > 1)
                return refused("Rules {} and {} both match, and only one may.", rows[0] + 1, rows[1] + 1);
            return single(rows.front());
        case HitPolicy::first: return single(rows.front());
        case HitPolicy::any: return any(rows);
        case HitPolicy::priority: return priority(rows);
        case HitPolicy::rule_order: return listed(all_outputs(rows));
        case HitPolicy::output_order: return output_order(rows);
        case HitPolicy::collect: return collected(rows);
        }
        return {};
    }

private:
    Program const& program_;
    Scope const& scope_;
    Evaluation& evaluation_;
    std::vector<Value> inputs_;

    template <class... Parts> Value refused(fmt::format_string<Parts...> sentence, Parts&&... parts)
    {
        if (evaluation_.wants_notes()) evaluation_.note(fmt::format(sentence, std::forward<Parts>(parts)...));
        return {};
    }

    bool read_inputs()
    {
        for (auto const& input : program_.inputs) {
            auto value = coerced(input.expression.evaluate(scope_, evaluation_), input.type);
            if (!value) {
                refused("\"{}\" is not of the type {}.", input.label, input.type.to_string());
                value = Value{};
            }
            if (input.allowed && !value->is_null() && !input.allowed->test(*value, scope_, evaluation_).is_true()) {
                refused("\"{}\" has a value that the table does not allow.", input.label);
                return false;
            }
            inputs_.push_back(*std::move(value));
        }
        return true;
    }

    bool matches(Program::Row const& row)
    {
        for (std::size_t at = 0; at < row.tests.size(); ++at) {
            auto const& test = row.tests[at];
            if (!test.expression().empty() && !test.test(inputs_[at], scope_, evaluation_).is_true()) return false;
        }
        return evaluation_.pay();
    }

    std::vector<std::size_t> matching_rows()
    {
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < program_.rows.size(); ++row) {
            if (!matches(program_.rows[row])) continue;
            rows.push_back(row);
            if (program_.hit == HitPolicy::first) break;
        }
        return rows;
    }

    Value without_match()
    {
        auto const has_default = [](Program::Output const& output) { return output.fallback.has_value(); };
        if (std::ranges::any_of(program_.outputs, has_default)) {
            Outputs outputs;
            for (auto const& output : program_.outputs)
                outputs.push_back(output.fallback ? output.fallback->evaluate(scope_, evaluation_) : Value{});
            auto value = shaped(std::move(outputs));
            return value;
        }
        if (program_.hit == HitPolicy::collect && program_.aggregation == Aggregation::none) return List{};
        if (program_.hit == HitPolicy::collect && program_.aggregation == Aggregation::count) return 0;
        return refused("No rule matches, and there is no default.");
    }

    Outputs outputs_of(std::size_t row)
    {
        Outputs outputs;
        for (std::size_t at = 0; at < program_.outputs.size(); ++at) {
            auto const& column = program_.outputs[at];
            auto value = coerced(program_.rows[row].outputs[at].evaluate(scope_, evaluation_), column.type);
            if (!value) refused("Rule {} gives a result that is not of the type {}.", row + 1, column.type.to_string());
            if (value && column.allowed && !value->is_null() &&
                !column.allowed->test(*value, scope_, evaluation_).is_true()) {
                refused("Rule {} gives a result that the table does not allow.", row + 1);
                value.reset();
            }
            outputs.push_back(value ? *std::move(value) : Value{});
        }
        return outputs;
    }

    Value shaped(Outputs outputs)
    {
        if (outputs.size() == 1) return std::move(outputs.front());
        Context context;
        for (std::size_t at = 0; at < outputs.size(); ++at)
            context.put(program_.outputs[at].name, std::move(outputs[at]));
        return context;
    }

    Value single(std::size_t row) { return shaped(outputs_of(row)); }

    std::vector<Outputs> all_outputs(std::vector<std::size_t> const& rows)
    {
        std::vector<Outputs> all;
        for (auto const row : rows) all.push_back(outputs_of(row));
        return all;
    }

    Value listed(std::vector<Outputs> all)
    {
        List list;
        for (auto& outputs : all) list.push_back(shaped(std::move(outputs)));
        return list;
    }

    Value any(std::vector<std::size_t> const& rows)
    {
        auto const first = single(rows.front());
        for (auto const row : rows) {
            if (!(single(row) == first))
                return refused("Rules {} and {} both match and differ in what they say.", rows.front() + 1, row + 1);
        }
        return first;
    }

    /// Each output's place among its allowed values; one that is not there comes last.
    std::vector<std::size_t> rank(Outputs const& outputs, std::vector<List> const& orders)
    {
        std::vector<std::size_t> places;
        for (std::size_t at = 0; at < outputs.size(); ++at) {
            if (!evaluation_.pay(orders[at].size())) return {};
            auto const found = std::ranges::find_if(orders[at], [&](Value const& allowed) {
                if (auto const* range = allowed.range()) return contains(*range, outputs[at]).value_or(false);
                return allowed == outputs[at];
            });
            places.push_back(static_cast<std::size_t>(found - orders[at].begin()));
        }
        return places;
    }

    std::vector<Outputs> by_priority(std::vector<std::size_t> const& rows)
    {
        std::vector<List> orders;
        for (auto const& output : program_.outputs) {
            auto const order = output.order ? output.order->evaluate(scope_, evaluation_) : Value{};
            orders.push_back(order.list() ? *order.list() : List{});
        }
        std::vector<std::pair<std::vector<std::size_t>, Outputs>> ranked;
        for (auto& outputs : all_outputs(rows)) {
            auto places = rank(outputs, orders);
            ranked.emplace_back(std::move(places), std::move(outputs));
        }
        std::ranges::stable_sort(ranked, {}, &std::pair<std::vector<std::size_t>, Outputs>::first);
        std::vector<Outputs> all;
        for (auto& [places, outputs] : ranked) all.push_back(std::move(outputs));
        return all;
    }

    Value priority(std::vector<std::size_t> const& rows) { return shaped(std::move(by_priority(rows).front())); }
    Value output_order(std::vector<std::size_t> const& rows) { return listed(by_priority(rows)); }

    Value collected(std::vector<std::size_t> const& rows)
    {
        if (program_.aggregation == Aggregation::count) return static_cast<std::int64_t>(rows.size());
        auto const all = all_outputs(rows);
        if (program_.aggregation == Aggregation::none) return listed(all);
        Outputs totals;
        for (std::size_t at = 0; at < program_.outputs.size(); ++at) {
            List column;
            for (auto const& outputs : all) column.push_back(outputs[at]);
            totals.push_back(aggregated(column));
        }
        return shaped(std::move(totals));
    }

    Value aggregated(List const& values)
    {
        Value total = values.front();
        if (program_.aggregation == Aggregation::sum && !total.number())
            return refused("Only numbers can be added up.");
        for (std::size_t at = 1; at < values.size(); ++at) {
            if (program_.aggregation == Aggregation::sum) {
                if (!values[at].number()) return refused("Only numbers can be added up.");
                total = Value{add(*total.number(), *values[at].number())};
                if (!total.number()) return refused("The sum is too large.");
                continue;
            }
            auto const less = order(values[at], total);
            if (!less) return refused("Rules that match give results that cannot be compared.");
            if (program_.aggregation == Aggregation::min ? *less < 0 : *less > 0) total = values[at];
        }
        return total;
    }
};

}

Value evaluate_table(CompiledTable::Program const& program, Scope const& scope, Evaluation& evaluation)
{
    auto const level = Evaluation::Level{evaluation};
    if (!level) return {};
    return admitted(Running{program, scope, evaluation}.whole(), evaluation);
}

Value CompiledTable::evaluate(Scope const& scope, Evaluation& evaluation) const
{
    return evaluate_table(*program_, scope, evaluation);
}

Outcome CompiledTable::evaluate(Scope const& scope, Settings settings) const
{
    Evaluation evaluation{std::move(settings)};
    auto value = evaluate_table(*program_, scope, evaluation);
    return {evaluation.stopped() ? Value{} : std::move(value), evaluation.stopped(), evaluation.notes(),
            evaluation.used()};
}

}
