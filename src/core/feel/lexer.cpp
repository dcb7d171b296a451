#include "lexer.hpp"

#include "text.hpp"

#include <charconv>

namespace guildhall::feel {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_{text} {}

    std::vector<Token> all()
    {
        std::vector<Token> tokens;
        for (;;) {
            skip();
            Token token{.begin = at_, .line = line_, .column = column_};
            if (at_ < text_.size()) read(token);
            token.end = at_;
            token.source = text_.substr(token.begin, token.end - token.begin);
            tokens.push_back(std::move(token));
            if (tokens.back().kind == Token::Kind::end) return tokens;
        }
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    void step()
    {
        auto const [c, size] = character_at(text_, at_);
        at_ += size;
        ++column_;
        if (c == '\n') {
            ++line_;
            column_ = 1;
        }
    }
    void step(std::size_t count)
    {
        for (; count > 0; --count) step();
    }

    /// White space and comments.
    void skip()
    {
        while (at_ < text_.size()) {
            if (peek() == '/' && peek(1) == '/') {
                while (at_ < text_.size() && peek() != '\n') step();
            } else if (peek() == '/' && peek(1) == '*') {
                auto const line = line_, column = column_;
                step(2);
                while (at_ < text_.size() && !(peek() == '*' && peek(1) == '/')) step();
                if (at_ >= text_.size()) throw ParseError{"This comment has no end: write */ after it.", line, column};
                step(2);
            } else if (is_space(character_at(text_, at_).first)) {
                step();
            } else {
                return;
            }
        }
    }

    void read(Token& token)
    {
        auto const c = character_at(text_, at_).first;
        if (starts_name(c)) {
            token.kind = Token::Kind::word;
            while (at_ < text_.size() && in_name(character_at(text_, at_).first)) step();
        } else if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
            token.kind = Token::Kind::number;
            number();
        } else if (c == '"') {
            token.kind = Token::Kind::string;
            string(token);
        } else {
            sign(token);
        }
    }

    /// `1..5` is a range, not two points.
    void number()
    {
        while (is_digit(peek())) step();
        if (peek() == '.' && is_digit(peek(1))) {
            step();
            while (is_digit(peek())) step();
        }
        if (peek() != 'e' && peek() != 'E') return;
        std::size_t const sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (!is_digit(peek(1 + sign))) return;
        step(1 + sign);
        while (is_digit(peek())) step();
    }

    void sign(Token& token)
    {
        token.kind = Token::Kind::sign;
        for (std::string_view const two : {"!=", "<=", ">=", "..", "**", "->"}) {
            if (text_.substr(at_).starts_with(two)) return step(2);
        }
        step();
    }

    void string(Token& token)
    {
        step();
        while (at_ < text_.size() && peek() != '"') {
            if (peek() == '\\') {
                escape(token.text);
                continue;
            }
            auto const begin = at_;
            step();
            token.text += text_.substr(begin, at_ - begin);
        }
        if (at_ >= text_.size()) throw ParseError{"The text has no closing quote.", token.line, token.column};
        step();
    }

    void escape(std::string& out)
    {
        auto const letter = peek(1);
        static constexpr std::pair<char, char> simple[] = {{'n', '\n'}, {'r', '\r'},  {'t', '\t'},
                                                           {'"', '"'},  {'\'', '\''}, {'\\', '\\'}};
        for (auto const& [name, character] : simple) {
            if (letter != name) continue;
            out += character;
            return step(2);
        }
        if (letter == 'u' || letter == 'U') {
            if (auto const c = code_point(letter == 'u' ? 4 : 6)) return append_character(out, *c);
        }
        out += '\\'; // anything else stays as it is written
        step();
    }

    [[nodiscard]] std::optional<char32_t> hexadecimal(std::size_t from, std::size_t digits) const
    {
        auto const text = text_.substr(std::min(from, text_.size()), digits);
        std::uint32_t value = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
        if (text.size() != digits || error != std::errc{} || end != text.data() + digits) return {};
        return value;
    }

    /// \uD83D\uDCA9 are two halves of one character. Half a character alone is no character.
    std::optional<char32_t> code_point(std::size_t digits)
    {
        auto value = hexadecimal(at_ + 2, digits);
        if (!value || *value > 0x10ffff) return {};
        auto length = 2 + digits;
        if (*value >= 0xd800 && *value < 0xdc00 && text_.substr(at_ + length).starts_with("\\u")) {
            auto const low = hexadecimal(at_ + length + 2, 4);
            if (low && *low >= 0xdc00 && *low < 0xe000) {
                value = 0x10000 + ((*value - 0xd800) << 10) + (*low - 0xdc00);
                length += 6;
            }
        }
        if (*value >= 0xd800 && *value < 0xe000) return {};
        step(length);
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
};

}

std::vector<Token> tokens_of(std::string_view text)
{
    return Lexer{text}.all();
}

}
