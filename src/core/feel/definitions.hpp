// A DMN file as it stands in its XML: plain data, nothing resolved, no expression read yet.
#pragma once

#include <feel/decision.hpp>
#include <feel/dmn.hpp>
#include <feel/xml.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::feel {

/// A name and the type it must have; an empty type is Any.
struct Variable {
    std::string name;
    std::string type;
};

/// A boxed expression. What `names` and `parts` hold is said beside each kind.
struct Boxed {
    enum class Kind {
        nothing,     ///< no logic is given
        literal,     ///< text
        table,       ///< table
        context,     ///< names[i]: parts[i]; an unnamed last one is the result
        invocation,  ///< parts[0] is called, names[i] is bound to parts[i + 1]
        list,        ///< parts
        relation,    ///< names are the columns; parts the cells, row by row
        function,    ///< names are the parameters, parts[0] the body, text FEEL, Java or PMML
        conditional, ///< parts: if, then, else
        filter,      ///< parts: in, match
        iteration,   ///< for: names[0] runs over parts[0], parts[1] is returned
        some,        ///< names[0] runs over parts[0], parts[1] must be satisfied
        every        ///< as some
    };
    Kind kind = Kind::nothing;
    std::string type;
    std::string text;
    std::string language; ///< empty: that of the file
    std::vector<Variable> names;
    std::vector<Boxed> parts;
    std::shared_ptr<DecisionTable const> table;
    int line = 1;
};

struct ItemDefinition {
    std::string name;
    std::string type;       ///< empty for a structure or a function
    std::string allowed;    ///< unary tests that each value must pass
    std::string constraint; ///< unary tests that the value as a whole must pass
    bool is_collection = false;
    bool is_function = false;
    std::vector<ItemDefinition> components;
    std::vector<Variable> parameters; ///< of a function
    std::string result;               ///< of a function
    int line = 1;
};

enum class NodeKind { input, decision, knowledge, service };

/// A node of the requirements graph.
struct DrgNode {
    NodeKind kind = NodeKind::input;
    std::string id;
    std::string name;
    Variable variable;
    Boxed logic;                        ///< of a decision; of a knowledge model the function
    std::vector<std::string> requires_; ///< hrefs: whatever a decision or knowledge model needs
    std::vector<std::string> outputs, encapsulated, input_decisions, input_data; ///< hrefs of a service
    int line = 1;
};

struct Import {
    std::string name;
    std::string space;
    bool is_dmn = true;
    int line = 1;
};

struct Definitions {
    std::string name;
    std::string space; ///< the file's own namespace
    std::string language;
    std::vector<Import> imports;
    std::vector<ItemDefinition> types;
    std::vector<DrgNode> nodes;
};

Result<Definitions, DmnError> read_definitions(std::string_view xml);

/// A decisionTable element. In dmn_reader.cpp.
DecisionTable table_of(XmlElement const& element);

}
