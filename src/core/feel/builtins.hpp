// FEEL's own library. Each function is one entry of a table with the names of its parameters, for named arguments.
#pragma once

#include <feel/evaluation.hpp>
#include <feel/function.hpp>
#include <feel/value.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct Place;

/// What a built-in function is given. As the standard has it, a list of one stands for its item where an item is
/// wanted.
class Arguments {
public:
    Arguments(std::span<Value const> values, Evaluation& evaluation, int line, int column)
        : values_{values}, evaluation_{evaluation}, line_{line}, column_{column}
    {}
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] Value const& operator[](std::size_t i) const;
    [[nodiscard]] std::span<Value const> all() const { return values_; }
    [[nodiscard]] Evaluation& evaluation() const { return evaluation_; }

    // nullptr where the argument is of another kind, or not there.
    [[nodiscard]] Decimal const* number(std::size_t i) const { return item(i).number(); }
    [[nodiscard]] std::string const* string(std::size_t i) const { return item(i).string(); }
    /// A number without its fraction: 2.5 stands for 2.
    [[nodiscard]] std::optional<std::int64_t> integer(std::size_t i) const;
    /// The argument itself, or the one item of the list that it is.
    [[nodiscard]] Value const& item(std::size_t i) const;
    /// The items of a list; anything else but null stands for a list of itself.
    [[nodiscard]] std::optional<std::span<Value const>> list(std::size_t i) const;
    /// Null, with a note why.
    [[nodiscard]] Value null(std::string_view sentence) const;

private:
    std::span<Value const> values_;
    Evaluation& evaluation_;
    int line_;
    int column_;
};

struct Builtin {
    std::string_view name;
    /// The ways to call it, divided by "|": "string, start position, length?", "list" or "list...". A question mark:
    /// may be left out; three points: any number of these; ":text": by this name only a text.
    std::string_view forms;
    Value (*call)(Arguments const&);
};

[[nodiscard]] std::span<Builtin const> all_builtins();
[[nodiscard]] Builtin const* builtin_named(std::string_view name);
[[nodiscard]] bool accepts(Builtin const& builtin, std::size_t arguments);
/// The arguments in the order of a form that has all these names; nothing where there is none.
[[nodiscard]] std::optional<std::vector<Value>> in_order(Builtin const& builtin, std::span<std::string const> names,
                                                         std::span<Value const> arguments);
[[nodiscard]] Value call_builtin(Builtin const& builtin, std::span<Value const> arguments, Evaluation& evaluation,
                                 int line = 1, int column = 1);
[[nodiscard]] Value as_value(Builtin const& builtin);

// By topic, one file each.
[[nodiscard]] std::span<Builtin const> conversion_builtins();
[[nodiscard]] std::span<Builtin const> string_builtins();
[[nodiscard]] std::span<Builtin const> list_builtins();
[[nodiscard]] std::span<Builtin const> statistics_builtins();
[[nodiscard]] std::span<Builtin const> numeric_builtins();
[[nodiscard]] std::span<Builtin const> temporal_builtins();
[[nodiscard]] std::span<Builtin const> range_builtins();
[[nodiscard]] std::span<Builtin const> context_builtins();

}
