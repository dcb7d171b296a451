// Conditions as people choose them: "only ask if [question] [is] [answer]", several of them joined by and, or by or.
// They are kept as FEEL, so whoever knows it may write more; what these words cannot say is shown as FEEL alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::editor {

struct Clause {
    enum class Test { is, is_not, one_of, has, has_not, more, less, at_least, at_most };
    /// What stands in quotes, what does not, and what is a date.
    enum class Form { text, number, date };
    std::string question; ///< an id, or a part of an answer: "child.age"
    Test test = Test::is;
    Form form = Form::text;
    std::vector<std::string> values;
    bool operator==(Clause const&) const = default;
};

struct Condition {
    bool all = true; ///< every clause must hold; false: one is enough
    std::vector<Clause> clauses;
    bool operator==(Condition const&) const = default;
};

/// FEEL that says the same; "" where there is no clause.
std::string feel_of(Condition const& condition);
/// The clauses of FEEL that is made of nothing else. "" has none.
std::optional<Condition> condition_of(std::string_view feel);

std::string_view name_of(Clause::Test test); ///< "one of", as forms send it
std::optional<Clause::Test> test_named(std::string_view name);

}
