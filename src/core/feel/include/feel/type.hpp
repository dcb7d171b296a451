// Types of FEEL, for `instance of`, for parameters of functions, and for the item definitions of DMN.
#pragma once

#include <feel/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::feel {

class Type {
public:
    enum class Kind {
        any,
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
    using Field = std::pair<std::string, Type>;

    Type() = default; ///< Any
    Type(Kind kind) : kind_{kind} {}
    [[nodiscard]] static Type list_of(Type element);
    [[nodiscard]] static Type range_of(Type end);
    [[nodiscard]] static Type context_of(std::vector<Field> fields);
    [[nodiscard]] static Type function_of(std::vector<Type> parameters, Type result);
    /// "date and time", "Any"; nothing for a name that FEEL does not know.
    [[nodiscard]] static std::optional<Type> named(std::string_view name);

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] Type element() const; ///< of a list or range; Any where nothing is said
    [[nodiscard]] bool is_generic() const { return parts_ != nullptr; } ///< says what its parts are
    [[nodiscard]] std::vector<Field> const& fields() const; ///< of a context, or the parameters of a function
    [[nodiscard]] Type result() const;                      ///< of a function
    [[nodiscard]] std::string to_string() const;            ///< "list<number>"

private:
    struct Parts;
    Kind kind_ = Kind::any;
    std::shared_ptr<Parts const> parts_;
};

/// FEEL's `instance of`.
[[nodiscard]] bool is_instance(Value const& value, Type const& type);
/// Whether whatever is of the first type is of the second too.
[[nodiscard]] bool conforms(Type const& type, Type const& to);
/// The value as DMN hands it over to a variable, parameter or result of this type: as it is where it conforms,
/// the one item of a list where one is wanted, a list of one where a list is wanted, a date as midnight UTC where a
/// date and time is wanted. Nothing where it does not fit, which FEEL shows as null. Null fits every type.
[[nodiscard]] std::optional<Value> coerced(Value const& value, Type const& type);

}
