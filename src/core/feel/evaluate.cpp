#include "expression.hpp"

#include <algorithm>
#include <optional>

namespace guildhall::feel {

namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

Value evaluate(Node const& node, Context const& context);

/// Less, equal or greater; nothing where the two cannot be compared.
std::optional<int> order(Value const& a, Value const& b)
{
    if (a.data.index() != b.data.index()) return {};
    if (auto const* x = std::get_if<double>(&a.data)) {
        auto const y = std::get<double>(b.data);
        return *x < y ? -1 : *x > y ? 1 : 0;
    }
    if (auto const* x = std::get_if<std::string>(&a.data)) return x->compare(std::get<std::string>(b.data));
    return {};
}

Value compare(Node const& node, Context const& context)
{
    auto const result = order(evaluate(*node.parts[0], context), evaluate(*node.parts[1], context));
    if (!result) return {};
    switch (node.kind) {
    case Kind::less: return {*result < 0};
    case Kind::less_or_equal: return {*result <= 0};
    case Kind::greater: return {*result > 0};
    default: return {*result >= 0};
    }
}

/// "and" is false as soon as one side is, "or" true; otherwise anything that is no boolean makes it null.
Value join(Node const& node, Context const& context, bool decisive)
{
    auto const left = evaluate(*node.parts[0], context);
    if (left == Value{decisive}) return left;
    auto const right = evaluate(*node.parts[1], context);
    if (right == Value{decisive}) return right;
    bool const both = std::holds_alternative<bool>(left.data) && std::holds_alternative<bool>(right.data);
    return both ? Value{!decisive} : Value{};
}

Value in(Value const& wanted, Value const& where)
{
    auto const* list = std::get_if<List>(&where.data);
    if (!list) return {wanted == where};
    return {std::ranges::find(*list, wanted) != list->end()};
}

Value evaluate(Node const& node, Context const& context)
{
    switch (node.kind) {
    case Kind::literal: return node.value;
    case Kind::name: return context(node.name);
    case Kind::equal: return {evaluate(*node.parts[0], context) == evaluate(*node.parts[1], context)};
    case Kind::unequal: return {evaluate(*node.parts[0], context) != evaluate(*node.parts[1], context)};
    case Kind::less:
    case Kind::less_or_equal:
    case Kind::greater:
    case Kind::greater_or_equal: return compare(node, context);
    case Kind::conjunction: return join(node, context, false);
    case Kind::disjunction: return join(node, context, true);
    case Kind::negation: {
        auto const value = evaluate(*node.parts[0], context);
        auto const* boolean = std::get_if<bool>(&value.data);
        return boolean ? Value{!*boolean} : Value{};
    }
    case Kind::in: return in(evaluate(*node.parts[0], context), evaluate(*node.parts[1], context));
    case Kind::list: {
        List list;
        for (auto const& part : node.parts) list.push_back(evaluate(*part, context));
        return {std::move(list)};
    }
    }
    return {};
}

void collect(Node const& node, std::vector<std::string>& names)
{
    if (node.kind == Kind::name && std::ranges::find(names, node.name) == names.end()) names.push_back(node.name);
    for (auto const& part : node.parts) collect(*part, names);
}

}

Value Expression::evaluate(Context const& context) const
{
    return root_ ? feel::evaluate(*root_, context) : Value{};
}

std::vector<std::string> Expression::names() const
{
    std::vector<std::string> names;
    if (root_) collect(*root_, names);
    return names;
}

}
