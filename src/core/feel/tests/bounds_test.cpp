#include "said.hpp"

#include <chrono>

using namespace guildhall::feel;
using namespace guildhall::feel::testing;

TEST_CASE("feel: whatever would take too long or too much ends, and says why")
{
    struct Case {
        std::string_view text;
        Bound bound;
    };
    for (auto const& [text, bound] : std::initializer_list<Case>{
             {"for i in 1..1000000000 return i", Bound::steps},
             {"count(for i in 1..100000, j in 1..100000 return i)", Bound::steps},
             {"{f: function(n) f(n + 1), r: f(1)}.r", Bound::depth},
             {"for i in 1..100000 return partial", Bound::weight},
             {"every i in 1..1000000000000 satisfies i > 0", Bound::steps},
             {"{f: function(s) f(s + s), r: f(\"0123456789\")}.r", Bound::text},
             {"{f: function(l) f(concatenate(l, l)), r: f([1, 2, 3])}.r", Bound::steps},
             {"{f: function(l) f([l, l]), r: f([1])}.r", Bound::weight},
             {"{f: function(l, n) if n = 0 then l else f([l], n - 1), r: f([1], 2000)}.r", Bound::depth},
             {"matches(string join(for i in 1..60 return \"a\"), \"(a+)+b\")", Bound::pattern},
             {"{s: string join(for i in 1..5000 return \"0123456789\"), r: string join(for i in 1..500 return s)}.r",
              Bound::text},
         }) {
        CAPTURE(text);
        auto const outcome = outcome_of(text, {}, {.limits = {.pattern_steps = 100}});
        CHECK(outcome.value.is_null());
        CHECK((outcome.stopped && sentence_of(*outcome.stopped) == sentence_of(bound)));
    }
}

TEST_CASE("feel: searching long texts many times ends soon")
{
    std::string const many(200'000, 'a');
    Context const context{{"many", many}, {"needle", std::string(100'000, 'a') + "b"}};
    auto const start = std::chrono::steady_clock::now();
    for (auto const* text :
         {"for i in 1..1000000 return contains(many, needle)", "for i in 1..1000000 return matches(many, \"(a*)*b\")",
          "for i in 1..1000000 return many < many", "for i in 1..1000000 return replace(many, \"a\", \"b\")",
          "for i in 1..1000000 return i ** 1.5", "min(for i in 1..100000 return many)",
          "for i in 1..1000000 return matches(\"a\", string(i))"}) {
        CAPTURE(text);
        CHECK(outcome_of(text, context).stopped.has_value());
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{60});
}

TEST_CASE("feel: numbers beyond 34 digits and 6144 places are null, not endless")
{
    CHECK(said("10 ** 1e9") == "null");
    CHECK(said("1.5 ** 1e11") == "null");
    CHECK(said("for i in 1..1e30 return i") == "null");
    CHECK(said("exp(1e9)") == "null");
    CHECK(said("duration(\"P999999999999999999999D\")") == "null");
    CHECK(said("@\"999999999-12-31\" + @\"P1D\"") == "null");
}

TEST_CASE("feel: text that nests or chains without end is refused")
{
    for (auto const* part :
         {"(", "[", "{a: ", "-", "if a then ", "not(", "1 in (", "x[", "function(a) ", "for i in "}) {
        std::string text;
        for (int i = 0; i < 5'000; ++i) text += part;
        CHECK_FALSE(parse(text).has_value());
    }
    for (auto const* part : {"1 + ", "1 ** ", "a and ", "a = ", "a or "}) {
        std::string text;
        for (int i = 0; i < 5'000; ++i) text += part;
        CHECK_FALSE(parse(text + "1").has_value());
    }
    CHECK_FALSE(parse(std::string(200'000, ' ')).has_value());
}

TEST_CASE("feel: the reasons why something became null are told")
{
    auto const outcome = outcome_of("1 +\n  \"a\"", {}, {.notes = true});
    REQUIRE(outcome.notes.size() == 1);
    CHECK(outcome.notes[0] == Note{"A number and a string cannot be calculated with in this way.", 1, 3});
}

TEST_CASE("feel: a mistake has its place, and what was expected")
{
    struct Case {
        std::string_view text;
        std::string_view sentence;
        int line;
        int column;
    };
    for (auto const& [text, sentence, line, column] : std::initializer_list<Case>{
             {"", "This ends too early.", 1, 1},
             {"a.", "This ends too early.", 1, 3},
             {"a =\n \"tree", "The text has no closing quote.", 2, 2},
             {"(1 + 2", "\")\" is missing here, after what stands in brackets.", 1, 7},
             {"if a then 1", "\"else\" is missing here, after what \"then\" gives.", 1, 12},
             {"for i in [1] retrun i", "\"return\" is missing here, after what \"for\" goes through.", 1, 14},
             {"a ^ 2", "\"^\" is not expected here.", 1, 3},
             {"\"é\" 1", "\"1\" is not expected here.", 1, 5},
             {"x instance of nonsense", "\"nonsense\" is no type that is known here.", 1, 15},
             {"[1, 2,]", "\"]\" is not expected here.", 1, 7},
             {"{a 1}", "\"}\" is not expected here.", 1, 5},
             {"a between 1", "\"and\" is missing here, after the lower end of \"between\".", 1, 12}}) {
        CAPTURE(text);
        auto const parsed = parse(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().sentence == sentence);
        CHECK(parsed.error().line == line);
        CHECK(parsed.error().column == column);
    }
}
