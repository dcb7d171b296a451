// Functions as values: FEEL's own, and those of a host. A host hands them over in its Scope, alone or in a context
// (`waste.containers(property)` is the function `containers` in the context `waste`).
#pragma once

#include <feel/type.hpp>
#include <feel/value.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace guildhall::feel {

class Evaluation;
struct Builtin;

struct Parameter {
    std::string name;
    Type type = {}; ///< an argument is coerced to it; one that does not fit makes the call null
};

class Function {
public:
    /// Arguments are as many as parameters, in their order; what a caller left out is null.
    using Body = std::function<Value(std::span<Value const> arguments, Evaluation& evaluation)>;

    Function(std::vector<Parameter> parameters, Body body, Type result = {})
        : parameters_{std::move(parameters)}, body_{std::move(body)}, result_{std::move(result)}
    {}
    [[nodiscard]] std::vector<Parameter> const& parameters() const { return parameters_; }
    [[nodiscard]] Type const& result() const { return result_; }
    [[nodiscard]] std::pair<std::uint64_t, int> measure() const { return measure_; }
    /// By position. Null for the wrong number of arguments, for an argument that does not fit its type, and when the
    /// evaluation has come to a bound.
    [[nodiscard]] Value call(std::span<Value const> arguments, Evaluation& evaluation) const;

private:
    friend struct FunctionAccess;
    std::vector<Parameter> parameters_;
    Body body_;
    Type result_;
    std::pair<std::uint64_t, int> measure_{1, 1}; ///< weight and depth of what a closure holds
    Builtin const* builtin_ = nullptr;            ///< one of FEEL's own library, which looks at its arguments itself
};

}
