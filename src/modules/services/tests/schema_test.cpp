// The JSON Schema that lies in docs is the one that this code gives.
#include "../vocabulary.hpp"

#include <services/schema.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace guildhall::services;

TEST_CASE("services: docs/service.schema.json is what guildhall services schema prints")
{
    std::ifstream file{std::string{GUILDHALL_SOURCE_DIR} + "/docs/service.schema.json"};
    std::ostringstream text;
    text << file.rdbuf();
    CHECK_MESSAGE(text.str() == json_schema(), "run: guildhall services schema > docs/service.schema.json");
}

TEST_CASE("services: every shape that a key refers to is there")
{
    for (auto const& one : shapes()) {
        for (auto const& key : one.keys) {
            if (!key.of.empty()) CHECK(shape(key.of).name == key.of);
            CHECK(std::ranges::count(one.keys, key.name, &Key::name) == 1);
        }
    }
}
