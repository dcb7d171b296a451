// Arithmetic: on numbers, texts, dates and durations.
#include "temporal.hpp"
#include "tree.hpp"

#include <fmt/format.h>

namespace guildhall::feel {

namespace {

// ---- arithmetic on dates and durations

std::optional<Date> date_plus_months(Date date, std::int64_t months)
{
    auto const total = Wide{date.year} * 12 + date.month - 1 + months;
    auto const year = total >= 0 ? total / 12 : (total - 11) / 12;
    if (year > last_year || year < -last_year) return {};
    auto const month = static_cast<int>(total - year * 12) + 1;
    auto const whole_year = static_cast<std::int32_t>(year);
    auto const day = std::min<int>(date.day, days_in_month(whole_year, month));
    return Date{whole_year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

/// A moment in a named zone moves along UTC and is shown in its zone again; any other moves on the wall.
std::optional<DateTime> moment_plus(DateTime const& moment, Wide by)
{
    if (moment.time.zone.name.empty()) return moment_of_wall(wall_nanoseconds(moment) + by, moment.time.zone);
    return moment_in_zone(nanoseconds(moment) + by, moment.time.zone);
}

TimeOfDay time_plus(TimeOfDay const& time, Wide by)
{
    constexpr Wide day = Wide{seconds_per_day} * nanoseconds_per_second;
    auto const moved = moment_of_wall(wall_nanoseconds({{}, time}) + by % day, time.zone);
    return moved ? moved->time : time;
}

Value plus_months(Value const& value, MonthsDuration by)
{
    if (auto const* date = value.date()) return date_plus_months(*date, by.months);
    if (auto const* moment = value.date_time()) {
        if (auto const date = date_plus_months(moment->date, by.months)) return DateTime{*date, moment->time};
    }
    return {};
}

Value plus_days(Value const& value, Wide by)
{
    if (auto const* date = value.date()) {
        auto const moved = moment_of_wall(wall_nanoseconds({*date, {}}) + by, {});
        return moved ? Value{moved->date} : Value{};
    }
    if (auto const* moment = value.date_time()) return moment_plus(*moment, by);
    if (auto const* time = value.time()) return time_plus(*time, by);
    return {};
}

Value months(Wide count)
{
    constexpr Wide most = Wide{1} << 62;
    if (count > most || count < -most) return {};
    return MonthsDuration{static_cast<std::int64_t>(count)};
}

/// A date counts as midnight in UTC where a date and time is wanted.
std::optional<DateTime> as_moment(Value const& value)
{
    if (auto const* moment = value.date_time()) return *moment;
    if (auto const* date = value.date()) return DateTime{*date, {.zone = {.offset = 0}}};
    return {};
}

Value distance(Value const& a, Value const& b)
{
    if (auto const* x = a.time(), *y = b.time(); x && y) {
        if (x->zone.is_local() != y->zone.is_local()) return {};
        return duration_of(nanoseconds(DateTime{{2000, 1, 15}, *x}) - nanoseconds(DateTime{{2000, 1, 15}, *y}));
    }
    auto const x = as_moment(a), y = as_moment(b);
    if (!x || !y || x->time.zone.is_local() != y->time.zone.is_local()) return {};
    return duration_of(nanoseconds(*x) - nanoseconds(*y));
}

/// A number of nanoseconds or months, scaled and cut off to a whole one.
std::optional<Wide> scaled(Wide count, Decimal by, bool divide_by)
{
    auto const from = Decimal::parse(wide_text(count));
    auto const result = divide_by ? divide(*from, by) : multiply(*from, by);
    if (!result) return {};
    auto const whole = result->rounded(0, Rounding::down);
    return whole ? parse_wide(whole->to_string()) : std::nullopt;
}

Value scaled_duration(Value const& duration, Decimal by, bool divide_by)
{
    if (divide_by && by.is_zero()) return {};
    if (auto const* days = duration.days_duration()) {
        auto const result = scaled(nanoseconds(*days), by, divide_by);
        return result ? Value{duration_of(*result)} : Value{};
    }
    if (auto const* span = duration.months_duration()) {
        auto const result = scaled(span->months, by, divide_by);
        return result ? months(*result) : Value{};
    }
    return {};
}

Value ratio(Wide a, Wide b)
{
    if (b == 0) return {};
    return divide(*Decimal::parse(wide_text(a)), *Decimal::parse(wide_text(b)));
}

bool is_duration(Value const& value)
{
    return value.days_duration() || value.months_duration();
}

}

Value sum_of(Value const& a, Value const& b)
{
    if (auto const* x = a.number(), *y = b.number(); x && y) return add(*x, *y);
    if (auto const* x = a.string(), *y = b.string(); x && y) return *x + *y;
    if (auto const* x = a.days_duration(), *y = b.days_duration(); x && y)
        return duration_of(nanoseconds(*x) + nanoseconds(*y));
    if (auto const* x = a.months_duration(), *y = b.months_duration(); x && y)
        return months(Wide{x->months} + y->months);
    if (is_duration(a) && !is_duration(b)) return sum_of(b, a);
    if (auto const* by = b.days_duration()) return plus_days(a, nanoseconds(*by));
    if (auto const* by = b.months_duration()) return plus_months(a, *by);
    return {};
}

Value difference_of(Value const& a, Value const& b)
{
    if (auto const* x = a.number(), *y = b.number(); x && y) return subtract(*x, *y);
    if (auto const* x = a.days_duration(), *y = b.days_duration(); x && y)
        return duration_of(nanoseconds(*x) - nanoseconds(*y));
    if (auto const* x = a.months_duration(), *y = b.months_duration(); x && y)
        return months(Wide{x->months} - y->months);
    if (auto const* by = b.days_duration()) return plus_days(a, -nanoseconds(*by));
    if (auto const* by = b.months_duration()) return plus_months(a, {-by->months});
    return distance(a, b);
}

namespace {

Value product_of(Value const& a, Value const& b)
{
    auto const *x = a.number(), *y = b.number();
    if (x && y) return multiply(*x, *y);
    if (x) return scaled_duration(b, *x, false);
    if (y) return scaled_duration(a, *y, false);
    return {};
}

Value quotient_of(Value const& a, Value const& b)
{
    auto const *x = a.number(), *y = b.number();
    if (x && y) return divide(*x, *y);
    if (y) return scaled_duration(a, *y, true);
    if (auto const* p = a.days_duration(), *q = b.days_duration(); p && q)
        return ratio(nanoseconds(*p), nanoseconds(*q));
    if (auto const* p = a.months_duration(), *q = b.months_duration(); p && q) return ratio(p->months, q->months);
    return {};
}

class Arithmetic final : public Node {
public:
    Arithmetic(Place place, Sign sign, NodePtr left, NodePtr right)
        : Node{place}, sign_{sign}, left_{std::move(left)}, right_{std::move(right)}
    {
        holds(left_);
        holds(right_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const a = left_->evaluate(frame);
        auto const b = right_->evaluate(frame);
        constexpr std::uint64_t cost = 50; // powers are slow beside sums
        if (sign_ == Sign::to_the_power && !frame.evaluation.pay(cost)) return {};
        auto value = apply(a, b);
        if (value.is_null() && frame.evaluation.wants_notes())
            return null(frame, fmt::format("A {} and a {} cannot be calculated with in this way.", name_of(a.kind()),
                                           name_of(b.kind())));
        return value.string() ? admitted(std::move(value), frame.evaluation) : value;
    }

private:
    [[nodiscard]] Value apply(Value const& a, Value const& b) const
    {
        switch (sign_) {
        case Sign::plus: return sum_of(a, b);
        case Sign::minus: return difference_of(a, b);
        case Sign::times: return product_of(a, b);
        case Sign::divided_by: return quotient_of(a, b);
        default: break;
        }
        auto const *x = a.number(), *y = b.number();
        return x && y ? Value{feel::power(*x, *y)} : Value{};
    }

    Sign sign_;
    NodePtr left_;
    NodePtr right_;
};

class Negation final : public Node {
public:
    Negation(Place place, NodePtr of) : Node{place}, of_{std::move(of)} { holds(of_); }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const value = of_->evaluate(frame);
        if (auto const* number = value.number()) return number->negated();
        if (auto const* days = value.days_duration()) return DaysDuration{-days->seconds, -days->nanoseconds};
        if (auto const* span = value.months_duration()) return MonthsDuration{-span->months};
        return null(frame, "Only a number or a duration has an opposite.");
    }

private:
    NodePtr of_;
};

}

NodePtr arithmetic(Place place, Sign sign, NodePtr left, NodePtr right)
{
    return std::make_unique<Arithmetic>(place, sign, std::move(left), std::move(right));
}
NodePtr negation(Place place, NodePtr of)
{
    if (auto const* value = of->constant(); value && value->number()) return literal(place, value->number()->negated());
    return std::make_unique<Negation>(place, std::move(of));
}

}
