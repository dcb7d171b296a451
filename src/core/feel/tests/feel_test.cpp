#include "said.hpp"

using namespace guildhall::feel;
using namespace guildhall::feel::testing;

TEST_CASE("feel: a condition compares an answer with a choice")
{
    CHECK(value_of(R"(category = "pothole")", {{"category", "pothole"}}).is_true());
    CHECK_FALSE(value_of(R"(category = "pothole")", {{"category", "tree"}}).is_true());
    CHECK(value_of(R"(category in ["tree", "pothole"])", {{"category", "tree"}}).is_true());
    CHECK(value_of(R"(not(category = "tree") and count >= 2)", {{"category", "sign"}, {"count", 2}}).is_true());
}

TEST_CASE("feel: an answer that is not there is null, and null decides nothing")
{
    CHECK(value_of("missing = null").is_true());
    CHECK(value_of("missing < 3").is_null());
    CHECK(value_of("missing < 3 or true").is_true());
    CHECK(value_of("missing < 3 and false").is_false());
    CHECK(value_of("missing < 3 and true").is_null());
}
