#include <doctest/doctest.h>

#include <services/services.hpp>

#include <db/testing.hpp>

#include <algorithm>
#include <cctype>

using namespace guildhall;
using services::Source;

namespace {

Source const& shipped()
{
    static Source const source = services::shipped_source();
    return source;
}

/// The shipped library with one text in the missed bin definition replaced.
Source with(std::string_view before, std::string_view after)
{
    auto source = shipped();
    for (auto& file : source) {
        if (!file.name.ends_with("report-missed-bin.yaml")) continue;
        auto const at = file.text.find(before);
        REQUIRE(at != std::string::npos);
        file.text.replace(at, before.size(), after);
    }
    return source;
}

/// The one problem of a library with this change.
services::Problem problem_of(std::string_view before, std::string_view after)
{
    auto const checked = services::check(with(before, after));
    REQUIRE(checked.problems.size() >= 1);
    static auto const all = services::check(shipped()).good.size();
    CHECK(checked.good.size() == all - 1); // the other services go on
    return checked.problems.front();
}

}

TEST_CASE("R-033 R-071 services: every shipped definition is sound, and has an owner, stages and a promise")
{
    auto const checked = services::check(shipped());
    for (auto const& problem : checked.problems) MESSAGE(problem.text());
    CHECK(checked.problems.empty());
    REQUIRE(checked.good.size() >= 33);
    for (auto const& definition : checked.good) {
        CHECK_FALSE(definition.owner.empty());
        if (definition.opens_a_case())
            CHECK(definition.working_days > 0);
        else
            CHECK_FALSE(definition.ends.empty());
    }
}

TEST_CASE("R-047 services: no shipped service or mail sends people to a paper form")
{
    std::size_t files = 0;
    for (auto const& file : shipped()) {
        std::string text{file.text};
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        for (auto const* paper : {".pdf", ".doc", ".odt", "download"})
            CHECK_MESSAGE(text.find(paper) == std::string::npos, file.name, " names ", paper);
        ++files;
    }
    CHECK(files > 33);
}

TEST_CASE("R-022 services: a question without a purpose is refused")
{
    auto const problem = problem_of("        purpose: Decides which crew goes back.\n", "");
    CHECK(problem.sentence.find("\"purpose\" is missing") != std::string::npos);
    CHECK(problem.file == "waste/report-missed-bin.yaml");
    CHECK(problem.line > 20);
}

TEST_CASE("services: each mistake is named with file, line and remedy")
{
    struct Mistake {
        std::string_view before, after, sentence;
    };
    static constexpr Mistake mistakes[] = {
        {"verb: report", "verb: complain", "There is no verb"},
        {"type: choice", "type: choise", "There is no type"},
        {"summary:", "sumary:", "There is no key \"sumary\""},
        {"when: when-out", "when: email", "not asked before"},
        {"when: when-out", "when: when-in", "Nothing is known as"},
        {"when: when-out = \"no\"", "when: when-out = = \"no\"", "cannot be read"},
        {"next: [scheduled, done, could-not-do]", "next: [scheduled, finished]", "which is not there"},
        {"message: missed-bin-done", "message: missed-bin-finished", "There is no message"},
        {"next: [report-street-problem]", "next: [report-unicorn]", "There is no service"},
        {"  - id: bin\n    questions", "  - id: check\n    questions", "cannot be called"},
        {"id: report-missed-bin", "id: Report Missed Bin", "is no id"},
        {"promise: {", "promise: [", "This is not YAML"},
        {"closes: done", "closes: perhaps", "There is no closes"},
    };
    for (auto const& mistake : mistakes) {
        auto const problem = problem_of(mistake.before, mistake.after);
        CAPTURE(std::string{mistake.after});
        CHECK_MESSAGE(problem.sentence.find(mistake.sentence) != std::string::npos, problem.text());
        CHECK(problem.line >= 1);
        CHECK_FALSE(problem.remedy.empty());
    }
}

TEST_CASE("services: a changed definition becomes a new version, and old versions stay as they were")
{
    auto const own = services::migrations();
    db::TestDatabase test{own};
    services::Library library{*test};
    CHECK(library.publish(shipped()).empty());
    auto const first = library.catalogue();
    auto const* before = first->current("report-missed-bin");
    REQUIRE(before);
    CHECK(before->number == 1);
    CHECK(before->definition.messages.contains("missed-bin-received"));

    SUBCASE("the same library makes no new version")
    {
        library.publish(shipped());
        CHECK(library.catalogue()->current("report-missed-bin")->id == before->id);
    }
    SUBCASE("another title makes version 2, and version 1 can still be read")
    {
        library.publish(with("title: Report a missed bin collection", "title: Tell us about a missed bin"));
        auto const now = library.catalogue();
        CHECK(now->current("report-missed-bin")->number == 2);
        REQUIRE(now->version(before->id));
        CHECK(now->version(before->id)->definition.title == "Report a missed bin collection");
    }
    SUBCASE("a broken file leaves the last good version running")
    {
        auto const problems = library.publish(with("verb: report", "verb: complain"));
        CHECK(problems.size() == 1);
        CHECK(library.catalogue()->current("report-missed-bin")->id == before->id);
    }
}
