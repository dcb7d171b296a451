// DMN models: decisions that need each other, business knowledge, decision services, from the XML of DMN 1.2 to 1.5
// (1.1 and 1.6 are read too). Pure: text in, model out. Bounded: a file's size, depth and number of elements; a run's
// steps and depth. A model whose one decision is unsound is still a model: that decision is null and `problems` says
// why.
#pragma once

#include <feel/decision.hpp>
#include <feel/feel.hpp>

#include <base/result.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct DmnError {
    std::string sentence;
    int line = 1;
};

/// A value for an input of the model, by name. `space` is the namespace of the imported model whose input is meant.
struct ModelInput {
    std::string name;
    Value value;
    std::string space = {};
};

class Model {
public:
    struct Program;

    /// `imported`: the texts of the other files that this one may import, directly or through others, in any order;
    /// they are found by namespace. Refused: what is no DMN, a requirement or an import that leads in a circle, one
    /// that leads nowhere.
    [[nodiscard]] static Result<Model, DmnError> read(std::string_view xml, std::span<std::string const> imported = {});

    [[nodiscard]] std::string const& name() const;
    [[nodiscard]] std::vector<std::string> inputs() const;
    [[nodiscard]] std::vector<std::string> decisions() const;
    [[nodiscard]] std::vector<std::string> services() const;
    /// Expressions that cannot be read and types that do not exist: what uses them is null.
    [[nodiscard]] std::vector<DmnError> const& problems() const;

    [[nodiscard]] bool has_decision(std::string_view name) const;
    /// The decision with everything that it requires. Null for a name that there is not.
    [[nodiscard]] Outcome decide(std::string_view decision, std::vector<ModelInput> const& inputs,
                                 Settings settings = {}) const;
    /// A decision service or a business knowledge model, its parameters by name.
    [[nodiscard]] Outcome invoke(std::string_view name, std::vector<ModelInput> const& inputs,
                                 Settings settings = {}) const;

    explicit Model(std::shared_ptr<Program const> program) : program_{std::move(program)} {}

private:
    std::shared_ptr<Program const> program_;
};

/// Every decision table in a DMN file, in its order, named as the decision that holds it.
[[nodiscard]] Result<std::vector<DecisionTable>, DmnError> read_decision_tables(std::string_view xml);

}
