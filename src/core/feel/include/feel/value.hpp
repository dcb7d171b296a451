// Values of FEEL. A value never changes and is cheap to copy: what is large is shared.
// A value knows its weight (how many parts it has) and depth, so that whoever walks through it knows the cost before.
#pragma once

#include <feel/decimal.hpp>
#include <feel/temporal.hpp>

#include <base/time.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace guildhall::feel {

class Value;
class Context;
class Function;
struct Range;
using List = std::vector<Value>;

enum class Kind : std::uint8_t {
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_time,
    days_duration,
    months_duration,
    list,
    context,
    range,
    function,
};

class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}
    template <std::same_as<bool> B> Value(B value) : data_{value} {}
    template <std::integral I>
    requires(!std::same_as<I, bool>) Value(I value) : data_{Decimal{static_cast<std::int64_t>(value)}} {}
    Value(Decimal value) : data_{value} {}
    /// Null where there is nothing.
    template <class T> Value(std::optional<T> value)
    {
        if (value) *this = Value{*std::move(value)};
    }
    Value(std::string value);
    Value(std::string_view value) : Value{std::string{value}} {}
    Value(char const* value) : Value{std::string{value}} {}
    Value(Date value) : data_{value} {}
    Value(guildhall::Date value);
    Value(TimeOfDay value);
    Value(DateTime value);
    Value(DaysDuration value) : data_{value} {}
    Value(MonthsDuration value) : data_{value} {}
    Value(List items);
    Value(Context entries);
    Value(Range range);
    Value(Function function);

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(data_.index()); }
    [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
    [[nodiscard]] bool is_true() const;
    [[nodiscard]] bool is_false() const;

    // Each is nullptr unless the value is of that kind. They live as long as a copy of this value does.
    [[nodiscard]] bool const* boolean() const { return std::get_if<bool>(&data_); }
    [[nodiscard]] Decimal const* number() const { return std::get_if<Decimal>(&data_); }
    [[nodiscard]] std::string const* string() const;
    [[nodiscard]] Date const* date() const { return std::get_if<Date>(&data_); }
    [[nodiscard]] TimeOfDay const* time() const;
    [[nodiscard]] DateTime const* date_time() const;
    [[nodiscard]] DaysDuration const* days_duration() const { return std::get_if<DaysDuration>(&data_); }
    [[nodiscard]] MonthsDuration const* months_duration() const { return std::get_if<MonthsDuration>(&data_); }
    [[nodiscard]] List const* list() const;
    [[nodiscard]] Context const* context() const;
    [[nodiscard]] Range const* range() const;
    [[nodiscard]] Function const* function() const;

    /// How many values and pieces of text this holds, itself included; and how deep it nests.
    [[nodiscard]] std::uint64_t weight() const;
    [[nodiscard]] int depth() const;

    /// The same value: FEEL's `=`, and false where FEEL says null. For tests and hosts.
    friend bool operator==(Value const& a, Value const& b);

private:
    struct Text;
    struct Items;
    struct Entries;
    template <class T> using Shared = std::shared_ptr<T const>;
    std::variant<std::monostate, bool, Decimal, Shared<Text>, Date, Shared<TimeOfDay>, Shared<DateTime>, DaysDuration,
                 MonthsDuration, Shared<Items>, Shared<Entries>, Shared<Range>, Shared<Function>>
        data_;
};

/// Entries in the order in which they were put. Each name once.
class Context {
public:
    using Entry = std::pair<std::string, Value>;
    Context() = default;
    Context(std::initializer_list<Entry> entries);
    void put(std::string name, Value value); ///< a name that is there keeps its place and gets the new value
    [[nodiscard]] Value const* find(std::string_view name) const;
    [[nodiscard]] std::vector<Entry> const& entries() const { return entries_; }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }

private:
    [[nodiscard]] std::size_t place_of(std::string_view name) const;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> sorted_; ///< places by name, once there are many
};

/// A comparison such as `(< 5)` is a range too, with one end; the other is null. An interval with an end that is null
/// holds nothing that could be said: whether something lies in it is null.
struct Range {
    enum class Form : std::uint8_t { interval, comparison, unequal }; ///< unequal: everything but `low`
    Value low;
    Value high;
    bool low_closed = true;
    bool high_closed = true;
    Form form = Form::interval;
};

/// FEEL's `=`: nothing (null) where the two cannot be compared, being of different kinds.
[[nodiscard]] std::optional<bool> equal(Value const& a, Value const& b);
/// Below zero, zero, above; nothing where the two have no order.
[[nodiscard]] std::optional<int> order(Value const& a, Value const& b);
/// Whether the value lies in the range; nothing where they cannot be compared.
[[nodiscard]] std::optional<bool> contains(Range const& range, Value const& value);

/// FEEL's string(): a string as it is, everything else as FEEL writes it. Strings inside lists stand in quotes.
[[nodiscard]] std::string to_string(Value const& value);
[[nodiscard]] std::string_view name_of(Kind kind); ///< "days and time duration"

}
