// Built-in functions that make one kind of value from another; and not().
#include "builtins.hpp"
#include "parser.hpp"
#include "temporal.hpp"

#include <algorithm>

namespace guildhall::feel {

namespace {

Value make_date(Arguments const& given)
{
    if (given.size() == 3) {
        auto const year = given.integer(0), month = given.integer(1), day = given.integer(2);
        if (!year || !month || !day) return given.null("date() wants a year, a month and a day as numbers.");
        if (std::abs(*year) > last_year || *month < 1 || *month > 12 || *day < 1 || *day > 31)
            return given.null("There is no such day.");
        Date const date{static_cast<std::int32_t>(*year), static_cast<std::uint8_t>(*month),
                        static_cast<std::uint8_t>(*day)};
        return is_valid(date) ? Value{date} : given.null("There is no such day.");
    }
    auto const& from = given.item(0);
    if (auto const* date = from.date()) return *date;
    if (auto const* moment = from.date_time()) return moment->date;
    auto const* text = from.string();
    auto const date = text ? parse_date(*text) : std::nullopt;
    return date ? Value{*date} : given.null("date() reads a text such as \"2026-03-12\".");
}

std::optional<Zone> zone_from(Value const& offset)
{
    if (offset.is_null()) return Zone{};
    if (auto const* name = offset.string(); name && is_known_zone(*name)) return Zone{.name = *name};
    auto const* duration = offset.days_duration();
    if (!duration || std::abs(duration->seconds) > most_offset) return {};
    return Zone{.offset = static_cast<std::int32_t>(duration->seconds)};
}

std::optional<TimeOfDay> time_from(Arguments const& given, std::size_t first)
{
    auto const hour = given.integer(first), minute = given.integer(first + 1);
    auto const* second = given.number(first + 2);
    auto zone = zone_from(given.item(first + 3));
    if (!hour || !minute || !second || !zone) return {};
    auto const whole = second->floor().to_integer();
    if (!whole || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 || *whole < 0 || *whole > 59) return {};
    auto const fraction = subtract(*second, *whole);
    auto const nanoseconds = fraction ? multiply(*fraction, nanoseconds_per_second) : std::nullopt;
    auto const count = nanoseconds ? nanoseconds->floor().to_integer() : std::nullopt;
    if (!count) return {};
    return TimeOfDay{static_cast<std::uint8_t>(*hour), static_cast<std::uint8_t>(*minute),
                     static_cast<std::uint8_t>(*whole), static_cast<std::uint32_t>(*count), std::move(*zone)};
}

Value make_time(Arguments const& given)
{
    if (given.size() > 1) {
        auto time = time_from(given, 0);
        return time ? Value{*std::move(time)} : given.null("There is no such time.");
    }
    auto const& from = given.item(0);
    if (auto const* time = from.time()) return *time;
    if (auto const* moment = from.date_time()) return moment->time;
    if (from.date()) return TimeOfDay{.zone = {.offset = 0}};
    auto const* text = from.string();
    auto time = text ? parse_time(*text) : std::nullopt;
    return time ? Value{*std::move(time)} : given.null("time() reads a text such as \"09:30:00\".");
}

Value make_date_time(Arguments const& given)
{
    if (given.size() >= 6) {
        auto const date = make_date({given.all().first(3), given.evaluation(), 1, 1});
        auto time = time_from(given, 3);
        return date.date() && time ? Value{DateTime{*date.date(), *std::move(time)}}
                                   : given.null("There is no such time.");
    }
    if (given.size() == 2) {
        auto const &day = given.item(0), &clock = given.item(1);
        auto const* date = day.date() ? day.date() : day.date_time() ? &day.date_time()->date : nullptr;
        return date && clock.time() ? Value{DateTime{*date, *clock.time()}}
                                    : given.null("date and time() wants a date and a time.");
    }
    auto const& from = given.item(0);
    if (auto const* moment = from.date_time()) return *moment;
    if (auto const* date = from.date()) return DateTime{*date, {.zone = {.offset = 0}}};
    auto const* text = from.string();
    auto moment = text ? parse_date_time(*text) : std::nullopt;
    return moment ? Value{*std::move(moment)}
                  : given.null("date and time() reads a text such as \"2026-03-12T09:30:00\".");
}

Value make_duration(Arguments const& given)
{
    auto const& from = given.item(0);
    if (from.days_duration() || from.months_duration()) return from;
    auto const* text = from.string();
    if (!text) return given.null("duration() reads a text such as \"P2D\" or \"P1Y6M\".");
    if (auto const days = parse_days_duration(*text)) return *days;
    if (auto const months = parse_months_duration(*text)) return *months;
    return given.null("duration() reads a text such as \"P2D\" or \"P1Y6M\".");
}

std::optional<DateTime> as_moment(Value const& value)
{
    if (auto const* moment = value.date_time()) return *moment;
    if (auto const* date = value.date()) return DateTime{*date, {}};
    return {};
}

/// Whole months from one to the other, cut off towards zero.
Value months_between(Arguments const& given)
{
    auto const from = as_moment(given.item(0)), to = as_moment(given.item(1));
    if (!from || !to) return given.null("years and months duration() wants two dates.");
    auto months = (std::int64_t{to->date.year} - from->date.year) * 12 + to->date.month - from->date.month;
    constexpr Wide day = Wide{seconds_per_day} * nanoseconds_per_second;
    auto const in_month = [&](DateTime const& moment) {
        return moment.date.day * day + second_of_day(moment.time) * nanoseconds_per_second + moment.time.nanosecond;
    };
    if (months > 0 && in_month(*to) < in_month(*from)) --months;
    if (months < 0 && in_month(*to) > in_month(*from)) ++months;
    return MonthsDuration{months};
}

Value make_string(Arguments const& given)
{
    auto const& from = given[0];
    if (from.is_null()) return {};
    if (!given.evaluation().pay(from.weight())) return {};
    return to_string(from);
}

/// "1.000,5" with the signs for thousands and decimals that are named.
Value make_number(Arguments const& given)
{
    auto const* text = given.string(0);
    if (!text) return given.size() == 1 && given.number(0) ? given.item(0) : given.null("number() reads a text.");
    auto const sign = [&](std::size_t i, std::string_view among) -> std::optional<std::string> {
        if (given[i].is_null()) return "";
        auto const* found = given.string(i);
        if (!found || found->size() != 1 || among.find(*found) == std::string_view::npos) return {};
        return *found;
    };
    auto const grouping = sign(1, " ,."), decimal = sign(2, ",.");
    if (!grouping || !decimal || (!grouping->empty() && *grouping == *decimal))
        return given.null("number() takes a space, comma or point for thousands, and another sign for decimals.");
    auto plain = *text;
    if (!grouping->empty()) std::erase(plain, grouping->front());
    if (!decimal->empty()) {
        if (*decimal == "," && plain.contains('.')) return given.null("This is no number.");
        std::ranges::replace(plain, decimal->front(), '.');
    }
    auto const number = Decimal::parse(plain);
    return number ? Value{*number} : given.null("This is no number.");
}

Value negate(Arguments const& given)
{
    auto const* value = given.item(0).boolean();
    return value ? Value{!*value} : Value{};
}

constexpr std::string_view range_shape = "range() reads a text such as \"[1..10]\" or \"[18..)\".";

/// One end of a range that is written as text: a value written out, or nothing. No other end can be read.
std::optional<Value> written_end(std::string_view text, Evaluation& evaluation)
{
    class Nothing final : public Scope {
    public:
        [[nodiscard]] std::optional<Value> find(std::string_view) const override { return {}; }
    };
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Value{};
    auto const parsed = parse(text);
    if (!parsed || !parsed->names().empty()) return {};
    auto value = parsed->evaluate(Nothing{}, evaluation);
    if (value.is_null() || value.list() || value.context() || value.range() || value.function()) return {};
    return value;
}

/// Where the two points stand, outside of quotes.
std::size_t points_in(std::string_view text)
{
    bool quoted = false;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
        if (!quoted && text[i] == '.' && text[i + 1] == '.') return i;
    }
    return std::string_view::npos;
}

/// An end that is left out is null, as if it were written so: "[18..)" is [18..null).
Value make_range(Arguments const& given)
{
    auto const* text = given.string(0);
    auto const points = text ? points_in(*text) : std::string::npos;
    if (points == std::string::npos || points == 0) return given.null(range_shape);
    char const first = text->front(), last = text->back();
    bool const brackets = (first == '[' || first == '(' || first == ']') && (last == ']' || last == ')' || last == '[');
    std::string_view const whole{*text};
    auto low = written_end(whole.substr(1, points - 1), given.evaluation());
    auto high = written_end(whole.substr(points + 2, whole.size() - points - 3), given.evaluation());
    if (!brackets || !low || !high || (low->is_null() && high->is_null())) return given.null(range_shape);
    bool const whole_range = !low->is_null() && !high->is_null();
    if (whole_range && order(*low, *high).value_or(1) > 0) return given.null("This range ends before it begins.");
    return Range{*std::move(low), *std::move(high), first == '[', last == ']'};
}

constexpr Builtin functions[] = {
    {"date", "from | year, month, day", make_date},
    {"time", "from | hour, minute, second, offset?", make_time},
    {"date and time",
     "from | date, time | year, month, day, hour, minute, second, offset? | "
     "year, month, day, hour, minute, second, timezone",
     make_date_time},
    {"duration", "from", make_duration},
    {"years and months duration", "from, to", months_between},
    {"string", "from", make_string},
    {"number", "from, grouping separator?, decimal separator?", make_number},
    {"range", "from", make_range},
    {"not", "negand", negate},
};

}

std::span<Builtin const> conversion_builtins()
{
    return functions;
}

}
