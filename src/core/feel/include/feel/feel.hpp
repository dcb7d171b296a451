// FEEL, the expression language of the DMN standard: the part that conditions of service definitions use. Pure: no
// input, no output, no clock. Values: null, boolean, number, string, list. Operators: = != < <= > >= and or not() in,
// with FEEL's three-valued logic (an unknown name is null, and comparing with null is null, except = and !=).
#pragma once

#include <base/result.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace guildhall::feel {

struct Value;
using List = std::vector<Value>;
struct Value {
    std::variant<std::monostate, bool, double, std::string, List> data;
    [[nodiscard]] bool is_null() const { return data.index() == 0; }
    [[nodiscard]] bool is_true() const { return std::holds_alternative<bool>(data) && std::get<bool>(data); }
    bool operator==(Value const&) const = default;
};

struct ParseError {
    std::string sentence;
    int line = 1;
    int column = 1;
};

/// What a name stands for; null for an unknown one.
using Context = std::function<Value(std::string_view name)>;

class Expression {
public:
    struct Node;
    Expression() = default;
    explicit Expression(std::shared_ptr<Node const> root) : root_{std::move(root)} {}
    [[nodiscard]] Value evaluate(Context const& context) const;
    [[nodiscard]] std::vector<std::string> names() const; ///< each once, in the order of first use
    [[nodiscard]] bool empty() const { return !root_; }

private:
    std::shared_ptr<Node const> root_;
};

/// Nesting is bounded at 64.
Result<Expression, ParseError> parse(std::string_view text);

}
