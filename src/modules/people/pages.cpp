// The page of one person.
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
using ui::desk::subheading;

ui::Html fact(std::string const& name, ui::Html const& value)
{
    return ui::html("<dt>"_html, name, "</dt><dd>"_html, value, "</dd>\n"_html);
}

/// Values below each other; nothing where there is none.
ui::Html facts(std::string const& name, std::vector<std::string> const& values)
{
    if (values.empty()) return {};
    ui::Html lines;
    for (auto const& value : values) lines.add("<div>"_html).add(value).add("</div>"_html);
    return fact(name, lines);
}

ui::Html reasons_of(std::vector<std::string> const& reasons)
{
    if (reasons.empty()) return {};
    ui::Html items;
    for (auto const& reason : reasons) items.add("<li>"_html).add(reason).add("</li>"_html);
    return ui::html("<ul class=\"govuk-list govuk-list--bullet\">"_html, items, "</ul>\n"_html);
}

ui::Html alerts_of(PersonView const& view, ui::Translator const& t)
{
    ui::Html out;
    for (auto const& alert : view.alerts) {
        auto const review = alert.is_overdue ? t("Due for a look since {date}", {{"date", alert.review}})
                                             : t("To be looked at again on {date}", {{"date", alert.review}});
        ui::Html end;
        if (view.may_serve)
            end = post_form(view.address + "/facts/" + std::to_string(alert.id.value) + "/ending", view.csrf,
                            small_button(t("End this alert")));
        out.add(ui::html("<div class=\"d-notice\"><p class=\"govuk-body\"><strong>"_html,
                         t("Alert: {words}", {{"words", alert.words}}), "</strong><br>"_html, review, "<br>"_html,
                         t("By {name}", {{"name", alert.who}}), "</p>"_html, end, "</div>\n"_html));
    }
    return out;
}

std::string name_of_fact(std::string_view kind, ui::Translator const& t)
{
    if (kind == "contact") return t("How to reach them");
    if (kind == "need") return t("Need");
    if (kind == "consent") return t("Consent");
    return t("Alert");
}

ui::Html who_they_are(PersonView const& view, ui::Translator const& t)
{
    ui::Html lines;
    lines.add(facts(t("Also known as"), view.names));
    if (!view.born.empty()) lines.add(facts(t("Born"), {view.born}));
    lines.add(facts(t("Company number"), view.companies));
    lines.add(facts(t("Email"), view.emails));
    lines.add(facts(t("Phone"), view.phones));
    lines.add(facts(t("Address"), view.addresses));
    for (auto const& one : view.facts) {
        ui::Html end;
        if (view.may_serve)
            end = ui::html("<form method=\"post\" action=\""_html, view.address, "/facts/"_html, one.id.value,
                           "/ending\">"_html, ui::hidden("csrf", view.csrf),
                           "<button class=\"d-plain\" type=\"submit\">"_html, t("Take away"),
                           "<span class=\"govuk-visually-hidden\"> "_html, one.words, "</span></button></form>"_html);
        lines.add(fact(name_of_fact(one.kind, t), ui::html("<span class=\"d-words\">"_html, one.words,
                                                           "</span> <small>"_html, one.who, "</small>"_html, end)));
    }
    return ui::html("<dl class=\"d-facts\">\n"_html, lines, "</dl>\n"_html);
}

ui::Html contact_hint(PersonView const& view, ui::Translator const& t)
{
    for (auto const& one : view.facts)
        if (one.kind == "contact") return {};
    if (!view.emails.empty()) return paragraph(t("They left an email address, so messages go there."));
    if (!view.phones.empty()) return paragraph(t("They left a phone number and no email address."));
    return {};
}

ui::Html timeline_of(PersonView const& view, ui::Translator const& t)
{
    auto const count = static_cast<std::int64_t>(view.open);
    ui::Html out = subheading(t("What they asked for"));
    if (view.timeline.empty()) return std::move(out.add(paragraph(t("Nothing that you may see."))));
    out.add(paragraph(t.plural(count, "{n} is open", "{n} are open")));
    out.add("<ol class=\"d-timeline\">\n"_html);
    for (auto const& entry : view.timeline)
        out.add(ui::html("<li><strong>"_html, link(entry.href, entry.what), "</strong> "_html, entry.state,
                         "<time>"_html, entry.when, "</time></li>\n"_html));
    return std::move(out.add("</ol>\n"_html));
}

ui::Html suggestions_of(PersonView const& view, ui::Translator const& t)
{
    if (view.suggestions.empty()) return {};
    ui::Html out = subheading(t("May be the same person"));
    for (auto const& one : view.suggestions) {
        auto const other = ui::hidden("other", std::to_string(one.other.id.value));
        ui::Html buttons;
        if (view.may_serve)
            buttons = ui::html(post_form(view.address + "/joins", view.csrf,
                                         ui::html(other, small_button(t("It is the same person")))),
                               post_form(view.address + "/separations", view.csrf,
                                         ui::html(other, small_button(t("They are two people")))));
        out.add(ui::html("<div class=\"d-notice\">"_html,
                         paragraph(ui::html(link(path_of(one.other.id), one.other.name), " "_html, one.other.where,
                                            " "_html, one.other.reach)),
                         paragraph(t("Likely, by {percent} in 100:", {{"percent", std::to_string(one.percent)}})),
                         reasons_of(one.reasons), buttons, "</div>\n"_html));
    }
    return out;
}

ui::Html relations_of(PersonView const& view, ui::Translator const& t)
{
    ui::Html items;
    for (auto const& relation : view.relations) {
        auto const* const kind = std::ranges::find(relation_kinds, relation.kind, &RelationKind::id);
        if (kind == relation_kinds.end()) continue;
        auto const other = line_of(relation.other, t);
        auto const words = t(relation.is_from ? kind->from : kind->to, {{"name", other.name}});
        ui::Html end;
        if (view.may_serve)
            end = post_form(view.address + "/relations/" + std::to_string(relation.id.value) + "/ending", view.csrf,
                            ui::html("<button class=\"d-plain\" type=\"submit\">"_html, t("Take away"),
                                     "<span class=\"govuk-visually-hidden\"> "_html, words, "</span></button>"_html));
        items.add(ui::html("<li>"_html, link(path_of(other.id), words), end, "</li>\n"_html));
    }
    ui::Html out = subheading(t("Who belongs to them"));
    if (!items.empty()) out.add("<ul class=\"govuk-list\">\n"_html).add(items).add("</ul>\n"_html);
    if (view.at_address > 0)
        out.add(paragraph(link(view.address + "/household",
                               t.plural(static_cast<std::int64_t>(view.at_address), "{n} other at the same address",
                                        "{n} others at the same address"))));
    if (view.may_serve)
        out.add(paragraph(link("/desk/people?for=" + std::to_string(view.person.id.value),
                               t("Find somebody to join or relate them to"))));
    return out;
}

ui::Html fact_form(PersonView const& view, ui::Translator const& t)
{
    if (!view.may_serve) return {};
    auto const& typed = view.typed;
    ui::Html fields =
        ui::select({.name = "kind",
                    .label = {.text = t("What it is")},
                    .error = error_of(typed.errors, "kind", t),
                    .items = {{.value = "need", .text = t("A need: large print, an interpreter, support")},
                              {.value = "contact", .text = t("How they want to be reached")},
                              {.value = "consent", .text = t("Consent that they gave")},
                              {.value = "alert", .text = t("An alert for whoever serves them")}},
                    .value = typed.kind,
                    .has_value = !typed.kind.empty()});
    fields.add(ui::textarea({.name = "words",
                             .label = {.text = t("Words")},
                             .hint = {.text = t("They can ask to read what you write here.")},
                             .error = error_of(typed.errors, "words", t),
                             .value = typed.words,
                             .rows = 2}));
    fields.add(ui::input({.name = "review",
                          .label = {.text = t("Look at it again on")},
                          .hint = {.text = t("For an alert only: a day in the next 12 months.")},
                          .error = error_of(typed.errors, "review", t),
                          .value = typed.review,
                          .type = "date",
                          .classes = "govuk-input--width-10"}));
    fields.add(ui::button({.text = t("Write it down"), .prevent_double_click = true}));
    return ui::html(subheading(t("Write something down")), post_form(view.address + "/facts", view.csrf, fields));
}

ui::Html records_of(PersonView const& view, ui::Translator const& t)
{
    ui::Html items;
    for (auto const& record : view.records) {
        ui::Html part;
        if (record.can_part && view.may_serve)
            part = post_form(view.address + "/partings", view.csrf,
                             ui::html(ui::hidden("record", std::to_string(record.id.value)),
                                      small_button(t("This is another person: take it out"))));
        ui::Html why;
        if (!record.reasons.empty())
            why = ui::html(paragraph(t("It was joined to the others because:")), reasons_of(record.reasons));
        items.add(ui::html("<li><strong>"_html, record.what, "</strong><time>"_html, record.when, "</time>"_html, why,
                           part, "</li>\n"_html));
    }
    return ui::details(
        {.summary = t.plural(static_cast<std::int64_t>(view.records.size()), "What this page is made of: {n} record",
                             "What this page is made of: {n} records"),
         .text = ui::html("<ol class=\"d-timeline\">\n"_html, items, "</ol>\n"_html)});
}

ui::Html erase_form(PersonView const& view, ui::Translator const& t)
{
    if (!view.may_erase) return {};
    return ui::details(
        {.summary = t("Delete these details"),
         .text = ui::html(paragraph(t("No case holds these details. What staff wrote down is deleted for good.")),
                          post_form(view.address + "/erasure", view.csrf,
                                    ui::button({.text = t("Delete for good"), .classes = "govuk-button--warning"})))});
}

}

ui::Html post_form(std::string const& action, std::string const& csrf, ui::Html const& fields)
{
    return ui::html("<form method=\"post\" action=\""_html, action, "\" novalidate>\n"_html, ui::hidden("csrf", csrf),
                    fields, "</form>\n"_html);
}

ui::Html small_button(std::string const& text)
{
    return ui::button({.text = text, .classes = "govuk-button--secondary", .prevent_double_click = true});
}

ui::Html person_page(PersonView const& view, ui::Translator const& t)
{
    auto const who =
        ui::html("<section class=\"d-pane\" aria-label=\""_html, t("Who they are"), "\">\n"_html,
                 paragraph(link("/desk/people", t("Find a person"))), ui::error_summary_of(view.typed.errors, t),
                 heading(view.name), "<p class=\"d-reference\">"_html, view.kind, "</p>\n"_html, alerts_of(view, t),
                 who_they_are(view, t), contact_hint(view, t), relations_of(view, t),
                 view.may_audit ? paragraph(link(view.address + "/looks", t("Who looked at this person"))) : ui::Html{},
                 "</section>\n"_html);
    auto const what =
        ui::html("<section class=\"d-pane\" aria-label=\""_html, t("What they asked for"), "\">\n"_html,
                 suggestions_of(view, t), timeline_of(view, t), fact_form(view, t),
                 view.may_serve ? paragraph(link("/desk/people/new?to=" + std::to_string(view.person.id.value),
                                                 t("Add a name, address or way to reach them")))
                                : ui::Html{},
                 records_of(view, t), erase_form(view, t), "</section>\n"_html);
    return ui::html("<div class=\"d-panes\">\n"_html, who, what, "</div>\n"_html);
}

}
