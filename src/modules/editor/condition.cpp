#include "condition.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace guildhall::editor {

namespace {

using Test = Clause::Test;
using Form = Clause::Form;

constexpr std::array<std::pair<Test, std::string_view>, 9> tests{{{Test::is, "is"},
                                                                  {Test::is_not, "is not"},
                                                                  {Test::one_of, "one of"},
                                                                  {Test::has, "has"},
                                                                  {Test::has_not, "has not"},
                                                                  {Test::more, "more"},
                                                                  {Test::less, "less"},
                                                                  {Test::at_least, "at least"},
                                                                  {Test::at_most, "at most"}}};
// The longer ones first, so that ">=" is not read as ">".
constexpr std::array<std::pair<std::string_view, Test>, 6> operators{{{"!=", Test::is_not},
                                                                      {">=", Test::at_least},
                                                                      {"<=", Test::at_most},
                                                                      {"=", Test::is},
                                                                      {">", Test::more},
                                                                      {"<", Test::less}}};

bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads what feel_of writes, blanks aside, and gives up at anything else.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}

    std::optional<Condition> whole()
    {
        Condition condition;
        skip();
        if (rest_.empty()) return condition;
        std::string_view joint;
        while (true) {
            auto one = clause();
            if (!one) return std::nullopt;
            condition.clauses.push_back(std::move(*one));
            skip();
            if (rest_.empty()) return condition;
            auto const word = name();
            if ((word != "and" && word != "or") || (!joint.empty() && word != joint)) return std::nullopt;
            joint = word == "and" ? "and" : "or";
            condition.all = word == "and";
        }
    }

private:
    void skip()
    {
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\t')) rest_.remove_prefix(1);
    }
    bool take(std::string_view token)
    {
        skip();
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    std::string name()
    {
        skip();
        std::size_t end = 0;
        if (!rest_.empty() && is_name_start(rest_[0])) {
            while (end < rest_.size() &&
                   (is_name_start(rest_[end]) || is_digit(rest_[end]) || rest_[end] == '-' || rest_[end] == '.'))
                ++end;
        }
        std::string word{rest_.substr(0, end)};
        rest_.remove_prefix(end);
        return word;
    }
    bool quoted(std::string& out)
    {
        if (!take("\"")) return false;
        while (!rest_.empty() && rest_[0] != '"') {
            if (rest_[0] == '\\') {
                if (rest_.size() < 2 || (rest_[1] != '"' && rest_[1] != '\\')) return false;
                rest_.remove_prefix(1);
            }
            out += rest_[0];
            rest_.remove_prefix(1);
        }
        return take("\"");
    }
    bool value(Clause& clause)
    {
        skip();
        std::string text;
        auto form = Form::text;
        if (rest_.starts_with("date(")) {
            form = Form::date;
            if (!take("date(") || !quoted(text) || !take(")")) return false;
        } else if (rest_.starts_with('"')) {
            if (!quoted(text)) return false;
        } else {
            form = Form::number;
            std::size_t end = rest_.starts_with('-') ? 1 : 0;
            while (end < rest_.size() && (is_digit(rest_[end]) || rest_[end] == '.')) ++end;
            text = rest_.substr(0, end);
            rest_.remove_prefix(end);
            if (text.empty() || !is_digit(text.back())) return false;
        }
        if (!clause.values.empty() && clause.form != form) return false;
        clause.form = form;
        clause.values.push_back(std::move(text));
        return true;
    }
    std::optional<Clause> has(Test test)
    {
        Clause clause{.question = name(), .test = test};
        if (clause.question.empty() || !take(",") || !value(clause) || !take(")")) return std::nullopt;
        if (test == Test::has_not && !take(")")) return std::nullopt;
        return clause;
    }
    std::optional<Clause> clause()
    {
        if (take("not(list contains(")) return has(Test::has_not);
        if (take("list contains(")) return has(Test::has);
        Clause clause{.question = name()};
        if (clause.question.empty()) return std::nullopt;
        skip();
        if (rest_.starts_with("in ") || rest_.starts_with("in(")) {
            rest_.remove_prefix(2);
            clause.test = Test::one_of;
            if (!take("(")) return std::nullopt;
            do {
                if (!value(clause)) return std::nullopt;
            } while (take(","));
            if (!take(")")) return std::nullopt;
            return clause;
        }
        for (auto const& [sign, test] : operators) {
            if (!take(sign)) continue;
            clause.test = test;
            if (!value(clause)) return std::nullopt;
            return clause;
        }
        return std::nullopt;
    }

    std::string_view rest_;
};

std::string literal(std::string const& value, Form form)
{
    if (form == Form::number) return value;
    std::string out = form == Form::date ? "date(\"" : "\"";
    for (char const c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + (form == Form::date ? "\")" : "\"");
}

std::string feel_of(Clause const& clause)
{
    auto const first = literal(clause.values.empty() ? "" : clause.values.front(), clause.form);
    switch (clause.test) {
    case Test::has: return "list contains(" + clause.question + ", " + first + ")";
    case Test::has_not: return "not(list contains(" + clause.question + ", " + first + "))";
    case Test::one_of: {
        std::string list;
        for (auto const& value : clause.values) list += (list.empty() ? "" : ", ") + literal(value, clause.form);
        return clause.question + " in (" + list + ")";
    }
    case Test::is:
    case Test::is_not:
    case Test::more:
    case Test::less:
    case Test::at_least:
    case Test::at_most: break;
    }
    auto const sign = std::ranges::find(operators, clause.test, [](auto const& entry) { return entry.second; })->first;
    return clause.question + " " + std::string{sign} + " " + first;
}

}

std::string feel_of(Condition const& condition)
{
    std::string out;
    for (auto const& clause : condition.clauses)
        out += (out.empty() ? "" : condition.all ? " and " : " or ") + feel_of(clause);
    return out;
}

std::optional<Condition> condition_of(std::string_view feel)
{
    return Reader{feel}.whole();
}

std::string_view name_of(Clause::Test test)
{
    return std::ranges::find(tests, test, [](auto const& entry) { return entry.first; })->second;
}

std::optional<Clause::Test> test_named(std::string_view name)
{
    auto const found = std::ranges::find(tests, name, [](auto const& entry) { return entry.second; });
    if (found == tests.end()) return std::nullopt;
    return found->first;
}

}
