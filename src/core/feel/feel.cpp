#include <feel/feel.hpp>

#include "builtins.hpp"
#include "parser.hpp"
#include "tree.hpp"

namespace guildhall::feel {

namespace {

constexpr std::size_t most_text = 100'000;

void check_size(std::string_view text)
{
    if (text.size() > most_text) throw ParseError{"This is too long."};
}

}

Names::Names(std::initializer_list<std::string_view> names)
{
    for (auto const name : names) add(name);
}

void Names::add(std::string_view name, Names members)
{
    all_.insert_or_assign(normalised(name), std::move(members));
}

void Names::add(std::string_view name, Type const& type)
{
    auto const& inner = type.kind() == Type::Kind::list ? type.element() : type;
    Names members;
    if (inner.kind() == Type::Kind::context) {
        for (auto const& [field, of] : inner.fields()) members.add(field, of);
    }
    add(name, std::move(members));
}

void Names::add_type(std::string_view name, Type type)
{
    types_.insert_or_assign(normalised(name), std::move(type));
}

Names Names::of(Context const& context)
{
    Names names;
    for (auto const& [name, value] : context.entries()) {
        auto const* inner = value.context();
        if (auto const* list = value.list(); list && !list->empty()) inner = list->front().context();
        names.add(name, inner ? of(*inner) : Names{});
    }
    return names;
}

std::optional<Value> Entries::find(std::string_view name) const
{
    if (auto const* value = entries_.find(name)) return *value;
    return behind_ ? behind_->find(name) : std::nullopt;
}

Result<Expression, ParseError> parse(std::string_view text, Names const& names)
try {
    check_size(text);
    Parser parser{text, names};
    auto tree = std::make_shared<Expression::Tree>();
    tree->root = parser.whole_expression();
    tree->names = parser.used_names();
    tree->paths = parser.used_paths();
    return Expression{std::move(tree)};
} catch (ParseError& error) {
    return Refused{std::move(error)};
}

Result<UnaryTests, ParseError> parse_unary_tests(std::string_view text, Names const& names)
try {
    check_size(text);
    Parser parser{text, names};
    auto root = parser.whole_unary_tests();
    if (!root) return UnaryTests{};
    auto tree = std::make_shared<Expression::Tree>();
    tree->root = std::move(root);
    tree->names = parser.used_names();
    tree->paths = parser.used_paths();
    return UnaryTests{Expression{std::move(tree)}};
} catch (ParseError& error) {
    return Refused{std::move(error)};
}

std::optional<Type> parse_type(std::string_view text, Names const& names)
try {
    check_size(text);
    return Parser{text, names}.whole_type();
} catch (ParseError const&) {
    return {};
}

bool is_builtin(std::string_view name)
{
    return builtin_named(name) != nullptr;
}

// ---- evaluating

Outcome Expression::evaluate(Scope const& scope, Settings settings) const
{
    Evaluation evaluation{std::move(settings)};
    auto value = evaluate(scope, evaluation);
    return {std::move(value), evaluation.stopped(), evaluation.notes(), evaluation.used()};
}

Value Expression::evaluate(Scope const& scope, Evaluation& evaluation) const
{
    if (!tree_) return {};
    Frame frame{scope, evaluation};
    auto value = tree_->root->evaluate(frame);
    return evaluation.stopped() ? Value{} : value;
}

std::vector<std::string> Expression::names() const
{
    return tree_ ? tree_->names : std::vector<std::string>{};
}

std::vector<std::string> Expression::paths() const
{
    return tree_ ? tree_->paths : std::vector<std::string>{};
}

Value UnaryTests::test(Value const& input, Scope const& scope, Evaluation& evaluation) const
{
    if (tests_.empty()) return true;
    Frame frame{scope, evaluation};
    frame.slots.push_back(input);
    auto value = tests_.tree().root->evaluate(frame);
    return evaluation.stopped() ? Value{} : value;
}

std::string_view sentence_of(Bound bound)
{
    switch (bound) {
    case Bound::steps: return "This takes too many steps.";
    case Bound::depth: return "This calls itself too deeply.";
    case Bound::weight: return "This makes a list or context that is too large.";
    case Bound::text: return "This makes a text that is too long.";
    case Bound::pattern: return "Looking for this pattern takes too long.";
    }
    return {};
}

void Evaluation::stop(Bound bound)
{
    if (!stopped_) {
        stopped_ = bound;
        note(sentence_of(bound));
    }
    left_ = -1;
}

void Evaluation::note(std::string_view sentence, int line, int column)
{
    constexpr std::size_t most_notes = 100;
    if (settings_.notes && notes_.size() < most_notes) notes_.push_back({std::string{sentence}, line, column});
}

}
