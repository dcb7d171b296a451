#include "queue.hpp"

#include "frame.hpp"

#include <ui/components/blocks.hpp>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

ui::Html search(QueueView const& view, ui::Translator const& t)
{
    ui::ErrorMessage error;
    if (!view.typed_reference.empty())
        error = {.text = t("There is no such case among those that you may see"), .visually_hidden = t("Error")};
    return ui::html("<form class=\"d-search\" method=\"get\" action=\"/desk\" role=\"search\">"_html,
                    ui::input({.name = "reference",
                               .label = {.text = t("Find by reference")},
                               .error = error,
                               .value = view.typed_reference,
                               .autocomplete = "off",
                               .spellcheck = false,
                               .classes = "govuk-input--width-10"}),
                    ui::button({.text = t("Find"), .classes = "govuk-button--secondary"}), "</form>\n"_html);
}

ui::Html counter_list(QueueView const& view, ui::Translator const& t)
{
    ui::Html items;
    for (auto const& counter : view.counters) {
        auto const count = counter.count < most_counted ? std::to_string(counter.count) : t("1,000 or more");
        items.add(ui::html("<li><a href=\""_html, counter.href, "\""_html,
                           counter.is_current ? " aria-current=\"true\""_html : ""_html, ">"_html, counter.words,
                           " <strong>"_html, count, "</strong></a></li>\n"_html));
    }
    return ui::html("<ul class=\"d-counters\">\n"_html, items, "</ul>\n"_html);
}

ui::Html chooser(std::string name, std::string label, Choices const& choices, std::string const& value, std::string any)
{
    auto id = "filter-" + name; // the case beside the list has fields of the same names
    ui::Select select{.name = std::move(name),
                      .id = std::move(id),
                      .label = {.text = label},
                      .items = {{.value = "", .text = any}},
                      .value = value,
                      .has_value = true};
    for (auto const& [choice, words] : choices) select.items.push_back({.value = choice, .text = words});
    return ui::select(select);
}

std::string which_of(Filters const& filters)
{
    switch (filters.which) {
    case cases::Which::open: return "";
    case cases::Which::closed: return "closed";
    case cases::Which::any: return "any";
    }
    return "";
}

ui::Html tick(std::string_view name, bool is_on, std::string const& words)
{
    return ui::html("<label class=\"d-tick\"><input type=\"checkbox\" name=\""_html, name, "\" value=\"yes\""_html,
                    is_on ? " checked"_html : ""_html, "> "_html, words, "</label>\n"_html);
}

ui::Html filter_form(QueueView const& view, ui::Translator const& t)
{
    auto const& filters = view.filters;
    ui::Html form{"<form class=\"d-filters\" method=\"get\" action=\"/desk\">\n"_html};
    if (view.teams.size() > 1) form.add(chooser("team", t("Team"), view.teams, filters.team, t("All my teams")));
    form.add(chooser("service", t("Service"), view.services, filters.service, t("All services")));
    form.add(chooser("stage", t("Stage"), view.stages, filters.stage, t("All stages")));
    form.add(chooser("assignee", t("Who works on it"), {{"me", t("Me")}, {"nobody", t("Nobody yet")}}, filters.assignee,
                     t("Anybody")));
    form.add(chooser("which", t("Open or closed"), {{"closed", t("Closed")}, {"any", t("Both")}}, which_of(filters),
                     t("Open")));
    form.add(chooser("order", t("Order"), {{"newest", t("Newest first")}},
                     filters.order == cases::Order::newest ? "newest" : "", t("Most urgent first")));
    form.add(tick("late", filters.late, t("Late only"))).add(tick("news", filters.news, t("With news only")));
    form.add(ui::button({.text = t("Show these"), .classes = "govuk-button--secondary"})).add("</form>\n"_html);
    return ui::html("<details class=\"d-more\""_html, view.is_filtered ? " open"_html : ""_html, "><summary>"_html,
                    t("Filters"), "</summary>\n"_html, form, "</details>\n"_html);
}

ui::Html row_item(QueueView::Row const& row, ui::Translator const& t)
{
    auto const place = row.place.empty() ? t("No place given") : row.place;
    return ui::html(
        "<li><a href=\""_html, row.href, "\""_html, row.is_current ? " aria-current=\"true\""_html : ""_html,
        "><span class=\"d-line\"><strong>"_html, row.what, "</strong>"_html,
        row.has_news ? ui::html("<span class=\"d-news\">"_html, t("News"), "</span>"_html) : ui::Html{},
        "</span><span class=\"d-line\">"_html, place, "</span><span class=\"d-line\"><span>"_html, clock(row.left),
        "</span></span><small>"_html, row.stage, " · "_html, row.assignee, "</small></a></li>\n"_html);
}

/// An empty list says why it is empty and what fills it.
ui::Html empty_list(QueueView const& view, ui::Translator const& t)
{
    if (!view.has_teams) return paragraph(t("You are in no team yet. An administrator can put you into one."));
    if (view.is_filtered)
        return ui::html(paragraph(t("No case fits these filters.")),
                        "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/desk\">"_html,
                        t("Show all open cases"), "</a></p>\n"_html);
    return paragraph(t("Nothing is open. What people send to your teams shows up here."));
}

ui::Html rows_of(QueueView const& view, ui::Translator const& t)
{
    if (view.rows.empty()) return empty_list(view, t);
    ui::Html items;
    for (auto const& row : view.rows) items.add(row_item(row, t));
    ui::Html pages;
    if (!view.first_href.empty())
        pages.add(ui::html("<a class=\"govuk-link\" href=\""_html, view.first_href, "\">"_html, t("Back to the top"),
                           "</a> "_html));
    if (!view.next_href.empty())
        pages.add(ui::html("<a class=\"govuk-link\" rel=\"next\" href=\""_html, view.next_href, "\">"_html,
                           t("More cases"), "</a>"_html));
    return ui::html("<ul class=\"d-cases\">\n"_html, items, "</ul>\n<p class=\"govuk-body d-pages\">"_html, pages,
                    "</p>\n"_html);
}

}

ui::Html export_form(QueueView const& view, ui::Translator const& t)
{
    ui::Select services{.name = "service", .id = "export-service", .label = {.text = t("Service")}};
    for (auto const& [id, title] : view.services) services.items.push_back({.value = id, .text = title});
    auto const day = [&](std::string name, std::string label) {
        auto id = "export-" + name;
        return ui::input({.name = std::move(name),
                          .id = std::move(id),
                          .label = {.text = label},
                          .type = "date",
                          .classes = "govuk-input--width-10"});
    };
    return ui::html(subheading(t("Export cases")),
                    "<form class=\"d-filters\" method=\"get\" action=\"/desk/export.csv\">\n"_html,
                    ui::select(services), day("from", t("Sent from")), day("to", t("Sent up to")),
                    ui::button({.text = t("Download as CSV"), .classes = "govuk-button--secondary"}), "</form>\n"_html);
}

ui::Html queue_pane(QueueView const& view, ui::Translator const& t, bool is_page)
{
    auto const title = is_page ? heading(t("Cases")) : subheading(t("Cases"));
    return ui::html("<section class=\"d-pane d-queue\" aria-label=\""_html, t("List of cases"), "\">\n"_html, title,
                    search(view, t), counter_list(view, t), filter_form(view, t), rows_of(view, t),
                    "</section>\n"_html);
}

}
