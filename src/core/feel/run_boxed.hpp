// Values of boxed expressions.
#pragma once

#include "program.hpp"
#include "shared.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace guildhall::feel {

/// What is known where an expression stands. Functions keep the frame that they were made in; a frame that one keeps
/// is never changed again.
struct Visible final : Scope {
    Context entries;
    std::shared_ptr<Visible const> behind;

    Measure measure; ///< of all that a function which keeps it holds on to

    explicit Visible(std::shared_ptr<Visible const> behind_it = nullptr) : behind{std::move(behind_it)}
    {
        if (behind) measure = behind->measure;
    }
    void put(std::string name, Value value)
    {
        measure.holds(value);
        entries.put(std::move(name), std::move(value));
    }
    [[nodiscard]] std::optional<Value> find(std::string_view name) const override
    {
        for (auto const* frame = this; frame; frame = frame->behind.get())
            if (auto const* value = frame->entries.find(name)) return *value;
        return std::nullopt;
    }
};
using VisiblePtr = std::shared_ptr<Visible const>;

/// `code` belongs to `program`, which functions keep alive.
[[nodiscard]] Value evaluate_code(ProgramPtr const& program, Code const& code, VisiblePtr const& frame,
                                  Evaluation& evaluation);

/// The value as the type takes it, or null and a note that names `what`.
[[nodiscard]] Value fitted_or_null(Value value, ItemType const* type, std::string_view what, Evaluation& evaluation);

/// A function whose body is `code.parts[0]`. Under `name` it can call itself. Null where it holds on to too much.
[[nodiscard]] Value function_from(ProgramPtr const& program, Code const& code, VisiblePtr frame, std::string name,
                                  ItemTypePtr result);

}
