// The tree of a parsed expression. Names are resolved while it is built: a variable of the expression itself (of a
// `for`, a function, a filter, a context) is a slot of the frame, everything else is asked of the host's scope.
#pragma once

#include "shared.hpp"

#include <feel/feel.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace guildhall::feel {

struct Place {
    int line = 1;
    int column = 1;
};

/// What one activation knows: an expression's, or a function's of its own.
struct Frame {
    Scope const& scope;
    Evaluation& evaluation;
    std::vector<Value> slots = {};
};

class Node {
public:
    explicit Node(Place place) : place_{place} {}
    virtual ~Node() = default;
    Node(Node const&) = delete;
    Node& operator=(Node const&) = delete;

    /// Bounded: pays a step and goes a level deeper. Null once a bound is reached.
    [[nodiscard]] Value evaluate(Frame& frame) const
    {
        if (!frame.evaluation.pay()) return {};
        Evaluation::Level const level{frame.evaluation};
        if (!level) return {};
        return result(frame);
    }
    [[nodiscard]] virtual Value const* constant() const { return nullptr; } ///< what it always is, if that is known
    [[nodiscard]] Place place() const { return place_; }
    [[nodiscard]] int height() const { return height_; }

protected:
    void holds(std::unique_ptr<Node const> const& part)
    {
        if (part) height_ = std::max(height_, part->height() + 1);
    }
    [[nodiscard]] virtual Value result(Frame& frame) const = 0;
    /// Null, and why.
    [[nodiscard]] Value null(Frame& frame, std::string_view sentence) const
    {
        if (frame.evaluation.wants_notes()) frame.evaluation.note(sentence, place_.line, place_.column);
        return {};
    }

private:
    Place place_;
    int height_ = 1;
};

using NodePtr = std::unique_ptr<Node const>;

struct Expression::Tree {
    NodePtr root;
    std::vector<std::string> names;
    std::vector<std::string> paths;
};

/// Slots that belong to a part of an expression; gone when it ends.
class Slots {
public:
    explicit Slots(Frame& frame) : frame_{frame}, before_{frame.slots.size()} {}
    ~Slots() { frame_.slots.resize(before_); }
    Slots(Slots const&) = delete;
    Slots& operator=(Slots const&) = delete;
    void push(Value value) { frame_.slots.push_back(std::move(value)); }
    Value& operator[](std::size_t i) { return frame_.slots[before_ + i]; }

private:
    Frame& frame_;
    std::size_t before_;
};

/// A value that was built: null where it is larger or deeper than the limits allow. Pays for it.
[[nodiscard]] Value admitted(Value value, Evaluation& evaluation);

// ---- what nodes there are, by topic: values.cpp, arithmetic.cpp, operators.cpp, loops.cpp, calls.cpp

enum class Sign { plus, minus, times, divided_by, to_the_power, equal, unequal, less, at_most, greater, at_least };

struct Iterator {
    NodePtr from;
    NodePtr to; ///< of `1..5`; otherwise nothing
};

NodePtr literal(Place place, Value value);
NodePtr slot(Place place, std::size_t number);
NodePtr global(Place place, std::string name);
/// A name inside filters: the item's own entry of this name, where there is one, innermost first.
NodePtr in_filters(Place place, std::string name, std::vector<std::size_t> items, NodePtr otherwise);
NodePtr list(Place place, std::vector<NodePtr> items);
NodePtr context(Place place, std::vector<std::pair<std::string, NodePtr>> entries);
NodePtr range(Place place, NodePtr low, NodePtr high, bool low_closed, bool high_closed, Range::Form form);
NodePtr path(Place place, NodePtr from, std::string name);

NodePtr arithmetic(Place place, Sign sign, NodePtr left, NodePtr right);
NodePtr negation(Place place, NodePtr of);
NodePtr comparison(Place place, Sign sign, NodePtr left, NodePtr right);
NodePtr conjunction(Place place, NodePtr left, NodePtr right);
NodePtr disjunction(Place place, NodePtr left, NodePtr right);
NodePtr between(Place place, NodePtr value, NodePtr low, NodePtr high);
NodePtr in(Place place, NodePtr value, std::vector<NodePtr> tests);
NodePtr instance_of(Place place, NodePtr value, Type type);
NodePtr choice(Place place, NodePtr condition, NodePtr then, NodePtr otherwise);

/// The variables are the next slots, in their order; the slot after them is `partial`.
NodePtr for_loop(Place place, std::vector<Iterator> iterators, NodePtr body, bool uses_partial);
NodePtr quantified(Place place, bool every, std::vector<Iterator> iterators, NodePtr condition);
/// The item is the next slot.
NodePtr filter(Place place, NodePtr from, NodePtr predicate);

NodePtr call(Place place, NodePtr callee, std::vector<NodePtr> arguments, std::vector<std::string> names);
/// The body sees the first `slots` slots as they are when the function is made; then itself; then its parameters.
struct FunctionLiteral {
    std::vector<std::pair<std::string, Type>> parameters;
    std::size_t slots = 0;
    std::vector<std::string> names; ///< of the host that the body uses
    bool uses_itself = false;
    NodePtr body;
};
NodePtr function_definition(Place place, FunctionLiteral literal);

/// One cell of a decision table on the input in slot 0. `asks`: the expression itself uses `?`.
struct UnaryTest {
    NodePtr expression;
    bool asks = false;
};
NodePtr unary_tests(Place place, std::vector<UnaryTest> tests, bool negated);

// ---- what operators and built-in functions share

[[nodiscard]] std::optional<bool> is_in(Value const& value, Value const& where);
[[nodiscard]] Value sum_of(Value const& a, Value const& b);
[[nodiscard]] Value difference_of(Value const& a, Value const& b);
[[nodiscard]] std::optional<Value> property_of(Value const& value, std::string_view name);

}
