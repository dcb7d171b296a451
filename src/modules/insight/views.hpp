// What the pages show, read and worked out.
#pragma once

#include "marks.hpp"
#include "statistics.hpp"

#include <insight/insight.hpp>

#include <forms/feedback.hpp>
#include <forms/figures.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::insight {

/// How much a form is used in a year: the steps of the use list.
enum class Band { never, under_30, under_200, under_1000, more };
[[nodiscard]] Band band_of(std::int64_t sent);
constexpr std::int64_t little_used = 30;

struct UseLine {
    std::string service, title;
    forms::Use use;
    std::string mark, note; ///< "" where nothing was decided
    std::int64_t feedback = 0;
    double reading_age = 0; ///< of the current version; 0: too short to judge
    Time first_published{};
    bool is_open = true; ///< it can be begun today
};
struct UseView {
    forms::Period year;
    Time begins{};              ///< the year
    std::vector<UseLine> lines; ///< least used first
};
UseView read_use(db::Snapshot& snapshot, Deps& deps);
ui::Html use_page(UseView const& view, ui::Translator const& t);
std::string use_csv(UseView const& view);

struct FormView {
    services::Definition const& definition; ///< of the current version
    std::string csrf;
    bool may_mark = false;
    forms::Period period;
    forms::Figures figures;   ///< of the version shown, or of all
    std::int64_t version = 0; ///< number; 0: all
    bool version_is_in_trial = false;
    struct VersionLine {
        std::int64_t number = 0;
        Arm arm;
        double reading_age = 0;
        bool is_in_trial = false; ///< what became of it is not shown yet, because looking decides nothing
    };
    std::vector<VersionLine> versions;
    std::vector<forms::Feedback> feedback;
    std::vector<forms::FeedbackCount> feedback_counts;
    std::optional<Mark> mark;
    std::vector<FieldError> errors;
};
ui::Html form_page(FormView const& view, ui::Translator const& t);
std::string form_csv(FormView const& view);

/// "62%"; "" where there is nothing to share out.
std::string percent(std::int64_t part, std::int64_t whole);

}
