#include <doctest/doctest.h>

#include <feel/dmn.hpp>
#include <feel/xml.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

using namespace guildhall::feel;

namespace {

constexpr std::string_view latest = "https://www.omg.org/spec/DMN/20230324/MODEL/";

std::string definitions(std::string_view inside, std::string_view space = latest, std::string_view own = "urn:test")
{
    return fmt::format("<definitions xmlns=\"{}\" namespace=\"{}\" name=\"test\">{}</definitions>", space, own, inside);
}

std::string literal(std::string_view text)
{
    return fmt::format("<literalExpression><text>{}</text></literalExpression>", text);
}

std::string decision(std::string_view name, std::string_view logic, std::string_view type = "",
                     std::string_view needs = "")
{
    return fmt::format("<decision name=\"{0}\" id=\"{0}\"><variable name=\"{0}\"{1}/>{2}{3}</decision>", name,
                       type.empty() ? "" : fmt::format(" typeRef=\"{}\"", type), needs, logic);
}

std::string needs_decision(std::string_view id)
{
    return fmt::format("<informationRequirement><requiredDecision href=\"#{}\"/></informationRequirement>", id);
}

std::string needs_knowledge(std::string_view id)
{
    return fmt::format("<knowledgeRequirement><requiredKnowledge href=\"#{}\"/></knowledgeRequirement>", id);
}

Model model_of(std::string_view inside)
{
    auto model = Model::read(definitions(inside));
    REQUIRE_MESSAGE(model.has_value(), model.error().sentence);
    return *std::move(model);
}

/// The value of one decision "d" with this logic.
Value value_of(std::string_view logic, std::string_view type = "", std::string_view types = "")
{
    return model_of(std::string{types} + decision("d", logic, type)).decide("d", {}).value;
}

}

TEST_CASE("dmn: a decision uses what it requires, and nothing else")
{
    auto const model =
        model_of(R"(<inputData id="i" name="first name"><variable name="first name" typeRef="string"/></inputData>)" +
                 decision("greeting", literal("\"Hello \" + first name"), "string",
                          R"(<informationRequirement><requiredInput href="#i"/></informationRequirement>)") +
                 decision("letter", literal("greeting + \"!\""), "", needs_decision("greeting")) +
                 decision("blind", literal("greeting")));
    CHECK(model.inputs() == std::vector<std::string>{"first name"});
    CHECK(model.decide("letter", {{"first name", "Ada"}}).value == Value{"Hello Ada!"});
    CHECK(model.decide("letter", {{"first name", 3}}).value.is_null()); // not a string
    CHECK(model.decide("blind", {{"first name", "Ada"}}).value.is_null());
    CHECK(model.decide("nothing", {}).value.is_null());
}

TEST_CASE("dmn: the namespaces of DMN 1.1 to 1.6 are read, others are not")
{
    for (auto const space :
         {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
          "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
          "https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20240513/MODEL/"}) {
        auto const model = Model::read(definitions(decision("d", literal("1 + 1")), space));
        REQUIRE(model.has_value());
        CHECK(model->decide("d", {}).value == Value{2});
    }
    CHECK_FALSE(Model::read(definitions("", "https://example.org/")).has_value());
    CHECK_FALSE(Model::read("<a/>").has_value());
}

TEST_CASE("dmn: boxed context, with and without a result, its entries seeing those before them")
{
    auto const entry = [](std::string_view name, std::string_view text, std::string_view type = "") {
        return fmt::format("<contextEntry>{}{}</contextEntry>",
                           name.empty() ? "" : fmt::format("<variable name=\"{}\" typeRef=\"{}\"/>", name, type),
                           literal(text));
    };
    CHECK(value_of("<context>" + entry("a b", "2") + entry("c", "a b * 3") + "</context>") ==
          Value{Context{{"a b", 2}, {"c", 6}}});
    CHECK(value_of("<context>" + entry("a b", "2") + entry("", "a b * 3") + "</context>") == Value{6});
    CHECK(value_of("<context>" + entry("a", "\"x\"", "number") + entry("b", "[1]", "number") + "</context>") ==
          Value{Context{{"a", nullptr}, {"b", 1}}});
}

TEST_CASE("dmn: boxed list and relation")
{
    CHECK(value_of("<list>" + literal("1") + literal("\"b\"") + "</list>") == Value{List{1, "b"}});
    CHECK(value_of("<relation><column name=\"n\"/><column name=\"m\"/><row>" + literal("1") + literal("2") +
                   "</row><row>" + literal("3") + literal("4") + "</row></relation>") ==
          Value{List{Context{{"n", 1}, {"m", 2}}, Context{{"n", 3}, {"m", 4}}}});
}

TEST_CASE("dmn: boxed conditional, filter and loops")
{
    auto const conditional = [](std::string_view condition) {
        return value_of("<conditional><if>" + literal(condition) + "</if><then>" + literal("1") + "</then><else>" +
                        literal("2") + "</else></conditional>");
    };
    CHECK(conditional("true") == Value{1});
    CHECK(conditional("null") == Value{2});
    CHECK(conditional("\"x\"").is_null());
    CHECK(value_of("<filter><in>" + literal("[1, 2, 3]") + "</in><match>" + literal("item &gt; 1") +
                   "</match></filter>") == Value{List{2, 3}});
    auto const rows =
        "<relation><column name=\"a b\"/><row>" + literal("1") + "</row><row>" + literal("2") + "</row></relation>";
    for (auto const match : {"item.a b = 2", "a b = 2"})
        CHECK(value_of("<filter><in>" + rows + "</in><match>" + literal(match) + "</match></filter>") ==
              Value{List{Context{{"a b", 2}}}});
    auto const loop = [](std::string_view kind, std::string_view in, std::string_view part, std::string_view body) {
        return value_of(fmt::format("<{0} iteratorVariable=\"each\"><in>{1}</in><{2}>{3}</{2}></{0}>", kind,
                                    literal(in), part, literal(body)));
    };
    CHECK(loop("for", "[1, 2]", "return", "each * 2") == Value{List{2, 4}});
    CHECK(loop("for", "[1, 2, 3]", "return", "count(partial)") == Value{List{0, 1, 2}});
    CHECK(loop("some", "[1, 2]", "satisfies", "each &gt; 1") == Value{true});
    CHECK(loop("some", "[]", "satisfies", "true") == Value{false});
    CHECK(loop("every", "[1, 2]", "satisfies", "each &gt; 1") == Value{false});
    CHECK(loop("every", "[1, 2]", "satisfies", "each").is_null());
    CHECK(loop("for", "\"x\"", "return", "each").is_null());
}

TEST_CASE("dmn: a business knowledge model is called, by invocation and in FEEL, and can call itself")
{
    auto const knowledge =
        R"(<businessKnowledgeModel id="k" name="factorial"><variable name="factorial"/><encapsulatedLogic>
        <formalParameter name="n" typeRef="number"/>)" +
        literal("if n &lt;= 1 then 1 else n * factorial(n - 1)") + "</encapsulatedLogic></businessKnowledgeModel>";
    auto const invocation = "<invocation>" + literal("factorial") + "<binding><parameter name=\"n\"/>" + literal("4") +
                            "</binding></invocation>";
    auto const model = model_of(knowledge + decision("a", literal("factorial(5)"), "", needs_knowledge("k")) +
                                decision("b", invocation, "", needs_knowledge("k")) +
                                decision("c", literal("factorial(\"x\")"), "", needs_knowledge("k")) +
                                decision("e", literal("factorial(n: 3)"), "", needs_knowledge("k")));
    CHECK(model.decide("a", {}).value == Value{120});
    CHECK(model.decide("b", {}).value == Value{24});
    CHECK(model.decide("c", {}).value.is_null());
    CHECK(model.decide("e", {}).value == Value{6});
    CHECK(model.invoke("factorial", {{"n", 3}}).value == Value{6});
}

TEST_CASE("dmn: function definitions keep what they saw; Java and PMML give null")
{
    auto const function = [](std::string_view kind) {
        return value_of(
            "<context><contextEntry><variable name=\"k\"/>" + literal("10") + "</contextEntry><contextEntry>" +
            fmt::format("<variable name=\"f\"/><functionDefinition kind=\"{}\">", kind) +
            "<formalParameter name=\"x\"/>" + literal("x * k") + "</functionDefinition></contextEntry><contextEntry>" +
            literal("f(2)") + "</contextEntry></context>");
    };
    CHECK(function("FEEL") == Value{20});
    CHECK(function("Java").is_null());
    CHECK(function("PMML").is_null());
    auto const invoked = "<invocation>" + literal("sum") + "<binding><parameter name=\"list\"/>" + literal("[1, 2]") +
                         "</binding></invocation>";
    CHECK(value_of(invoked) == Value{3});
}

TEST_CASE("dmn: a decision service takes input data and decisions, and gives one value or several")
{
    auto const input = R"(<inputData id="i" name="i"><variable name="i" typeRef="number"/></inputData>)";
    auto const needs_input = R"(<informationRequirement><requiredInput href="#i"/></informationRequirement>)";
    auto const model = model_of(
        input + decision("given", literal("1")) +
        decision("inner", literal("i + given"), "", needs_input + needs_decision("given")) +
        decision("outer", literal("inner * 10"), "", needs_decision("inner")) +
        R"(<decisionService id="one" name="one"><outputDecision href="#outer"/><encapsulatedDecision href="#inner"/>
           <inputDecision href="#given"/><inputData href="#i"/></decisionService>
           <decisionService id="two" name="two"><outputDecision href="#outer"/><outputDecision href="#inner"/>
           <inputDecision href="#given"/><inputData href="#i"/></decisionService>)" +
        decision("caller", literal("one(4, 5)"), "", needs_knowledge("one")) +
        decision("named", literal("one(given: 5, i: 4)"), "", needs_knowledge("one")));
    CHECK(model.invoke("one", {{"i", 2}, {"given", 3}}).value == Value{50});
    CHECK(model.invoke("two", {{"i", 2}, {"given", 3}}).value == Value{Context{{"outer", 50}, {"inner", 5}}});
    CHECK(model.decide("outer", {{"i", 2}}).value == Value{30});
    CHECK(model.decide("caller", {}).value == Value{90});
    CHECK(model.decide("named", {}).value == Value{90});
    CHECK(model.services() == std::vector<std::string>{"one", "two"});
}

TEST_CASE("dmn: a result that does not conform to its type is null")
{
    auto const types =
        R"(<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..120]</text></allowedValues></itemDefinition>
        <itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>
        <itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
        <itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
        <itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>)";
    auto const typed = [&](std::string_view text, std::string_view type) {
        return value_of(literal(text), type, types);
    };
    CHECK(typed("20", "tAge") == Value{20});
    CHECK(typed("200", "tAge").is_null());
    CHECK(typed("\"x\"", "tAge").is_null());
    CHECK(typed("[20]", "tAge") == Value{20});
    CHECK(typed("20", "tAges") == Value{List{20}});
    CHECK(typed("[20, 200]", "tAges").is_null());
    CHECK(typed("[1, 2]", "tFew") == Value{List{1, 2}});
    CHECK(typed("[1, 2, 3]", "tFew").is_null());
    CHECK(typed("{name: \"Ada\", age: 36}", "tPerson") == Value{Context{{"name", "Ada"}, {"age", 36}}});
    CHECK(typed("{name: \"Ada\", age: 360}", "tPerson").is_null());
    CHECK(typed("{name: 1, age: 36}", "tPerson").is_null());
    CHECK(typed("20 instance of tAge", "") == Value{true});
}

TEST_CASE("dmn: a model imports another, by name or without one")
{
    auto const other = definitions(R"(<itemDefinition name="tN"><typeRef>number</typeRef></itemDefinition>)" +
                                       decision("five", literal("5"), "tN"),
                                   latest, "urn:other");
    auto const mine = [](std::string_view name, std::string_view text, std::string_view type) {
        return definitions(
            fmt::format(R"(<import name="{}" namespace="urn:other" importType="{}"/>)", name, latest) +
            decision("d", literal(text), type,
                     R"(<informationRequirement><requiredDecision href="urn:other#five"/></informationRequirement>)"));
    };
    std::array const imported{other};
    auto const named = Model::read(mine("lib", "lib.five + 1", "lib.tN"), imported);
    REQUIRE(named.has_value());
    CHECK(named->problems().empty());
    CHECK(named->decide("d", {}).value == Value{6});
    auto const bare = Model::read(mine("", "five + 1", "tN"), imported);
    REQUIRE(bare.has_value());
    CHECK(bare->decide("d", {}).value == Value{6});
    auto const missing = Model::read(mine("lib", "1", ""));
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().sentence.find("urn:other") != std::string::npos);
}

TEST_CASE("dmn: requirements and imports that lead in a circle or nowhere are refused")
{
    auto const circle = Model::read(definitions(decision("a", literal("b"), "", needs_decision("b")) +
                                                decision("b", literal("a"), "", needs_decision("a"))));
    REQUIRE_FALSE(circle.has_value());
    CHECK(circle.error().sentence == "What \"a\" requires leads in a circle, back to itself.");
    CHECK_FALSE(Model::read(definitions(decision("a", literal("1"), "", needs_decision("nothing")))).has_value());
    auto const import = [](std::string_view space) {
        return fmt::format(R"(<import name="x" namespace="{}" importType="{}"/>)", space, latest);
    };
    std::array const other{definitions(import("urn:test"), latest, "urn:other")};
    auto const around = Model::read(definitions(import("urn:other")), other);
    REQUIRE_FALSE(around.has_value());
    CHECK(around.error().sentence == "The import \"x\" leads in a circle.");
}

TEST_CASE("dmn: one unsound decision does not take the others with it")
{
    auto const model = model_of(decision("bad", literal("1 +")) + decision("good", literal("1")));
    CHECK(model.decide("bad", {}).value.is_null());
    CHECK(model.decide("good", {}).value == Value{1});
    REQUIRE(model.problems().size() == 1);
    CHECK(model.problems()[0].sentence.starts_with("bad: "));
}

TEST_CASE("xml: entity bombs and document types are refused at their line")
{
    auto const bomb = read_xml("<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY x \"xxxxxxxxxx\">\n<!ENTITY y "
                               "\"&x;&x;&x;&x;\">\n]>\n<a>&y;</a>");
    REQUIRE_FALSE(bomb.has_value());
    CHECK(bomb.error().sentence.find("document type") != std::string::npos);
    CHECK(bomb.error().line == 2);
    CHECK_FALSE(read_xml("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>").has_value());
    CHECK_FALSE(read_xml("<a>&unknown;</a>").has_value());
    CHECK(read_xml("<a>&lt;&amp;&#65;</a>")->text == "<&A");
    CHECK_FALSE(Model::read("<!DOCTYPE definitions><definitions/>").has_value());
}

TEST_CASE("xml: size, depth and number of elements are bounded")
{
    std::string deep;
    for (int at = 0; at < 200; ++at) deep += "<a>";
    auto const refused = read_xml(deep);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence == "Elements are nested deeper than 100.");
    CHECK_FALSE(read_xml("<a><b/><b/></a>", {.elements = 2}).has_value());
    CHECK_FALSE(read_xml("<a></a>", {.bytes = 3}).has_value());
    CHECK_FALSE(read_xml("<a>").has_value());
    CHECK_FALSE(read_xml("").has_value());
    CHECK(read_xml("<a><b/><b/></a>")->children.size() == 2);
}

TEST_CASE("dmn: types that unfold without end and long chains of decisions are bounded")
{
    std::string types = R"(<itemDefinition name="t0"><typeRef>number</typeRef></itemDefinition>)";
    for (int at = 1; at <= 50; ++at)
        types +=
            fmt::format(R"(<itemDefinition name="t{0}"><itemComponent name="a"><typeRef>t{1}</typeRef></itemComponent>
            <itemComponent name="b"><typeRef>t{1}</typeRef></itemComponent></itemDefinition>)",
                        at, at - 1);
    types +=
        R"(<itemDefinition name="self"><itemComponent name="next"><typeRef>self</typeRef></itemComponent></itemDefinition>)";
    CHECK(value_of(literal("{a: 1}"), "t50", types).is_null());
    CHECK_FALSE(value_of(literal("{next: {next: null}}"), "self", types).is_null());
    std::string chain = decision("d0", literal("1"));
    for (int at = 1; at < 5000; ++at)
        chain += decision(fmt::format("d{}", at), literal(fmt::format("d{} + 1", at - 1)), "",
                          needs_decision(fmt::format("d{}", at - 1)));
    CHECK(model_of(chain).decide("d4999", {}).value == Value{5000});
}

TEST_CASE("dmn: a run that would not end comes to its bound")
{
    auto const endless = R"(<businessKnowledgeModel id="k" name="f"><encapsulatedLogic><formalParameter name="n"/>)" +
                         literal("f(n + 1)") + "</encapsulatedLogic></businessKnowledgeModel>";
    auto const model = model_of(endless + decision("d", literal("f(1)"), "", needs_knowledge("k")));
    auto const outcome = model.decide("d", {});
    CHECK(outcome.value.is_null());
    CHECK(outcome.stopped.has_value());
}

TEST_CASE("dmn: values and functions that hold on to each other without end come to a bound")
{
    auto const loop = [](std::string_view body) {
        auto const logic = "<for iteratorVariable=\"i\"><in>" + literal("[1..5000]") + "</in><return>" +
                           std::string{body} + "</return></for>";
        return model_of(decision("d", logic)).decide("d", {});
    };
    // Each list holds all those before it, each function too.
    CHECK(loop("<list>" + literal("partial") + "</list>").stopped.has_value());
    CHECK(loop("<functionDefinition>" + literal("partial") + "</functionDefinition>").stopped.has_value());
    CHECK(loop(literal("i")).value.list());
}
