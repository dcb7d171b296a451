// Built-in functions that make one value of many: sums, averages, extremes, all and any.
#include "builtins.hpp"
#include "tree.hpp"

#include <algorithm>

namespace guildhall::feel {

namespace {

/// sum([1, 2]) and sum(1, 2) are the same.
std::optional<std::span<Value const>> values_of(Arguments const& given)
{
    return given.size() == 1 ? given.list(0) : std::optional{given.all()};
}

std::optional<std::vector<Decimal>> numbers_of(Arguments const& given)
{
    auto const values = values_of(given);
    if (!values) return {};
    std::vector<Decimal> numbers;
    numbers.reserve(values->size());
    for (auto const& value : *values) {
        if (!value.number()) return {};
        numbers.push_back(*value.number());
    }
    return numbers;
}

template <int Sign> Value extreme(Arguments const& given)
{
    auto const values = values_of(given);
    if (!values || values->empty()) return given.null("There is nothing to compare.");
    auto const* best = &values->front();
    if (!order(*best, *best)) return given.null("These values have no order.");
    for (auto const& value : values->subspan(1)) {
        if (!given.evaluation().pay(std::min(value.weight(), best->weight()))) return {};
        auto const found = order(value, *best);
        if (!found) return given.null("These values have no order.");
        if (*found * Sign > 0) best = &value;
    }
    return *best;
}

Value total(Arguments const& given, std::span<Value const> values)
{
    if (values.empty()) return given.null("There is nothing to add.");
    auto sum = values.front();
    if (!sum.number() && !sum.days_duration() && !sum.months_duration())
        return given.null("sum() wants numbers or durations.");
    for (auto const& value : values.subspan(1)) {
        if (value.kind() != sum.kind()) return given.null("sum() wants values of one kind.");
        sum = sum_of(sum, value);
    }
    return sum;
}

Value sum(Arguments const& given)
{
    auto const values = values_of(given);
    return values ? total(given, *values) : given.null("sum() wants a list.");
}

std::optional<Decimal> mean_of(std::vector<Decimal> const& numbers)
{
    std::optional<Decimal> sum{0};
    for (auto const number : numbers) {
        sum = add(*sum, number);
        if (!sum) return {};
    }
    return divide(*sum, static_cast<std::int64_t>(numbers.size()));
}

Value mean(Arguments const& given)
{
    auto const numbers = numbers_of(given);
    return numbers && !numbers->empty() ? Value{mean_of(*numbers)} : given.null("mean() wants a list of numbers.");
}

Value product(Arguments const& given)
{
    auto const numbers = numbers_of(given);
    if (!numbers || numbers->empty()) return given.null("product() wants a list of numbers.");
    std::optional<Decimal> result{1};
    for (auto const number : *numbers) {
        result = multiply(*result, number);
        if (!result) return given.null("The product is too large.");
    }
    return *result;
}

Value median(Arguments const& given)
{
    auto numbers = numbers_of(given);
    if (!numbers || numbers->empty()) return given.null("median() wants a list of numbers.");
    std::ranges::sort(*numbers);
    auto const middle = numbers->size() / 2;
    if (numbers->size() % 2 == 1) return (*numbers)[middle];
    return mean_of({(*numbers)[middle - 1], (*numbers)[middle]});
}

/// Of a sample: divided by one less than the count.
Value standard_deviation(Arguments const& given)
{
    auto const numbers = numbers_of(given);
    if (!numbers || numbers->size() < 2) return given.null("stddev() wants at least two numbers.");
    auto const middle = mean_of(*numbers);
    std::optional<Decimal> squares{0};
    for (auto const number : *numbers) {
        auto const distance = middle ? subtract(number, *middle) : std::nullopt;
        auto const square = distance ? multiply(*distance, *distance) : std::nullopt;
        squares = square && squares ? add(*squares, *square) : std::nullopt;
        if (!squares) return given.null("The numbers are too large.");
    }
    auto const variance = divide(*squares, static_cast<std::int64_t>(numbers->size()) - 1);
    return variance ? Value{square_root(*variance)} : Value{};
}

/// Every number that is there most often, in rising order.
Value mode(Arguments const& given)
{
    auto numbers = numbers_of(given);
    if (!numbers) return given.null("mode() wants a list of numbers.");
    std::ranges::sort(*numbers);
    List modes;
    std::size_t most = 0;
    for (std::size_t i = 0; i < numbers->size();) {
        auto j = i;
        while (j < numbers->size() && (*numbers)[j] == (*numbers)[i]) ++j;
        if (j - i > most) modes.clear();
        if (j - i >= most) modes.push_back((*numbers)[i]);
        most = std::max(most, j - i);
        i = j;
    }
    return modes;
}

/// False (true for any()) decides; otherwise whatever is no boolean makes it null.
template <bool Decisive> Value all_or_any(Arguments const& given)
{
    auto const values = values_of(given);
    if (!values) return given.null("This function wants a list of booleans.");
    bool unknown = false;
    for (auto const& value : *values) {
        auto const* boolean = value.boolean();
        if (boolean && *boolean == Decisive) return Decisive;
        unknown = unknown || !boolean;
    }
    return unknown ? given.null("One of these is neither true nor false.") : Value{!Decisive};
}

constexpr Builtin functions[] = {
    {"min", "list | list...", extreme<-1>},
    {"max", "list | list...", extreme<1>},
    {"sum", "list | list...", sum},
    {"mean", "list | list...", mean},
    {"product", "list | list...", product},
    {"median", "list | list...", median},
    {"stddev", "list | list...", standard_deviation},
    {"mode", "list | list...", mode},
    {"all", "list | list...", all_or_any<false>},
    {"any", "list | list...", all_or_any<true>},
};

}

std::span<Builtin const> statistics_builtins()
{
    return functions;
}

}
