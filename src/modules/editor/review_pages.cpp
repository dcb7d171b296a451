#include "review_pages.hpp"

#include "diff.hpp"
#include "source_pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/compound_fields.hpp>

#include <algorithm>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

std::string action(Work const& work, char const* place)
{
    return address(work.service, place);
}

ui::Html words_changed(ChangeLine const& change, ui::Translator const& t)
{
    if (change.before.empty() && change.after.empty()) return {};
    ui::Html out{"<p class=\"e-words\">"_html};
    for (auto const& piece : changed_words(change.before, change.after)) {
        switch (piece.change) {
        case Change::same: out.add(piece.text); break;
        case Change::taken_out:
            out.add("<del><span class=\"govuk-visually-hidden\">"_html).add(t("Taken out:")).add(" </span>"_html);
            out.add(piece.text).add("</del> "_html);
            break;
        case Change::put_in:
            out.add("<ins><span class=\"govuk-visually-hidden\">"_html).add(t("Put in:")).add(" </span>"_html);
            out.add(piece.text).add("</ins> "_html);
            break;
        }
    }
    return std::move(out.add("</p>"_html));
}

ui::Html hidden_revision(Work const& work)
{
    return ui::hidden("revision", std::to_string(work.draft->revision));
}

ui::Html words_field(ReviewView const& view, char const* name, std::string const& words, std::string const& hint,
                     ui::Translator const& t)
{
    return ui::textarea({.name = name,
                         .label = {.text = words, .classes = "govuk-label--s"},
                         .hint = {.text = hint},
                         .error = ui::error_of(view.errors, name, t),
                         .value = std::string{view.typed.value(name)},
                         .rows = 3});
}

ui::Html send_form(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    if (view.has_errors)
        return ui::html(paragraph(t("It has errors. Mend them, then send it.")),
                        problem_list(work, work.examined.problems, t));
    return form_to(action(work, "review"), view.csrf,
                   ui::html(hidden_revision(work),
                            words_field(view, "words", t("Words to the reviewer, if you like"), "", t),
                            ui::button({.text = t("Send for review"), .prevent_double_click = true})));
}

ui::Html ask_form(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    return form_to(action(work, "review/changes"), view.csrf,
                   ui::html(hidden_revision(work), words_field(view, "changes", t("What should be changed?"), "", t),
                            ui::button({.text = t("Ask for changes"),
                                        .classes = "govuk-button--secondary",
                                        .prevent_double_click = true})));
}

ui::Html approve_form(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    if (view.is_own_work) return ui::html(paragraph(t("You worked on this draft, so somebody else must look at it.")));
    ui::Html reason;
    if (view.has_hard_words)
        reason = ui::html(problem_list(work, work.examined.problems, t),
                          words_field(view, "reason", t("Why must the hard words stay?"),
                                      t("It is kept with the version. For example: it is the name of a form."), t));
    return form_to(
        action(work, "review/approval"), view.csrf,
        ui::html(hidden_revision(work), reason, "<div class=\"govuk-button-group\">"_html,
                 ui::button({.text = t("Approve and publish now"),
                             .name = "publish",
                             .value = "now",
                             .prevent_double_click = true}),
                 ui::button({.text = t("Approve"), .classes = "govuk-button--secondary", .prevent_double_click = true}),
                 "</div>"_html));
}

ui::Html publish_form(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    ui::Html when;
    if (work.draft->publish_at)
        when = paragraph(t("It will be published on {time}.", {{"time", t.date_and_time(*work.draft->publish_at)}}));
    auto const part = [&](char const* name, std::string words, char const* classes) {
        return ui::DatePart{.name = name,
                            .label = std::move(words),
                            .value = std::string{view.typed.value("on-" + std::string{name})},
                            .classes = classes};
    };
    auto const later = form_to(
        action(work, "publication"), view.csrf,
        ui::html(hidden_revision(work), ui::hidden("at", "day"),
                 ui::date_input({.id = "on",
                                 .name_prefix = "on",
                                 .parts = {part("day", t("Day"), "govuk-input--width-2"),
                                           part("month", t("Month"), "govuk-input--width-2"),
                                           part("year", t("Year"), "govuk-input--width-4")},
                                 .fieldset = ui::Fieldset{.legend = {.text = t("Or on a day, at six in the morning"),
                                                                     .classes = "govuk-fieldset__legend--s"}},
                                 .error = ui::error_of(view.errors, "on", t)}),
                 ui::button({.text = t("Publish on that day"),
                             .classes = "govuk-button--secondary",
                             .prevent_double_click = true})));
    return ui::html(when,
                    form_to(action(work, "publication"), view.csrf,
                            ui::html(hidden_revision(work), ui::hidden("at", "now"),
                                     ui::button({.text = t("Publish now"), .prevent_double_click = true}))),
                    later);
}

ui::Html comment_form(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    return form_to(
        action(work, "review/comments"), view.csrf,
        ui::html(
            words_field(view, "comment", t("Say something about it"), "", t),
            ui::button({.text = t("Say it"), .classes = "govuk-button--secondary", .prevent_double_click = true})));
}

ui::Html what_to_do(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    switch (work.draft->state) {
    case services::DraftState::editing: return send_form(work, view, t);
    case services::DraftState::in_review: {
        auto out = approve_form(work, view, t);
        return std::move(out.add(ask_form(work, view, t)));
    }
    case services::DraftState::approved: {
        auto out = paragraph(t("{name} has approved it.", {{"name", work.name_of(work.draft->reviewer, t)}}));
        out.add(publish_form(work, view, t));
        return std::move(out.add(ask_form(work, view, t)));
    }
    }
    return {};
}

}

std::string words_of_step(std::string_view kind, ui::Translator const& t)
{
    if (kind == "began") return t("began a draft");
    if (kind == "saved") return t("changed the draft");
    if (kind == "sent for review") return t("sent it for review");
    if (kind == "asked for changes") return t("asked for changes");
    if (kind == "approved") return t("approved it");
    if (kind == "said") return t("said");
    if (kind == "scheduled") return t("chose the day on which it is published");
    if (kind == "published") return t("published it");
    if (kind == "rolled back") return t("went back to an older version");
    if (kind == "withdrawn") return t("withdrew the service");
    if (kind == "offered again") return t("offered the service again");
    if (kind == "dropped") return t("threw the draft away");
    return std::string{kind};
}

ui::Html steps_list(Work const& work, std::vector<services::Step> const& steps, ui::Translator const& t)
{
    if (steps.empty()) return paragraph(t("Nothing has happened yet."));
    ui::Html out{"<ol class=\"d-timeline\">\n"_html};
    for (auto const& step : steps) {
        out.add("<li><strong>"_html)
            .add(work.name_of(step.person, t))
            .add("</strong> "_html)
            .add(words_of_step(step.kind, t));
        if (step.number > 0)
            out.add(" ("_html).add(t("version {n}", {{"n", std::to_string(step.number)}})).add(")"_html);
        out.add(" <time>"_html).add(t.date_and_time(step.at)).add("</time>"_html);
        if (!step.words.empty()) out.add("<p class=\"d-words\">"_html).add(step.words).add("</p>"_html);
        out.add("</li>\n"_html);
    }
    return std::move(out.add("</ol>\n"_html));
}

ui::Html changes_list(std::vector<ChangeLine> const& changes, ui::Translator const& t)
{
    if (changes.empty()) return paragraph(t("Nothing is different."));
    ui::Html out{"<ul class=\"e-changes\">\n"_html};
    for (auto const& change : changes)
        out.add("<li>"_html).add(change.words).add(words_changed(change, t)).add("</li>\n"_html);
    return std::move(out.add("</ul>\n"_html));
}

ui::Html review_page(Work const& work, ReviewView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (view.was_published)
        out.add("<p class=\"e-saved\" role=\"status\">"_html)
            .add(t("Published. Residents see it now."))
            .add(" "_html)
            .add(link("/services/" + work.service, t("See it as residents do")))
            .add("</p>\n"_html);
    out.add(ui::error_summary_of(view.errors, t)).add(heading(t("Review and publish")));
    if (!work.draft) {
        out.add(paragraph(t("There is no draft. What is published is what people see.")));
        return std::move(out.add(steps_list(work, view.steps, t)));
    }
    out.add(what_to_do(work, view, t));
    if (view.base.empty()) {
        out.add(subheading(t("What is new")))
            .add(paragraph(t("The whole service is new. Look at each page, and try it.")));
    } else {
        out.add(subheading(t("What changed"))).add(changes_list(view.changes, t));
        out.add(ui::details(
            {.summary = t("Line by line"), .text = difference(view.base.front().text, work.files.front().text, t)}));
    }
    out.add(subheading(t("What was said and done"))).add(steps_list(work, view.steps, t));
    return std::move(out.add(comment_form(work, view, t)));
}

}
