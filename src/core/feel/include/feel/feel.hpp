// FEEL, the expression language of DMN 1.3 to 1.5, whole. Pure: no input, no output, no clock but the one it is given,
// and bounded: whatever is parsed ends, with a value or with the bound that it came to.
//
//     auto const rule = feel::parse("size > 2 and when-out = \"yes\"", names);
//     auto const outcome = rule->evaluate(feel::LookUp{[&](std::string_view name) { return value_of(name); }});
#pragma once

#include <feel/evaluation.hpp>
#include <feel/function.hpp>
#include <feel/type.hpp>
#include <feel/value.hpp>

#include <base/result.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct ParseError {
    std::string sentence; ///< "A closing \")\" is missing here."
    int line = 1;
    int column = 1; ///< in characters, from 1
};

/// The names that are known where an expression stands, and those inside them. FEEL's names may hold spaces and signs:
/// `when-out` is one name where it is known, and a subtraction otherwise. Other names than these can be used too, if
/// they are plain.
class Names {
public:
    Names() = default;
    Names(std::initializer_list<std::string_view> names);
    void add(std::string_view name, Names members = {});
    void add(std::string_view name, Type const& type); ///< with the fields of the type as members
    [[nodiscard]] static Names of(Context const& context);
    /// A type that `instance of` and parameters may name: an item definition of DMN.
    void add_type(std::string_view name, Type type);
    [[nodiscard]] std::map<std::string, Names, std::less<>> const& all() const { return all_; }
    [[nodiscard]] std::map<std::string, Type, std::less<>> const& types() const { return types_; }

private:
    std::map<std::string, Names, std::less<>> all_;
    std::map<std::string, Type, std::less<>> types_;
};

/// What names stand for. It is asked for a name only when an expression needs it.
class Scope {
public:
    virtual ~Scope() = default;
    [[nodiscard]] virtual std::optional<Value>
    find(std::string_view name) const = 0; ///< nothing: there is no such name
};

class LookUp final : public Scope {
public:
    explicit LookUp(std::function<Value(std::string_view name)> find) : find_{std::move(find)} {}
    [[nodiscard]] std::optional<Value> find(std::string_view name) const override { return find_(name); }

private:
    std::function<Value(std::string_view)> find_;
};

/// A context's entries, and behind them another scope's.
class Entries final : public Scope {
public:
    explicit Entries(Context entries, Scope const* behind = nullptr) : entries_{std::move(entries)}, behind_{behind} {}
    [[nodiscard]] std::optional<Value> find(std::string_view name) const override;

private:
    Context entries_;
    Scope const* behind_;
};

struct Outcome {
    Value value;
    std::optional<Bound> stopped; ///< the bound that made the value null
    std::vector<Note> notes;      ///< why something became null, if the settings ask for it
    std::int64_t steps = 0;       ///< that it took: for whoever bounds many expressions together
};

/// Parsed once, evaluated often, by many threads at a time.
class Expression {
public:
    struct Tree;
    Expression() = default;
    explicit Expression(std::shared_ptr<Tree const> tree) : tree_{std::move(tree)} {}

    [[nodiscard]] Outcome evaluate(Scope const& scope, Settings settings = {}) const;
    /// As part of a larger run.
    [[nodiscard]] Value evaluate(Scope const& scope, Evaluation& evaluation) const;

    [[nodiscard]] bool empty() const { return !tree_; }
    [[nodiscard]] Tree const& tree() const { return *tree_; }
    /// Names that the scope is asked for, each once, in the order of first use. Built-in functions are not among them.
    [[nodiscard]] std::vector<std::string> names() const;
    /// The same with what is taken from inside them: "property.depot".
    [[nodiscard]] std::vector<std::string> paths() const;

private:
    std::shared_ptr<Tree const> tree_;
};

/// A cell of a decision table: `-`, `< 3, [5..7]`, `not("a")`, or an expression that uses `?`.
class UnaryTests {
public:
    UnaryTests() = default;
    explicit UnaryTests(Expression tests) : tests_{std::move(tests)} {}
    /// True, false, or null where it cannot be said.
    [[nodiscard]] Value test(Value const& input, Scope const& scope, Evaluation& evaluation) const;
    [[nodiscard]] Expression const& expression() const
    {
        return tests_;
    } ///< empty for "-"; its names do not include "?"

private:
    Expression tests_;
};

/// Nesting is bounded at 100, the text at 100,000 bytes.
[[nodiscard]] Result<Expression, ParseError> parse(std::string_view text, Names const& names = {});
[[nodiscard]] Result<UnaryTests, ParseError> parse_unary_tests(std::string_view text, Names const& names = {});
/// "list<number>", "context<a: string>"; nothing where it is none.
[[nodiscard]] std::optional<Type> parse_type(std::string_view text, Names const& names = {});

/// Whether a built-in function has this name.
[[nodiscard]] bool is_builtin(std::string_view name);

}
