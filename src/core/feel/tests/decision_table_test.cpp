#include <doctest/doctest.h>

#include <feel/decision.hpp>
#include <feel/dmn.hpp>

#include <algorithm>

using namespace guildhall::feel;

namespace {

/// A table over one number; each rule is a test and a result.
DecisionTable table_of(HitPolicy hit, std::vector<std::pair<std::string, std::string>> const& rules,
                       Aggregation aggregation = Aggregation::none)
{
    DecisionTable table{
        .hit = hit, .aggregation = aggregation, .inputs = {{.expression = "age"}}, .outputs = {{.name = "result"}}};
    for (auto const& [test, output] : rules) table.rules.push_back({.tests = {test}, .outputs = {output}});
    return table;
}

Outcome outcome_of(DecisionTable const& table, Context entries)
{
    auto const compiled = CompiledTable::compile(table);
    REQUIRE(compiled.has_value());
    return compiled->evaluate(Entries{std::move(entries)}, {.notes = true});
}

Value result_of(DecisionTable const& table, int age)
{
    return outcome_of(table, {{"age", age}}).value;
}

bool is_noted(Outcome const& outcome, std::string_view words)
{
    return std::ranges::any_of(outcome.notes,
                               [&](Note const& note) { return note.sentence.find(words) != std::string::npos; });
}

}

TEST_CASE("decision table: unique gives the one rule that matches, and null with a reason where two do")
{
    auto const table =
        table_of(HitPolicy::unique, {{"< 18", "\"child\""}, {">= 18", "\"adult\""}, {"[60..70]", "\"older\""}});
    CHECK(result_of(table, 17) == Value{"child"});
    CHECK(result_of(table, 18) == Value{"adult"});
    auto const both = outcome_of(table, {{"age", 65}});
    CHECK(both.value.is_null());
    CHECK(is_noted(both, "Rules 2 and 3 both match"));
}

TEST_CASE("decision table: any lets rules match together as long as they agree")
{
    auto const table = table_of(HitPolicy::any, {{"> 10", "\"yes\""}, {"> 20", "\"yes\""}, {"> 30", "\"no\""}});
    CHECK(result_of(table, 15) == Value{"yes"});
    CHECK(result_of(table, 25) == Value{"yes"});
    auto const differs = outcome_of(table, {{"age", 35}});
    CHECK(differs.value.is_null());
    CHECK(is_noted(differs, "Rules 1 and 3 both match and differ"));
}

TEST_CASE("decision table: first takes the first rule that matches")
{
    auto const table = table_of(HitPolicy::first, {{"> 30", "\"c\""}, {"> 10", "\"a\""}, {"> 20", "\"b\""}});
    CHECK(result_of(table, 25) == Value{"a"});
    CHECK(result_of(table, 35) == Value{"c"});
    CHECK(result_of(table, 5).is_null());
}

TEST_CASE("decision table: priority takes the result that stands first among the allowed ones")
{
    auto table = table_of(HitPolicy::priority, {{"-", "\"low\""}, {"> 20", "\"high\""}, {"> 10", "\"middle\""}});
    table.outputs[0].allowed = R"("high", "middle", "low")";
    CHECK(result_of(table, 5) == Value{"low"});
    CHECK(result_of(table, 15) == Value{"middle"});
    CHECK(result_of(table, 25) == Value{"high"});
}

TEST_CASE("decision table: rule order and output order list every result, each in its order")
{
    std::vector<std::pair<std::string, std::string>> const rules{{"> 10", "\"b\""}, {"> 20", "\"a\""}, {"-", "\"c\""}};
    CHECK(result_of(table_of(HitPolicy::rule_order, rules), 25) == Value{List{"b", "a", "c"}});
    auto ordered = table_of(HitPolicy::output_order, rules);
    ordered.outputs[0].allowed = R"("a", "b", "c")";
    CHECK(result_of(ordered, 25) == Value{List{"a", "b", "c"}});
}

TEST_CASE("decision table: collect lists, adds up, takes the least and the most, and counts")
{
    std::vector<std::pair<std::string, std::string>> const rules{{"> 10", "20"}, {"> 20", "5"}, {"> 0", "age * 2"}};
    auto const with = [&](Aggregation aggregation) { return table_of(HitPolicy::collect, rules, aggregation); };
    CHECK(result_of(with(Aggregation::none), 25) == Value{List{20, 5, 50}});
    CHECK(result_of(with(Aggregation::sum), 25) == Value{75});
    CHECK(result_of(with(Aggregation::min), 25) == Value{5});
    CHECK(result_of(with(Aggregation::max), 25) == Value{50});
    CHECK(result_of(with(Aggregation::count), 25) == Value{3});
    CHECK(result_of(with(Aggregation::none), 0) == Value{List{}});
    CHECK(result_of(with(Aggregation::count), 0) == Value{0});
    CHECK(result_of(with(Aggregation::sum), 0).is_null());
    CHECK(outcome_of(table_of(HitPolicy::collect, {{"-", "1"}, {"-", "\"x\""}}, Aggregation::sum), {{"age", 1}})
              .value.is_null());
}

TEST_CASE("decision table: several outputs make a context, and the default fills in where no rule matches")
{
    DecisionTable table{
        .hit = HitPolicy::first,
        .inputs = {{.expression = "age"}, {.expression = "income * 12"}},
        .outputs = {{.name = "result", .fallback = "\"no\""}, {.name = "reason"}},
        .rules = {{.tests = {">= 18", "< 20000"}, .outputs = {"\"eligible\"", "\"low \" + \"income\""}}}};
    CHECK(outcome_of(table, {{"age", 20}, {"income", 1000}}).value ==
          Value{Context{{"result", "eligible"}, {"reason", "low income"}}});
    CHECK(outcome_of(table, {{"age", 17}, {"income", 1000}}).value ==
          Value{Context{{"result", "no"}, {"reason", nullptr}}});
}

TEST_CASE("decision table: a value that a column does not allow gives null and says which column")
{
    auto table = table_of(HitPolicy::unique, {{"-", "\"x\""}});
    table.inputs[0].allowed = "[0..120]";
    CHECK(result_of(table, 20) == Value{"x"});
    auto const outcome = outcome_of(table, {{"age", 200}});
    CHECK(outcome.value.is_null());
    CHECK(is_noted(outcome, "\"age\" has a value that the table does not allow"));
    table.outputs[0].allowed = R"("y", "z")";
    CHECK(result_of(table, 20).is_null());
}

TEST_CASE("decision table: a result or input of the wrong type is null")
{
    auto table = table_of(HitPolicy::unique, {{"-", "\"x\""}});
    table.outputs[0].type = "number";
    CHECK(result_of(table, 20).is_null());
    table.outputs[0].type = "string";
    CHECK(result_of(table, 20) == Value{"x"});
}

TEST_CASE("decision table: every wrong cell is named with its row and column")
{
    auto const table = table_of(HitPolicy::unique, {{"< 18", "\"child\""}, {"< (", "\"adult\""}, {"> 3", "1 +"}});
    auto const compiled = CompiledTable::compile(table);
    REQUIRE_FALSE(compiled.has_value());
    REQUIRE(compiled.error().size() == 2);
    CHECK(compiled.error()[0].row == 1);
    CHECK(compiled.error()[0].column == 0);
    CHECK(compiled.error()[1].row == 2);
    CHECK(compiled.error()[1].column == 1);
    CHECK_FALSE(compiled.error()[1].sentence.empty());
}

TEST_CASE("decision table: a table says which names it needs")
{
    auto table = table_of(HitPolicy::unique, {{"< limit", "age + extra"}});
    auto const compiled = CompiledTable::compile(table);
    REQUIRE(compiled.has_value());
    CHECK(compiled->names() == std::vector<std::string>{"age", "limit", "extra"});
}

TEST_CASE("decision table: the short form becomes a table, with every hit word")
{
    ShortTable const written{.id = "outcome",
                             .hit = "first",
                             .inputs = {"age", "income * 12"},
                             .outputs = {"result", "reason"},
                             .rules = {{">= 18", "-", "\"eligible\"", "\"old enough\""}},
                             .fallback = {"\"no\"", "\"too young\""}};
    auto const table = table_from(written);
    REQUIRE(table.has_value());
    CHECK(table->hit == HitPolicy::first);
    CHECK(outcome_of(*table, {{"age", 20}}).value == Value{Context{{"result", "eligible"}, {"reason", "old enough"}}});
    CHECK(outcome_of(*table, {{"age", 2}}).value == Value{Context{{"result", "no"}, {"reason", "too young"}}});
    for (auto const word : hit_words()) {
        ShortTable const other{.hit = std::string{word}, .inputs = {"a"}, .outputs = {"b"}};
        auto const read = table_from(other);
        REQUIRE(read.has_value());
        CHECK(hit_word(*read) == word);
    }
}

TEST_CASE("decision table: the short form says what is wrong with each row")
{
    ShortTable const written{.hit = "best",
                             .inputs = {"age"},
                             .outputs = {"result"},
                             .rules = {{"< 18", "1"}, {"< 18"}, {"1", "2", "3"}},
                             .fallback = {"1", "2"}};
    auto const table = table_from(written);
    REQUIRE_FALSE(table.has_value());
    REQUIRE(table.error().size() == 4);
    CHECK(table.error()[0].sentence.find("\"best\" is no way to choose") == 0);
    CHECK(table.error()[1].row == 1);
    CHECK(table.error()[1].sentence == "Rule 2 has 1 cells. It needs 2: 1 to test and 1 for the result.");
    CHECK(table.error()[2].row == 2);
    CHECK(table.error()[3].part == CellError::Part::fallback);
}

TEST_CASE("decision table: what is written as DMN is read back the same, and decides the same")
{
    auto table = table_of(HitPolicy::collect, {{"< 18", "\"a < b & \\\"c\\\"\""}, {"-", "\"d\""}}, Aggregation::none);
    table.name = "Fee & more";
    table.inputs[0].allowed = "[0..120]";
    table.outputs[0].fallback = "\"none\"";
    table.rules[0].note = "since 2024 <new>";
    auto const xml = to_dmn_xml(table);
    auto const read = read_decision_tables(xml);
    REQUIRE(read.has_value());
    REQUIRE(read->size() == 1);
    auto const& back = read->front();
    CHECK(back.name == table.name);
    CHECK(back.hit == table.hit);
    CHECK(back.inputs[0].allowed == "[0..120]");
    CHECK(back.outputs[0].name == "result");
    CHECK(back.outputs[0].fallback == "\"none\"");
    CHECK(back.rules[0].note == "since 2024 <new>");
    CHECK(back.rules[0].outputs == table.rules[0].outputs);
    auto const model = Model::read(xml);
    REQUIRE(model.has_value());
    CHECK(model->problems().empty());
    CHECK(model->inputs() == std::vector<std::string>{"age"});
    CHECK(model->decide("Fee & more", {{"age", 5}}).value == Value{List{"a < b & \"c\"", "d"}});
}

TEST_CASE("decision table: checks find rules that overlap, rules never used and gaps, and only what is certain")
{
    using Kind = TableFinding::Kind;
    auto const kinds = [](DecisionTable const& table) {
        std::vector<Kind> all;
        for (auto const& finding : examine(table)) all.push_back(finding.kind);
        return all;
    };
    CHECK(kinds(table_of(HitPolicy::unique, {{"< 18", "1"}, {">= 18", "2"}})).empty());
    CHECK(kinds(table_of(HitPolicy::unique, {{"< 18", "1"}, {"> 18", "2"}})) == std::vector{Kind::gap});
    CHECK(kinds(table_of(HitPolicy::unique, {{"<= 18", "1"}, {">= 18", "2"}})) == std::vector{Kind::overlap});
    CHECK(kinds(table_of(HitPolicy::first, {{"< 18", "1"}, {"-", "2"}, {"[20..30]", "3"}})) ==
          std::vector{Kind::never});
    CHECK(kinds(table_of(HitPolicy::collect, {{"(5..5)", "1"}})) == std::vector{Kind::never});
    // A cell that is more than a literal may match anything or nothing.
    CHECK(kinds(table_of(HitPolicy::unique, {{"< limit", "1"}, {"-", "2"}})).empty());
    auto with_default = table_of(HitPolicy::unique, {{"< 18", "1"}});
    with_default.outputs[0].fallback = "0";
    CHECK(kinds(with_default).empty());
    auto allowed = table_of(HitPolicy::unique, {{"\"a\"", "1"}, {"\"b\"", "2"}});
    CHECK(kinds(allowed) == std::vector{Kind::gap});
    allowed.inputs[0].allowed = R"("a", "b")";
    CHECK(kinds(allowed).empty());
    auto const gap = examine(table_of(HitPolicy::unique, {{"< 18", "1"}, {"> 18", "2"}}));
    CHECK(gap.at(0).sentence == "No rule matches where age = 18. The result is then null: add a rule or a default.");
}

TEST_CASE("decision table: two columns that may hang together are not said to overlap")
{
    DecisionTable table{
        .hit = HitPolicy::unique,
        .inputs = {{.expression = "age"}, {.expression = "age * 2"}},
        .outputs = {{.name = "r"}},
        .rules = {{.tests = {"< 5", "-"}, .outputs = {"1"}}, {.tests = {"-", "> 20"}, .outputs = {"2"}}}};
    CHECK(examine(table).empty());
    table.inputs[1].expression = "income";
    CHECK(examine(table).size() == 2); // an overlap, and a gap
}
