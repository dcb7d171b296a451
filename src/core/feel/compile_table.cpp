#include "decision_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::feel {

namespace {

using Part = CellError::Part;
using Program = CompiledTable::Program;

class Compiling {
public:
    Compiling(DecisionTable const& table, Names const& names, TableTypes const& types)
        : table_{table}, names_{names}, types_{types}
    {}

    Result<std::shared_ptr<Program const>, std::vector<CellError>> whole()
    {
        program_->hit = table_.hit;
        program_->aggregation = table_.hit == HitPolicy::collect ? table_.aggregation : Aggregation::none;
        if (table_.outputs.empty()) error({.part = Part::output, .sentence = "The table has no output."});
        for (std::size_t at = 0; at < table_.inputs.size(); ++at) add_input(at);
        for (std::size_t at = 0; at < table_.outputs.size(); ++at) add_output(at);
        for (std::size_t at = 0; at < table_.rules.size(); ++at) add_rule(at);
        if (!errors_.empty()) return Refused{std::move(errors_)};
        return std::shared_ptr<Program const>{std::move(program_)};
    }

private:
    DecisionTable const& table_;
    Names const& names_;
    TableTypes const& types_;
    std::shared_ptr<Program> program_ = std::make_shared<Program>();
    std::vector<CellError> errors_;

    void error(CellError error) { errors_.push_back(std::move(error)); }

    void refuse(CellError place, ParseError const& fault)
    {
        place.sentence = fault.sentence;
        place.line = fault.line;
        place.place = fault.column;
        error(std::move(place));
    }

    Expression expression(std::string_view text, CellError place)
    {
        auto parsed = parse(text, names_);
        if (parsed) return *std::move(parsed);
        refuse(std::move(place), parsed.error());
        return {};
    }

    UnaryTests tests(std::string_view text, CellError place)
    {
        // An empty cell says as little as "-".
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return {};
        auto parsed = parse_unary_tests(text, names_);
        if (parsed) return *std::move(parsed);
        refuse(std::move(place), parsed.error());
        return {};
    }

    Type type(std::string_view name, CellError place)
    {
        if (name.empty()) return {};
        auto const found = types_.find(name);
        if (found) return *found;
        place.sentence = fmt::format("There is no type \"{}\".", name);
        error(std::move(place));
        return {};
    }

    void add_input(std::size_t at)
    {
        auto const& column = table_.inputs[at];
        Program::Input input{.label = column.label.empty() ? column.expression : column.label};
        input.expression = expression(column.expression, {.part = Part::input, .column = at});
        input.type = type(column.type, {.part = Part::input, .column = at});
        if (!column.allowed.empty()) input.allowed = tests(column.allowed, {.part = Part::allowed, .column = at});
        program_->inputs.push_back(std::move(input));
    }

    void add_output(std::size_t at)
    {
        auto const& column = table_.outputs[at];
        auto const place = CellError{.part = Part::output, .column = table_.inputs.size() + at};
        Program::Output output{.name = column.name};
        output.type = type(column.type, place);
        if (table_.outputs.size() > 1 && column.name.empty())
            error({.part = Part::output, .column = place.column, .sentence = "This output needs a name."});
        add_values(column, place.column, output);
        if (!column.fallback.empty())
            output.fallback = expression(column.fallback, {.part = Part::fallback, .column = place.column});
        program_->outputs.push_back(std::move(output));
    }

    void add_values(OutputColumn const& column, std::size_t at, Program::Output& output)
    {
        auto const place = CellError{.part = Part::allowed, .column = at};
        if (!column.allowed.empty()) output.allowed = tests(column.allowed, place);
        auto const order = column.allowed.empty() ? types_.allowed(column) : column.allowed;
        bool const is_ordered = table_.hit == HitPolicy::priority || table_.hit == HitPolicy::output_order;
        if (is_ordered && !order.empty()) output.order = expression("[" + order + "]", place);
    }

    void add_rule(std::size_t row)
    {
        auto const& rule = table_.rules[row];
        if (rule.tests.size() != table_.inputs.size() || rule.outputs.size() != table_.outputs.size()) {
            error({.part = Part::rule,
                   .row = row,
                   .sentence = fmt::format("Rule {} has {} tests and {} results. It needs {} and {}.", row + 1,
                                           rule.tests.size(), rule.outputs.size(), table_.inputs.size(),
                                           table_.outputs.size())});
            return;
        }
        Program::Row compiled;
        std::size_t column = 0;
        for (auto const& test : rule.tests)
            compiled.tests.push_back(tests(test, {.part = Part::rule, .row = row, .column = column++}));
        for (auto const& output : rule.outputs)
            compiled.outputs.push_back(expression(output, {.part = Part::rule, .row = row, .column = column++}));
        program_->rows.push_back(std::move(compiled));
    }
};

}

Result<std::shared_ptr<CompiledTable::Program const>, std::vector<CellError>>
compile_table(DecisionTable const& table, Names const& names, TableTypes const& types)
{
    return Compiling{table, names, types}.whole();
}

Result<CompiledTable, std::vector<CellError>> CompiledTable::compile(DecisionTable const& table, Names const& names)
{
    TableTypes const types{.find = [](std::string_view name) { return parse_type(name); },
                           .allowed = [](OutputColumn const&) { return std::string{}; }};
    auto program = compile_table(table, names, types);
    if (!program) return Refused{std::move(program.error())};
    return CompiledTable{*std::move(program)};
}

std::vector<std::string> CompiledTable::names() const
{
    std::vector<std::string> all;
    auto const note = [&](Expression const& expression) {
        if (expression.empty()) return;
        for (auto& name : expression.names())
            if (std::ranges::find(all, name) == all.end()) all.push_back(std::move(name));
    };
    for (auto const& input : program_->inputs) note(input.expression);
    for (auto const& row : program_->rows) {
        for (auto const& test : row.tests) note(test.expression());
        for (auto const& output : row.outputs) note(output);
    }
    for (auto const& output : program_->outputs)
        if (output.fallback) note(*output.fallback);
    return all;
}

}
