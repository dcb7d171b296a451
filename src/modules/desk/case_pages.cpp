#include "case_view.hpp"

#include "frame.hpp"

#include <ui/components/blocks.hpp>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

ui::Html fact(std::string const& name, ui::Content const& value)
{
    return ui::html("<dt>"_html, name, "</dt><dd>"_html, value.html(), "</dd>\n"_html);
}

/// Lines that somebody typed stay lines.
ui::Html typed_lines(std::string const& words)
{
    return ui::html("<span class=\"d-words\">"_html, words, "</span>"_html);
}

ui::Html facts_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html facts;
    facts.add(fact(t("Promise"), ui::html(clock(view.left), " "_html, t("(by {date})", {{"date", view.target}}))));
    facts.add(fact(t("Stage"), view.one.is_open() ? view.stage : view.outcome));
    if (view.forgotten.empty())
        facts.add(fact(t("Place"), view.one.place.empty() ? t("No place given") : view.one.place));
    facts.add(fact(t("Service"), view.service));
    facts.add(fact(t("Sent"), view.opened));
    return ui::html("<dl class=\"d-facts\">\n"_html, facts, "</dl>\n"_html);
}

ui::Html answers_of(CaseView const& view, ui::Translator const& t)
{
    if (view.answers.empty()) return {};
    ui::Html lines;
    for (auto const& line : view.answers) lines.add(fact(line.label, typed_lines(line.text)));
    return ui::html(subheading(t("What the person told us")), "<dl class=\"d-facts d-answers\">\n"_html, lines,
                    "</dl>\n"_html);
}

ui::Html worked_out_of(CaseView const& view, ui::Translator const& t)
{
    if (view.worked_out.empty()) return {};
    ui::Html lines;
    for (auto const& line : view.worked_out) lines.add(fact(line.label, typed_lines(line.text)));
    return ui::html(subheading(t("What we worked out from it")), "<dl class=\"d-facts d-answers\">\n"_html, lines,
                    "</dl>\n"_html);
}

ui::Html photo_of(CaseView::Photo const& photo, ui::Translator const& t)
{
    switch (photo.state) {
    case forms::PhotoState::ready:
        if (photo.is_pdf)
            return ui::paragraph(ui::link(photo.address + "/full", t("Download the PDF that the person sent")));
        return ui::html("<a href=\""_html, photo.address, "/full\"><img class=\"d-thumb\" src=\""_html, photo.address,
                        "/thumbnail\" alt=\""_html, t("Photo that the person sent"), "\"></a>\n"_html);
    case forms::PhotoState::waiting: return paragraph(t("A photo is being made ready. Look again in a minute."));
    case forms::PhotoState::unreadable: return paragraph(t("The person sent a photo that cannot be read."));
    case forms::PhotoState::infected:
        return paragraph(t("The person sent a file with a virus in it. We deleted it. Ask them for another one."));
    }
    return {};
}

ui::Html photos_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html photos;
    for (auto const& photo : view.photos) photos.add(photo_of(photo, t));
    return photos;
}

ui::Html news_of(CaseView const& view, ui::Translator const& t)
{
    if (!view.one.has_news) return {};
    ui::Html button;
    if (view.may_work)
        button =
            post_form(view, "news", ui::button({.text = t("I have read it"), .classes = "govuk-button--secondary"}));
    return ui::html("<div class=\"d-notice\">"_html,
                    paragraph(t("The person has told us more. It is in the story below.")), button, "</div>\n"_html);
}

ui::Html undo_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html out;
    for (auto const& undo : view.undo)
        out.add(ui::html(
            "<div class=\"d-notice\" role=\"status\">"_html, paragraph(undo.words),
            post_form(view, undo.resource,
                      ui::html(ui::hidden(undo.field, undo.value),
                               ui::button({.text = t("Undo"), .id = "undo", .classes = "govuk-button--secondary"}))),
            "</div>\n"_html));
    return out;
}

ui::Html moves_of(CaseView const& view, ui::Translator const& t)
{
    if (view.moves.empty()) return {};
    ui::Html buttons = ui::hidden("was", view.one.stage);
    bool first = true;
    for (auto const& stage : view.moves) {
        buttons.add(ui::button({.text = stage.title,
                                .name = "stage",
                                .value = stage.id,
                                .id = first ? "stage" : "stage-" + stage.id,
                                .prevent_double_click = true}));
        first = false;
    }
    return ui::html(subheading(t("Move on")), post_form(view, "stage", buttons));
}

ui::Html done_form(CaseView const& view, ui::Translator const& t)
{
    if (view.done.empty()) return {};
    ui::Html fields = ui::textarea({.name = "words",
                                    .id = "done-words",
                                    .label = {.text = t("What was done")},
                                    .hint = {.text = t("The person reads it. You can leave it empty.")},
                                    .error = error_of(view.typed.errors, "done-words", t),
                                    .value = view.typed.done_words,
                                    .rows = 3});
    for (auto const& stage : view.done)
        fields.add(
            ui::button({.text = stage.title, .name = "outcome", .value = stage.id, .prevent_double_click = true}));
    return ui::html("<div>"_html, subheading(t("Close as done")), post_form(view, "closure", fields), "</div>\n"_html);
}

ui::Html not_done_form(CaseView const& view, ui::Translator const& t)
{
    if (view.not_done.empty()) return {};
    ui::Select reasons{.name = "reason",
                       .label = {.text = t("Why it could not be done")},
                       .error = error_of(view.typed.errors, "reason", t),
                       .items = {{.value = "", .text = t("Another reason, in my own words")}},
                       .value = view.typed.reason,
                       .has_value = true};
    for (auto const& reason : view.reasons) reasons.items.push_back({.value = reason, .text = reason});
    ui::Html fields = ui::select(reasons);
    fields.add(ui::textarea({.name = "words",
                             .id = "not-done-words",
                             .label = {.text = t("More words")},
                             .hint = {.text = t("The person reads them.")},
                             .error = error_of(view.typed.errors, "not-done-words", t),
                             .value = view.typed.not_done_words,
                             .rows = 3}));
    for (auto const& stage : view.not_done)
        fields.add(ui::button({.text = stage.title,
                               .name = "outcome",
                               .value = stage.id,
                               .classes = "govuk-button--secondary",
                               .prevent_double_click = true}));
    return ui::html("<div>"_html, subheading(t("Close as not done")), post_form(view, "closure", fields),
                    "</div>\n"_html);
}

ui::Html note_form(CaseView const& view, ui::Translator const& t)
{
    if (!view.may_work || !view.forgotten.empty()) return {};
    ui::Html fields = ui::hidden("once", view.typed.note_once);
    fields.add(ui::textarea({.name = "words",
                             .label = {.text = t("Note")},
                             .error = error_of(view.typed.errors, "words", t),
                             .value = view.typed.note,
                             .rows = 3}));
    fields.add(ui::radios({.name = "kind",
                           .fieldset = ui::Fieldset{.legend = {.text = t("Who can read it")}},
                           .items = {{.value = "internal", .text = t("Staff only")},
                                     {.value = "public", .text = t("The person too, on the tracking page")}},
                           .values = {view.typed.note_is_public ? "public" : "internal"},
                           .classes = "govuk-radios--small"}));
    fields.add(ui::button({.text = t("Add note"), .classes = "govuk-button--secondary", .prevent_double_click = true}));
    return ui::html("<div>"_html, subheading(t("Write a note")), post_form(view, "notes", fields), "</div>\n"_html);
}

ui::Html story_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html entries;
    for (auto const& entry : view.timeline) {
        entries.add(ui::html("<li><strong>"_html, entry.what, "</strong><time>"_html,
                             t("{who}, {when}", {{"who", entry.who}, {"when", entry.when}}), "</time>"_html,
                             entry.words.empty() ? ui::Html{} : typed_lines(entry.words), "</li>\n"_html));
    }
    return ui::html(subheading(t("What happened")), "<ol class=\"d-timeline\">\n"_html, entries, "</ol>\n"_html);
}

ui::Html assignment_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html out = ui::html(subheading(t("Who works on it")), "<dl class=\"d-facts\">\n"_html,
                            fact(t("Team"), view.team), fact(t("Person"), view.assignee), "</dl>\n"_html);
    if (!view.may_work || !view.one.is_open()) return out;
    auto const was = std::to_string(view.one.assignee.value);
    ui::Select people{.name = "assignee",
                      .label = {.text = t("Give it to")},
                      .error = error_of(view.typed.errors, "assignee", t),
                      .items = {{.value = "0", .text = t("The team, nobody yet")}},
                      .value = was,
                      .has_value = true};
    for (auto const& [id, name] : view.colleagues)
        people.items.push_back({.value = std::to_string(id.value), .text = id == view.me ? t("Me") : name});
    out.add(post_form(view, "assignment",
                      ui::html(ui::hidden("was", was), ui::select(people),
                               ui::button({.text = t("Give"), .classes = "govuk-button--secondary"}))));
    if (view.one.assignee != view.me)
        out.add(post_form(view, "assignment",
                          ui::html(ui::hidden("was", was), ui::hidden("assignee", "me"),
                                   ui::button({.text = t("I take it"), .classes = "govuk-button--secondary"}))));
    return out;
}

ui::Html contact_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html out = subheading(t("Who asked"));
    if (!view.forgotten.empty())
        return std::move(
            out.add(paragraph(t("This person's details were deleted on {date}.", {{"date", view.forgotten}}))));
    if (view.contact.empty()) {
        out.add(paragraph(t("The person left no way to be reached. They can follow the case with its reference.")));
        return out;
    }
    ui::Html lines;
    for (auto const& line : view.contact) lines.add(fact(line.label, typed_lines(line.text)));
    out.add("<dl class=\"d-facts\">\n"_html).add(lines).add("</dl>\n"_html);
    if (!view.person_href.empty()) out.add(paragraph(link(view.person_href, t("Everything about this person"))));
    return out;
}

ui::Html messages_of(CaseView const& view, ui::Translator const& t)
{
    ui::Html out = subheading(t("Messages to the person"));
    if (view.messages.empty()) return std::move(out.add(paragraph(t("None so far."))));
    ui::Html items;
    for (auto const& message : view.messages)
        items.add(ui::html("<li><strong>"_html, message.how, ": "_html, message.state, "</strong> "_html, message.name,
                           "<time>"_html, message.when, "</time></li>\n"_html));
    return std::move(out.add("<ul class=\"d-timeline\">\n"_html).add(items).add("</ul>\n"_html));
}

ui::Html abuse_form(CaseView const& view, ui::Translator const& t)
{
    if (!view.may_work || !view.one.is_open()) return {};
    bool const is_open = !view.typed.abuse_words.empty() || !error_of(view.typed.errors, "abuse-words", t).text.empty();
    auto const fields =
        ui::html(ui::textarea({.name = "words",
                               .id = "abuse-words",
                               .label = {.text = t("Why it is abuse")},
                               .hint = {.text = t("Staff only. The case is closed, the sender is told nothing and the "
                                                  "photo is hidden. This cannot be undone.")},
                               .error = error_of(view.typed.errors, "abuse-words", t),
                               .value = view.typed.abuse_words,
                               .rows = 2}),
                 ui::button({.text = t("Mark as abuse"), .classes = "govuk-button--warning"}));
    return ui::details({.summary = t("Is it abuse?"), .text = post_form(view, "abuse", fields), .open = is_open});
}

}

ui::Html hidden_fields(CaseView const& view)
{
    return ui::html(ui::hidden("csrf", view.csrf), ui::hidden("revision", std::to_string(view.one.revision)));
}

ui::Html post_form(CaseView const& view, std::string_view resource, ui::Html const& fields)
{
    return ui::html("<form method=\"post\" action=\""_html, view.address, "/"_html, resource, view.query,
                    "\" novalidate>\n"_html, hidden_fields(view), fields, "</form>\n"_html);
}

ui::Html case_pane(CaseView const& view, ui::Translator const& t)
{
    auto const acts = ui::html("<div class=\"d-acts\">\n"_html, done_form(view, t), not_done_form(view, t),
                               note_form(view, t), "</div>\n"_html);
    return ui::html("<section class=\"d-pane d-case\" id=\"case\" tabindex=\"-1\" aria-label=\""_html, t("The case"),
                    "\">\n"_html, "<p class=\"d-back\"><a class=\"govuk-link\" id=\"back\" href=\""_html,
                    view.queue_href, "\">"_html, t("Back to the list"), "</a></p>\n"_html,
                    error_summary_of(view.typed.errors, t), undo_of(view, t), "<p class=\"d-reference\">"_html,
                    view.reference, "</p>\n"_html, heading(view.title), news_of(view, t), facts_of(view, t),
                    answers_of(view, t), worked_out_of(view, t), photos_of(view, t), moves_of(view, t), acts,
                    story_of(view, t), "</section>\n"_html);
}

ui::Html person_pane(CaseView const& view, ui::Translator const& t)
{
    return ui::html("<aside class=\"d-pane d-person\" aria-label=\""_html, t("The person and the work"), "\">\n"_html,
                    contact_of(view, t), assignment_of(view, t), messages_of(view, t),
                    "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/track/"_html, view.reference, "\">"_html,
                    t("What the person sees"), "</a></p>\n"_html, abuse_form(view, t), "</aside>\n"_html);
}

}
