// Cells of a decision table that are so simple that one can say without running them which values they match:
// literals, comparisons with a number, ranges of numbers, lists of these and not(...) around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace guildhall::feel {

using Literal = std::variant<double, std::string, bool>;

/// Numbers from `low` to `high`; infinite where it is open.
struct NumberSpan {
    double low;
    double high;
    bool has_low;
    bool has_high;
};

struct SimpleTest {
    bool is_any = false;
    bool is_negated = false;
    std::vector<std::variant<Literal, NumberSpan>> choices;

    [[nodiscard]] bool matches(Literal const& value) const;
    /// Every number, string or boolean that is written in it.
    [[nodiscard]] std::vector<Literal> constants() const;
};

/// Nothing where the cell is not that simple.
std::optional<SimpleTest> read_simple_test(std::string_view cell);

}
