// Which pages and questions a person is asked, given what was answered so far: the one place where conditions are
// evaluated. What is not asked counts as not answered, so a chain of conditions falls together.
#pragma once

#include "facts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

/// A row that is not there yet.
inline constexpr RowId new_row{};

/// A page that is asked, with those of its questions that are. Points into the definition.
struct Step {
    services::Page const* page = nullptr;
    std::vector<services::Question const*> questions;
    services::Page const* group = nullptr; ///< the list that the row belongs to; null outside of rows
    RowId row{};
    /// Below the service: "where", "children", "children/3/name", "children/new/name".
    [[nodiscard]] std::string place() const;
    [[nodiscard]] bool is_list() const { return page->repeat.has_value(); }
};

/// Every question of a page, whatever its conditions say.
Step whole(services::Page const& page, services::Page const* group = nullptr, RowId row = {});

class Way {
public:
    /// All must outlive it.
    Way(services::Definition const& definition, Answers const& answers, Surroundings const& around);
    Way(Way const&) = delete;
    Way& operator=(Way const&) = delete;

    [[nodiscard]] std::vector<Step> const& steps() const { return steps_; }
    /// Null: not asked. A page of a row needs its row.
    [[nodiscard]] Step const* find(std::string_view page, RowId row = {}) const;
    [[nodiscard]] Step const* find(Step const& step) const { return find(step.page->id, step.row); }
    /// The first page of a new row; null where the group is not asked or has all the rows it may.
    [[nodiscard]] Step const* first_of_new_row(std::string_view group) const;
    /// Of a row's last page the list. Null: check your answers, or an end.
    [[nodiscard]] Step const* after(Step const& step) const;
    [[nodiscard]] Step const* before(Step const& step) const; ///< null: the start page
    /// The first page where a required answer is missing; null: everything is there.
    [[nodiscard]] Step const* first_gap() const;
    [[nodiscard]] bool is_complete(Step const& step) const;
    /// Where the way ends early, unless a gap comes before it; null: it does not.
    [[nodiscard]] services::Ending const* ending() const { return ending_; }
    [[nodiscard]] Step const* last_before_ending() const
    {
        return ending_ && !steps_.empty() ? &steps_.back() : nullptr;
    }
    [[nodiscard]] Answers const& answers_of(Step const& step) const; ///< the row's, or the form's
    /// The answers to what is asked, without those that a later change of mind left behind.
    [[nodiscard]] Answers answers() const;
    /// Names as they stand at the end of the way.
    [[nodiscard]] Facts const& facts() const { return facts_; }
    /// Names as they stand when somebody is at this page: with what was asked before it, in its row.
    [[nodiscard]] Facts facts_before(Step const& step) const;

private:
    void go(services::Page const& page);
    void go_through_rows(services::Page const& group);
    bool add(services::Page const& page, services::Page const* group, RowId row, Answers const& answers);
    void take(Step step);
    void look_for_end(Step const& step);

    services::Definition const& definition_;
    Answers const& answers_;
    Surroundings const& around_;
    Facts facts_;
    std::vector<Step> steps_;
    std::vector<std::unique_ptr<Step>> beginnings_; ///< the first pages of new rows
    std::optional<std::size_t> gap_;                ///< the first step that is not complete
    services::Ending const* ending_ = nullptr;
};

/// Those answers that are to a question that is asked, with the rows of groups that are asked. An early end hides
/// nothing: what lies behind it stays for whoever comes back from it, or goes past it.
Answers answers_asked(services::Definition const& definition, Answers const& answers, Surroundings const& around);

}
