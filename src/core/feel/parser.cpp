#include "parser.hpp"

#include "builtins.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::feel {

namespace {

constexpr int most_nesting = 100;
constexpr int most_height = 500;

}

Parser::Nesting::Nesting(Parser& parser) : parser_{parser}, in_range_end_{std::exchange(parser.in_range_end_, false)}
{
    if (++parser_.depth_ > most_nesting) parser_.fail("This is nested too deeply.");
}
Parser::Nesting::~Nesting()
{
    --parser_.depth_;
    parser_.in_range_end_ = in_range_end_;
}

// ---- whole texts

NodePtr Parser::whole_expression()
{
    auto node = expression();
    expect_end();
    return node;
}

NodePtr Parser::whole_unary_tests()
{
    auto const start = place();
    bound_.add_variable("?");
    if (is_sign("-") && ahead().kind == Token::Kind::end) return nullptr;
    bool const negated = is_word("not") && ahead().source == "(";
    if (negated) {
        take_word("not");
        take_sign("(");
    }
    std::vector<UnaryTest> tests;
    do {
        asks_ = false;
        auto test = one_test();
        tests.push_back({std::move(test), asks_});
    } while (take_sign(","));
    if (negated) expect_sign(")", "the tests");
    expect_end();
    return unary_tests(start, std::move(tests), negated);
}

Type Parser::whole_type()
{
    auto found = type();
    expect_end();
    return found;
}

// ---- tokens

Token const& Parser::ahead(std::size_t count) const
{
    return tokens_[std::min(at_ + count, tokens_.size() - 1)];
}
bool Parser::is_sign(std::string_view sign) const
{
    return now().kind == Token::Kind::sign && now().source == sign;
}
bool Parser::is_word(std::string_view word) const
{
    return now().kind == Token::Kind::word && now().source == word;
}
bool Parser::take_sign(std::string_view sign)
{
    if (!is_sign(sign)) return false;
    ++at_;
    return true;
}
bool Parser::take_word(std::string_view word)
{
    if (!is_word(word)) return false;
    ++at_;
    return true;
}
void Parser::expect_sign(std::string_view sign, std::string_view after)
{
    if (!take_sign(sign)) fail(fmt::format("\"{}\" is missing here, after {}.", sign, after));
}
void Parser::expect_word(std::string_view word, std::string_view after)
{
    if (!take_word(word)) fail(fmt::format("\"{}\" is missing here, after {}.", word, after));
}
void Parser::expect_end()
{
    if (now().kind == Token::Kind::word && at_ > 0 && tokens_[at_ - 1].kind == Token::Kind::word)
        fail(fmt::format("\"{} {}\" is no name that is known here. Is an \"and\" or \"or\" missing?",
                         tokens_[at_ - 1].source, now().source));
    if (now().kind != Token::Kind::end) unexpected();
}
void Parser::fail(std::string sentence) const
{
    throw ParseError{std::move(sentence), now().line, now().column};
}
void Parser::unexpected() const
{
    if (now().kind == Token::Kind::end) fail("This ends too early.");
    fail(fmt::format("\"{}\" is not expected here.", now().source));
}

// ---- names

namespace {

/// Words that can follow a whole value.
bool joins_values(std::string_view word)
{
    static constexpr std::string_view words[] = {"and", "between", "else",      "in",  "instance",
                                                 "or",  "return",  "satisfies", "then"};
    return std::ranges::find(words, word) != std::end(words);
}

}

/// The longest known name here, or else one word.
std::string Parser::take_name(bool inside)
{
    auto const begin = now().begin;
    auto const length = bound_.longest(text_, begin, inside);
    auto end = at_;
    while (tokens_[end].kind != Token::Kind::end && tokens_[end].end < begin + length) ++end;
    if (length > 0 && tokens_[end].end == begin + length) {
        at_ = end + 1;
        return normalised(text_.substr(begin, length));
    }
    if (now().kind != Token::Kind::word && !is_sign("?")) unexpected();
    return std::string{tokens_[at_++].source};
}

/// Whether a keyword here is the beginning of a longer name: "for sale".
bool Parser::known_name_here() const
{
    return bound_.longest(text_, now().begin, false) > now().source.size();
}

/// A name that is made here: everything up to the sign or word that ends it.
std::string Parser::declared_name(std::string_view what, bool (Parser::*ends)() const)
{
    auto const begin = now().begin;
    if (now().kind != Token::Kind::word) fail(fmt::format("The name of {} is missing here.", what));
    auto end = begin;
    do {
        bool const is_bracket = now().kind == Token::Kind::sign && std::string_view{"()[]{},"}.contains(now().source);
        if (now().kind == Token::Kind::end || now().kind == Token::Kind::string || is_bracket) unexpected();
        end = now().end;
        ++at_;
    } while (!(this->*ends)());
    return normalised(text_.substr(begin, end - begin));
}

void Parser::use(std::string const& name)
{
    if (std::ranges::find(used_, name) == used_.end()) used_.push_back(name);
}
void Parser::use_path(std::string const& path)
{
    if (!path.empty() && std::ranges::find(paths_, path) == paths_.end()) paths_.push_back(path);
}

// ---- operators

NodePtr Parser::expression()
{
    Nesting const nesting{*this};
    return disjunction();
}

NodePtr Parser::linked(NodePtr node) const
{
    if (node->height() > most_height) fail("This chain of operators is too long: divide it.");
    return node;
}

NodePtr Parser::disjunction()
{
    auto left = conjunction();
    while (is_word("or")) {
        auto const at = place();
        ++at_;
        auto right = conjunction();
        left = linked(feel::disjunction(at, std::move(left), std::move(right)));
    }
    return left;
}

NodePtr Parser::conjunction()
{
    auto left = comparison();
    while (is_word("and")) {
        auto const at = place();
        ++at_;
        auto right = comparison();
        left = linked(feel::conjunction(at, std::move(left), std::move(right)));
    }
    return left;
}

namespace {

std::optional<Sign> comparison_sign(Token const& token)
{
    static constexpr std::pair<std::string_view, Sign> signs[] = {{"=", Sign::equal},   {"!=", Sign::unequal},
                                                                  {"<", Sign::less},    {"<=", Sign::at_most},
                                                                  {">", Sign::greater}, {">=", Sign::at_least}};
    if (token.kind != Token::Kind::sign) return {};
    auto const found = std::ranges::find(signs, token.source, [](auto const& entry) { return entry.first; });
    if (found == std::end(signs)) return {};
    return found->second;
}

}

NodePtr Parser::comparison()
{
    auto left = sum();
    for (;;) {
        auto const at = place();
        if (auto const sign = comparison_sign(now())) {
            ++at_;
            auto right = sum();
            left = linked(feel::comparison(at, *sign, std::move(left), std::move(right)));
        } else if (take_word("between")) {
            auto low = sum();
            expect_word("and", "the lower end of \"between\"");
            auto high = sum();
            left = linked(feel::between(at, std::move(left), std::move(low), std::move(high)));
        } else if (take_word("in")) {
            left = linked(membership(at, std::move(left)));
        } else {
            return left;
        }
    }
}

/// `in (1, < 5)` holds tests; `in (1..5)` is a range that begins in the same way.
NodePtr Parser::membership(Place at, NodePtr value)
{
    Nesting const nesting{*this};
    std::vector<NodePtr> tests;
    if (!is_sign("(")) {
        tests.push_back(one_test());
        return feel::in(at, std::move(value), std::move(tests));
    }
    auto const start = place();
    ++at_;
    tests.push_back(one_test());
    if (is_sign("..")) {
        tests.front() = range_from(start, std::move(tests.front()), false);
        return feel::in(at, std::move(value), std::move(tests));
    }
    while (take_sign(",")) tests.push_back(one_test());
    expect_sign(")", "the tests");
    return feel::in(at, std::move(value), std::move(tests));
}

/// `< 5`, or an expression.
NodePtr Parser::one_test()
{
    auto const at = place();
    return comparison_sign(now()) ? compared_range(at) : expression();
}

NodePtr Parser::compared_range(Place at)
{
    auto const sign = *comparison_sign(now());
    ++at_;
    auto end = sum();
    auto const nothing = [&] { return literal(at, {}); };
    constexpr auto form = Range::Form::comparison;
    switch (sign) {
    case Sign::less: return range(at, nothing(), std::move(end), false, false, form);
    case Sign::at_most: return range(at, nothing(), std::move(end), false, true, form);
    case Sign::greater: return range(at, std::move(end), nothing(), false, false, form);
    case Sign::at_least: return range(at, std::move(end), nothing(), true, false, form);
    case Sign::unequal: return range(at, std::move(end), nothing(), true, true, Range::Form::unequal);
    default: return range(at, std::move(end), nothing(), true, true, form);
    }
}

NodePtr Parser::sum()
{
    auto left = product();
    while (is_sign("+") || is_sign("-")) {
        auto const at = place();
        auto const sign = is_sign("+") ? Sign::plus : Sign::minus;
        ++at_;
        auto right = product();
        left = linked(arithmetic(at, sign, std::move(left), std::move(right)));
    }
    return left;
}

NodePtr Parser::product()
{
    auto left = power();
    while (is_sign("*") || is_sign("/")) {
        auto const at = place();
        auto const sign = is_sign("*") ? Sign::times : Sign::divided_by;
        ++at_;
        auto right = power();
        left = linked(arithmetic(at, sign, std::move(left), std::move(right)));
    }
    return left;
}

/// From left to right: 2 ** 3 ** 2 is 64.
NodePtr Parser::power()
{
    auto left = unary();
    while (is_sign("**")) {
        auto const at = place();
        ++at_;
        auto right = unary();
        left = linked(arithmetic(at, Sign::to_the_power, std::move(left), std::move(right)));
    }
    return left;
}

/// A minus binds tighter than everything but what follows a value: -3 ** 2 is 9.
NodePtr Parser::unary()
{
    auto const at = place();
    NodePtr node;
    if (take_sign("-")) {
        auto const outer = in_range_end_;
        Nesting const nesting{*this};
        in_range_end_ = outer;
        node = negation(at, unary());
    } else {
        node = postfix().node;
    }
    while (is_word("instance") && ahead().source == "of") {
        auto const of = place();
        at_ += 2;
        node = linked(instance_of(of, std::move(node), type()));
    }
    return node;
}

/// In `[1..5[` the last bracket closes the range; in `[1..ends[1]]` it opens a filter.
bool Parser::closes_range() const
{
    auto const& next = ahead();
    if (next.kind == Token::Kind::end) return true;
    if (next.kind == Token::Kind::word) return joins_values(next.source);
    static constexpr std::string_view signs[] = {")",  "]",  "}", ",", "=", "!=", "<", "<=", ">",
                                                 ">=", "..", "[", ".", ":", "+",  "*", "/",  "**"};
    return next.kind == Token::Kind::sign && std::ranges::find(signs, next.source) != std::end(signs);
}

Parser::Primary Parser::postfix()
{
    auto found = primary();
    for (;;) {
        auto const at = place();
        found.node = linked(std::move(found.node));
        if (is_sign(".")) {
            ++at_;
            auto name = take_name(true);
            if (!found.path.empty()) found.path += "." + name;
            found.node = path(at, std::move(found.node), std::move(name));
        } else if (is_sign("(")) {
            use_path(std::exchange(found.path, {}));
            found.node = call_of(std::move(found.node), at);
        } else if (is_sign("[") && !(in_range_end_ && closes_range())) {
            found.node = filter_on(std::move(found.node));
        } else {
            use_path(found.path);
            return found;
        }
    }
}

NodePtr Parser::filter_on(NodePtr from)
{
    auto const at = place();
    ++at_;
    auto const before = bound_.slots();
    bound_.add_filter();
    auto predicate = expression();
    bound_.shrink(before);
    expect_sign("]", "the filter");
    return filter(at, std::move(from), std::move(predicate));
}

/// `start position: 2`: a few words with a colon after them.
std::string Parser::argument_name()
{
    std::size_t count = 0;
    while (count < 12) {
        auto const& token = ahead(count);
        if (token.kind != Token::Kind::word && token.kind != Token::Kind::number && token.source != "-") break;
        ++count;
    }
    if (count == 0 || ahead(count).source != ":") return {};
    auto const begin = now().begin;
    auto name = normalised(text_.substr(begin, ahead(count - 1).end - begin));
    at_ += count + 1;
    return name;
}

NodePtr Parser::call_of(NodePtr callee, Place at)
{
    Nesting const nesting{*this};
    ++at_;
    std::vector<NodePtr> arguments;
    std::vector<std::string> names;
    while (!is_sign(")")) {
        auto name = argument_name();
        if (!arguments.empty() && name.empty() != names.empty())
            fail("Either all arguments have a name, or none of them.");
        if (!name.empty()) names.push_back(std::move(name));
        arguments.push_back(expression());
        if (!take_sign(",")) break;
        if (is_sign(")")) unexpected();
    }
    expect_sign(")", "the arguments");
    return call(at, std::move(callee), std::move(arguments), std::move(names));
}

}
