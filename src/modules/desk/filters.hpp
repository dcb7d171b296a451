// What part of the queue is looked at. It is all in the address, so that a view can be kept, sent and gone back to.
#pragma once

#include <cases/cases.hpp>

#include <http/request.hpp>
#include <ui/url.hpp>

#include <optional>
#include <string>

namespace guildhall::desk {

struct Filters {
    std::string team, service, stage; ///< "": any
    std::string assignee;             ///< "", "me" or "nobody"
    bool late = false;
    bool news = false;
    cases::Which which = cases::Which::open;
    cases::Order order = cases::Order::due;
    std::optional<cases::Cursor> after;
};

/// What cannot be understood counts as not said.
Filters filters_in(http::Form const& query);
cases::Filter filter_of(Filters const& filters, Actor const& actor, Time now);
/// The address with the filters, without the place in the list.
ui::Url with_filters(ui::Url address, Filters const& filters);

ui::Url queue_address(Filters const& filters);
ui::Url case_address(cases::CaseId id, Filters const& filters);

}
