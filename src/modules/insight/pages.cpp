// The list of forms and the figures of one, as markup.
#include "tables.hpp"
#include "views.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/components/notices.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace guildhall::insight {

namespace {

using namespace ui::literals;
using forms::Pace;
using ui::paragraph;

std::string band_words(Band band, ui::Translator const& t)
{
    switch (band) {
    case Band::never: return t("0: never used");
    case Band::under_30: return t("1 to 29");
    case Band::under_200: return t("30 to 199");
    case Band::under_1000: return t("200 to 999");
    case Band::more: return t("1,000 or more");
    }
    return {};
}

std::string pace_words(Pace pace, ui::Translator const& t)
{
    switch (pace) {
    case Pace::under_10_seconds: return t("under 10 seconds");
    case Pace::under_30_seconds: return t("10 to 30 seconds");
    case Pace::under_1_minute: return t("30 seconds to 1 minute");
    case Pace::under_2_minutes: return t("1 to 2 minutes");
    case Pace::under_5_minutes: return t("2 to 5 minutes");
    case Pace::under_15_minutes: return t("5 to 15 minutes");
    case Pace::longer: return t("over 15 minutes, or came back later");
    }
    return {};
}

std::string mark_words(std::string_view mark, ui::Translator const& t)
{
    auto const* kind = mark_named(mark);
    return kind != nullptr ? t(kind->label) : "";
}

/// "8.4"; what is too short to judge has none.
std::string age_words(double age, ui::Translator const& t)
{
    return age > 0 ? fmt::format("{:.1f}", age) : t("too short to tell");
}

/// The form, and why little use may be no surprise.
ui::Html named(UseLine const& line, UseView const& view, ui::Translator const& t)
{
    auto out = ui::html(ui::link(path_of(line.service), line.title));
    auto const note = [&](std::string const& words) {
        out.add(ui::html("<br><span class=\"govuk-hint\">"_html, words, "</span>"_html));
    };
    if (line.first_published > view.begins) note(t("New this year"));
    if (!line.is_open) note(t("Cannot be begun now"));
    return out;
}

ui::Html use_table(UseView const& view, std::string const& name, bool little, ui::Translator const& t)
{
    ui::Table table{.caption = name,
                    .caption_classes = "govuk-visually-hidden",
                    .head = {words(t("Form")), words(t("Use in a year")), numeric(t("Started")), numeric(t("Sent")),
                             words(t("Completed")), words(t("Without help")), numeric(t("Said what went wrong")),
                             numeric(t("Reading age")), words(t("Decision"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& line : view.lines) {
        if ((line.use.sent < little_used) != little) continue;
        auto const decision =
            line.note.empty() ? mark_words(line.mark, t) : mark_words(line.mark, t) + ": " + line.note;
        table.rows.push_back(
            {{.text = named(line, view, t)},
             words(band_words(band_of(line.use.sent), t)),
             number(line.use.started),
             number(line.use.sent),
             bar(line.use.sent, line.use.started, t("Completed: {form}", {{"form", line.title}})),
             bar(line.use.sent_by_self, line.use.sent, t("Without help: {form}", {{"form", line.title}})),
             number(line.feedback),
             numeric(age_words(line.reading_age, t)),
             words(decision)});
    }
    if (table.rows.empty()) return paragraph(t("None."));
    return scrolling(name, table);
}

/// The definition's order first; what an older version had besides comes after.
std::vector<std::string> page_order(FormView const& view)
{
    std::vector<std::string> order;
    for (auto const& page : view.definition.pages) order.push_back(page.id);
    for (auto const& [id, page] : view.figures.pages)
        if (id != "check" && std::ranges::find(order, id) == order.end()) order.push_back(id);
    order.emplace_back("check");
    return order;
}

std::string page_title(FormView const& view, std::string const& id, ui::Translator const& t)
{
    if (id == "check") return t("Check your answers");
    auto const* page = view.definition.page(id);
    if (page == nullptr) return id;
    if (!page->title.empty()) return page->title;
    return page->questions.empty() ? id : page->questions.front().label;
}

ui::Html funnel(FormView const& view, ui::Translator const& t)
{
    auto const name = t("Where do people stop?");
    ui::Table table{.caption = name,
                    .caption_classes = "govuk-visually-hidden",
                    .head = {words(t("Page")), numeric(t("Reached")), numeric(t("Answered")), words(t("Got past it")),
                             numeric(t("Stopped here")), words(t("Time, the middle one"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& id : page_order(view)) {
        auto const found = view.figures.pages.find(id);
        auto const page = found != view.figures.pages.end() ? found->second : forms::PageFigures{};
        auto const title = page_title(view, id, t);
        bool const is_timed = std::ranges::any_of(page.took, [](auto count) { return count > 0; });
        table.rows.push_back({words(title), number(page.reached), number(page.answered),
                              bar(page.answered, page.reached, t("Got past it: {page}", {{"page", title}})),
                              number(page.stopped), words(is_timed ? pace_words(forms::middle_of(page.took), t) : "")});
    }
    return ui::html(
        subheading(name), scrolling(name, table),
        paragraph(
            t("Stopped means that nobody touched the form for a day. Whoever comes back later is taken off again.")));
}

ui::Html errors(FormView const& view, ui::Translator const& t)
{
    auto const name = t("Which questions do people get wrong?");
    ui::Table table{.caption = name,
                    .caption_classes = "govuk-visually-hidden",
                    .head = {words(t("Question")), numeric(t("People who saw an error")), numeric(t("Errors in all"))},
                    .rows = {},
                    .first_cell_is_header = true};
    std::vector<std::pair<std::string, forms::QuestionFigures>> sorted(view.figures.questions.begin(),
                                                                       view.figures.questions.end());
    std::ranges::stable_sort(sorted, std::greater{}, [](auto const& one) { return one.second.people; });
    for (auto const& [id, question] : sorted) {
        auto const* known = view.definition.question(id);
        table.rows.push_back({words(known ? known->label : id), number(question.people), number(question.times)});
    }
    return ui::html(subheading(name),
                    table.rows.empty() ? paragraph(t("Nobody has seen an error.")) : scrolling(name, table));
}

ui::Html shares(FormView const& view, ui::Translator const& t)
{
    auto const& f = view.figures;
    auto const count = [](auto const& map, std::string_view key) {
        auto const found = map.find(key);
        return found != map.end() ? found->second : std::int64_t{0};
    };
    auto const row = [&](std::string const& label, std::int64_t part, std::int64_t whole) {
        return std::vector<ui::Cell>{words(label), number(part), bar(part, whole, label)};
    };
    auto const by_self = count(f.sent_by_channel, "self");
    ui::Table table{
        .caption = t("Of those who started"),
        .head = {words(t("What")), numeric(t("People")), words(t("Share"))},
        .rows = {row(t("Sent it"), f.sent, f.started), row(t("Still under way"), f.under_way, f.started),
                 row(t("Saved it for later"), f.saved, f.started),
                 row(t("Came back from the link"), f.returned, f.saved),
                 row(t("Used a phone"), count(f.started_by_device, "phone"), f.started),
                 row(t("Sent it with a phone"), count(f.sent_by_device, "phone"), count(f.started_by_device, "phone")),
                 row(t("Sent it with a computer"), count(f.sent_by_device, "computer"),
                     count(f.started_by_device, "computer")),
                 row(t("Sent with the help of staff"), f.sent - by_self, f.sent)},
        .first_cell_is_header = true};
    for (auto const& [id, people] : f.signposted) {
        auto const* ending = view.definition.ending(id);
        auto const title = ending != nullptr ? ending->title : id;
        table.rows.push_back(row(t("Was pointed elsewhere: {title}", {{"title", title}}), people, f.started));
    }
    return ui::html(subheading(t("How many start, and how many send it?")),
                    scrolling(t("Of those who started"), table));
}

ui::Html versions(FormView const& view, ui::Translator const& t)
{
    auto const name = t("Is the newest version better?");
    ui::Table table{.caption = name,
                    .caption_classes = "govuk-visually-hidden",
                    .head = {words(t("Version")), numeric(t("Started")), numeric(t("Sent")), words(t("Completed")),
                             numeric(t("Reading age"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& line : view.versions) {
        auto const label = t("Version {number}", {{"number", std::to_string(line.number)}});
        auto const href = ui::Url::path("/admin/insight/forms/{}", {view.definition.id})
                              .with_query("version", std::to_string(line.number));
        auto const age = numeric(age_words(line.reading_age, t));
        if (line.is_in_trial) {
            table.rows.push_back({words(label), number(line.arm.began), numeric(t("after the trial")), words(""), age});
            continue;
        }
        table.rows.push_back({{.text = ui::link(href.str(), label)},
                              number(line.arm.began),
                              number(line.arm.did),
                              bar(line.arm.did, line.arm.began, label),
                              age});
    }
    return ui::html(
        subheading(name), table.rows.empty() ? paragraph(t("Nobody has started the form.")) : scrolling(name, table),
        paragraph(t("A reading age over {age} is too hard for many people.",
                    {{"age", fmt::format("{:.0f}", services::oldest_reading_age)}})),
        paragraph(ui::link(path_of(view.definition.id, "trials"), t("Try two versions against each other"))));
}

ui::Html said(FormView const& view, ui::Translator const& t)
{
    auto out = subheading(t("What did people say went wrong?"));
    if (view.feedback.empty()) return std::move(out.add(paragraph(t("Nobody has said anything in this time."))));
    ui::Table counts{.caption = t("How often"),
                     .head = {words(t("Page")), words(t("What")), numeric(t("How often"))},
                     .rows = {},
                     .first_cell_is_header = true};
    auto const label = [&](std::string const& id) {
        auto const* trouble = forms::trouble_named(id);
        return trouble != nullptr ? t(trouble->label) : id;
    };
    auto const page = [&](std::string const& id) { return id.empty() ? t("Start page") : page_title(view, id, t); };
    for (auto const& count : view.feedback_counts)
        counts.rows.push_back({words(page(count.page)), words(label(count.trouble)), number(count.count)});
    out.add(scrolling(t("How often"), counts)).add("<ul class=\"govuk-list govuk-list--bullet\">"_html);
    for (auto const& one : view.feedback) {
        if (one.words.empty()) continue;
        out.add(ui::html("<li>"_html, page(one.page), ": "_html, one.words, " ("_html, t.date(one.at), ")"_html));
        if (view.may_mark) {
            out.add(ui::html("<form method=\"post\" action=\""_html, path_of(view.definition.id, "feedback-deletion"),
                             "\">"_html, ui::hidden("csrf", view.csrf),
                             ui::hidden("feedback", std::to_string(one.id.value)),
                             "<button class=\"c-quiet-button\" type=\"submit\">"_html, t("Delete these words"),
                             "</button></form>"_html));
        }
        out.add("</li>"_html);
    }
    return std::move(out.add("</ul>"_html));
}

ui::Html decision(FormView const& view, ui::Translator const& t)
{
    auto out = subheading(t("What should happen with this form?"));
    if (view.mark)
        out.add(paragraph(
            t("Decided on {date}: {mark}. {note}",
              {{"date", t.date(view.mark->at)}, {"mark", mark_words(view.mark->mark, t)}, {"note", view.mark->note}})));
    if (!view.may_mark) return out;
    ui::Choices kinds{.name = "mark",
                      .fieldset = ui::Fieldset{.legend = {.text = t("Decision")}},
                      .error = error_of(view.errors, "mark", t),
                      .items = {},
                      .values = {view.mark ? view.mark->mark : ""},
                      .classes = "govuk-radios--small"};
    for (auto const& kind : mark_kinds) kinds.items.push_back({.value = std::string{kind.id}, .text = t(kind.label)});
    return std::move(out.add(ui::html("<form method=\"post\" action=\""_html, path_of(view.definition.id, "mark"),
                                      "\" novalidate>"_html, ui::hidden("csrf", view.csrf), ui::radios(kinds),
                                      ui::input({.name = "note",
                                                 .label = {.text = t("Why, and what comes next")},
                                                 .error = error_of(view.errors, "note", t),
                                                 .value = view.mark ? view.mark->note : ""}),
                                      ui::button({.text = t("Save the decision")}), "</form>"_html)));
}

}

ui::Html use_page(UseView const& view, ui::Translator const& t)
{
    auto const little = t("Used fewer than {n} times in a year", {{"n", std::to_string(little_used)}});
    ui::Html out = heading(t("How are our forms used?"));
    out.add(paragraph(t(
        "From {from} to {to}. A form counts on the day when it was started. Counts only: answers are never part of it.",
        {{"from", t.date(view.year.from)}, {"to", t.date(view.year.to)}})));
    out.add(paragraph(ui::link("/admin/insight/forms.csv", t("Download as CSV"))));
    out.add(subheading(little));
    out.add(paragraph(
        t("Forms that few people use cost more than they are worth. Improve them, merge them or retire them.")));
    out.add(use_table(view, little, true, t));
    auto const more = t("Used {n} times or more", {{"n", std::to_string(little_used)}});
    return std::move(out.add(subheading(more)).add(use_table(view, more, false, t)));
}

ui::Html form_page(FormView const& view, ui::Translator const& t)
{
    ui::Html out = error_summary_of(view.errors, t);
    out.add(paragraph(ui::link("/admin/insight/forms", t("All forms"))));
    out.add(heading(view.definition.title));
    auto const which =
        view.version == 0 ? t("All versions") : t("Version {number}", {{"number", std::to_string(view.version)}});
    if (view.version_is_in_trial)
        out.add(
            ui::inset_text({.text = t("This version is in a trial. Its figures are shown when the trial is over.")}));
    out.add(paragraph(t("{which}. Forms started from {from} to {to}.",
                        {{"which", which}, {"from", t.date(view.period.from)}, {"to", t.date(view.period.to)}})));
    out.add(paragraph(ui::link(path_of(view.definition.id, "figures.csv"), t("Download as CSV"))));
    out.add(shares(view, t)).add(funnel(view, t)).add(errors(view, t)).add(versions(view, t));
    return std::move(out.add(said(view, t)).add(decision(view, t)));
}

}
