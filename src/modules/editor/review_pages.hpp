// A draft before it is published: what changed, what was said, and who may do what next. As markup.
#pragma once

#include "changes.hpp"
#include "work.hpp"

namespace guildhall::editor {

struct ReviewView {
    std::string csrf;
    services::Source base; ///< what is published; empty: nothing yet
    std::vector<ChangeLine> changes;
    std::vector<services::Step> steps; ///< of this draft, newest first
    bool is_own_work = false;          ///< the reader worked on it
    std::optional<Time> earliest;      ///< scheduled for
    http::Form typed;
    std::vector<FieldError> errors;
    bool has_hard_words = false, has_errors = false;
    bool was_published = false;
};
ui::Html review_page(Work const& work, ReviewView const& view, ui::Translator const& t);

/// A word of a step: "sent for review".
std::string words_of_step(std::string_view kind, ui::Translator const& t);
/// Who did what, when, and what was said.
ui::Html steps_list(Work const& work, std::vector<services::Step> const& steps, ui::Translator const& t);
ui::Html changes_list(std::vector<ChangeLine> const& changes, ui::Translator const& t);

}
