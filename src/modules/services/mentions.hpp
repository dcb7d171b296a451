// What a FEEL expression says about the names of a definition, as far as its text shows it for certain.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// What is handed over to a call, where it is one name, one text or one number; else `other`.
struct Argument {
    enum class Form { name, text, number, other };
    Form form = Form::other;
    std::string text;
};

struct Mention {
    std::string name;                 ///< "child"
    std::vector<std::string> members; ///< what stands behind it after dots: {"age"}
    bool is_call = false;
    std::vector<Argument> arguments;        ///< of a call
    bool equals = false;                    ///< `=`, `!=` or `in` stand behind it
    std::vector<std::string> texts;         ///< that it is compared with
    bool is_compared_with_truth = false;    ///< with true or false
    [[nodiscard]] std::string path() const; ///< "child.age"
};

struct Mentions {
    std::vector<Mention> names;
    std::vector<std::string> strings; ///< every text in quotes
};

/// `is_name` tells an id with hyphens from a subtraction.
[[nodiscard]] Mentions mentions_in(std::string_view expression, std::function<bool(std::string_view)> const& is_name);
/// Words with hyphens that an expression holds: ids, or subtractions.
[[nodiscard]] std::vector<std::string> hyphenated_in(std::string_view expression);

}
