// FEEL's equality, its order and its ranges.
#include "temporal.hpp"

#include <feel/value.hpp>

namespace guildhall::feel {

namespace {

std::optional<bool> equal_lists(List const& a, List const& b)
{
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (equal(a[i], b[i]) != true) return false;
    }
    return true;
}

std::optional<bool> equal_contexts(Context const& a, Context const& b)
{
    if (a.size() != b.size()) return false;
    for (auto const& [name, value] : a.entries()) {
        auto const* other = b.find(name);
        if (!other || equal(value, *other) != true) return false;
    }
    return true;
}

bool same_end(Value const& a, Value const& b)
{
    return equal(a, b) == true;
}

template <class T> int three_way(T const& a, T const& b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

}

std::optional<bool> equal(Value const& a, Value const& b)
{
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.kind() != b.kind()) return {};
    switch (a.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return *a.boolean() == *b.boolean();
    case Kind::number: return *a.number() == *b.number();
    case Kind::string: return *a.string() == *b.string();
    case Kind::date: return *a.date() == *b.date();
    case Kind::time: return same_time(*a.time(), *b.time());
    case Kind::date_time: return same_moment(*a.date_time(), *b.date_time());
    case Kind::days_duration: return *a.days_duration() == *b.days_duration();
    case Kind::months_duration: return *a.months_duration() == *b.months_duration();
    case Kind::list: return equal_lists(*a.list(), *b.list());
    case Kind::context: return equal_contexts(*a.context(), *b.context());
    case Kind::range: {
        auto const &x = *a.range(), &y = *b.range();
        return x.form == y.form && x.low_closed == y.low_closed && x.high_closed == y.high_closed &&
               same_end(x.low, y.low) && same_end(x.high, y.high);
    }
    case Kind::function: return a.function() == b.function();
    }
    return {};
}

bool operator==(Value const& a, Value const& b)
{
    return equal(a, b) == true;
}

std::optional<int> order(Value const& a, Value const& b)
{
    if (a.kind() != b.kind()) return {};
    switch (a.kind()) {
    case Kind::number: return three_way(*a.number(), *b.number());
    case Kind::string: return a.string()->compare(*b.string());
    case Kind::date: return three_way(*a.date(), *b.date());
    case Kind::time: return order_of_times(*a.time(), *b.time());
    case Kind::date_time: return order_of_moments(*a.date_time(), *b.date_time());
    case Kind::days_duration: return three_way(*a.days_duration(), *b.days_duration());
    case Kind::months_duration: return three_way(*a.months_duration(), *b.months_duration());
    default: return {};
    }
}

std::optional<bool> contains(Range const& range, Value const& value)
{
    if (range.form == Range::Form::unequal) {
        auto const same = equal(range.low, value);
        if (!same) return {};
        return !*same;
    }
    if (range.form == Range::Form::comparison && range.low_closed && range.high_closed) return equal(range.low, value);
    if (range.form == Range::Form::interval && (range.low.is_null() || range.high.is_null())) return {};
    if (!range.low.is_null()) {
        auto const from = order(range.low, value);
        if (!from) return {};
        if (*from > 0 || (*from == 0 && !range.low_closed)) return false;
    }
    if (!range.high.is_null()) {
        auto const to = order(value, range.high);
        if (!to) return {};
        if (*to > 0 || (*to == 0 && !range.high_closed)) return false;
    }
    if (range.low.is_null() && range.high.is_null()) return {};
    return true;
}

}
