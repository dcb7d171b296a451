// A decision table as a DMN 1.5 file that other tools open.
#include <feel/decision.hpp>
#include <feel/xml.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace guildhall::feel {

namespace {

std::string_view policy_name(HitPolicy hit)
{
    switch (hit) {
    case HitPolicy::unique: return "UNIQUE";
    case HitPolicy::any: return "ANY";
    case HitPolicy::priority: return "PRIORITY";
    case HitPolicy::first: return "FIRST";
    case HitPolicy::rule_order: return "RULE ORDER";
    case HitPolicy::output_order: return "OUTPUT ORDER";
    case HitPolicy::collect: return "COLLECT";
    }
    return "UNIQUE";
}

std::string_view aggregation_name(Aggregation aggregation)
{
    switch (aggregation) {
    case Aggregation::none: return "";
    case Aggregation::sum: return "SUM";
    case Aggregation::min: return "MIN";
    case Aggregation::max: return "MAX";
    case Aggregation::count: return "COUNT";
    }
    return "";
}

std::string attribute(std::string_view name, std::string_view value)
{
    return value.empty() ? std::string{} : fmt::format(" {}=\"{}\"", name, xml_escaped(value));
}

/// Ids of XML are plain words.
std::string id_of(std::string_view kind, std::size_t at)
{
    return fmt::format("{}_{}", kind, at + 1);
}

class Writing {
public:
    Writing(DecisionTable const& table, Names const& names) : table_{table}, names_{names} {}

    std::string whole()
    {
        auto const name = name_of_table();
        line(0, R"(<?xml version="1.0" encoding="UTF-8"?>)");
        line(0, fmt::format("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"definitions\"{} "
                            "namespace=\"urn:guildhall:decision\">",
                            attribute("name", name)));
        auto const names = inputs();
        for (std::size_t at = 0; at < names.size(); ++at) {
            line(1, fmt::format("<inputData id=\"{}\"{}>", id_of("input", at), attribute("name", names[at])));
            line(2, fmt::format("<variable{}/>", attribute("name", names[at])));
            line(1, "</inputData>");
        }
        line(1, fmt::format("<decision id=\"decision\"{}>", attribute("name", name)));
        line(2, fmt::format("<variable{}{}/>", attribute("name", name), attribute("typeRef", table_.type)));
        for (std::size_t at = 0; at < names.size(); ++at) {
            line(2, fmt::format("<informationRequirement id=\"requirement_{}\"><requiredInput href=\"#{}\"/>"
                                "</informationRequirement>",
                                at + 1, id_of("input", at)));
        }
        write_table();
        line(1, "</decision>");
        line(0, "</definitions>");
        return std::move(out_);
    }

private:
    DecisionTable const& table_;
    Names const& names_;
    std::string out_;

    void line(int depth, std::string_view text)
    {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
    }

    [[nodiscard]] std::string name_of_table() const
    {
        if (!table_.name.empty()) return table_.name;
        return table_.id.empty() ? "Decision" : table_.id;
    }

    /// A table that cannot be compiled yet is written too, without its inputs.
    [[nodiscard]] std::vector<std::string> inputs() const
    {
        auto const compiled = CompiledTable::compile(table_, names_);
        return compiled ? compiled->names() : std::vector<std::string>{};
    }

    void text(int depth, std::string_view element, std::string_view extra, std::string_view value)
    {
        line(depth, fmt::format("<{0}{1}><text>{2}</text></{0}>", element, extra, xml_escaped(value)));
    }

    void write_table()
    {
        line(2, fmt::format("<decisionTable id=\"table\" hitPolicy=\"{}\"{}>", policy_name(table_.hit),
                            attribute("aggregation", aggregation_name(table_.aggregation))));
        for (std::size_t at = 0; at < table_.inputs.size(); ++at) write_input(table_.inputs[at], at);
        for (std::size_t at = 0; at < table_.outputs.size(); ++at) write_output(table_.outputs[at], at);
        for (std::size_t at = 0; at < table_.rules.size(); ++at) write_rule(table_.rules[at], at);
        line(2, "</decisionTable>");
    }

    void write_input(InputColumn const& input, std::size_t at)
    {
        line(3, fmt::format("<input id=\"{}\"{}>", id_of("column", at), attribute("label", input.label)));
        text(4, "inputExpression", attribute("typeRef", input.type), input.expression);
        if (!input.allowed.empty()) text(4, "inputValues", "", input.allowed);
        line(3, "</input>");
    }

    void write_output(OutputColumn const& output, std::size_t at)
    {
        line(3, fmt::format("<output id=\"{}\"{}{}{}>", id_of("output", at), attribute("name", output.name),
                            attribute("label", output.label), attribute("typeRef", output.type)));
        if (!output.allowed.empty()) text(4, "outputValues", "", output.allowed);
        if (!output.fallback.empty()) text(4, "defaultOutputEntry", "", output.fallback);
        line(3, "</output>");
    }

    void write_rule(Rule const& rule, std::size_t at)
    {
        line(3, fmt::format("<rule id=\"{}\">", id_of("rule", at)));
        if (!rule.note.empty()) line(4, fmt::format("<description>{}</description>", xml_escaped(rule.note)));
        for (auto const& test : rule.tests) text(4, "inputEntry", "", test);
        for (auto const& output : rule.outputs) text(4, "outputEntry", "", output);
        line(3, "</rule>");
    }
};

}

std::string to_dmn_xml(DecisionTable const& table, Names const& names)
{
    return Writing{table, names}.whole();
}

}
