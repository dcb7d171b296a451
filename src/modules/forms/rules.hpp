// What a page's answers must keep beyond their types: bounds, patterns, and rules across questions.
#pragma once

#include "input.hpp"
#include "way.hpp"

#include <base/result.hpp>

#include <vector>

namespace guildhall::forms {

/// `facts`: as they stand before the page. Every rule that is broken, each beside its question.
std::vector<FieldError> broken_rules(Step const& step, Answers const& given, Facts facts);

}
