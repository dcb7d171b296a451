// What an expression says, as FEEL writes it: shorter to read in a test than a value.
#pragma once

#include <doctest/doctest.h>

#include <feel/feel.hpp>

#include <string>
#include <string_view>

namespace guildhall::feel::testing {

inline Outcome outcome_of(std::string_view text, Context const& context = {}, Settings settings = {})
{
    auto const expression = parse(text, Names::of(context));
    if (!expression) return {.value = "cannot be read: " + expression.error().sentence};
    return expression->evaluate(Entries{context}, std::move(settings));
}

inline Value value_of(std::string_view text, Context const& context = {})
{
    return outcome_of(text, context).value;
}

inline std::string said(std::string_view text, Context const& context = {})
{
    return to_string(value_of(text, context));
}

inline std::string type_of(std::string_view text, Context const& context = {})
{
    return std::string{name_of(value_of(text, context).kind())};
}

struct Said {
    std::string_view text;
    std::string_view answer;
};

inline void check_all(std::initializer_list<Said> cases, Context const& context = {})
{
    for (auto const& [text, answer] : cases) {
        CAPTURE(text);
        CHECK(said(text, context) == answer);
    }
}

}
