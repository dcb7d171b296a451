// The tree of a parsed expression.
#pragma once

#include <feel/feel.hpp>

namespace guildhall::feel {

struct Expression::Node {
    enum class Kind {
        literal,
        name,
        equal,
        unequal,
        less,
        less_or_equal,
        greater,
        greater_or_equal,
        conjunction,
        disjunction,
        negation,
        in,
        list
    };
    Kind kind;
    Value value;      ///< of a literal
    std::string name; ///< of a name
    std::vector<std::shared_ptr<Node const>> parts;
};

}
