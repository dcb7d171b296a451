#include <feel/decision.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace guildhall::feel {

namespace {

struct HitWord {
    std::string_view word;
    HitPolicy hit;
    Aggregation aggregation;
};

constexpr std::array hits{
    HitWord{"unique", HitPolicy::unique, Aggregation::none},
    HitWord{"any", HitPolicy::any, Aggregation::none},
    HitWord{"priority", HitPolicy::priority, Aggregation::none},
    HitWord{"first", HitPolicy::first, Aggregation::none},
    HitWord{"rule-order", HitPolicy::rule_order, Aggregation::none},
    HitWord{"output-order", HitPolicy::output_order, Aggregation::none},
    HitWord{"collect", HitPolicy::collect, Aggregation::none},
    HitWord{"sum", HitPolicy::collect, Aggregation::sum},
    HitWord{"min", HitPolicy::collect, Aggregation::min},
    HitWord{"max", HitPolicy::collect, Aggregation::max},
    HitWord{"count", HitPolicy::collect, Aggregation::count},
};

void read_hit(ShortTable const& written, DecisionTable& table, std::vector<CellError>& errors)
{
    if (written.hit.empty()) return;
    auto const* const found = std::ranges::find(hits, std::string_view{written.hit}, &HitWord::word);
    if (found == hits.end()) {
        errors.push_back({.sentence = fmt::format("\"{}\" is no way to choose among rules. Write one of: {}.",
                                                  written.hit, fmt::join(hit_words(), ", "))});
        return;
    }
    table.hit = found->hit;
    table.aggregation = found->aggregation;
}

void read_rule(ShortTable const& written, std::size_t row, DecisionTable& table, std::vector<CellError>& errors)
{
    auto const& cells = written.rules[row];
    auto const wanted = written.inputs.size() + written.outputs.size();
    if (cells.size() != wanted) {
        errors.push_back(
            {.part = CellError::Part::rule,
             .row = row,
             .column = std::min(cells.size(), wanted),
             .sentence = fmt::format("Rule {} has {} cells. It needs {}: {} to test and {} for the result.", row + 1,
                                     cells.size(), wanted, written.inputs.size(), written.outputs.size())});
        return;
    }
    auto const middle = cells.begin() + static_cast<std::ptrdiff_t>(written.inputs.size());
    table.rules.push_back({.tests = {cells.begin(), middle}, .outputs = {middle, cells.end()}});
}

}

std::vector<std::string_view> const& hit_words()
{
    static auto const words = [] {
        std::vector<std::string_view> all;
        for (auto const& each : hits) all.push_back(each.word);
        return all;
    }();
    return words;
}

std::string_view hit_word(DecisionTable const& table)
{
    auto const* const found = std::ranges::find_if(hits, [&](HitWord const& each) {
        return each.hit == table.hit && (each.hit != HitPolicy::collect || each.aggregation == table.aggregation);
    });
    return found == hits.end() ? "unique" : found->word;
}

Result<DecisionTable, std::vector<CellError>> table_from(ShortTable const& written)
{
    DecisionTable table{.id = written.id, .name = written.id};
    std::vector<CellError> errors;
    read_hit(written, table, errors);
    for (auto const& expression : written.inputs) table.inputs.push_back({.expression = expression});
    for (auto const& name : written.outputs) table.outputs.push_back({.name = name});
    if (written.outputs.empty())
        errors.push_back({.part = CellError::Part::output, .sentence = "The table has no output. Name at least one."});
    for (std::size_t row = 0; row < written.rules.size(); ++row) read_rule(written, row, table, errors);
    if (!written.fallback.empty() && written.fallback.size() != written.outputs.size()) {
        errors.push_back({.part = CellError::Part::fallback,
                          .sentence = fmt::format("The default has {} values. It needs one for each of {} outputs.",
                                                  written.fallback.size(), written.outputs.size())});
    } else {
        for (std::size_t at = 0; at < written.fallback.size(); ++at) table.outputs[at].fallback = written.fallback[at];
    }
    if (!errors.empty()) return Refused{std::move(errors)};
    return table;
}

}
