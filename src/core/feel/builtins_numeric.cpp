// Built-in functions on numbers.
#include "builtins.hpp"
#include "temporal.hpp"

namespace guildhall::feel {

namespace {

constexpr std::int64_t least_scale = -6111;
constexpr std::int64_t most_scale = 6176;

Value rounded(Arguments const& given, Rounding how)
{
    auto const* number = given.number(0);
    auto const scale = given.size() > 1 ? given.integer(1) : std::optional<std::int64_t>{0};
    if (!number || !scale) return given.null("Rounding wants a number and a number of places.");
    if (*scale < least_scale || *scale > most_scale) return given.null("There are not so many places.");
    return number->rounded(static_cast<int>(*scale), how);
}

template <Rounding How> Value round_to(Arguments const& given)
{
    return rounded(given, How);
}

Value absolute(Arguments const& given)
{
    auto const& value = given.item(0);
    if (auto const* number = value.number()) return number->absolute();
    if (auto const* days = value.days_duration())
        return DaysDuration{std::abs(days->seconds), std::abs(days->nanoseconds)};
    if (auto const* months = value.months_duration()) return MonthsDuration{std::abs(months->months)};
    return given.null("abs() wants a number or a duration.");
}

/// With the sign of the divisor.
Value modulo(Arguments const& given)
{
    auto const *a = given.number(0), *b = given.number(1);
    auto const quotient = a && b ? divide(*a, *b) : std::nullopt;
    if (!quotient) return given.null("modulo() wants two numbers, and the second must not be 0.");
    auto const whole = multiply(*b, quotient->floor());
    return whole ? Value{subtract(*a, *whole)} : Value{};
}

template <std::optional<Decimal> (*Function)(Decimal)> Value of_number(Arguments const& given)
{
    constexpr std::uint64_t cost = 50; // roots and logarithms are slow beside sums
    auto const* number = given.evaluation().pay(cost) ? given.number(0) : nullptr;
    auto const result = number ? Function(*number) : std::nullopt;
    return result ? Value{*result} : given.null("This function has no result for this value.");
}

template <bool Odd> Value parity(Arguments const& given)
{
    auto const* number = given.number(0);
    if (!number) return given.null("This function wants a number.");
    if (!number->is_integer()) return false;
    auto const half = divide(*number, 2);
    return half && half->is_integer() != Odd;
}

constexpr Builtin functions[] = {
    {"decimal", "n, scale", round_to<Rounding::half_even>},
    {"floor", "n, scale?", round_to<Rounding::floor>},
    {"ceiling", "n, scale?", round_to<Rounding::ceiling>},
    {"round up", "n, scale", round_to<Rounding::up>},
    {"round down", "n, scale", round_to<Rounding::down>},
    {"round half up", "n, scale", round_to<Rounding::half_up>},
    {"round half down", "n, scale", round_to<Rounding::half_down>},
    {"abs", "n", absolute},
    {"modulo", "dividend, divisor", modulo},
    {"sqrt", "number", of_number<square_root>},
    {"log", "number", of_number<natural_logarithm>},
    {"exp", "number", of_number<exponential>},
    {"odd", "number", parity<true>},
    {"even", "number", parity<false>},
};

}

std::span<Builtin const> numeric_builtins()
{
    return functions;
}

}
