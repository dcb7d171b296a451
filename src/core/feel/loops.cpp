// Nodes that go through lists: for, some, every, filters.
#include "temporal.hpp"
#include "tree.hpp"

#include <functional>

namespace guildhall::feel {

namespace {

/// What an iterator goes through, one at a time, so that a long range needs no memory.
class Sequence {
public:
    explicit Sequence(Value const& value) : whole_{value}
    {
        if (auto const* list = whole_.list())
            count_ = list->size();
        else if (auto const* range = whole_.range())
            between(*range);
        else if (!whole_.is_null())
            count_ = 1;
    }
    Sequence(Value const& from, Value const& to) { between({from, to, true, true}); }

    [[nodiscard]] bool is_valid() const { return count_.has_value(); }
    [[nodiscard]] std::uint64_t size() const { return *count_; }
    [[nodiscard]] Value operator[](std::uint64_t i) const
    {
        if (auto const* list = whole_.list()) return (*list)[i];
        auto const offset = static_cast<std::int64_t>(i) * (falling_ ? -1 : 1);
        if (first_.number()) return add(*first_.number(), offset);
        if (first_.date()) return date_of_days(days_since_epoch(*first_.date()) + offset);
        return whole_;
    }

private:
    /// Whole numbers and dates can be counted, up and down; nothing else can.
    void between(Range const& range)
    {
        first_ = range.low;
        if (auto const* a = range.low.number(), *b = range.high.number(); a && b) {
            auto const low = a->to_integer(), high = b->to_integer();
            constexpr std::int64_t most = std::int64_t{1} << 60;
            if (!low || !high || std::abs(*low) > most || std::abs(*high) > most) return;
            count(*low, *high, range);
        } else if (auto const* c = range.low.date(), *d = range.high.date(); c && d) {
            count(days_since_epoch(*c), days_since_epoch(*d), range);
        }
    }
    void count(std::int64_t low, std::int64_t high, Range const& range)
    {
        falling_ = high < low;
        auto distance = falling_ ? low - high : high - low;
        distance += 1 - (range.low_closed ? 0 : 1) - (range.high_closed ? 0 : 1);
        if (!range.low_closed)
            first_ = sum_of(first_, first_.number() ? Value{1} : Value{DaysDuration{seconds_per_day, 0}});
        count_ = static_cast<std::uint64_t>(std::max<std::int64_t>(distance, 0));
    }

    Value whole_;
    Value first_;
    std::optional<std::uint64_t> count_;
    bool falling_ = false;
};

/// The iterators one inside another, each variable in its own slot. Ends early when a turn says false.
class Turns {
public:
    Turns(std::vector<Iterator> const& iterators, Frame& frame, std::function<bool()> turn)
        : iterators_{iterators}, frame_{frame}, slots_{frame}, turn_{std::move(turn)}
    {}
    /// False when something was no list and cannot be counted either.
    bool run()
    {
        from(0);
        return valid_;
    }
    void reserve(std::size_t slots)
    {
        for (; slots > 0; --slots) slots_.push({});
    }

private:
    bool from(std::size_t number)
    {
        if (number == iterators_.size()) return turn_();
        auto const& iterator = iterators_[number];
        auto const first = iterator.from->evaluate(frame_);
        auto const sequence = iterator.to ? Sequence{first, iterator.to->evaluate(frame_)} : Sequence{first};
        if (!sequence.is_valid()) return valid_ = false;
        for (std::uint64_t i = 0; i < sequence.size(); ++i) {
            if (!frame_.evaluation.pay()) return false;
            slots_[number] = sequence[i];
            if (!from(number + 1)) return false;
        }
        return true;
    }

    std::vector<Iterator> const& iterators_;
    Frame& frame_;
    Slots slots_;
    std::function<bool()> turn_;
    bool valid_ = true;
};

class For final : public Node {
public:
    For(Place place, std::vector<Iterator> iterators, NodePtr body, bool uses_partial)
        : Node{place}, iterators_{std::move(iterators)}, body_{std::move(body)}, uses_partial_{uses_partial}
    {
        holds(body_);
        for (auto const& [from, to] : iterators_) {
            holds(from);
            holds(to);
        }
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        List partial;
        auto const slot = frame.slots.size() + iterators_.size();
        Turns turns{iterators_, frame, [&] {
                        if (uses_partial_) frame.slots[slot] = admitted(partial, frame.evaluation);
                        partial.push_back(body_->evaluate(frame));
                        return !frame.evaluation.stopped();
                    }};
        turns.reserve(iterators_.size() + 1);
        if (!turns.run()) return null(frame, "This cannot be gone through one by one.");
        return admitted(std::move(partial), frame.evaluation);
    }

private:
    std::vector<Iterator> iterators_;
    NodePtr body_;
    bool uses_partial_;
};

/// Null where one answer is no boolean and none decides.
class Quantified final : public Node {
public:
    Quantified(Place place, bool every, std::vector<Iterator> iterators, NodePtr condition)
        : Node{place}, every_{every}, iterators_{std::move(iterators)}, condition_{std::move(condition)}
    {
        holds(condition_);
        for (auto const& [from, to] : iterators_) {
            holds(from);
            holds(to);
        }
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        bool decided = false, unknown = false;
        Turns turns{iterators_, frame, [&] {
                        auto const answer = condition_->evaluate(frame);
                        auto const* boolean = answer.boolean();
                        unknown = unknown || !boolean;
                        decided = boolean && *boolean != every_;
                        return !decided;
                    }};
        turns.reserve(iterators_.size());
        if (!turns.run()) return null(frame, "This cannot be gone through one by one.");
        if (decided) return !every_;
        return unknown ? Value{} : Value{every_};
    }

private:
    bool every_;
    std::vector<Iterator> iterators_;
    NodePtr condition_;
};

class Filter final : public Node {
public:
    Filter(Place place, NodePtr from, NodePtr predicate)
        : Node{place}, from_{std::move(from)}, predicate_{std::move(predicate)}
    {
        holds(from_);
        holds(predicate_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const from = from_->evaluate(frame);
        List const single = from.list() || from.is_null() ? List{} : List{from};
        auto const& list = from.list() ? *from.list() : single;
        if (auto const* constant = predicate_->constant(); constant && constant->number())
            return at(frame, list, *constant->number());
        Slots slots{frame};
        slots.push({});
        if (list.empty()) {
            auto const answer = predicate_->evaluate(frame);
            return answer.number() || from.is_null() ? Value{} : Value{List{}};
        }
        List found;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (!frame.evaluation.pay()) return {};
            slots[0] = list[i];
            auto const answer = predicate_->evaluate(frame);
            if (i == 0 && answer.number()) return at(frame, list, *answer.number());
            if (answer.is_true()) found.push_back(list[i]);
        }
        return admitted(std::move(found), frame.evaluation);
    }

private:
    /// From 1, and from the end with -1.
    [[nodiscard]] Value at(Frame& frame, List const& list, Decimal position) const
    {
        auto const number = position.to_integer();
        auto const size = static_cast<std::int64_t>(list.size());
        if (!number || *number == 0 || *number > size || *number < -size)
            return null(frame, "The list has no item at this position.");
        return list[static_cast<std::size_t>(*number > 0 ? *number - 1 : size + *number)];
    }

    NodePtr from_;
    NodePtr predicate_;
};

}

NodePtr for_loop(Place place, std::vector<Iterator> iterators, NodePtr body, bool uses_partial)
{
    return std::make_unique<For>(place, std::move(iterators), std::move(body), uses_partial);
}
NodePtr quantified(Place place, bool every, std::vector<Iterator> iterators, NodePtr condition)
{
    return std::make_unique<Quantified>(place, every, std::move(iterators), std::move(condition));
}
NodePtr filter(Place place, NodePtr from, NodePtr predicate)
{
    return std::make_unique<Filter>(place, std::move(from), std::move(predicate));
}

}
