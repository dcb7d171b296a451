// What an expression can begin with: literals, names, brackets, and the words that open a larger form.
#include "parser.hpp"

#include "builtins.hpp"
#include "temporal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace guildhall::feel {

Parser::Primary Parser::primary()
{
    auto const& token = now();
    auto const at = place();
    switch (token.kind) {
    case Token::Kind::string: ++at_; return {literal(at, token.text)};
    case Token::Kind::number: {
        auto const value = Decimal::parse(token.source);
        if (!value) fail(fmt::format("\"{}\" is too large for a number.", token.source));
        ++at_;
        return {literal(at, *value)};
    }
    case Token::Kind::word: return word();
    case Token::Kind::sign:
        if (token.source == "(") return {parenthesised()};
        if (token.source == "[" || token.source == "]") return {list_or_range()};
        if (token.source == "{") return {context_literal()};
        if (token.source == "@") return {at_literal()};
        break;
    case Token::Kind::end: unexpected();
    }
    if (!is_sign("?") && bound_.longest(text_, token.begin, false) == 0) unexpected();
    Primary found;
    found.node = name_reference(found);
    return found;
}

Parser::Primary Parser::word()
{
    auto const at = place();
    if (!known_name_here()) {
        if (take_word("true")) return {literal(at, true)};
        if (take_word("false")) return {literal(at, false)};
        if (take_word("null")) return {literal(at, {})};
        if (take_word("if")) return {if_expression()};
        if (take_word("for")) return {for_expression()};
        if (take_word("some")) return {quantified_expression(false)};
        if (take_word("every")) return {quantified_expression(true)};
        if (is_word("function") && ahead().source == "(") return {function_literal("")};
        for (std::string_view const ends : {"then", "else", "return", "satisfies", "and", "or"}) {
            if (is_word(ends)) unexpected();
        }
    }
    Primary found;
    found.node = name_reference(found);
    return found;
}

NodePtr Parser::name_reference(Primary& primary)
{
    auto const at = place();
    auto name = take_name(false);
    auto const resolved = bound_.resolve(name);
    NodePtr node;
    if (resolved.slot) {
        node = slot(at, *resolved.slot);
        used_slots_.insert(*resolved.slot);
        if (name == "?") asks_ = true;
    } else if (auto const* builtin = bound_.is_host_name(name) ? nullptr : builtin_named(name)) {
        node = literal(at, as_value(*builtin));
    } else {
        // Inside a filter a name that the host does not know is an entry of the item.
        if (resolved.filters.empty() || bound_.is_host_name(name)) use(name);
        host_names_.push_back(name);
        if (resolved.filters.empty()) primary.path = name;
        node = global(at, name);
    }
    if (resolved.filters.empty()) return node;
    return in_filters(at, std::move(name), resolved.filters, std::move(node));
}

/// @"2026-03-12": whatever of date, time or duration the text is.
NodePtr Parser::at_literal()
{
    auto const at = place();
    ++at_;
    if (now().kind != Token::Kind::string) fail("A text in quotes is missing here, after \"@\".");
    auto const& text = now().text;
    Value value;
    if (auto const date = parse_date(text))
        value = *date;
    else if (auto time = parse_time(text))
        value = std::move(*time);
    else if (auto moment = parse_date_time(text))
        value = std::move(*moment);
    else if (auto const days = parse_days_duration(text))
        value = *days;
    else if (auto const months = parse_months_duration(text))
        value = *months;
    ++at_;
    return literal(at, std::move(value));
}

NodePtr Parser::list_or_range()
{
    auto const at = place();
    bool const closed = is_sign("[");
    Nesting const nesting{*this};
    ++at_;
    if (!closed) return range_from(at, sum(), false);
    std::vector<NodePtr> items;
    while (!is_sign("]")) {
        items.push_back(one_test());
        if (items.size() == 1 && is_sign("..")) return range_from(at, std::move(items.front()), true);
        if (!take_sign(",")) break;
        if (is_sign("]")) unexpected();
    }
    expect_sign("]", "the items of the list");
    return list(at, std::move(items));
}

/// From the two points on.
NodePtr Parser::range_from(Place at, NodePtr low, bool low_closed)
{
    expect_sign("..", "the lower end of the range");
    in_range_end_ = true;
    auto high = sum();
    in_range_end_ = false;
    bool const high_closed = is_sign("]");
    if (!take_sign("]") && !take_sign(")") && !take_sign("[")) fail("\"]\" or \")\" is missing here, after the range.");
    return range(at, std::move(low), std::move(high), low_closed, high_closed, Range::Form::interval);
}

NodePtr Parser::parenthesised()
{
    auto const at = place();
    Nesting const nesting{*this};
    ++at_;
    auto inner = one_test();
    if (is_sign("..")) return range_from(at, std::move(inner), false);
    expect_sign(")", "what stands in brackets");
    return inner;
}

NodePtr Parser::context_literal()
{
    auto const at = place();
    Nesting const nesting{*this};
    ++at_;
    auto const before = bound_.slots();
    std::vector<std::pair<std::string, NodePtr>> entries;
    while (!is_sign("}")) {
        std::string key;
        if (now().kind == Token::Kind::string) {
            key = now().text;
            ++at_;
        } else {
            key = declared_name("an entry", &Parser::ends_key);
        }
        expect_sign(":", "the name of the entry");
        bound_.add_member(key);
        auto value = is_word("function") && ahead().source == "(" ? function_literal(key) : expression();
        bound_.add_variable(key);
        entries.emplace_back(std::move(key), std::move(value));
        if (!take_sign(",")) break;
        if (is_sign("}")) unexpected();
    }
    bound_.shrink(before);
    expect_sign("}", "the entries");
    return context(at, std::move(entries));
}

NodePtr Parser::if_expression()
{
    auto const at = place();
    auto condition = expression();
    expect_word("then", "the condition");
    auto then = expression();
    expect_word("else", "what \"then\" gives");
    auto otherwise = expression();
    return choice(at, std::move(condition), std::move(then), std::move(otherwise));
}

std::vector<Iterator> Parser::iterators()
{
    std::vector<Iterator> found;
    do {
        auto name = declared_name("the variable", &Parser::ends_variable);
        expect_word("in", "the name of the variable");
        Iterator iterator{expression(), nullptr};
        if (take_sign("..")) iterator.to = expression();
        found.push_back(std::move(iterator));
        bound_.add_variable(std::move(name));
    } while (take_sign(","));
    return found;
}

NodePtr Parser::for_expression()
{
    auto const at = place();
    auto const before = bound_.slots();
    auto from = iterators();
    expect_word("return", "what \"for\" goes through");
    auto const partial = bound_.add_variable("partial");
    used_slots_.erase(partial);
    auto body = expression();
    bound_.shrink(before);
    return for_loop(at, std::move(from), std::move(body), used_slots_.contains(partial));
}

NodePtr Parser::quantified_expression(bool every)
{
    auto const at = place();
    auto const before = bound_.slots();
    auto from = iterators();
    expect_word("satisfies", fmt::format("what \"{}\" goes through", every ? "every" : "some"));
    auto condition = expression();
    bound_.shrink(before);
    return quantified(at, every, std::move(from), std::move(condition));
}

/// An entry of a context that is a function may call itself by its name.
NodePtr Parser::function_literal(std::string const& self)
{
    auto const at = place();
    Nesting const nesting{*this};
    at_ += 2;
    FunctionLiteral literal{.slots = bound_.slots()};
    bound_.add_variable(self);
    while (!is_sign(")")) {
        auto name = declared_name("a parameter", &Parser::ends_parameter);
        literal.parameters.emplace_back(std::move(name), take_sign(":") ? type() : Type{});
        if (!take_sign(",")) break;
    }
    expect_sign(")", "the parameters");
    for (auto const& [name, type] : literal.parameters) bound_.add_variable(name);
    bool const external = take_word("external"); // Java and PMML are not run here: such a function is null
    used_slots_.erase(literal.slots);
    auto const first_name = host_names_.size();
    literal.body = expression();
    bound_.shrink(literal.slots);
    if (external) return feel::literal(at, {});
    literal.uses_itself = used_slots_.contains(literal.slots);
    literal.names.assign(host_names_.begin() + static_cast<std::ptrdiff_t>(first_name), host_names_.end());
    std::ranges::sort(literal.names);
    literal.names.erase(std::ranges::unique(literal.names).begin(), literal.names.end());
    return function_definition(at, std::move(literal));
}

// ---- types

Type Parser::type()
{
    Nesting const nesting{*this};
    if (now().kind != Token::Kind::word) fail("The name of a type is missing here.");
    // The longest type that is known, from the host or from FEEL.
    Names const none;
    Bindings known{none};
    for (auto const& [name, type] : names_.types()) known.add_variable(name);
    for (std::string_view const name : {"date and time", "days and time duration", "years and months duration"})
        known.add_variable(std::string{name});
    auto const begin = now().begin;
    auto const length = known.longest(text_, begin, false);
    std::string name;
    if (length > 0) {
        while (now().kind != Token::Kind::end && now().end <= begin + length) ++at_;
        name = normalised(text_.substr(begin, length));
    } else {
        name = now().source;
        ++at_;
        while (is_sign(".") && ahead().kind == Token::Kind::word) {
            name += "." + std::string{ahead().source};
            at_ += 2;
        }
    }
    if (auto const found = names_.types().find(name); found != names_.types().end()) return found->second;
    if (is_sign("<")) return generic_type(name);
    auto found = Type::named(name);
    if (!found) {
        --at_;
        fail(fmt::format("\"{}\" is no type that is known here.", name));
    }
    return *found;
}

Type Parser::generic_type(std::string_view name)
{
    ++at_;
    if (name == "list" || name == "range") {
        auto element = type();
        expect_sign(">", "the type");
        return name == "list" ? Type::list_of(std::move(element)) : Type::range_of(std::move(element));
    }
    std::vector<Type::Field> fields;
    while (!is_sign(">")) {
        std::string field;
        if (name == "context") {
            field = declared_name("an entry", &Parser::ends_key);
            expect_sign(":", "the name of the entry");
        }
        fields.emplace_back(std::move(field), type());
        if (!take_sign(",")) break;
    }
    expect_sign(">", "the types");
    if (name == "context") return Type::context_of(std::move(fields));
    if (name != "function") fail(fmt::format("\"{}\" has no types inside.", name));
    expect_sign("->", "the types of the parameters");
    std::vector<Type> parameters;
    for (auto& field : fields) parameters.push_back(std::move(field.second));
    return Type::function_of(std::move(parameters), type());
}

}
