#include "decision_table.hpp"

#include "names.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::Written;

constexpr std::size_t most_columns = 20;
constexpr std::size_t most_rules = 300;

std::vector<std::string> texts_of(Written const* list)
{
    std::vector<std::string> out;
    if (list)
        for (auto const& item : list->items) out.push_back(item.text);
    return out;
}

std::string numbered(char const* name, std::size_t at)
{
    return name + std::string{"-"} + std::to_string(at);
}

void press(TableForm& table, std::string_view button)
{
    auto const space = button.find(' ');
    auto const word = button.substr(0, space);
    auto const what = space == std::string_view::npos ? std::string_view{} : button.substr(space + 1);
    auto const at = to_number(what);
    auto const width = table.inputs.size() + table.outputs.size();
    auto& rules = table.rules;
    if (button == "add rule" && rules.size() < most_rules) rules.emplace_back(width);
    if (button == "add input" && table.inputs.size() < most_columns) {
        for (auto& rule : rules) rule.insert(rule.begin() + static_cast<std::ptrdiff_t>(table.inputs.size()), "-");
        table.inputs.emplace_back();
    }
    if (button == "add output" && table.outputs.size() < most_columns) {
        for (auto& rule : rules) rule.emplace_back();
        table.outputs.push_back("result" + std::to_string(table.outputs.size() + 1));
    }
    if (word == "remove" && at < rules.size()) rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(at));
    if (word == "up" && at > 0 && at < rules.size()) std::swap(rules[at], rules[at - 1]);
    if (word == "down" && at + 1 < rules.size()) std::swap(rules[at], rules[at + 1]);
    bool const drops_input = word == "drop-input" && table.inputs.size() > 1 && at < table.inputs.size();
    bool const drops_output = word == "drop-output" && table.outputs.size() > 1 && at < table.outputs.size();
    if (!drops_input && !drops_output) return;
    auto const column = drops_input ? at : table.inputs.size() + at;
    for (auto& rule : rules) rule.erase(rule.begin() + static_cast<std::ptrdiff_t>(column));
    auto& names = drops_input ? table.inputs : table.outputs;
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
}

Written rules_of(TableForm const& table)
{
    Written rules;
    for (auto const& rule : table.rules) {
        Written row{.kind = Written::Kind::list};
        for (std::size_t i = 0; i < rule.size(); ++i) {
            // An empty test matches whatever it is; an empty result is no words.
            auto const empty = i < table.inputs.size() ? "-" : "\"\"";
            row.items.push_back(Written::of(rule[i].empty() ? empty : rule[i]));
        }
        if (!row.items.empty()) rules.items.push_back(std::move(row));
    }
    if (!rules.items.empty()) rules.kind = Written::Kind::list;
    return rules;
}

}

TableForm table_from(Written const& decision)
{
    TableForm table{.title = std::string{decision.at("title")},
                    .hit = std::string{decision.at("hit")},
                    .inputs = texts_of(decision.find("inputs")),
                    .outputs = texts_of(decision.find("outputs"))};
    auto const width = table.inputs.size() + table.outputs.size();
    if (auto const* const rules = decision.find("rules"))
        for (auto const& rule : rules->items) {
            auto cells = texts_of(&rule);
            cells.resize(width);
            table.rules.push_back(std::move(cells));
        }
    return table;
}

TableForm table_from(http::Form const& form)
{
    TableForm table{.title = collapsed(form.value("title")), .hit = std::string{form.value("hit")}};
    auto const inputs = std::min(to_number(form.value("inputs")), most_columns);
    auto const outputs = std::min(to_number(form.value("outputs")), most_columns);
    auto const rules = std::min(to_number(form.value("rules")), most_rules);
    for (std::size_t i = 0; i < inputs; ++i) table.inputs.push_back(collapsed(form.value(numbered("input", i))));
    for (std::size_t i = 0; i < outputs; ++i) table.outputs.push_back(collapsed(form.value(numbered("output", i))));
    for (std::size_t row = 0; row < rules; ++row) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < inputs + outputs; ++i)
            cells.push_back(collapsed(form.value(numbered("cell", row) + "-" + std::to_string(i))));
        table.rules.push_back(std::move(cells));
    }
    press(table, form.value("press"));
    return table;
}

bool write_table(services::Sheet& sheet, services::Path const& path, TableForm const& table)
{
    auto const set = [&](char const* key, Written const& value, std::vector<std::string_view> const& after) {
        auto at = path;
        at.emplace_back(key);
        return sheet.value(at) == value || sheet.set(at, value, after);
    };
    // A column that has no name yet keeps its place.
    auto const names = [](std::vector<std::string> texts, char const* otherwise) {
        for (auto& text : texts)
            if (text.empty()) text = otherwise;
        return Written::list_of(texts);
    };
    return set("title", Written::of(table.title), {"id"}) && set("hit", Written::of(table.hit), {"id", "title"}) &&
           set("inputs", names(table.inputs, "null"), {"id", "title", "hit"}) &&
           set("outputs", names(table.outputs, "result"), {"id", "title", "hit", "inputs"}) &&
           set("rules", rules_of(table), {"id", "title", "hit", "inputs", "outputs"});
}

}
