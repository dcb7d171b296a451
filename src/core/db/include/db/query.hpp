// A statement is a named literal: request text cannot become SQL. The name goes to logs and metrics.
// SQL keeps to the subset that SQLite and PostgreSQL share; parameters are $1, $2, ...
#pragma once

#include <base/id.hpp>
#include <base/time.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace guildhall::db {

struct Query {
    template <std::size_t N, std::size_t M>
    consteval Query(char const (&name)[N], char const (&sql)[M]) : name{name, N - 1}, sql{sql, M - 1}
    {}
    std::string_view name;
    std::string_view sql;
};

/// Bytes that are not text (sealed values, hashes). Text is UTF-8.
struct Bytes {
    std::string_view data;
};

/// One bound value. Holds views: what it points at must live until the statement has run.
using Param = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;

inline Param to_param(std::nullptr_t)
{
    return {};
}
inline Param to_param(bool v)
{
    return std::int64_t{v};
}
inline Param to_param(std::integral auto v)
{
    return static_cast<std::int64_t>(v);
}
inline Param to_param(double v)
{
    return v;
}
inline Param to_param(std::string_view v)
{
    return v;
}
inline Param to_param(std::string const& v)
{
    return std::string_view{v};
}
inline Param to_param(char const* v)
{
    return std::string_view{v};
}
inline Param to_param(Bytes v)
{
    return v;
}
inline Param to_param(Time v)
{
    return to_millis(v);
}
template <class Tag> Param to_param(Id<Tag> v)
{
    return v.value;
}
template <class T> Param to_param(std::optional<T> const& v)
{
    return v ? to_param(*v) : Param{};
}

/// One row, valid inside the callback that receives it. Columns count from 0. Text views live as long.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;  ///< "" where null
    [[nodiscard]] virtual std::string_view bytes(int column) const = 0; ///< "" where null

    /// row.get<CaseId>(0), row.get<Time>(1), row.get<std::string>(2), row.get<std::optional<Time>>(3), row.get<bool>(4)
    template <class T> [[nodiscard]] T get(int column) const { return Reader<T>::read(*this, column); }

private:
    template <class T> struct Reader;
};

template <std::integral T> struct Row::Reader<T> {
    static T read(Row const& row, int column) { return static_cast<T>(row.integer(column)); }
};
template <> struct Row::Reader<double> {
    static double read(Row const& row, int column) { return row.real(column); }
};
template <> struct Row::Reader<std::string> {
    static std::string read(Row const& row, int column) { return std::string{row.text(column)}; }
};
template <> struct Row::Reader<std::string_view> {
    static std::string_view read(Row const& row, int column) { return row.text(column); }
};
template <> struct Row::Reader<Time> {
    static Time read(Row const& row, int column) { return from_millis(row.integer(column)); }
};
template <class Tag> struct Row::Reader<Id<Tag>> {
    static Id<Tag> read(Row const& row, int column) { return Id<Tag>{row.integer(column)}; }
};
template <class T> struct Row::Reader<std::optional<T>> {
    static std::optional<T> read(Row const& row, int column)
    {
        if (row.is_null(column)) return std::nullopt;
        return row.get<T>(column);
    }
};

}
