// Which pages and questions a person is asked, given what was answered so far: the one place where `when` is evaluated.
// What is not asked counts as not answered, so a chain of conditions falls together.
#pragma once

#include <forms/answers.hpp>

#include <string_view>
#include <vector>

namespace guildhall::forms {

/// A page that is asked, with those of its questions that are. Points into the definition.
struct Step {
    services::Page const* page = nullptr;
    std::vector<services::Question const*> questions;
};

/// Every question of a page, whatever its conditions say.
Step whole(services::Page const& page);

class Way {
public:
    /// Both must outlive it.
    Way(services::Definition const& definition, Answers const& answers);

    [[nodiscard]] std::vector<Step> const& steps() const { return steps_; }
    [[nodiscard]] Step const* find(std::string_view page) const;        ///< null: not asked
    [[nodiscard]] Step const* after(services::Page const& page) const;  ///< null: check your answers
    [[nodiscard]] Step const* before(services::Page const& page) const; ///< null: the start page
    /// The first page where a required answer is missing; null: everything is there.
    [[nodiscard]] Step const* first_gap() const;
    /// The answers to what is asked, without those that a later change of mind left behind.
    [[nodiscard]] Answers answers() const;

private:
    [[nodiscard]] bool is_on(feel::Expression const& when) const;
    [[nodiscard]] feel::Value value_of(std::string_view name) const;

    Answers const& answers_;
    std::vector<Step> steps_;
};

}
