// The tracking pages. Functions of plain view structs; nothing personal is on them.
#pragma once

#include <cases/cases.hpp>

#include <ui/html.hpp>
#include <ui/page.hpp>
#include <ui/translator.hpp>

#include <string>
#include <vector>

namespace guildhall::cases {

struct TrackFormView {
    std::string csrf;
    std::string typed;
    std::vector<FieldError> errors;
};
ui::Html track_form(TrackFormView const& view, ui::Translator const& t);

struct TrackingView {
    Tracking tracking;
    std::string csrf;
    bool late = false;      ///< open, and the promise has passed
    bool may_add = true;    ///< "tell us more" is offered
    bool was_added = false; ///< has just told us more
    std::string typed;
    std::vector<FieldError> errors;
    std::string phone, hours, address; ///< of the council
};
ui::Html tracking_page(TrackingView const& view, ui::Translator const& t);

ui::Html unknown_reference(ui::Translator const& t);
ui::Html too_many_look_ups(ui::Translator const& t);

/// Stages in plain words with their dates.
ui::Html stage_list(std::vector<Tracking::Step> const& steps, ui::Translator const& t);

}
