// DMN files: read or refused with a line, and what is read can be run within its bounds.
#include <feel/dmn.hpp>
#include <support/fuzz.hpp>

#include <string>

using namespace guildhall;
using fuzz::must;

namespace {

constexpr std::string_view head =
    R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:f">)";

/// The input alone, or inside an element that makes it a model.
std::string model_text(std::string_view input)
{
    if (input.starts_with("<?xml") || input.starts_with("<def")) return std::string{input};
    return std::string{head}.append(input).append("</definitions>");
}

void write_back(std::string const& text)
{
    auto const tables = feel::read_decision_tables(text);
    if (!tables) return;
    for (auto const& table : *tables) {
        (void)feel::examine(table);
        auto const again = feel::read_decision_tables(feel::to_dmn_xml(table));
        must(again.has_value() && again->size() == 1);
        must(again->front().rules.size() == table.rules.size());
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = model_text(fuzz::text(data, size));
    auto const model = feel::Model::read(text);
    if (!model) {
        must(model.error().line >= 1 && !model.error().sentence.empty());
        return 0;
    }
    write_back(text);
    feel::Settings const settings{.limits = {.steps = 20'000, .depth = 200, .weight = 20'000, .text = 20'000},
                                  .notes = true};
    std::vector<feel::ModelInput> inputs;
    for (auto const& name : model->inputs()) inputs.push_back({name, feel::Value{18}});
    for (auto const& name : model->decisions()) (void)model->decide(name, inputs, settings);
    for (auto const& name : model->services()) (void)model->invoke(name, inputs, settings);
    return 0;
}
