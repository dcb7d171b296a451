// Nodes that stand for values: literals, names, lists, contexts, ranges, and what is inside a value.
#include "builtins.hpp"
#include "temporal.hpp"
#include "tree.hpp"

#include <fmt/format.h>

namespace guildhall::feel {

Value admitted(Value value, Evaluation& evaluation)
{
    constexpr int deepest = 500;
    auto const weight = value.weight();
    auto const& limits = evaluation.settings().limits;
    if (weight > limits.weight || value.depth() > deepest) {
        evaluation.stop(Bound::weight);
        return {};
    }
    if (auto const* text = value.string(); text && text->size() > limits.text) {
        evaluation.stop(Bound::text);
        return {};
    }
    if (!evaluation.pay(value.list() ? value.list()->size() : weight)) return {};
    return value;
}

namespace {

class Literal final : public Node {
public:
    Literal(Place place, Value value) : Node{place}, value_{std::move(value)} {}
    [[nodiscard]] Value const* constant() const override { return &value_; }

protected:
    [[nodiscard]] Value result(Frame&) const override { return value_; }

private:
    Value value_;
};

class SlotName final : public Node {
public:
    SlotName(Place place, std::size_t number) : Node{place}, number_{number} {}

protected:
    [[nodiscard]] Value result(Frame& frame) const override { return frame.slots[number_]; }

private:
    std::size_t number_;
};

class Global final : public Node {
public:
    Global(Place place, std::string name) : Node{place}, name_{std::move(name)} {}

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        if (auto found = frame.scope.find(name_)) return *std::move(found);
        if (auto const* builtin = builtin_named(name_)) return as_value(*builtin);
        if (!frame.evaluation.wants_notes()) return {};
        return null(frame, fmt::format("There is nothing called \"{}\".", name_));
    }

private:
    std::string name_;
};

class FilterName final : public Node {
public:
    FilterName(Place place, std::string name, std::vector<std::size_t> items, NodePtr otherwise)
        : Node{place}, name_{std::move(name)}, items_{std::move(items)}, otherwise_{std::move(otherwise)}
    {
        holds(otherwise_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        for (auto const item : items_) {
            auto const* context = frame.slots[item].context();
            if (!context) continue;
            if (auto const* entry = context->find(name_)) return *entry;
        }
        return otherwise_->evaluate(frame);
    }

private:
    std::string name_;
    std::vector<std::size_t> items_;
    NodePtr otherwise_;
};

class ListNode final : public Node {
public:
    ListNode(Place place, std::vector<NodePtr> items) : Node{place}, items_{std::move(items)}
    {
        for (auto const& item : items_) holds(item);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        List list;
        list.reserve(items_.size());
        for (auto const& item : items_) list.push_back(item->evaluate(frame));
        return admitted(std::move(list), frame.evaluation);
    }

private:
    std::vector<NodePtr> items_;
};

/// An entry sees those before it. A name that is there twice makes the whole null.
class ContextNode final : public Node {
public:
    ContextNode(Place place, std::vector<std::pair<std::string, NodePtr>> entries)
        : Node{place}, entries_{std::move(entries)}
    {
        Context seen;
        for (auto const& [name, node] : entries_) {
            holds(node);
            twice_ = twice_ || seen.find(name);
            seen.put(name, {});
        }
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        if (twice_) return null(frame, "A name stands twice in this context.");
        Context context;
        Slots slots{frame};
        for (auto const& [name, node] : entries_) {
            auto value = node->evaluate(frame);
            slots.push(value);
            context.put(name, std::move(value));
        }
        return admitted(std::move(context), frame.evaluation);
    }

private:
    std::vector<std::pair<std::string, NodePtr>> entries_;
    bool twice_ = false;
};

class RangeNode final : public Node {
public:
    RangeNode(Place place, NodePtr low, NodePtr high, bool low_closed, bool high_closed, Range::Form form)
        : Node{place},
          low_{std::move(low)},
          high_{std::move(high)},
          low_closed_{low_closed},
          high_closed_{high_closed},
          form_{form}
    {
        holds(low_);
        holds(high_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto low = low_->evaluate(frame);
        auto high = high_->evaluate(frame);
        if (form_ == Range::Form::interval && !low.is_null() && !high.is_null()) {
            auto const rising = order(low, high);
            if (!rising) return null(frame, "The two ends of this range have no order.");
            if (*rising > 0) return null(frame, "This range ends before it begins.");
        }
        return Range{std::move(low), std::move(high), low_closed_, high_closed_, form_};
    }

private:
    NodePtr low_;
    NodePtr high_;
    bool low_closed_;
    bool high_closed_;
    Range::Form form_;
};

class PathNode final : public Node {
public:
    PathNode(Place place, NodePtr from, std::string name) : Node{place}, from_{std::move(from)}, name_{std::move(name)}
    {
        holds(from_);
    }

protected:
    [[nodiscard]] Value result(Frame& frame) const override
    {
        auto const from = from_->evaluate(frame);
        auto const* list = from.list();
        if (!list) return one(frame, from);
        List found;
        found.reserve(list->size());
        for (auto const& item : *list) {
            if (!frame.evaluation.pay()) return {};
            found.push_back(one(frame, item));
        }
        return admitted(std::move(found), frame.evaluation);
    }

private:
    [[nodiscard]] Value one(Frame& frame, Value const& from) const
    {
        if (auto found = property_of(from, name_)) return *std::move(found);
        if (!frame.evaluation.wants_notes()) return {};
        return null(frame, fmt::format("A {} has nothing called \"{}\".", name_of(from.kind()), name_));
    }

    NodePtr from_;
    std::string name_;
};

int weekday(Date date)
{
    return static_cast<int>(((days_since_epoch(date) + 3) % 7 + 7) % 7) + 1;
}

std::optional<Value> date_property(Date date, std::string_view name)
{
    if (name == "year") return date.year;
    if (name == "month") return date.month;
    if (name == "day") return date.day;
    if (name == "weekday") return weekday(date);
    return {};
}

std::optional<Value> time_property(DateTime const& moment, bool has_date, std::string_view name)
{
    auto const& time = moment.time;
    if (name == "hour") return time.hour;
    if (name == "minute") return time.minute;
    if (name == "second") return time.second;
    if (name == "timezone") return time.zone.name.empty() ? Value{} : Value{time.zone.name};
    if (name != "time offset") return {};
    auto const offset = has_date ? offset_of(moment) : offset_at(time.zone, {2000, 1, 15}, 43'200);
    return offset ? Value{DaysDuration{*offset, 0}} : Value{};
}

std::optional<Value> days_property(DaysDuration duration, std::string_view name)
{
    auto const seconds = duration.seconds;
    if (name == "days") return seconds / seconds_per_day;
    if (name == "hours") return seconds / 3600 % 24;
    if (name == "minutes") return seconds / 60 % 60;
    if (name == "seconds") return seconds % 60;
    return {};
}

std::optional<Value> range_property(Range const& range, std::string_view name)
{
    bool const unequal = range.form == Range::Form::unequal;
    bool const same = range.form == Range::Form::comparison && range.low_closed && range.high_closed;
    if (name == "start") return unequal ? Value{} : range.low;
    if (name == "end") return unequal ? Value{} : same ? range.low : range.high;
    if (name == "start included") return !unequal && range.low_closed;
    if (name == "end included") return !unequal && range.high_closed;
    return {};
}

}

std::optional<Value> property_of(Value const& value, std::string_view name)
{
    if (auto const* context = value.context()) {
        auto const* entry = context->find(name);
        return entry ? std::optional{*entry} : std::nullopt;
    }
    if (auto const* date = value.date()) return date_property(*date, name);
    if (auto const* time = value.time()) return time_property({{}, *time}, false, name);
    if (auto const* moment = value.date_time()) {
        auto found = date_property(moment->date, name);
        return found ? found : time_property(*moment, true, name);
    }
    if (auto const* duration = value.days_duration()) return days_property(*duration, name);
    if (auto const* duration = value.months_duration()) {
        if (name == "years") return duration->months / 12;
        if (name == "months") return duration->months % 12;
        return {};
    }
    if (auto const* range = value.range()) return range_property(*range, name);
    return {};
}

NodePtr literal(Place place, Value value)
{
    return std::make_unique<Literal>(place, std::move(value));
}
NodePtr slot(Place place, std::size_t number)
{
    return std::make_unique<SlotName>(place, number);
}
NodePtr global(Place place, std::string name)
{
    return std::make_unique<Global>(place, std::move(name));
}
NodePtr in_filters(Place place, std::string name, std::vector<std::size_t> items, NodePtr otherwise)
{
    return std::make_unique<FilterName>(place, std::move(name), std::move(items), std::move(otherwise));
}
NodePtr list(Place place, std::vector<NodePtr> items)
{
    return std::make_unique<ListNode>(place, std::move(items));
}
NodePtr context(Place place, std::vector<std::pair<std::string, NodePtr>> entries)
{
    return std::make_unique<ContextNode>(place, std::move(entries));
}
NodePtr range(Place place, NodePtr low, NodePtr high, bool low_closed, bool high_closed, Range::Form form)
{
    return std::make_unique<RangeNode>(place, std::move(low), std::move(high), low_closed, high_closed, form);
}
NodePtr path(Place place, NodePtr from, std::string name)
{
    return std::make_unique<PathNode>(place, std::move(from), std::move(name));
}

}
