#include "simple_test.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace guildhall::feel {

namespace {

constexpr auto infinity = std::numeric_limits<double>::infinity();

class Reading {
public:
    explicit Reading(std::string_view text) : rest_{text} {}

    std::optional<SimpleTest> test()
    {
        SimpleTest test;
        if (take("-") && at_end()) return SimpleTest{.is_any = true};
        if (rest_.empty() && !had_minus_) return SimpleTest{.is_any = true};
        if (had_minus_) return negative_first(std::move(test));
        if (take("not")) {
            if (!take("(")) return std::nullopt;
            test.is_negated = true;
        }
        if (!choices(test)) return std::nullopt;
        if (test.is_negated && !take(")")) return std::nullopt;
        return at_end() ? std::optional{test} : std::nullopt;
    }

private:
    std::string_view rest_;
    bool had_minus_ = false;

    /// "-" was taken, and more follows: it was the sign of the first number.
    std::optional<SimpleTest> negative_first(SimpleTest test)
    {
        auto const first = digits();
        if (!first) return std::nullopt;
        test.choices.emplace_back(Literal{-*first});
        if (take(",") && !choices(test)) return std::nullopt;
        return at_end() ? std::optional{test} : std::nullopt;
    }

    bool at_end()
    {
        skip_spaces();
        return rest_.empty();
    }

    void skip_spaces()
    {
        auto const first = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
    }

    bool take(std::string_view word)
    {
        skip_spaces();
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        if (word == "-") had_minus_ = !at_end();
        return true;
    }

    bool choices(SimpleTest& test)
    {
        do {
            if (!choice(test)) return false;
        } while (take(","));
        return true;
    }

    bool choice(SimpleTest& test)
    {
        skip_spaces();
        if (rest_.empty()) return false;
        if (rest_.front() == '<' || rest_.front() == '>') return comparison(test);
        if (rest_.front() == '[' || rest_.front() == '(' || rest_.front() == ']') return range(test);
        auto const value = literal();
        if (value) test.choices.emplace_back(*value);
        return value.has_value();
    }

    bool comparison(SimpleTest& test)
    {
        bool const below = take("<");
        if (!below && !take(">")) return false;
        bool const with = take("=");
        auto const limit = number();
        if (!limit) return false;
        test.choices.emplace_back(below ? NumberSpan{-infinity, *limit, false, with}
                                        : NumberSpan{*limit, infinity, with, false});
        return true;
    }

    bool range(SimpleTest& test)
    {
        bool const has_low = take("[");
        if (!has_low && !take("(") && !take("]")) return false;
        auto const low = number();
        if (!low || !take("..")) return false;
        auto const high = number();
        if (!high) return false;
        bool const has_high = take("]");
        if (!has_high && !take(")") && !take("[")) return false;
        test.choices.emplace_back(NumberSpan{*low, *high, has_low, has_high});
        return true;
    }

    std::optional<Literal> literal()
    {
        if (rest_.front() == '"') return string();
        for (bool const truth : {true, false})
            if (take(truth ? "true" : "false")) return word_ends() ? std::optional<Literal>{truth} : std::nullopt;
        auto const value = number();
        return value ? std::optional<Literal>{*value} : std::nullopt;
    }

    [[nodiscard]] bool word_ends() const
    {
        return rest_.empty() || rest_.front() == ',' || rest_.front() == ')' || rest_.front() == ' ';
    }

    std::optional<Literal> string()
    {
        auto const end = rest_.find('"', 1);
        if (end == std::string_view::npos) return std::nullopt;
        auto const inside = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        if (inside.find('\\') != std::string_view::npos) return std::nullopt;
        return Literal{std::string{inside}};
    }

    std::optional<double> number()
    {
        skip_spaces();
        bool const negative = rest_.starts_with('-');
        if (negative) rest_.remove_prefix(1);
        auto const value = digits();
        return value ? std::optional{negative ? -*value : *value} : std::nullopt;
    }

    /// Up to 15 digits: so many are exact in a double's order.
    std::optional<double> digits()
    {
        skip_spaces();
        auto end = rest_.find_first_not_of("0123456789");
        if (end == std::string_view::npos) end = rest_.size();
        if (end < rest_.size() && rest_[end] == '.' && !rest_.substr(end).starts_with("..")) {
            auto const after = rest_.find_first_not_of("0123456789", end + 1);
            end = after == std::string_view::npos ? rest_.size() : after;
        }
        if (end == 0 || end > 16) return std::nullopt;
        double value = 0;
        auto const [stop, fault] = std::from_chars(rest_.data(), rest_.data() + end, value);
        if (fault != std::errc{} || stop != rest_.data() + end) return std::nullopt;
        rest_.remove_prefix(end);
        if (!rest_.empty() && std::string_view{"*/+-^eE\"("}.find(rest_.front()) != std::string_view::npos)
            return std::nullopt;
        return value;
    }
};

bool holds(NumberSpan const& span, double value)
{
    bool const above = span.has_low ? value >= span.low : value > span.low;
    bool const below = span.has_high ? value <= span.high : value < span.high;
    return above && below;
}

}

bool SimpleTest::matches(Literal const& value) const
{
    if (is_any) return true;
    auto const hit = std::ranges::any_of(choices, [&](auto const& choice) {
        if (auto const* same = std::get_if<Literal>(&choice)) return *same == value;
        auto const* number = std::get_if<double>(&value);
        return number && holds(std::get<NumberSpan>(choice), *number);
    });
    return hit != is_negated;
}

std::vector<Literal> SimpleTest::constants() const
{
    std::vector<Literal> all;
    for (auto const& choice : choices) {
        if (auto const* literal = std::get_if<Literal>(&choice)) {
            all.push_back(*literal);
            continue;
        }
        auto const& span = std::get<NumberSpan>(choice);
        if (std::isfinite(span.low)) all.emplace_back(span.low);
        if (std::isfinite(span.high)) all.emplace_back(span.high);
    }
    return all;
}

std::optional<SimpleTest> read_simple_test(std::string_view cell)
{
    return Reading{cell}.test();
}

}
