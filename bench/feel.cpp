// How long expressions take: `bench_feel feel_expressions.json MILLISECONDS` prints for each what it says, and
// nanoseconds read once and read each time. feel.mjs does the same with the npm engine feelin.
#include <feel/feel.hpp>
#include <feel/json.hpp>

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>

using namespace guildhall;
using feel::Value;

namespace {

template <class Work> double nanoseconds(std::chrono::milliseconds time, Work&& work)
{
    auto const start = std::chrono::steady_clock::now();
    std::int64_t turns = 0;
    auto spent = std::chrono::steady_clock::duration{};
    do {
        for (int i = 0; i < 20; ++i) work();
        turns += 20;
        spent = std::chrono::steady_clock::now() - start;
    } while (spent < time);
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count()) /
           static_cast<double>(turns);
}

struct Table {
    std::vector<feel::Expression> inputs;
    std::vector<std::vector<feel::UnaryTests>> rules;

    Table(feel::Context const& table, feel::Names const& names)
    {
        for (auto const& input : *table.find("inputs")->list()) inputs.push_back(*feel::parse(*input.string(), names));
        for (auto const& rule : *table.find("rules")->list()) {
            auto& cells = rules.emplace_back();
            for (auto const& cell : *rule.list()) cells.push_back(*feel::parse_unary_tests(*cell.string(), names));
        }
    }
    [[nodiscard]] std::size_t first_hit(feel::Scope const& scope) const
    {
        feel::Evaluation evaluation;
        std::vector<Value> values;
        for (auto const& input : inputs) values.push_back(input.evaluate(scope, evaluation));
        for (std::size_t i = 0; i < rules.size(); ++i) {
            bool hit = true;
            for (std::size_t j = 0; hit && j < values.size(); ++j)
                hit = rules[i][j].test(values[j], scope, evaluation).is_true();
            if (hit) return i + 1;
        }
        return 0;
    }
};

}

int main(int count, char** words)
{
    if (count != 3) return 2;
    std::ifstream file{words[1]};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    auto const whole = feel::from_json(text);
    if (!whole || !whole->context()) return 2;
    std::chrono::milliseconds const time{std::stoi(words[2])};
    auto const& context = *whole->context()->find("context")->context();
    auto const names = feel::Names::of(context);
    feel::Entries const scope{context};

    for (auto const& [name, expression] : whole->context()->find("expressions")->context()->entries()) {
        auto const& source = *expression.string();
        auto const parsed = *feel::parse(source, names);
        auto const said = to_string(parsed.evaluate(scope).value);
        auto const once = nanoseconds(time, [&] { (void)parsed.evaluate(scope); });
        auto const each = nanoseconds(time, [&] { (void)feel::parse(source, names)->evaluate(scope); });
        fmt::print("{}\t{:.0f}\t{:.0f}\t{}\n", name, once, each, said);
    }
    auto const& rules = *whole->context()->find("table")->context();
    Table const table{rules, names};
    auto const once = nanoseconds(time, [&] { (void)table.first_hit(scope); });
    auto const each = nanoseconds(time, [&] { (void)Table{rules, names}.first_hit(scope); });
    fmt::print("table of 20 rules\t{:.0f}\t{:.0f}\t{}\n", once, each, table.first_hit(scope));
}
