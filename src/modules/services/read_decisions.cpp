// Decision tables in their short form.
#include "reader.hpp"

#include <fmt/format.h>

namespace guildhall::services {

namespace {

using feel::CellError;

std::vector<std::vector<std::string>> cells_of(std::vector<Node> const& rules)
{
    std::vector<std::vector<std::string>> cells;
    for (auto const& rule : rules) {
        auto& row = cells.emplace_back();
        for (auto const& cell : rule.items) row.push_back(cell.text);
    }
    return cells;
}

/// Where in the decision a cell stands: "rules/2/1".
std::string place_of(CellError const& error, std::size_t inputs)
{
    auto const column = std::to_string(error.column + 1);
    switch (error.part) {
    case CellError::Part::input:
    case CellError::Part::allowed: return "inputs/" + column;
    case CellError::Part::output:
        return "outputs/" + std::to_string(error.column >= inputs ? error.column - inputs + 1 : error.column + 1);
    case CellError::Part::rule: return "rules/" + std::to_string(error.row + 1) + "/" + column;
    case CellError::Part::fallback: return "otherwise";
    case CellError::Part::table: return "";
    }
    return "";
}

void tell(Fields& fields, std::vector<CellError> const& errors, std::size_t inputs, std::string_view remedy)
{
    for (auto const& error : errors) {
        auto const place = place_of(error, inputs);
        fields.reading().problem(fields.node().nearest_to(place),
                                 fmt::format("The table cannot be read: {}", error.sentence), std::string{remedy});
        fields.reading().problems.back().item = place.empty() ? fields.path_of("rules") : fields.path_of(place);
    }
}

/// Inputs and cells, so that the checker can look at their words.
void note_expressions(Fields& fields)
{
    for (std::size_t i = 0; auto const& input : fields.list("inputs")) {
        auto const path = fields.path_of("inputs/" + std::to_string(++i));
        if (input.is_text()) read_expression(fields.reading(), input, path, "An input");
    }
    for (std::size_t i = 0; auto const& rule : fields.list("rules")) {
        auto const path = fields.path_of("rules/" + std::to_string(++i));
        for (std::size_t j = 0; auto const& cell : rule.items)
            fields.reading().expressions[path + "/" + std::to_string(++j)] = {
                .text = cell.text, .line = cell.line, .expression = {}};
    }
}

void compile(Fields& fields, feel::ShortTable const& written, Decision& decision)
{
    auto table = feel::table_from(written);
    if (!table)
        return tell(fields, table.error(), written.inputs.size(),
                    "Write one cell for each input and output, - for an input that does not matter.");
    auto compiled = feel::CompiledTable::compile(*table, fields.reading().feel_names());
    if (!compiled)
        return tell(fields, compiled.error(), written.inputs.size(),
                    "Write tests like >= 18, \"yes\", [1..5] or -, and results like \"likely\" or 20.");
    decision.table = std::make_shared<feel::DecisionTable const>(std::move(*table));
    decision.compiled = std::make_shared<feel::CompiledTable const>(std::move(*compiled));
}

}

std::vector<Decision> read_decisions(Fields& definition)
{
    std::vector<Decision> decisions;
    for (std::size_t i = 0; auto const& node : definition.list("decisions")) {
        Fields fields{definition.reading(), node, "decisions/" + name_of_item(node, i++), shape("decision")};
        if (!fields.is_map()) continue;
        Decision decision;
        decision.id = fields.id("id");
        decision.title = fields.text("title");
        decision.label = fields.shown("label");
        auto const before = fields.reading().problems.size();
        feel::ShortTable const written{.id = decision.id,
                                       .hit = fields.word("hit"),
                                       .inputs = fields.texts("inputs"),
                                       .outputs = fields.texts("outputs"),
                                       .rules = cells_of(fields.list("rules")),
                                       .fallback = fields.texts("otherwise")};
        note_expressions(fields);
        if (written.inputs.empty()) fields.problem("", "The table has no inputs.", "Add inputs: [age, income]");
        if (written.outputs.empty()) fields.problem("", "The table has no outputs.", "Add outputs: [result]");
        if (written.rules.empty()) fields.problem("", "The table has no rules.", "Add rules: with a line for each.");
        if (fields.reading().problems.size() == before) compile(fields, written, decision);
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

}
