// Where people are found, written down and listed.
#include "pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/desk_prose.hpp>
#include <ui/prose.hpp>

namespace guildhall::people {

namespace {

using namespace ui::literals;
using ui::link;
using ui::paragraph;
using ui::desk::heading;

ui::Html person_in_short(PersonLine const& line)
{
    ui::Html small;
    for (auto const* text : {&line.where, &line.reach, &line.born})
        if (!text->empty()) small.add("<small><span>"_html).add(*text).add("</span></small><br>"_html);
    return ui::html("<span class=\"d-line\"><strong>"_html, line.name, "</strong><small>"_html, line.kind,
                    "</small></span>"_html, small);
}

/// What can be done with somebody who was looked for on behalf of another.
ui::Html choice_form(SearchView const& view, PersonLine const& line, ui::Translator const& t)
{
    auto const number = std::to_string(line.id.value);
    ui::Select kinds{.name = "kind",
                     .id = "kind-" + number,
                     .label = {.text = t("{name} is", {{"name", view.chosen_for_name}})},
                     .items = {{.value = "same", .text = t("The same person as {name}", {{"name", line.name}})}}};
    for (auto const& kind : relation_kinds)
        kinds.items.push_back({.value = std::string{kind.id},
                               .text = t("{what} {name}", {{"what", t(kind.label)}, {"name", line.name}})});
    return post_form(path_of(view.chosen_for) + "/relations", view.csrf,
                     ui::html(ui::hidden("other", number), ui::select(kinds), small_button(t("Save"))));
}

ui::Html choice_of_kind(NewView const& view, ui::Translator const& t)
{
    return ui::select({.name = "kind",
                       .label = {.text = t("Who it is")},
                       .items = {{.value = "person", .text = t("Person")},
                                 {.value = "business", .text = t("Business")},
                                 {.value = "group", .text = t("Community group")}},
                       .value = view.kind,
                       .has_value = true});
}

ui::Html what_is_known(NewView const& view, ui::Translator const& t)
{
    ui::Html fields;
    auto const add = [&](std::string name, std::string label, std::string const& value, std::string type = "text") {
        fields.add(ui::input({.name = name,
                              .label = {.text = std::move(label)},
                              .error = ui::error_of(view.errors, name, t),
                              .value = value,
                              .type = std::move(type),
                              .autocomplete = "off"}));
    };
    add("first", t("First name"), view.first);
    add("last", t("Last name"), view.last);
    add("born", t("Date of birth"), view.born, "date");
    add("organisation", t("Name of the business or group"), view.organisation);
    add("company_number", t("Company number"), view.company_number);
    add("email", t("Email"), view.email);
    add("phone", t("Phone"), view.phone);
    add("address", t("Address"), view.address);
    add("postcode", t("Postcode"), view.postcode);
    return fields;
}

}

ui::Html found_list(SearchView const& view, ui::Translator const& t)
{
    if (view.typed.empty()) return {};
    if (view.found.empty())
        return ui::html("<p class=\"govuk-body\">"_html, t("Nobody that you may see has that."), "</p>\n"_html);
    ui::Html items;
    for (auto const& line : view.found) {
        items.add(ui::html("<li><a href=\""_html, path_of(line.id), "?from=search\">"_html, person_in_short(line),
                           "</a>"_html, view.chosen_for ? choice_form(view, line, t) : ui::Html{}, "</li>\n"_html));
    }
    return ui::html("<ul class=\"d-cases\">\n"_html, items, "</ul>\n"_html);
}

ui::Html search_page(SearchView const& view, ui::Translator const& t)
{
    ui::Html out =
        heading(view.chosen_for ? t("Find somebody for {name}", {{"name", view.chosen_for_name}}) : t("People"));
    ui::Html fields =
        ui::input({.name = "q",
                   .label = {.text = t("Find a person")},
                   .hint = {.text = t("Any part of a name, postcode, phone number, email address or reference")},
                   .value = view.typed,
                   .type = "search",
                   .autocomplete = "off",
                   .spellcheck = false});
    if (view.chosen_for) fields.add(ui::hidden("for", std::to_string(view.chosen_for.value)));
    fields.add(small_button(t("Find")));
    out.add(ui::html("<form class=\"d-search\" method=\"post\" action=\"/desk/people/search\" role=\"search\">\n"_html,
                     ui::hidden("csrf", view.csrf), fields, "</form>\n"_html));
    if (!view.is_ready)
        out.add(paragraph(t("The search is being made ready. Until then only whole email addresses, phone numbers and "
                            "postcodes are found.")));
    out.add(ui::html("<div id=\"found\" data-found=\"/desk/people/found\" role=\"status\">\n"_html, found_list(view, t),
                     "</div>\n"_html));
    if (view.may_serve) out.add(paragraph(link("/desk/people/new", t("Write down somebody new"))));
    if (view.may_audit) out.add(paragraph(link("/desk/people/looks", t("Who looked at whom"))));
    return ui::html("<div class=\"d-pane d-wide\">\n"_html, out, "</div>\n"_html);
}

ui::Html household_page(HouseholdView const& view, ui::Translator const& t)
{
    ui::Html out = ui::html(paragraph(link(path_of(view.of), t("Back to {name}", {{"name", view.name}}))),
                            heading(t("Household of {name}", {{"name", view.name}})));
    for (auto const& member : view.members) {
        out.add("<h2>"_html).add(link(path_of(member.line.id), member.line.name)).add("</h2>\n"_html);
        if (member.open.empty()) {
            out.add(paragraph(t("Nothing open that you may see.")));
            continue;
        }
        out.add("<ol class=\"d-timeline\">\n"_html);
        for (auto const& entry : member.open)
            out.add(ui::html("<li><strong>"_html, link(entry.href, entry.what), "</strong> "_html, entry.state,
                             "<time>"_html, entry.when, "</time></li>\n"_html));
        out.add("</ol>\n"_html);
    }
    return ui::html("<div class=\"d-pane d-wide\">\n"_html, out, "</div>\n"_html);
}

ui::Html new_page(NewView const& view, ui::Translator const& t)
{
    ui::Html fields = view.to ? ui::hidden("to", std::to_string(view.to.value)) : choice_of_kind(view, t);
    fields.add(what_is_known(view, t));
    fields.add(ui::button({.text = t("Save"), .prevent_double_click = true}));
    auto const title = view.to ? t("More about {name}", {{"name", view.to_name}}) : t("Write down somebody new");
    return ui::html("<div class=\"d-pane d-narrow\">\n"_html, ui::error_summary_of(view.errors, t), heading(title),
                    paragraph(t("Leave empty what you do not know.")), post_form("/desk/people", view.csrf, fields),
                    "</div>\n"_html);
}

ui::Html looks_page(LooksView const& view, ui::Translator const& t)
{
    ui::Html out = heading(view.title);
    if (view.lines.empty()) out.add(paragraph(t("Nobody has looked yet.")));
    ui::Html rows;
    for (auto const& line : view.lines)
        rows.add(ui::html("<tr class=\"govuk-table__row\"><td class=\"govuk-table__cell\">"_html, line.when,
                          "</td><td class=\"govuk-table__cell\">"_html, line.who,
                          "</td><td class=\"govuk-table__cell\">"_html,
                          line.href.empty() ? ui::html(line.whom) : link(line.href, line.whom),
                          "</td><td class=\"govuk-table__cell\">"_html, line.why, "</td></tr>\n"_html));
    auto const head = [](std::string const& words) {
        return ui::html("<th scope=\"col\" class=\"govuk-table__header\">"_html, words, "</th>"_html);
    };
    if (!view.lines.empty())
        out.add(ui::desk::scrolling(view.title,
                                    ui::html("<table class=\"govuk-table\"><thead><tr class=\"govuk-table__row\">"_html,
                                             head(t("When")), head(t("Who looked")), head(t("At whom")), head(t("Why")),
                                             "</tr></thead><tbody>\n"_html, rows, "</tbody></table>\n"_html)));
    if (!view.next.empty()) out.add(paragraph(link(view.next, t("Older"))));
    return ui::html("<div class=\"d-pane d-wide\">\n"_html, out, "</div>\n"_html);
}

}
