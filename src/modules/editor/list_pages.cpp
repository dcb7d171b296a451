#include "list_pages.hpp"

#include "skeleton.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/compound_fields.hpp>

#include <array>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

constexpr std::array every_state{State::published, State::draft,     State::in_review, State::approved,
                                 State::scheduled, State::withdrawn, State::file_gone, State::not_open};

ui::Html search_form(ListView const& view, ui::Translator const& t)
{
    ui::Select state{.name = "state", .label = {.text = t("State")}, .value = view.state, .has_value = true};
    state.items.push_back({.value = "", .text = t("Any")});
    for (auto const one : every_state)
        state.items.push_back({.value = std::string{name_of(one)}, .text = words_of(one, t)});
    return ui::html("<form method=\"get\" action=\""_html, address(), "\" class=\"d-filters\" role=\"search\">\n"_html,
                    ui::input({.name = "q",
                               .label = {.text = t("Search")},
                               .value = view.words,
                               .type = "search",
                               .autocomplete = "off",
                               .classes = "govuk-input--width-20"}),
                    ui::select(state), ui::button({.text = t("Show"), .classes = "govuk-button--secondary"}),
                    "</form>\n"_html);
}

ui::Html state_tags(ListView::Row const& row, ui::Translator const& t)
{
    ui::Html out;
    for (auto const state : row.states) {
        std::string classes = "govuk-tag--blue";
        if (state == State::published) classes = "govuk-tag--green";
        if (state == State::file_gone) classes = "govuk-tag--red";
        if (state == State::withdrawn || state == State::not_open) classes = "govuk-tag--grey";
        out.add(ui::tag({.text = words_of(state, t), .classes = classes})).add(" "_html);
    }
    if (!row.waits_for.empty())
        out.add("<br><span class=\"e-waits\">"_html)
            .add(t("Needs: {things}", {{"things", row.waits_for}}))
            .add("</span>"_html);
    return out;
}

ui::Html table_of(ListView const& view, ui::Translator const& t)
{
    ui::Table table{.caption = t("Services"),
                    .caption_classes = "govuk-visually-hidden",
                    .head = {{.text = t("Service")},
                             {.text = t("State")},
                             {.text = t("Team")},
                             {.text = t("Begun in 30 days"), .format = "numeric"},
                             {.text = t("Sent in 30 days"), .format = "numeric"},
                             {.text = t("Version"), .format = "numeric"}},
                    .first_cell_is_header = true};
    for (auto const& row : view.rows)
        table.rows.push_back(
            {{.text = link(address(row.id), row.title)},
             {.text = state_tags(row, t)},
             {.text = row.team},
             {.text = std::to_string(row.started), .format = "numeric"},
             {.text = std::to_string(row.sent), .format = "numeric"},
             {.text = row.version > 0 ? std::to_string(row.version) : std::string{"–"}, .format = "numeric"}});
    return scrolling(t("Services"), ui::table(table));
}

}

std::string_view name_of(State state)
{
    switch (state) {
    case State::published: return "published";
    case State::draft: return "draft";
    case State::in_review: return "in-review";
    case State::approved: return "approved";
    case State::scheduled: return "scheduled";
    case State::withdrawn: return "withdrawn";
    case State::file_gone: return "file-gone";
    case State::not_open: return "not-open";
    }
    return "";
}

std::string words_of(State state, ui::Translator const& t)
{
    switch (state) {
    case State::published: return t("Published");
    case State::draft: return t("Draft");
    case State::in_review: return t("In review");
    case State::approved: return t("Approved");
    case State::scheduled: return t("Scheduled");
    case State::withdrawn: return t("Withdrawn");
    case State::file_gone: return t("Its file is gone");
    case State::not_open: return t("Not open yet");
    }
    return {};
}

ui::Html list_page(ListView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (view.was_dropped)
        out.add("<p class=\"e-saved\" role=\"status\">"_html).add(t("The draft is gone.")).add("</p>\n"_html);
    out.add(heading(t("Services")));
    out.add("<div class=\"e-top\">"_html)
        .add(ui::button({.text = t("Make a new service"), .href = address() + "/new"}))
        .add("<p class=\"govuk-body\">"_html)
        .add(link("/admin/insight/forms", t("Figures of every form")))
        .add("</p></div>\n"_html);
    out.add(search_form(view, t));
    if (view.rows.empty())
        out.add(paragraph(t("No service fits what you searched for. Search for less, or choose any state.")));
    else
        out.add(table_of(view, t));
    return ui::html("<div class=\"d-pane d-wide\">\n"_html, out, "</div>\n"_html);
}

ui::Html new_page(NewView const& view, ui::Translator const& t)
{
    auto const typed = [&](char const* name) { return std::string{view.typed.value(name)}; };
    auto const text = [&](char const* name, std::string words, std::string hint, std::string classes = {}) {
        return ui::input({.name = name,
                          .label = {.text = words, .classes = "govuk-label--s"},
                          .hint = {.text = hint},
                          .error = ui::error_of(view.errors, name, t),
                          .value = typed(name),
                          .autocomplete = "off",
                          .classes = classes});
    };
    auto const pick = [&](char const* name, std::string words,
                          std::vector<std::pair<std::string, std::string>> const& all, std::string hint = {}) {
        ui::Select select{.name = name,
                          .label = {.text = words, .classes = "govuk-label--s"},
                          .hint = {.text = hint},
                          .error = ui::error_of(view.errors, name, t),
                          .value = typed(name),
                          .has_value = true};
        for (auto const& [value, shown] : all) select.items.push_back({.value = value, .text = shown});
        return ui::select(select);
    };
    std::vector<std::pair<std::string, std::string>> teams{{"", t("Choose")}};
    teams.insert(teams.end(), view.teams.begin(), view.teams.end());
    std::vector<std::pair<std::string, std::string>> verbs{{"", t("Choose")},
                                                           {"report", t("Report a problem")},
                                                           {"request", t("Ask for something")},
                                                           {"apply", t("Apply for something")},
                                                           {"book", t("Book something")},
                                                           {"pay", t("Pay for something")},
                                                           {"tell", t("Tell us about a change")},
                                                           {"check", t("Check if you can have something")},
                                                           {"appeal", t("Appeal against a decision")},
                                                           {"buy", t("Buy something")},
                                                           {"view", t("Look something up")},
                                                           {"refer", t("Refer somebody")}};
    std::vector<std::pair<std::string, std::string>> beginnings{{"", t("Nothing: only how to reach people")}};
    for (auto const& one : templates()) beginnings.emplace_back("template " + std::string{one.name}, t(one.words));
    for (auto const& [id, title] : view.services)
        beginnings.emplace_back("copy " + id, t("A copy of: {service}", {{"service", title}}));
    ui::Html areas{"<datalist id=\"areas\">"_html};
    for (auto const& area : view.areas) areas.add("<option value=\""_html).add(area).add("\"></option>"_html);
    areas.add("</datalist>"_html);
    auto const area = ui::input({.name = "area",
                                 .label = {.text = t("Area of the council"), .classes = "govuk-label--s"},
                                 .hint = {.text = t("One word, for example: waste")},
                                 .error = ui::error_of(view.errors, "area", t),
                                 .value = typed("area"),
                                 .autocomplete = "off",
                                 .classes = "govuk-input--width-20",
                                 .attributes = {{"list", "areas"}}});
    auto const form = ui::html(
        text("title", t("Title"), t("What people want to do, in their words. For example: Report a broken bench")),
        text("summary", t("Summary"), t("One sentence below the title.")),
        pick("verb", t("What people do here"), verbs), area, areas, pick("owner", t("Team that does the work"), teams),
        text("working_days", t("Working days until it is done"), t("A number. This is a promise."),
             "govuk-input--width-3"),
        pick("from", t("What to begin with"), beginnings),
        ui::button({.text = t("Make the service"), .prevent_double_click = true}));
    return ui::html("<div class=\"d-pane e-form\">\n<p class=\"e-crumb\">"_html, link(address(), t("Services")),
                    "</p>"_html, ui::error_summary_of(view.errors, t), heading(t("Make a new service")),
                    quiet(t("Nobody sees it before a second person has looked at it.")),
                    form_to(address(), view.csrf, form), "</div>\n"_html);
}

}
