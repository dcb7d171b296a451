// What the page of a service's trials shows.
#pragma once

#include "trials.hpp"

#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::insight {

/// What somebody wants to try, as typed.
struct TrialWish {
    std::int64_t a = 0, b = 0; ///< numbers of versions; 0: not chosen
    services::Measure measure = services::Measure::sent;
    int least = 5;
};

struct TrialsView {
    services::Definition const& definition;
    std::string csrf;
    bool may_change = false;
    bool is_on_offer = true;
    struct Choice {
        services::VersionId id;
        std::int64_t number = 0;
        Time published_at{};
        bool may_be_tried = true; ///< not one that was withdrawn
    };
    std::vector<Choice> versions; ///< newest first, all of them
    TrialWish wish;
    std::optional<Estimate> estimate; ///< of the wish, where it can be had
    std::optional<services::TrialRecord> open;
    services::TrialCounts so_far;  ///< people of the open one, of days that count
    std::optional<Date> next_look; ///< of a running one
    std::vector<services::TrialRecord> past;
    std::vector<FieldError> errors;
    std::string reason; ///< as typed

    [[nodiscard]] std::int64_t number_of(services::VersionId version) const;
    [[nodiscard]] Choice const* numbered(std::int64_t number) const; ///< null: none
    [[nodiscard]] std::vector<Choice> to_choose_from() const;
};
ui::Html trials_page(TrialsView const& view, ui::Translator const& t);

/// The answer in one sentence, with the range in which the difference lies.
std::string result_of(services::TrialRecord const& trial, TrialsView const& view, ui::Translator const& t);

}
