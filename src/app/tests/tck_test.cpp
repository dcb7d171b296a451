#include "tck.hpp"

#include <support/shared_files.hpp>

#include <doctest/doctest.h>

#include <cstdio>

using namespace guildhall;
using namespace guildhall::app;

namespace {

struct Counted {
    std::size_t passed = 0, failed = 0;
};

Counted counted(std::vector<TckGroup> const& groups)
{
    Counted all;
    for (auto const& group : groups) {
        all.passed += static_cast<std::size_t>(group.passed);
        all.failed += group.failures.size();
        for (auto const& failure : group.failures)
            MESSAGE(group.name << " " << failure.test_case << " " << failure.decision << ": expected "
                               << failure.expected << ", actual " << failure.actual << ". " << failure.why);
    }
    return all;
}

/// Nothing, and a visible line, where the kit is not beside the project.
std::optional<Counted> run_level(std::string_view level)
{
    auto const folder = test::shared_path("standards/dmn-tck") / level;
    if (std::filesystem::is_directory(folder)) return counted(run_tck({folder}));
    std::printf("skipped: the DMN compatibility kit is not here\n");
    return std::nullopt;
}

}

TEST_CASE("tck: every case of compliance level 2 passes")
{
    auto const level = run_level("compliance-level-2");
    if (!level) return;
    CHECK(level->failed == 0);
    CHECK(level->passed >= 100);
}

TEST_CASE("tck: at least 97 of 100 cases of compliance level 3 pass")
{
    auto const level = run_level("compliance-level-3");
    if (!level) return;
    CHECK(level->passed >= 2500);
    CHECK(level->passed * 100 >= (level->passed + level->failed) * 97);
}
