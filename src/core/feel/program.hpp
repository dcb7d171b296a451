// A model that is ready to run: nodes in the order in which they can be decided, expressions parsed, types resolved.
#pragma once

#include "decision_table.hpp"
#include "definitions.hpp"
#include "item_types.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

/// A boxed expression, parsed. Parts and names as in Boxed.
struct Code {
    Boxed::Kind kind = Boxed::Kind::nothing;
    ItemTypePtr type;
    Expression expression;
    std::vector<std::string> names;
    std::vector<ItemTypePtr> types; ///< of the names
    std::vector<Code> parts;
    std::shared_ptr<CompiledTable::Program const> table;
    bool is_foreign = false; ///< a function in Java or PMML: it gives null
    std::string callee;      ///< of an invocation: the built-in function's name, or empty
    std::string problem;     ///< why this is null always
};

/// What a node needs, and what it calls it: "myimport" and "Say Hello", or no prefix.
struct Need {
    std::size_t node;
    std::string prefix;
};

struct ModelNode {
    NodeKind kind = NodeKind::input;
    std::size_t file = 0;
    std::string id;
    std::string name;
    ItemTypePtr type;
    Code logic;
    Names members; ///< what is known to be inside its value
    std::vector<Need> needs;
    std::vector<std::size_t> outputs;    ///< of a service
    std::vector<std::size_t> parameters; ///< of a service: input data first, then input decisions
    std::size_t rank = 0;                ///< a node's needs have lower ranks
};

struct Model::Program {
    std::string name;
    std::vector<std::string> spaces; ///< of the files, the model's own first
    std::vector<ModelNode> nodes;
    std::vector<DmnError> problems;

    [[nodiscard]] std::vector<std::string> names_of(NodeKind kind) const;
    /// A node of the model's own file.
    [[nodiscard]] ModelNode const* find(NodeKind kind, std::string_view wanted) const;
};

using ProgramPtr = std::shared_ptr<Model::Program const>;

/// Boxed expressions into code, with what is wrong told to `problem`.
class BoxedCompiler {
public:
    BoxedCompiler(ItemTypes& types, ItemTypes::Problem problem) : types_{types}, problem_{std::move(problem)} {}

    /// For the expressions that follow: the file that they stand in, and what they belong to.
    void enter(std::size_t file, std::string where);
    /// `members`: what is known to be inside the value. `wanted`: the type of the variable that gets it.
    [[nodiscard]] Code compile(Boxed const& boxed, Names const& names, Names& members, ItemTypePtr const& wanted = {});
    /// Adds a name with what is in it; a type with too many members adds the name alone.
    void add(Names& names, std::string_view name, ItemTypePtr const& type, Names const& members);
    /// Names are copied where a scope opens: a file that makes too many of them is refused. False: too many.
    [[nodiscard]] bool spend(Names const& names);
    [[nodiscard]] bool is_exhausted() const { return left_ < 0; }

private:
    ItemTypes& types_;
    ItemTypes::Problem problem_;
    std::size_t file_ = 0;
    std::string where_;
    std::int64_t left_ = 3'000'000;

    void literal(Boxed const& boxed, Names const& names, Code& code);
    void table(Boxed const& boxed, Names const& names, Code& code, Names& members, ItemTypePtr const& wanted);
    void context(Boxed const& boxed, Names const& names, Code& code, Names& members);
    void relation(Boxed const& boxed, Names const& names, Code& code, Names& members);
    void function(Boxed const& boxed, Names const& names, Code& code, Names& members);
    void iterator(Boxed const& boxed, Names const& names, Code& code, Names& members);
    void parts(Boxed const& boxed, Names const& names, Code& code, Names& members);
    void add_implicit_parameters(Boxed const& body, Names const& names, Code& code);
    void add_variables(Boxed const& boxed, Code& code);
};

/// Links files, orders their nodes and compiles them. The first file is the model.
[[nodiscard]] Result<ProgramPtr, DmnError> compile_model(std::vector<Definitions> files);

/// One run over a model's nodes.
class Run {
public:
    Run(ProgramPtr program, Evaluation& evaluation) : program_{std::move(program)}, evaluation_{evaluation} {}

    void give(std::size_t node, Value value);
    [[nodiscard]] Value decide(std::size_t node);
    /// The function that a knowledge model or a service is.
    [[nodiscard]] Value function_of(std::size_t node);

private:
    ProgramPtr program_;
    Evaluation& evaluation_;
    std::map<std::size_t, Value> known_;

    [[nodiscard]] std::vector<std::size_t> in_order(std::size_t node) const;
    [[nodiscard]] Value evaluate(ModelNode const& node);
};

}
