#include "mentions.hpp"

#include <cctype>

namespace guildhall::services {

namespace {

struct Token {
    enum class Kind { name, text, sign, end };
    Kind kind = Kind::end;
    std::string text;
};

bool begins_name(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool goes_on(char c)
{
    return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-';
}

class Scanner {
public:
    Scanner(std::string_view text, std::function<bool(std::string_view)> const& is_name)
        : rest_{text}, is_name_{is_name}
    {}

    std::vector<Token> all()
    {
        std::vector<Token> tokens;
        for (;;) {
            is_after_point_ = !tokens.empty() && tokens.back().text == ".";
            tokens.push_back(next());
            if (tokens.back().kind == Token::Kind::end) return tokens;
        }
    }

private:
    Token next()
    {
        while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
        if (rest_.empty()) return {};
        if (rest_.front() == '"') return string();
        if (begins_name(rest_.front())) return name();
        if (std::isdigit(static_cast<unsigned char>(rest_.front()))) return number();
        for (std::string_view const two : {"!=", "<=", ">=", "..", "**"}) {
            if (rest_.starts_with(two)) return taken(Token::Kind::sign, two.size());
        }
        return taken(Token::Kind::sign, 1);
    }
    Token taken(Token::Kind kind, std::size_t size)
    {
        Token token{kind, std::string{rest_.substr(0, size)}};
        rest_.remove_prefix(size);
        return token;
    }
    /// Digits, and what stands behind them without a blank: "3", and the id "2nd-choice".
    Token number()
    {
        std::size_t size = 0;
        while (size < rest_.size() && goes_on(rest_[size])) ++size;
        if (is_name_(rest_.substr(0, size))) return taken(Token::Kind::name, size);
        size = 0;
        while (size < rest_.size() && std::isdigit(static_cast<unsigned char>(rest_[size]))) ++size;
        return taken(Token::Kind::sign, size);
    }
    Token name()
    {
        std::size_t longest = 0;
        while (longest < rest_.size() && goes_on(rest_[longest])) ++longest;
        for (auto size = longest; size > 0; --size) {
            bool const whole_word = size == longest || rest_[size] == '-';
            if (whole_word && is_name_(rest_.substr(0, size))) return taken(Token::Kind::name, size);
        }
        if (is_after_point_) return taken(Token::Kind::name, longest); // a part whose name is not known here
        auto const plain = std::min(rest_.substr(0, longest).find('-'), longest);
        return taken(Token::Kind::name, plain);
    }
    Token string()
    {
        std::string text;
        std::size_t i = 1;
        for (; i < rest_.size() && rest_[i] != '"'; ++i) {
            if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
            text += rest_[i];
        }
        rest_.remove_prefix(std::min(i + 1, rest_.size()));
        return {Token::Kind::text, std::move(text)};
    }

    std::string_view rest_;
    std::function<bool(std::string_view)> const& is_name_;
    bool is_after_point_ = false;
};

class Finder {
public:
    explicit Finder(std::vector<Token> tokens) : tokens_{std::move(tokens)} {}

    Mentions all()
    {
        Mentions found;
        for (at_ = 0; at(0).kind != Token::Kind::end;) {
            if (at(0).kind == Token::Kind::text) found.strings.push_back(at(0).text);
            if (at(0).kind != Token::Kind::name || is_member()) {
                ++at_;
                continue;
            }
            found.names.push_back(mention());
        }
        return found;
    }

private:
    [[nodiscard]] Token const& at(std::size_t ahead) const
    {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : tokens_.back();
    }
    [[nodiscard]] bool is_sign(std::size_t ahead, std::string_view sign) const
    {
        return at(ahead).kind == Token::Kind::sign && at(ahead).text == sign;
    }
    [[nodiscard]] bool is_member() const
    {
        return at_ > 0 && tokens_[at_ - 1].kind == Token::Kind::sign && tokens_[at_ - 1].text == ".";
    }
    Mention mention()
    {
        Mention one{.name = at(0).text};
        bool const is_contained =
            at_ >= 3 && is_sign_back(1, "(") && tokens_[at_ - 2].text == "contains" && tokens_[at_ - 3].text == "list";
        ++at_;
        while (is_sign(0, ".") && at(1).kind == Token::Kind::name) {
            one.members.push_back(at(1).text);
            at_ += 2;
        }
        if (is_sign(0, "(")) {
            one.is_call = true;
            compare(one, read_arguments(one.arguments));
        } else if (is_contained && is_sign(0, ",") && at(1).kind == Token::Kind::text) {
            one.texts.push_back(at(1).text);
        } else {
            compare(one, 0);
        }
        return one;
    }
    [[nodiscard]] bool is_sign_back(std::size_t back, std::string_view sign) const
    {
        return tokens_[at_ - back].kind == Token::Kind::sign && tokens_[at_ - back].text == sign;
    }
    /// `from`: how many tokens ahead the comparison would stand.
    void compare(Mention& one, std::size_t from) const
    {
        if (is_sign(from, "=") || is_sign(from, "!=")) {
            auto const& with = at(from + 1);
            one.equals = true;
            if (with.kind == Token::Kind::text) one.texts.push_back(with.text);
            one.is_compared_with_truth =
                with.kind == Token::Kind::name && (with.text == "true" || with.text == "false");
        } else if (at(from).kind == Token::Kind::name && at(from).text == "in" &&
                   (is_sign(from + 1, "(") || is_sign(from + 1, "["))) {
            one.equals = true;
            for (auto i = from + 2; at(i).kind == Token::Kind::text || is_sign(i, ","); ++i) {
                if (at(i).kind == Token::Kind::text) one.texts.push_back(at(i).text);
            }
        }
    }
    /// Of the call whose bracket opens here; nothing is skipped. Gives how many tokens ahead the call is over.
    std::size_t read_arguments(std::vector<Argument>& arguments) const
    {
        if (is_sign(1, ")")) return 2;
        int depth = 0;
        std::size_t begin = 1;
        for (std::size_t i = 0; at(i).kind != Token::Kind::end; ++i) {
            if (is_sign(i, "(") || is_sign(i, "[") || is_sign(i, "{")) ++depth;
            bool const closes = is_sign(i, ")") || is_sign(i, "]") || is_sign(i, "}");
            if (closes) --depth;
            if (depth == 0 || (depth == 1 && is_sign(i, ","))) {
                arguments.push_back(argument(begin, i));
                begin = i + 1;
            }
            if (depth == 0) return i + 1;
        }
        return 0; // the bracket never closes, which the parser says
    }
    [[nodiscard]] Argument argument(std::size_t begin, std::size_t end) const
    {
        auto const& token = at(begin);
        if (end != begin + 1) return {};
        if (token.kind == Token::Kind::name) return {Argument::Form::name, token.text};
        if (token.kind == Token::Kind::text) return {Argument::Form::text, token.text};
        bool const is_number = !token.text.empty() && std::isdigit(static_cast<unsigned char>(token.text.front())) != 0;
        return {is_number ? Argument::Form::number : Argument::Form::other, token.text};
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}

std::string Mention::path() const
{
    auto path = name;
    for (auto const& member : members) path += "." + member;
    return path;
}

Mentions mentions_in(std::string_view expression, std::function<bool(std::string_view)> const& is_name)
{
    return Finder{Scanner{expression, is_name}.all()}.all();
}

std::vector<std::string> hyphenated_in(std::string_view expression)
{
    std::vector<std::string> found;
    std::function<bool(std::string_view)> const any = [](std::string_view) { return true; };
    for (auto const& token : Scanner{expression, any}.all()) {
        if (token.kind != Token::Kind::name || token.text.find('-') == std::string::npos) continue;
        auto word = token.text;
        while (word.ends_with('-')) word.pop_back();
        if (word.find('-') != std::string::npos) found.push_back(std::move(word));
    }
    return found;
}

}
