// The names that a definition gives to things, collected before its expressions are read.
#pragma once

#include "yaml.hpp"

#include <services/definition.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Names {
    std::map<std::string, QuestionType, std::less<>> questions;             ///< also those of rows
    std::map<std::string, std::vector<std::string>, std::less<>> groups;    ///< and the questions of their rows
    std::map<std::string, std::vector<std::string>, std::less<>> decisions; ///< and their outputs, where several
    std::vector<std::string> values;
};

[[nodiscard]] Names names_in(Node const& definition);
/// What stands behind a dot after an answer of this type.
[[nodiscard]] std::vector<std::string_view> members_of(QuestionType type);
[[nodiscard]] std::optional<QuestionType> question_type(std::string_view name);
[[nodiscard]] std::vector<std::string_view> question_type_names();

}
