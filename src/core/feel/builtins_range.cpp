// How points and ranges lie to each other, as table 78 of DMN 1.3 has it; and is().
#include "builtins.hpp"
#include "temporal.hpp"

#include <array>

namespace guildhall::feel {

namespace {

/// What is compared: a point is a range that begins and ends with itself.
struct Stretch {
    Value low;
    Value high;
    bool low_closed = true;
    bool high_closed = true;
    bool is_point = false;
};

/// Thrown where two ends have no order: the whole answer is null then.
struct Unordered {};

int ordered(Value const& a, Value const& b)
{
    auto const found = order(a, b);
    if (!found) throw Unordered{};
    return *found;
}

bool ends_before(Stretch const& a, Stretch const& b)
{
    auto const found = ordered(a.high, b.low);
    return found < 0 || (found == 0 && !(a.high_closed && b.low_closed));
}
bool meets(Stretch const& a, Stretch const& b)
{
    return a.high_closed && b.low_closed && ordered(a.high, b.low) == 0;
}
bool overlaps(Stretch const& a, Stretch const& b)
{
    return !ends_before(a, b) && !ends_before(b, a);
}
/// Whether a begins earlier than b.
bool begins_before(Stretch const& a, Stretch const& b)
{
    auto const found = ordered(a.low, b.low);
    return found < 0 || (found == 0 && a.low_closed && !b.low_closed);
}
/// Whether a ends earlier than b.
bool stops_before(Stretch const& a, Stretch const& b)
{
    auto const found = ordered(a.high, b.high);
    return found < 0 || (found == 0 && !a.high_closed && b.high_closed);
}
bool same_beginning(Stretch const& a, Stretch const& b)
{
    return ordered(a.low, b.low) == 0 && a.low_closed == b.low_closed;
}
bool same_ending(Stretch const& a, Stretch const& b)
{
    return ordered(a.high, b.high) == 0 && a.high_closed == b.high_closed;
}
bool includes(Stretch const& a, Stretch const& b)
{
    return !begins_before(b, a) && !stops_before(a, b);
}
bool overlaps_before(Stretch const& a, Stretch const& b)
{
    return overlaps(a, b) && begins_before(a, b) && !stops_before(b, a);
}
bool starts(Stretch const& a, Stretch const& b)
{
    if (a.is_point) return b.low_closed && ordered(a.low, b.low) == 0;
    return same_beginning(a, b) && !stops_before(b, a);
}
bool finishes(Stretch const& a, Stretch const& b)
{
    if (a.is_point) return b.high_closed && ordered(a.high, b.high) == 0;
    return same_ending(a, b) && !begins_before(a, b);
}
bool coincides(Stretch const& a, Stretch const& b)
{
    return same_beginning(a, b) && same_ending(a, b);
}

std::optional<Stretch> stretch(Value const& value)
{
    if (value.is_null()) return {};
    auto const* range = value.range();
    if (!range) return Stretch{value, value, true, true, true};
    if (range->low.is_null() || range->high.is_null()) return {};
    return Stretch{range->low, range->high, range->low_closed, range->high_closed};
}

enum class Takes { anything, ranges, point_or_range_first, range_first };

template <bool (*Relation)(Stretch const&, Stretch const&), Takes Kinds, bool Swapped = false>
Value relate(Arguments const& given)
{
    auto const a = stretch(given.item(0)), b = stretch(given.item(1));
    if (!a || !b) return given.null("This function wants points or ranges.");
    bool const fits = Kinds == Takes::anything || (Kinds == Takes::ranges && !a->is_point && !b->is_point) ||
                      (Kinds == Takes::point_or_range_first && !b->is_point) ||
                      (Kinds == Takes::range_first && !a->is_point);
    if (!fits) return given.null("This function wants a range here, not a point.");
    try {
        return Swapped ? Relation(*b, *a) : Relation(*a, *b);
    } catch (Unordered const&) {
        return given.null("These values have no order.");
    }
}

Value coincide(Arguments const& given)
{
    auto const a = stretch(given.item(0)), b = stretch(given.item(1));
    if (!a || !b || a->is_point != b->is_point) return given.null("coincides() wants two points or two ranges.");
    return relate<coincides, Takes::anything>(given);
}

bool exactly(TimeOfDay const& a, TimeOfDay const& b)
{
    return a.hour == b.hour && a.minute == b.minute && a.second == b.second && a.nanosecond == b.nanosecond &&
           a.zone == b.zone;
}

/// The same value of the same kind, its zone included.
Value is_same(Arguments const& given)
{
    auto const &a = given[0], &b = given[1];
    if (a.kind() != b.kind()) return false;
    if (a.time()) return exactly(*a.time(), *b.time());
    if (auto const* x = a.date_time(), *y = b.date_time(); x && y)
        return x->date == y->date && exactly(x->time, y->time);
    if (!given.evaluation().pay(a.weight())) return {};
    return equal(a, b) == true;
}

constexpr Builtin functions[] = {
    {"is", "value1, value2", is_same},
    {"before", "point1, point2 | point, range | range, point | range1, range2", relate<ends_before, Takes::anything>},
    {"after", "point1, point2 | point, range | range, point | range1, range2",
     relate<ends_before, Takes::anything, true>},
    {"meets", "range1, range2", relate<meets, Takes::ranges>},
    {"met by", "range1, range2", relate<meets, Takes::ranges, true>},
    {"overlaps", "range1, range2", relate<overlaps, Takes::ranges>},
    {"overlaps before", "range1, range2", relate<overlaps_before, Takes::ranges>},
    {"overlaps after", "range1, range2", relate<overlaps_before, Takes::ranges, true>},
    {"finishes", "point, range | range1, range2", relate<finishes, Takes::point_or_range_first>},
    {"finished by", "range, point | range1, range2", relate<finishes, Takes::range_first, true>},
    {"includes", "range, point | range1, range2", relate<includes, Takes::range_first>},
    {"during", "point, range | range1, range2", relate<includes, Takes::point_or_range_first, true>},
    {"starts", "point, range | range1, range2", relate<starts, Takes::point_or_range_first>},
    {"started by", "range, point | range1, range2", relate<starts, Takes::range_first, true>},
    {"coincides", "point1, point2 | range1, range2", coincide},
};

}

std::span<Builtin const> range_builtins()
{
    return functions;
}

}
