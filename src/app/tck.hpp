// The DMN compatibility kit: models with cases, run and judged. A folder is a group; each of its test files names a
// model beside it, inputs and what the decisions must be.
#pragma once

#include <feel/value.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::app {

struct TckFailure {
    std::string file;
    std::string test_case;
    std::string decision;
    std::string expected;
    std::string actual;
    std::string why; ///< what the model or the run said about it
};

struct TckGroup {
    std::string name;
    int passed = 0;
    std::vector<TckFailure> failures; ///< one for each failing case: its first wrong result
    std::string skipped;              ///< why none of its cases was run; empty: they were
};

/// Walks the folders and runs every test file. Throws std::exception for a folder that is not there.
std::vector<TckGroup> run_tck(std::vector<std::filesystem::path> const& folders);

/// As the kit compares: numbers to 8 places, everything else exactly.
bool same_for_tck(feel::Value const& expected, feel::Value const& actual);

}
