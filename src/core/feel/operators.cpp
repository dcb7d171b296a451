// Comparison, FEEL's logic of three values, tests and choices.
#include "tree.hpp"

#include <fmt/format.h>

namespace guildhall::feel {

namespace {

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
        if (!frame.evaluation.pay(std::min(a.weight(), b.weight()))) return {};
        if (sign_ == Sign::equal || sign_ == Sign::unequal) {
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
        if (!frame.evaluation.pay(value.weight())) return {};
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
