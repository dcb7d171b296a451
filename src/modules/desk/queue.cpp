#include "queue.hpp"

#include <council/council.hpp>

#include <algorithm>

namespace guildhall::desk {

namespace {

QueueView::Row row_of(cases::Case const& one, Deps const& deps, Names const& names, Filters const& filters, Time now,
                      ui::Translator const& t, cases::CaseId current)
{
    auto const& settings = deps.cases.council.settings;
    auto const* const definition = names.definition(one.service_version);
    return {.href = case_address(one.id, filters).str(),
            .what = title_of(one, definition, t),
            .place = one.place,
            .stage = names.stage(one.service_version, one.stage),
            .assignee = one.assignee ? names.person(one.assignee, t) : t("Nobody yet"),
            .left = time_left(one, now, settings.calendar, settings.time_zone, t),
            .has_news = one.has_news,
            .is_current = one.id == current};
}

/// Each counter is also the link to what it counts.
std::vector<QueueView::Counter> counters(cases::Visible const& visible, Filters const& now_shown, Actor const& actor,
                                         Time now, ui::Translator const& t)
{
    struct Kind {
        Sentence words;
        Filters filters;
    };
    std::vector<Kind> const kinds{{"All open", {}},
                                  {"Mine", {.assignee = "me"}},
                                  {"Nobody's", {.assignee = "nobody"}},
                                  {"Late", {.late = true}},
                                  {"With news", {.news = true}}};
    std::vector<QueueView::Counter> counted;
    auto const shown = queue_address(now_shown).str();
    for (auto const& kind : kinds) {
        auto address = queue_address(kind.filters).str();
        bool const is_current = address == shown;
        counted.push_back({.href = std::move(address),
                           .words = t(kind.words),
                           .count = visible.count(filter_of(kind.filters, actor, now), most_counted),
                           .is_current = is_current});
    }
    return counted;
}

void add_choices(QueueView& view, Names const& names, std::vector<std::string> const& teams)
{
    for (auto const& team : teams) view.teams.emplace_back(team, names.team(team));
    for (auto const* version : names.catalogue().every()) {
        auto const& definition = version->definition;
        view.services.emplace_back(definition.id, definition.title);
        if (!view.filters.service.empty() && view.filters.service != definition.id) continue;
        for (auto const& stage : definition.stages) {
            bool const is_known =
                std::ranges::any_of(view.stages, [&](auto const& known) { return known.first == stage.id; });
            if (!is_known) view.stages.emplace_back(stage.id, stage.title);
        }
    }
}

}

QueueView read_queue(db::Snapshot& snapshot, Deps const& deps, Names const& names, Actor const& actor,
                     Filters const& filters, ui::Translator const& t, cases::CaseId current)
{
    auto const visible = cases::Cases{snapshot}.visible_to(actor);
    auto const now = deps.cases.database.clock().now();
    QueueView view{.filters = filters};
    auto const page = visible.list(filter_of(filters, actor, now), filters.after, rows_on_page);
    for (auto const& one : page.cases) view.rows.push_back(row_of(one, deps, names, filters, now, t, current));
    auto const address = queue_address(filters);
    if (page.next) view.next_href = address.with_query("after", page.next->text()).str();
    if (filters.after) view.first_href = address.str();
    view.counters = counters(visible, filters, actor, now, t);
    auto const teams = visible.teams();
    add_choices(view, names, teams);
    view.is_filtered = address.str() != "/desk";
    view.has_teams = !teams.empty();
    return view;
}

}
