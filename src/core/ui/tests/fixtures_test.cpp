// The conformance suite of the design system: options in, markup out, compared as a parser sees it.
#include "fixtures/dom.hpp"
#include "fixtures/options.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace guildhall::ui;

namespace {

std::filesystem::path const suite = GUILDHALL_SOURCE_DIR "/../shared/standards/govuk-frontend-6.6.0";

std::string contents(std::filesystem::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Lines "component/fixture name: why we differ"; "component/*: why" for all of a component.
std::map<std::string, std::string> waivers()
{
    std::map<std::string, std::string> found;
    std::istringstream lines{contents(GUILDHALL_SOURCE_DIR "/src/core/ui/tests/waivers.txt")};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        auto const colon = line.find(": ");
        REQUIRE_MESSAGE(colon != std::string::npos, "a waiver says why: " << line);
        found[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return found;
}

std::optional<Html> render(std::string_view component, test::Options const& options)
{
    if (auto field = test::render_field(component, options)) return field;
    if (auto block = test::render_block(component, options)) return block;
    return test::render_navigation(component, options);
}

struct Count {
    int passed = 0, waived = 0, all = 0;
    void add(Count const& more)
    {
        passed += more.passed;
        waived += more.waived;
        all += more.all;
    }
};

Count run(std::string const& component, boost::json::value const& file,
          std::map<std::string, std::string> const& waived, std::set<std::string>& used)
{
    Count count;
    for (auto const& fixture : file.at("fixtures").as_array()) {
        ++count.all;
        std::string const name{fixture.at("name").as_string()};
        auto const expected = test::normalised(fixture.at("html").as_string());
        auto const html = render(component, test::Options{fixture.at("options")});
        if (html && test::normalised(html->str()) == expected) {
            ++count.passed;
            continue;
        }
        auto const key = waived.contains(component + "/*") ? component + "/*" : component + "/" + name;
        if (waived.contains(key)) {
            used.insert(key);
            ++count.waived;
            continue;
        }
        FAIL_CHECK(component << "/" << name << "\n--- expected\n"
                             << expected << "--- ours\n"
                             << (html ? test::normalised(html->str()) : "nothing: the component is not built\n"));
    }
    return count;
}

}

TEST_CASE("ui: components render the design system's markup, fixture by fixture")
{
    if (!std::filesystem::exists(suite)) {
        fmt::print("skipped: the fixtures of govuk-frontend 6.6.0 are not here\n");
        return;
    }
    auto const waived = waivers();
    std::set<std::string> used;
    std::set<std::filesystem::path> folders;
    for (auto const& folder : std::filesystem::directory_iterator{suite}) folders.insert(folder.path());
    Count total;
    for (auto const& folder : folders) {
        if (!std::filesystem::exists(folder / "fixtures.json")) continue;
        auto const component = folder.filename().string();
        auto const count = run(component, boost::json::parse(contents(folder / "fixtures.json")), waived, used);
        fmt::print("  {:<22} {:>3} of {:>3} pass{}\n", component, count.passed, count.all,
                   count.waived ? fmt::format(", {} waived", count.waived) : "");
        total.add(count);
    }
    for (auto const& [key, reason] : waived) {
        CHECK_MESSAGE(used.contains(key), "the waiver is not needed any more: " << key);
        fmt::print("  waived {}: {}\n", key, reason);
    }
    fmt::print("govuk-frontend fixtures: {} of {} pass, {} waived\n", total.passed, total.all, total.waived);
    CHECK(total.passed + total.waived == total.all);
}
