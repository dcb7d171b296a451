// From DMN's XML to definitions.hpp. Namespaces of DMN 1.1 to 1.6 are known; elements of other namespaces are other
// people's extensions and are passed over.
#include "definitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace guildhall::feel {

namespace {

constexpr std::array known_spaces{
    std::string_view{"http://www.omg.org/spec/DMN/20151101/dmn.xsd"},
    std::string_view{"http://www.omg.org/spec/DMN/20180521/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20191111/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20211108/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20230324/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20240513/MODEL/"},
};

std::string trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::string text_in(XmlElement const& element, std::string_view child)
{
    auto const* found = element.child(child);
    return found ? trimmed(found->text) : std::string{};
}

std::string text_of(XmlElement const* element)
{
    return element ? text_in(*element, "text") : std::string{};
}

/// A type may be written with the prefix of FEEL's own namespace, as DMN 1.1 did.
std::string type_named(std::string_view written)
{
    auto name = trimmed(written);
    if (auto const colon = name.find(':'); colon != std::string::npos) {
        auto const prefix = name.substr(0, colon);
        name =
            prefix.find("feel") != std::string::npos ? name.substr(colon + 1) : prefix + "." + name.substr(colon + 1);
    }
    return name;
}

std::string type_of(XmlElement const& element)
{
    auto type = type_named(element.attribute("typeRef"));
    return type.empty() ? type_named(text_in(element, "typeRef")) : type;
}

Variable variable_of(XmlElement const& element)
{
    return {trimmed(element.attribute("name")), type_of(element)};
}

Variable variable_in(XmlElement const& element)
{
    auto const* found = element.child("variable");
    return found ? variable_of(*found) : Variable{};
}

std::vector<Variable> variables_in(XmlElement const& element, std::string_view child)
{
    std::vector<Variable> all;
    for (auto const* each : element.all(child)) all.push_back(variable_of(*each));
    return all;
}

Boxed boxed_in(XmlElement const* element);
Boxed boxed_of(XmlElement const& element);

constexpr std::array<std::pair<std::string_view, Boxed::Kind>, 12> boxed_kinds{{
    {"literalExpression", Boxed::Kind::literal},
    {"decisionTable", Boxed::Kind::table},
    {"context", Boxed::Kind::context},
    {"invocation", Boxed::Kind::invocation},
    {"list", Boxed::Kind::list},
    {"relation", Boxed::Kind::relation},
    {"functionDefinition", Boxed::Kind::function},
    {"conditional", Boxed::Kind::conditional},
    {"filter", Boxed::Kind::filter},
    {"for", Boxed::Kind::iteration},
    {"some", Boxed::Kind::some},
    {"every", Boxed::Kind::every},
}};

Boxed::Kind kind_of(XmlElement const& element, std::string_view space)
{
    if (element.space != space) return Boxed::Kind::nothing;
    auto const* const found = std::ranges::find(boxed_kinds, std::string_view{element.name},
                                                &std::pair<std::string_view, Boxed::Kind>::first);
    return found == boxed_kinds.end() ? Boxed::Kind::nothing : found->second;
}

std::vector<Boxed> expressions_in(XmlElement const& element)
{
    std::vector<Boxed> all;
    for (auto const& child : element.children)
        if (kind_of(child, element.space) != Boxed::Kind::nothing) all.push_back(boxed_of(child));
    return all;
}

/// The expression inside, or nothing.
Boxed boxed_in(XmlElement const* element)
{
    if (!element) return {};
    auto all = expressions_in(*element);
    if (all.empty()) return {.line = element->line};
    return std::move(all.front());
}

void read_context(XmlElement const& element, Boxed& into)
{
    for (auto const* entry : element.all("contextEntry")) {
        into.names.push_back(variable_in(*entry));
        into.parts.push_back(boxed_in(entry));
    }
}

void read_invocation(XmlElement const& element, Boxed& into)
{
    into.parts.push_back(boxed_in(&element));
    for (auto const* binding : element.all("binding")) {
        auto const* parameter = binding->child("parameter");
        into.names.push_back(parameter ? variable_of(*parameter) : Variable{});
        into.parts.push_back(boxed_in(binding));
    }
}

void read_relation(XmlElement const& element, Boxed& into)
{
    into.names = variables_in(element, "column");
    for (auto const* row : element.all("row")) {
        auto cells = expressions_in(*row);
        cells.resize(into.names.size());
        std::ranges::move(cells, std::back_inserter(into.parts));
    }
}

void read_function(XmlElement const& element, Boxed& into)
{
    into.text = element.attribute("kind");
    if (into.text.empty()) into.text = "FEEL";
    into.names = variables_in(element, "formalParameter");
    into.parts.push_back(boxed_in(&element));
}

void read_parts(XmlElement const& element, Boxed& into, std::initializer_list<std::string_view> names)
{
    if (auto const name = element.attribute("iteratorVariable"); !name.empty())
        into.names.push_back({trimmed(name), {}});
    for (auto const name : names) into.parts.push_back(boxed_in(element.child(name)));
}

Boxed boxed_of(XmlElement const& element)
{
    Boxed boxed{.kind = kind_of(element, element.space), .type = type_of(element), .line = element.line};
    switch (boxed.kind) {
    case Boxed::Kind::nothing: break;
    case Boxed::Kind::literal:
        boxed.text = text_in(element, "text");
        boxed.language = element.attribute("expressionLanguage");
        break;
    case Boxed::Kind::table: boxed.table = std::make_shared<DecisionTable const>(table_of(element)); break;
    case Boxed::Kind::context: read_context(element, boxed); break;
    case Boxed::Kind::invocation: read_invocation(element, boxed); break;
    case Boxed::Kind::list: boxed.parts = expressions_in(element); break;
    case Boxed::Kind::relation: read_relation(element, boxed); break;
    case Boxed::Kind::function: read_function(element, boxed); break;
    case Boxed::Kind::conditional: read_parts(element, boxed, {"if", "then", "else"}); break;
    case Boxed::Kind::filter: read_parts(element, boxed, {"in", "match"}); break;
    case Boxed::Kind::iteration: read_parts(element, boxed, {"in", "return"}); break;
    case Boxed::Kind::some:
    case Boxed::Kind::every: read_parts(element, boxed, {"in", "satisfies"}); break;
    }
    return boxed;
}

ItemDefinition item_of(XmlElement const& element)
{
    ItemDefinition item{.name = trimmed(element.attribute("name")),
                        .type = type_of(element),
                        .allowed = text_of(element.child("allowedValues")),
                        .constraint = text_of(element.child("typeConstraint")),
                        .is_collection = element.attribute("isCollection") == "true",
                        .line = element.line};
    for (auto const* component : element.all("itemComponent")) item.components.push_back(item_of(*component));
    if (auto const* function = element.child("functionItem")) {
        item.is_function = true;
        item.parameters = variables_in(*function, "parameters");
        item.result = type_named(function->attribute("outputTypeRef"));
    }
    return item;
}

std::vector<std::string> hrefs_in(XmlElement const& element, std::string_view child)
{
    std::vector<std::string> all;
    for (auto const* each : element.all(child)) all.push_back(trimmed(each->attribute("href")));
    return all;
}

/// requiredInput, requiredDecision and requiredKnowledge stand one level down.
void add_requirements(XmlElement const& element, DrgNode& node)
{
    for (auto const& requirement : element.children) {
        if (requirement.space != element.space) continue;
        for (auto const name : {"requiredInput", "requiredDecision", "requiredKnowledge"})
            std::ranges::move(hrefs_in(requirement, name), std::back_inserter(node.requires_));
    }
}

DrgNode node_of(XmlElement const& element, NodeKind kind)
{
    DrgNode node{.kind = kind,
                 .id = trimmed(element.attribute("id")),
                 .name = trimmed(element.attribute("name")),
                 .variable = variable_in(element),
                 .line = element.line};
    if (node.variable.name.empty()) node.variable.name = node.name;
    add_requirements(element, node);
    if (kind == NodeKind::decision) node.logic = boxed_in(&element);
    if (kind == NodeKind::knowledge) {
        if (auto const* logic = element.child("encapsulatedLogic")) {
            node.logic = {.kind = Boxed::Kind::function, .type = {}, .line = logic->line};
            read_function(*logic, node.logic);
        }
    }
    if (kind == NodeKind::service) {
        node.outputs = hrefs_in(element, "outputDecision");
        node.encapsulated = hrefs_in(element, "encapsulatedDecision");
        node.input_decisions = hrefs_in(element, "inputDecision");
        node.input_data = hrefs_in(element, "inputData");
    }
    return node;
}

Import import_of(XmlElement const& element)
{
    auto const type = element.attribute("importType");
    return {.name = trimmed(element.attribute("name")),
            .space = trimmed(element.attribute("namespace")),
            .is_dmn = type.find("spec/DMN") != std::string_view::npos,
            .line = element.line};
}

Definitions definitions_of(XmlElement const& root)
{
    Definitions file{.name = trimmed(root.attribute("name")),
                     .space = trimmed(root.attribute("namespace")),
                     .language = trimmed(root.attribute("expressionLanguage"))};
    for (auto const& element : root.children) {
        if (element.space != root.space) continue;
        if (element.name == "import") file.imports.push_back(import_of(element));
        if (element.name == "itemDefinition") file.types.push_back(item_of(element));
        if (element.name == "inputData") file.nodes.push_back(node_of(element, NodeKind::input));
        if (element.name == "decision") file.nodes.push_back(node_of(element, NodeKind::decision));
        if (element.name == "businessKnowledgeModel") file.nodes.push_back(node_of(element, NodeKind::knowledge));
        if (element.name == "decisionService") file.nodes.push_back(node_of(element, NodeKind::service));
    }
    return file;
}

HitPolicy hit_policy_named(std::string_view name)
{
    if (name == "ANY") return HitPolicy::any;
    if (name == "PRIORITY") return HitPolicy::priority;
    if (name == "FIRST") return HitPolicy::first;
    if (name == "RULE ORDER") return HitPolicy::rule_order;
    if (name == "OUTPUT ORDER") return HitPolicy::output_order;
    if (name == "COLLECT") return HitPolicy::collect;
    return HitPolicy::unique;
}

Aggregation aggregation_named(std::string_view name)
{
    if (name == "SUM") return Aggregation::sum;
    if (name == "MIN") return Aggregation::min;
    if (name == "MAX") return Aggregation::max;
    if (name == "COUNT") return Aggregation::count;
    return Aggregation::none;
}

InputColumn input_of(XmlElement const& element)
{
    auto const* expression = element.child("inputExpression");
    return {.label = trimmed(element.attribute("label")),
            .expression = text_of(expression),
            .type = expression ? type_of(*expression) : std::string{},
            .allowed = text_of(element.child("inputValues"))};
}

OutputColumn output_of(XmlElement const& element)
{
    return {.name = trimmed(element.attribute("name")),
            .label = trimmed(element.attribute("label")),
            .type = type_of(element),
            .allowed = text_of(element.child("outputValues")),
            .fallback = text_of(element.child("defaultOutputEntry"))};
}

std::vector<std::string> texts_in(XmlElement const& element, std::string_view child)
{
    std::vector<std::string> all;
    for (auto const* each : element.all(child)) all.push_back(text_of(each));
    return all;
}

Rule rule_of(XmlElement const& element)
{
    Rule rule{.tests = texts_in(element, "inputEntry"), .outputs = texts_in(element, "outputEntry")};
    rule.note = text_in(element, "description");
    for (auto const* note : element.all("annotationEntry"))
        if (rule.note.empty()) rule.note = text_of(note);
    return rule;
}

void collect_tables(XmlElement const& element, std::vector<DecisionTable>& into)
{
    for (auto const& child : element.children) {
        if (child.space == element.space && child.name == "decisionTable") {
            auto table = table_of(child);
            table.id = trimmed(element.attribute("id"));
            table.name = trimmed(element.attribute("name"));
            into.push_back(std::move(table));
        }
        collect_tables(child, into);
    }
}

Result<XmlElement, DmnError> read_root(std::string_view xml)
{
    auto root = read_xml(xml);
    if (!root) return Refused{DmnError{root.error().sentence, root.error().line}};
    if (root->name != "definitions" ||
        std::ranges::find(known_spaces, std::string_view{root->space}) == known_spaces.end())
        return Refused{DmnError{"This is not a DMN file: its first element must be \"definitions\" of DMN 1.2 to 1.6.",
                                root->line}};
    return *std::move(root);
}

}

DecisionTable table_of(XmlElement const& element)
{
    DecisionTable table{.id = trimmed(element.attribute("id")),
                        .name = trimmed(element.attribute("outputLabel")),
                        .hit = hit_policy_named(element.attribute("hitPolicy")),
                        .aggregation = aggregation_named(element.attribute("aggregation")),
                        .type = type_of(element)};
    for (auto const* each : element.all("input")) table.inputs.push_back(input_of(*each));
    for (auto const* each : element.all("output")) table.outputs.push_back(output_of(*each));
    for (auto const* each : element.all("rule")) table.rules.push_back(rule_of(*each));
    return table;
}

Result<Definitions, DmnError> read_definitions(std::string_view xml)
{
    auto const root = read_root(xml);
    if (!root) return Refused{root.error()};
    return definitions_of(*root);
}

Result<std::vector<DecisionTable>, DmnError> read_decision_tables(std::string_view xml)
{
    auto const root = read_root(xml);
    if (!root) return Refused{root.error()};
    std::vector<DecisionTable> tables;
    collect_tables(*root, tables);
    return tables;
}

}
