#include "expression.hpp"

#include <fmt/format.h>

#include <charconv>

namespace guildhall::feel {

namespace {

using Node = Expression::Node;
using NodePtr = std::shared_ptr<Node const>;
using Kind = Node::Kind;
constexpr int most_nesting = 64;

struct Token {
    enum class Kind { end, name, number, string, sign } kind = Kind::end;
    std::string text;
    int line = 1;
    int column = 1;
};

bool starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_{text} {}

    Token next()
    {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
            step();
        Token token{.line = line_, .column = column_};
        if (at_ >= text_.size()) return token;
        char const c = text_[at_];
        if (starts_name(c)) return name(token);
        if (is_digit(c)) return number(token);
        if (c == '"') return string(token);
        token.kind = Token::Kind::sign;
        for (std::string_view const two : {"!=", "<=", ">="}) {
            if (text_.substr(at_).starts_with(two)) return take(token, 2);
        }
        return take(token, 1);
    }

private:
    void step()
    {
        if (text_[at_] == '\n') {
            ++line_;
            column_ = 0;
        }
        ++at_;
        ++column_;
    }
    Token take(Token token, std::size_t count)
    {
        for (; count > 0; --count) {
            token.text += text_[at_];
            step();
        }
        return token;
    }
    /// Names may hold hyphens and dots inside: "when-out", "waste.collection".
    Token name(Token token)
    {
        token.kind = Token::Kind::name;
        while (at_ < text_.size() &&
               (starts_name(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '-' || text_[at_] == '.'))
            token = take(token, 1);
        return token;
    }
    Token number(Token token)
    {
        token.kind = Token::Kind::number;
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) token = take(token, 1);
        return token;
    }
    Token string(Token token)
    {
        step();
        while (at_ < text_.size() && text_[at_] != '"') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) step();
            token = take(token, 1);
        }
        if (at_ >= text_.size()) throw ParseError{"The text has no closing quote.", token.line, token.column};
        step();
        token.kind = Token::Kind::string;
        return token;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
};

class Parser {
public:
    explicit Parser(std::string_view text) : lexer_{text} { advance(); }

    NodePtr whole()
    {
        auto node = disjunction();
        if (token_.kind != Token::Kind::end) fail(fmt::format("\"{}\" is not expected here.", token_.text));
        return node;
    }

private:
    void advance() { token_ = lexer_.next(); }
    [[noreturn]] void fail(std::string sentence) const
    {
        throw ParseError{std::move(sentence), token_.line, token_.column};
    }
    [[nodiscard]] bool is_word(std::string_view word) const
    {
        return token_.kind == Token::Kind::name && token_.text == word;
    }
    [[nodiscard]] bool is_sign(std::string_view sign) const
    {
        return token_.kind == Token::Kind::sign && token_.text == sign;
    }
    void expect(std::string_view sign)
    {
        if (!is_sign(sign)) fail(fmt::format("\"{}\" is missing here.", sign));
        advance();
    }
    static NodePtr make(Kind kind, std::vector<NodePtr> parts)
    {
        auto node = std::make_shared<Node>();
        node->kind = kind;
        node->parts = std::move(parts);
        return node;
    }
    static NodePtr literal(Value value)
    {
        auto node = std::make_shared<Node>();
        node->kind = Kind::literal;
        node->value = std::move(value);
        return node;
    }

    NodePtr disjunction()
    {
        if (++depth_ > most_nesting) fail("This is nested too deeply.");
        auto left = conjunction();
        while (is_word("or")) {
            advance();
            auto right = conjunction();
            left = make(Kind::disjunction, {left, right});
        }
        --depth_;
        return left;
    }
    NodePtr conjunction()
    {
        auto left = comparison();
        while (is_word("and")) {
            advance();
            auto right = comparison();
            left = make(Kind::conjunction, {left, right});
        }
        return left;
    }
    NodePtr comparison()
    {
        static constexpr std::pair<std::string_view, Kind> signs[] = {
            {"=", Kind::equal},          {"!=", Kind::unequal}, {"<", Kind::less},
            {"<=", Kind::less_or_equal}, {">", Kind::greater},  {">=", Kind::greater_or_equal}};
        auto left = primary();
        for (auto const& [sign, kind] : signs) {
            if (!is_sign(sign)) continue;
            advance();
            auto right = primary();
            return make(kind, {left, right});
        }
        if (is_word("in")) {
            advance();
            auto right = list_or_one();
            return make(Kind::in, {left, right});
        }
        return left;
    }
    NodePtr list_or_one()
    {
        auto const close = is_sign("[") ? "]" : is_sign("(") ? ")" : "";
        if (*close == '\0') return primary();
        advance();
        std::vector<NodePtr> parts;
        while (!is_sign(close)) {
            parts.push_back(disjunction());
            if (!is_sign(",")) break;
            advance();
        }
        expect(close);
        return make(Kind::list, std::move(parts));
    }
    NodePtr primary()
    {
        auto const token = token_;
        if (token.kind == Token::Kind::string) {
            advance();
            return literal({token.text});
        }
        if (token.kind == Token::Kind::number) {
            double value = 0;
            auto const [end, error] = std::from_chars(token.text.data(), token.text.data() + token.text.size(), value);
            if (error != std::errc{} || end != token.text.data() + token.text.size())
                fail(fmt::format("\"{}\" is not a number.", token.text));
            advance();
            return literal({value});
        }
        if (is_sign("(")) {
            advance();
            auto inner = disjunction();
            expect(")");
            return inner;
        }
        if (is_sign("[")) return list_or_one();
        if (token.kind == Token::Kind::name) return name_or_word(token);
        if (token.kind == Token::Kind::end) fail("The condition ends too early.");
        fail(fmt::format("\"{}\" is not expected here.", token.text));
    }
    NodePtr name_or_word(Token const& token)
    {
        advance();
        if (token.text == "true") return literal({true});
        if (token.text == "false") return literal({false});
        if (token.text == "null") return literal({});
        if (token.text == "not") {
            expect("(");
            auto inner = disjunction();
            expect(")");
            return make(Kind::negation, {inner});
        }
        auto node = std::make_shared<Node>();
        node->kind = Kind::name;
        node->name = token.text;
        return node;
    }

    Lexer lexer_;
    Token token_;
    int depth_ = 0;
};

}

Result<Expression, ParseError> parse(std::string_view text)
try {
    return Expression{Parser{text}.whole()};
} catch (ParseError& error) {
    return Refused{std::move(error)};
}

}
