// Decision tables: plain data that people edit, that is written as DMN XML and read from it, and that is compiled once
// and evaluated often.
//
//     DecisionTable table{.hit = HitPolicy::first, .inputs = {{.expression = "age"}}, .outputs = {{.name = "result"}},
//                         .rules = {{.tests = {">= 18"}, .outputs = {"\"eligible\""}}}};
//     auto const compiled = CompiledTable::compile(table);   // or every cell that is wrong
//     auto const outcome = compiled->evaluate(Entries{{{"age", 20}}});
#pragma once

#include <feel/feel.hpp>

#include <base/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

enum class HitPolicy { unique, any, priority, first, rule_order, output_order, collect };
/// Of the policy collect: the list itself, or one number of it.
enum class Aggregation { none, sum, min, max, count };

struct InputColumn {
    std::string label;
    std::string expression;
    std::string type;    ///< empty: Any
    std::string allowed; ///< unary tests; a value that does not pass makes the result null
};

struct OutputColumn {
    std::string name; ///< may be empty where there is one output only
    std::string label;
    std::string type;
    std::string allowed;  ///< values, the most important first: the order of the policies priority and output order
    std::string fallback; ///< FEEL, where no rule matches; empty: null
};

struct Rule {
    std::vector<std::string> tests;   ///< one for each input; "-" matches whatever it is
    std::vector<std::string> outputs; ///< one FEEL expression for each output
    std::string note;
};

struct DecisionTable {
    std::string id;
    std::string name;
    HitPolicy hit = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::string type; ///< of the whole result; empty: Any
    std::vector<InputColumn> inputs;
    std::vector<OutputColumn> outputs;
    std::vector<Rule> rules;
};

/// What is wrong with one cell. Rows and columns count from 0; columns go over inputs first, then outputs.
struct CellError {
    enum class Part { table, input, allowed, output, rule, fallback };
    Part part = Part::table;
    std::size_t row = 0; ///< of a rule
    std::size_t column = 0;
    std::string sentence;
    int line = 1; ///< inside the cell's text
    int place = 1;
};

/// Immutable; evaluated by many threads at a time.
class CompiledTable {
public:
    struct Program;
    /// `names`: what the cells may use. Every wrong cell is named, not only the first.
    [[nodiscard]] static Result<CompiledTable, std::vector<CellError>> compile(DecisionTable const& table,
                                                                               Names const& names = {});

    /// One output: its value. Several: a context of them. The policies rule order, output order and collect give lists.
    /// Whatever breaks the table's own promises (two rules match under unique, a value that is not allowed) gives null
    /// and a note.
    [[nodiscard]] Outcome evaluate(Scope const& scope, Settings settings = {}) const;
    [[nodiscard]] Value evaluate(Scope const& scope, Evaluation& evaluation) const;
    /// Names that the scope is asked for, each once.
    [[nodiscard]] std::vector<std::string> names() const;

    explicit CompiledTable(std::shared_ptr<Program const> program) : program_{std::move(program)} {}

private:
    std::shared_ptr<Program const> program_;
};

/// The short form that a service's YAML has: texts in rows, each row the tests and then the outputs.
struct ShortTable {
    std::string id;
    std::string hit; ///< a word of `hit_words()`; empty: unique
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::vector<std::vector<std::string>> rules;
    std::vector<std::string> fallback; ///< one for each output, or none
};
/// "unique any priority first rule-order output-order collect sum min max count"
[[nodiscard]] std::vector<std::string_view> const& hit_words();
[[nodiscard]] std::string_view hit_word(DecisionTable const& table);
/// Says which row has too few or too many cells; what stands in them is for CompiledTable::compile.
[[nodiscard]] Result<DecisionTable, std::vector<CellError>> table_from(ShortTable const& written);

/// What is certain without knowing any answer, because the cells are literals and ranges. Where nothing is said,
/// nothing is known.
struct TableFinding {
    enum class Kind { overlap, never, gap };
    Kind kind;
    std::vector<std::size_t> rules; ///< from 0
    std::string sentence;
};
[[nodiscard]] std::vector<TableFinding> examine(DecisionTable const& table);

/// A whole DMN 1.5 file: the table as one decision, and an input for every name that it uses.
[[nodiscard]] std::string to_dmn_xml(DecisionTable const& table, Names const& names = {});

}
