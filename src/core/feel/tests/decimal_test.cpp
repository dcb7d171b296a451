#include "said.hpp"

#include <feel/json.hpp>

#include <rapidcheck.h>

using namespace guildhall::feel;
using namespace guildhall::feel::testing;

TEST_CASE("feel: a number is read back as it was written")
{
    CHECK(rc::check([] {
        auto const digits = *rc::gen::container<std::string>(rc::gen::inRange('0', static_cast<char>('9' + 1)));
        auto const places = *rc::gen::inRange(0, 40);
        auto const text = "1" + digits.substr(0, 32) + "e-" + std::to_string(places);
        auto const number = Decimal::parse(text);
        RC_ASSERT(number.has_value());
        RC_ASSERT(Decimal::parse(number->to_string()) == *number);
        RC_ASSERT(from_json(to_json(*number)) == Value{*number});
    }));
}

TEST_CASE("feel: whole numbers behave as whole numbers do")
{
    CHECK(rc::check([](std::int32_t a, std::int32_t b) {
        Decimal const x{a}, y{b};
        RC_ASSERT(add(x, y)->to_integer() == std::int64_t{a} + b);
        RC_ASSERT(multiply(x, y)->to_integer() == std::int64_t{a} * b);
        RC_ASSERT((x < y) == (a < b));
        RC_ASSERT(x.to_string() == std::to_string(a));
        RC_ASSERT(Decimal::from_double(a) == x);
    }));
}

TEST_CASE("feel: sums of pence never drift")
{
    CHECK(rc::check([] {
        auto const pence = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000));
        List pounds;
        std::int64_t total = 0;
        for (auto const amount : pence) {
            pounds.push_back(*divide(amount, 100));
            total += amount;
        }
        if (pounds.empty()) return;
        RC_ASSERT(value_of("sum(pounds) * 100", {{"pounds", pounds}}) == Value{total});
    }));
}

TEST_CASE("feel: a number keeps its digits on the way through JSON, and what is no JSON is refused")
{
    auto const value = from_json(R"({"a": 0.1234567890123456789012345678901234, "b": [true, null, "x"], "c": {}})");
    REQUIRE(value.has_value());
    CHECK(to_json(*value) == R"({"a":0.1234567890123456789012345678901234,"b":[true,null,"x"],"c":{}})");
    CHECK_FALSE(from_json("{").has_value());
    CHECK_FALSE(from_json("1 2").has_value());
    CHECK(to_json(value_of("[@\"2026-03-12\", \"a\\\"b\", []]")) == R"(["2026-03-12","a\"b",[]])");
}

TEST_CASE("feel: any text is an expression or a mistake with a place, and evaluating it ends")
{
    auto const pieces = rc::gen::elementOf(std::vector<std::string>{
        "1",      "a",    "\"x\"",    "[",      "]",        "(",    ")",        "{",     "}",           "..",
        ".",      ",",    ":",        "+",      "-",        "*",    "/",        "**",    "<",           ">=",
        "=",      "if ",  " then ",   " else ", "for ",     " in ", " return ", "some ", " satisfies ", " and ",
        " or ",   "not",  "function", "@",      "@\"P1D\"", "date", "sum",      "item",  "?",           " instance of ",
        "number", "null", "between ", "\n",     "//",       "/*",   "é"});
    CHECK(rc::check([&] {
        auto const parts = *rc::gen::container<std::vector<std::string>>(pieces);
        std::string text;
        for (auto const& part : parts) text += part;
        auto const parsed = parse(text);
        if (parsed) {
            (void)parsed->evaluate(Entries{Context{{"a", List{1, 2}}}}, {.limits = {.steps = 10'000}});
        } else {
            RC_ASSERT(parsed.error().line >= 1);
            RC_ASSERT(parsed.error().column >= 1);
            RC_ASSERT(!parsed.error().sentence.empty());
        }
    }));
}
