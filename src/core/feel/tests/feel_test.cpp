#include <doctest/doctest.h>

#include <feel/feel.hpp>

#include <map>

using namespace guildhall::feel;

namespace {

Value value_of(std::string_view text, std::map<std::string, Value, std::less<>> const& names = {})
{
    auto const expression = parse(text);
    REQUIRE_MESSAGE(expression.has_value(), std::string{text});
    LookUp const scope{[&](std::string_view name) {
        auto const found = names.find(name);
        return found == names.end() ? Value{} : found->second;
    }};
    return expression->evaluate(scope).value;
}

}

TEST_CASE("feel: a condition compares an answer with a choice")
{
    CHECK(value_of(R"(category = "pothole")", {{"category", {"pothole"}}}).is_true());
    CHECK_FALSE(value_of(R"(category = "pothole")", {{"category", {"tree"}}}).is_true());
    CHECK(value_of(R"(category in ["tree", "pothole"])", {{"category", {"tree"}}}).is_true());
    CHECK(value_of(R"(not(category = "tree") and count >= 2)", {{"category", {"sign"}}, {"count", {2}}}).is_true());
}

TEST_CASE("feel: an answer that is not there is null, and null decides nothing")
{
    CHECK(value_of("missing = null").is_true());
    CHECK(value_of("missing < 3").is_null());
    CHECK(value_of("missing < 3 or true").is_true());
    CHECK(value_of("missing < 3 and false") == Value{false});
    CHECK(value_of("missing < 3 and true").is_null());
}

TEST_CASE("feel: a broken condition names the place")
{
    auto const broken = parse("category = \"tree\" and");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().column == 22);
    auto const quote = parse("a =\n \"tree");
    REQUIRE_FALSE(quote.has_value());
    CHECK(quote.error().line == 2);
    CHECK_FALSE(parse(std::string(200, '(')).has_value());
    CHECK_FALSE(parse("").has_value());
}

TEST_CASE("feel: the names a condition uses are known")
{
    CHECK(parse("when-out = \"yes\" and (a > 1 or a < 0)")->names() == std::vector<std::string>{"when-out", "a"});
}
