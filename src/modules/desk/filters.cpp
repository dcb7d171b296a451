#include "filters.hpp"

#include <base/text.hpp>

#include <utility>

namespace guildhall::desk {

Filters filters_in(http::Form const& query)
{
    auto const word = [&](std::string_view name) { return std::string{cut_to(query.value(name), 100)}; };
    Filters filters{.team = word("team"), .service = word("service"), .stage = word("stage")};
    if (auto const assignee = word("assignee"); assignee == "me" || assignee == "nobody") filters.assignee = assignee;
    filters.late = query.value("late") == "yes";
    filters.news = query.value("news") == "yes";
    if (query.value("which") == "closed") filters.which = cases::Which::closed;
    if (query.value("which") == "any") filters.which = cases::Which::any;
    if (query.value("order") == "newest") filters.order = cases::Order::newest;
    filters.after = cases::Cursor::parse(query.value("after"));
    return filters;
}

cases::Filter filter_of(Filters const& filters, Actor const& actor, Time now)
{
    return {.which = filters.which,
            .order = filters.order,
            .team = filters.team,
            .service = filters.service,
            .stage = filters.stage,
            .assignee = filters.assignee == "me" ? actor.person : PersonId{},
            .unassigned = filters.assignee == "nobody",
            .late = filters.late,
            .has_news = filters.news,
            .now = now};
}

ui::Url with_filters(ui::Url address, Filters const& filters)
{
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) address = address.with_query(name, value);
    };
    add("team", filters.team);
    add("service", filters.service);
    add("stage", filters.stage);
    add("assignee", filters.assignee);
    add("late", filters.late ? "yes" : "");
    add("news", filters.news ? "yes" : "");
    switch (filters.which) {
    case cases::Which::open: break;
    case cases::Which::closed: add("which", "closed"); break;
    case cases::Which::any: add("which", "any"); break;
    }
    if (filters.order == cases::Order::newest) add("order", "newest");
    return address;
}

ui::Url queue_address(Filters const& filters)
{
    return with_filters(ui::Url{"/desk"}, filters);
}

ui::Url case_address(cases::CaseId id, Filters const& filters)
{
    return with_filters(ui::Url::path("/desk/cases/{}", {std::to_string(id.value)}), filters);
}

}
