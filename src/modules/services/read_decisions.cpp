// Decision tables in their short form.
#include "reader.hpp"

#include <fmt/format.h>

namespace guildhall::services {

namespace {

/// Each rule has a cell for each input and each output.
void check_rules(Fields& fields, std::size_t inputs, std::size_t outputs)
{
    for (auto const& rule : fields.list("rules")) {
        if (rule.is_list() && rule.items.size() == inputs + outputs) continue;
        fields.reading().problem(rule,
                                 fmt::format("The rule has {} cells; the table has {} inputs and {} outputs.",
                                             rule.items.size(), inputs, outputs),
                                 "Write one cell for each, - for an input that does not matter.");
    }
}

/// Inputs are expressions; cells are looked at with their inputs.
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
        fields.word("hit");
        auto const inputs = fields.texts("inputs");
        auto const outputs = fields.texts("outputs");
        note_expressions(fields);
        if (inputs.empty()) fields.problem("", "The table has no inputs.", "Add inputs: [age, income]");
        if (outputs.empty()) fields.problem("", "The table has no outputs.", "Add outputs: [result]");
        if (fields.list("rules").empty())
            fields.problem("", "The table has no rules.", "Add rules: with a line for each.");
        check_rules(fields, inputs.size(), outputs.size());
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

}
