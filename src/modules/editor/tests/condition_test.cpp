#include "condition.hpp"

#include <doctest/doctest.h>

using namespace guildhall::editor;

TEST_CASE("editor: a condition that was chosen is FEEL, and comes back as it was chosen")
{
    using Test = Clause::Test;
    using Form = Clause::Form;
    std::vector<std::pair<Condition, std::string>> const all{
        {{}, ""},
        {{.clauses = {{"bin", Test::is, Form::text, {"food"}}}}, R"(bin = "food")"},
        {{.clauses = {{"bin", Test::is_not, Form::text, {"a \"b\" \\"}}}}, R"(bin != "a \"b\" \\")"},
        {{.clauses = {{"bin", Test::one_of, Form::text, {"food", "garden"}}}}, R"(bin in ("food", "garden"))"},
        {{.clauses = {{"child.age", Test::more, Form::number, {"4.5"}}, {"bins", Test::has, Form::text, {"food"}}}},
         R"(child.age > 4.5 and list contains(bins, "food"))"},
        {{.all = false,
          .clauses = {{"age", Test::at_most, Form::number, {"-3"}}, {"bins", Test::has_not, Form::text, {"x"}}}},
         R"(age <= -3 or not(list contains(bins, "x")))"},
        {{.clauses = {{"out", Test::at_least, Form::date, {"2026-03-01"}}}}, R"(out >= date("2026-03-01"))"},
    };
    for (auto const& [condition, feel] : all) {
        CHECK(feel_of(condition) == feel);
        auto const back = condition_of(feel);
        REQUIRE_MESSAGE(back.has_value(), feel);
        CHECK(*back == condition);
    }
}

TEST_CASE("editor: FEEL that the choices cannot say is left to whoever wrote it")
{
    for (auto const* feel :
         {"count(children) > 2", "a = \"b\" and c = \"d\" or e = \"f\"", "a = b", "a = 1.", "a in (1, \"b\")",
          "(a = \"b\")", "a = \"b", "a = \"b\" and", "not(a = \"b\")", "a = date(\"2026-01-01\") + 1", "= 3"})
        CHECK_MESSAGE(!condition_of(feel).has_value(), feel);
}
