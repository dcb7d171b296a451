// Operators: arithmetic, comparison, and FEEL's logic of three values.
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

// ---- comparison

class Comparison final : public Node {
public:
    Comparison(Place place, Sign sign, NodePtr left, NodePtr right)
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
        if (sign_ == Sign::equal || sign_ == Sign::unequal) {
            if (!frame.evaluation.pay(std::min(a.weight(), b.weight()))) return {};
            auto const same = equal(a, b);
            if (!same) return incomparable(frame, a, b);
            return *same == (sign_ == Sign::equal);
        }
        auto const found = order(a, b);
        if (!found) return incomparable(frame, a, b);
        switch (sign_) {
        case Sign::less: return *found < 0;
        case Sign::at_most: return *found <= 0;
        case Sign::greater: return *found > 0;
        default: return *found >= 0;
        }
    }

private:
    [[nodiscard]] Value incomparable(Frame& frame, Value const& a, Value const& b) const
    {
        if (!frame.evaluation.wants_notes()) return {};
        return null(frame, fmt::format("A {} and a {} cannot be compared.", name_of(a.kind()), name_of(b.kind())));
    }

    Sign sign_;
    NodePtr left_;
    NodePtr right_;
};

/// "and" is false as soon as one side is, "or" true; otherwise whatever is no boolean makes it null.
class Junction final : public Node {
public:
    Junction(Place place, bool decisive, NodePtr left, NodePtr right)
        : Node{place}, decisive_{decisive}, left_{std::move(left)}, right_{std::move(right)}
    {
        holds(left_);
        holds(right_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const left = left_->evaluate(frame);
        auto const* a = left.boolean();
        if (a && *a == decisive_) return decisive_;
        auto const right = right_->evaluate(frame);
        auto const* b = right.boolean();
        if (b && *b == decisive_) return decisive_;
        return a && b ? Value{!decisive_} : Value{};
    }

private:
    bool decisive_;
    NodePtr left_;
    NodePtr right_;
};

class Between final : public Node {
public:
    Between(Place place, NodePtr value, NodePtr low, NodePtr high)
        : Node{place}, value_{std::move(value)}, low_{std::move(low)}, high_{std::move(high)}
    {
        for (auto const* part : {&value_, &low_, &high_}) holds(*part);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const value = value_->evaluate(frame);
        auto const from = order(low_->evaluate(frame), value);
        auto const to = order(value, high_->evaluate(frame));
        if ((from && *from > 0) || (to && *to > 0)) return from && to ? Value{false} : Value{};
        if (!from || !to) return null(frame, "These values have no order.");
        return true;
    }

private:
    NodePtr value_;
    NodePtr low_;
    NodePtr high_;
};

class In final : public Node {
public:
    In(Place place, NodePtr value, std::vector<NodePtr> tests)
        : Node{place}, value_{std::move(value)}, tests_{std::move(tests)}
    {
        holds(value_);
        for (auto const& test : tests_) holds(test);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const value = value_->evaluate(frame);
        bool unknown = false;
        for (auto const& test : tests_) {
            auto const where = test->evaluate(frame);
            if (!frame.evaluation.pay(where.weight())) return {};
            auto const found = is_in(value, where);
            if (found == true) return true;
            unknown = unknown || !found;
        }
        return unknown ? Value{} : Value{false};
    }

private:
    NodePtr value_;
    std::vector<NodePtr> tests_;
};

class InstanceOf final : public Node {
public:
    InstanceOf(Place place, NodePtr value, Type type) : Node{place}, value_{std::move(value)}, type_{std::move(type)}
    {
        holds(value_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const value = value_->evaluate(frame);
        if (type_.is_generic() && !frame.evaluation.pay(value.weight())) return {};
        return is_instance(value, type_);
    }

private:
    NodePtr value_;
    Type type_;
};

/// Whatever is not true, null included, is "else".
class Choice final : public Node {
public:
    Choice(Place place, NodePtr condition, NodePtr then, NodePtr otherwise)
        : Node{place}, condition_{std::move(condition)}, then_{std::move(then)}, otherwise_{std::move(otherwise)}
    {
        for (auto const* part : {&condition_, &then_, &otherwise_}) holds(*part);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        return (condition_->evaluate(frame).is_true() ? then_ : otherwise_)->evaluate(frame);
    }

private:
    NodePtr condition_;
    NodePtr then_;
    NodePtr otherwise_;
};

class Tests final : public Node {
public:
    Tests(Place place, std::vector<UnaryTest> tests, bool negated)
        : Node{place}, tests_{std::move(tests)}, negated_{negated}
    {
        for (auto const& test : tests_) holds(test.expression);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        bool unknown = false;
        for (auto const& test : tests_) {
            auto const found = passes(frame, test);
            if (found == true) return !negated_;
            unknown = unknown || !found;
        }
        return unknown ? Value{} : Value{negated_};
    }

private:
    [[nodiscard]] static std::optional<bool> passes(Frame& frame, UnaryTest const& test)
    {
        auto const value = test.expression->evaluate(frame);
        auto const& input = frame.slots.front();
        auto const* answer = value.boolean();
        if (answer && (test.asks || !input.boolean())) return *answer;
        if (test.asks && value.is_null()) return {};
        if (!frame.evaluation.pay(value.weight())) return {};
        return is_in(input, value);
    }

    std::vector<UnaryTest> tests_;
    bool negated_;
};

}

/// In a range, among the items of a list or in one of the ranges there, or the same.
std::optional<bool> is_in(Value const& value, Value const& where)
{
    if (auto const* range = where.range()) {
        if (value.range()) return equal(value, where);
        return contains(*range, value);
    }
    auto const* list = where.list();
    if (!list) return equal(value, where);
    if (value.list() && equal(value, where) == true) return true;
    for (auto const& item : *list) {
        auto const* range = item.range();
        auto const found = range && !value.range() ? contains(*range, value) : equal(value, item);
        if (found == true) return true;
    }
    return false;
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
NodePtr comparison(Place place, Sign sign, NodePtr left, NodePtr right)
{
    return std::make_unique<Comparison>(place, sign, std::move(left), std::move(right));
}
NodePtr conjunction(Place place, NodePtr left, NodePtr right)
{
    return std::make_unique<Junction>(place, false, std::move(left), std::move(right));
}
NodePtr disjunction(Place place, NodePtr left, NodePtr right)
{
    return std::make_unique<Junction>(place, true, std::move(left), std::move(right));
}
NodePtr between(Place place, NodePtr value, NodePtr low, NodePtr high)
{
    return std::make_unique<Between>(place, std::move(value), std::move(low), std::move(high));
}
NodePtr in(Place place, NodePtr value, std::vector<NodePtr> tests)
{
    return std::make_unique<In>(place, std::move(value), std::move(tests));
}
NodePtr instance_of(Place place, NodePtr value, Type type)
{
    return std::make_unique<InstanceOf>(place, std::move(value), std::move(type));
}
NodePtr choice(Place place, NodePtr condition, NodePtr then, NodePtr otherwise)
{
    return std::make_unique<Choice>(place, std::move(condition), std::move(then), std::move(otherwise));
}
NodePtr unary_tests(Place place, std::vector<UnaryTest> tests, bool negated)
{
    return std::make_unique<Tests>(place, std::move(tests), negated);
}

}
