#include <services/import.hpp>
#include <services/services.hpp>

#include <base/file.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace guildhall;
using namespace guildhall::services;

namespace {

/// The problems of an imported form among the shipped messages.
std::vector<Problem> problems_of(Imported const& imported)
{
    Source source;
    for (auto const& file : shipped_source())
        if (file.name.starts_with("messages/")) source.push_back(file);
    source.push_back({"imported/" + imported.id + ".yaml", imported.yaml});
    return check(source).problems;
}

Definition definition_of(Imported const& imported)
{
    Source source;
    for (auto const& file : shipped_source())
        if (file.name.starts_with("messages/")) source.push_back(file);
    source.push_back({"imported/" + imported.id + ".yaml", imported.yaml});
    auto checked = check(source);
    REQUIRE_MESSAGE(checked.good.size() == 1, checked.problems.front().text(), "\n", imported.yaml);
    return std::move(checked.good.front());
}

constexpr std::string_view small_moj_form = R"({
  "service_name": "Ask for a bench",
  "flow": {
    "s": { "_type": "flow.page", "next": { "default": "a" } },
    "a": { "_type": "flow.page", "next": { "default": "b1" } },
    "b1": { "_type": "flow.branch", "next": { "default": "c", "conditionals": [
      { "_type": "if", "next": "x", "expressions": [ { "operator": "is", "component": "qa", "field": "no" } ] },
      { "_type": "if", "next": "d", "expressions": [ { "operator": "is", "component": "qa", "field": "maybe" } ] } ] } },
    "c": { "_type": "flow.page", "next": { "default": "e" } },
    "d": { "_type": "flow.page", "next": { "default": "e" } },
    "e": { "_type": "flow.page", "next": { "default": "check" } },
    "x": { "_type": "flow.page", "next": { "default": "" } },
    "check": { "_type": "flow.page", "next": { "default": "" } } },
  "pages": [
    { "_type": "page.start", "_uuid": "s", "url": "/", "body": "Ask us for a bench.\r\n\r\n- You need a place." },
    { "_type": "page.singlequestion", "_uuid": "a", "url": "want", "heading": "", "components": [
      { "_type": "radios", "_uuid": "qa", "_id": "want_radios_1", "legend": "Do you want one?", "validation": { "required": true }, "items": [
        { "_uuid": "yes", "label": "Yes" }, { "_uuid": "no", "label": "No" }, { "_uuid": "maybe", "label": "Maybe" } ] } ] },
    { "_type": "page.singlequestion", "_uuid": "c", "url": "where", "components": [
      { "_type": "text", "_uuid": "qc", "_id": "where_text_1", "label": "Where?", "validation": { "required": true, "max_length": 40 } } ] },
    { "_type": "page.singlequestion", "_uuid": "d", "url": "why", "components": [
      { "_type": "textarea", "_uuid": "qd", "_id": "why_textarea_1", "label": "Why are you not sure?", "validation": { "required": false } } ] },
    { "_type": "page.singlequestion", "_uuid": "e", "url": "mail", "components": [
      { "_type": "email", "_uuid": "qe", "_id": "mail_email_1", "label": "Your email address", "validation": { "required": true } } ] },
    { "_type": "page.exit", "_uuid": "x", "url": "none", "heading": "Nothing to do", "body": "Come back when you do." },
    { "_type": "page.checkanswers", "_uuid": "check", "url": "check", "heading": "Check" } ] })";

}

TEST_CASE("services: a form of MoJ Forms becomes pages with conditions, and its exit page an early end")
{
    auto const imported = import_form("moj-forms", small_moj_form);
    REQUIRE(imported);
    auto const definition = definition_of(*imported);
    CHECK(definition.id == "ask-for-a-bench");
    CHECK(definition.summary == "Ask us for a bench.");
    CHECK(definition.before_you_start == std::vector<std::string>{"You need a place."});
    REQUIRE(definition.pages.size() == 4);
    CHECK(definition.page("want")->when.empty());
    REQUIRE(definition.page("want")->then.size() == 1);
    CHECK(definition.page("want")->then.front().end == "none");
    CHECK_FALSE(definition.page("where")->when.empty());
    CHECK_FALSE(definition.page("why")->when.empty());
    CHECK_MESSAGE(definition.page("mail")->when.empty(), "both ways meet there, so it is asked of everybody");
    CHECK(definition.question("where-text-1")->max_length == 40);
    CHECK_FALSE(definition.question("why-textarea-1")->required);
    CHECK(definition.question("want-radios-1")->options.size() == 3);
}

TEST_CASE("services: a form of DEFRA's designer becomes pages with conditions")
{
    auto const imported = import_form("defra-forms", R"({
      "name": "Keep bees", "startPage": "/bees",
      "pages": [
        { "path": "/bees", "title": "Do you keep bees?", "components": [ { "type": "YesNoField", "name": "bees", "title": "Do you keep bees?" } ],
          "next": [ { "path": "/hives", "condition": "has" }, { "path": "/summary" } ] },
        { "path": "/hives", "title": "Hives", "components": [ { "type": "NumberField", "name": "hives", "title": "How many hives?", "schema": { "min": 1, "max": 99 } } ],
          "next": [ { "path": "/summary" } ] },
        { "path": "/summary", "controller": "./pages/summary.js", "title": "Summary" } ],
      "lists": [],
      "conditions": [ { "name": "has", "displayName": "Has bees", "value": { "name": "Has bees", "conditions": [
        { "field": { "name": "bees", "type": "YesNoField" }, "operator": "is", "value": { "type": "Value", "value": "true" } } ] } } ] })");
    REQUIRE(imported);
    auto const definition = definition_of(*imported);
    REQUIRE(definition.pages.size() == 2);
    CHECK(definition.page("bees")->when.empty());
    CHECK_FALSE(definition.page("hives")->when.empty());
    CHECK(definition.question("hives")->type == QuestionType::number);
    CHECK_FALSE(definition.question("hives")->least.empty());
}

TEST_CASE("services: what is no form of the named format is one plain sentence")
{
    CHECK_FALSE(import_form("moj-forms", "not json"));
    CHECK_FALSE(import_form("moj-forms", R"({"a": []})"));
    CHECK_FALSE(import_form("moj-forms", "[1]"));
    CHECK_FALSE(import_form("word", "{}"));
    CHECK_FALSE(import_form("defra-forms", R"({"pages": [{}]})"));
    CHECK(import_form("word", "{}").error().sentence.find("moj-forms") != std::string::npos);
}

TEST_CASE("services: every whole form of MoJ Forms passes the checks of our own services")
{
    std::filesystem::path const folder{GUILDHALL_SOURCE_DIR "/../shared/standards/moj-forms/fixtures"};
    if (!std::filesystem::is_directory(folder)) {
        MESSAGE("Skipped: forms of other builders are not here.");
        return;
    }
    int forms = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        auto const text = read_file(entry.path());
        bool const is_form = text.find("\"service_name\"") != std::string::npos;
        auto const imported = import_form("moj-forms", text);
        CAPTURE(entry.path().filename().string());
        CHECK(imported.has_value() == is_form);
        if (!imported) continue;
        ++forms;
        for (auto const& problem : problems_of(*imported)) { // their words are theirs
            if (problem.severity == Problem::Severity::error) FAIL_CHECK(problem.text(), "\n", imported->yaml);
        }
    }
    CHECK(forms >= 20);
}
