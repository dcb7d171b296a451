// Tables with bars made of spans: they read the same with styles, without them, and aloud.
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

ui::Html h1(std::string const& words)
{
    return ui::html("<h1>"_html, words, "</h1>\n"_html);
}
ui::Html h2(std::string const& words)
{
    return ui::html("<h2>"_html, words, "</h2>\n"_html);
}

ui::Html scrolling(std::string const& name, ui::Table const& table)
{
    return ui::html("<div class=\"d-table\" role=\"region\" tabindex=\"0\" aria-label=\""_html, name, "\">\n"_html,
                    ui::table(table), "</div>\n"_html);
}

ui::Cell number(std::int64_t value)
{
    return {.text = std::to_string(value), .format = "numeric"};
}
ui::Cell words(std::string const& text)
{
    return {.text = text};
}
ui::Cell numeric(std::string const& text)
{
    return {.text = text, .format = "numeric"};
}

/// A meter is a bar that every browser draws, in steps of whole per cents; the number beside it says the same.
ui::Cell bar(std::int64_t part, std::int64_t whole, std::string const& label)
{
    if (whole <= 0) return words("");
    return {.text =
                ui::html("<span class=\"d-share\"><meter min=\"0\" max=\""_html, whole, "\" value=\""_html, part,
                         "\" aria-label=\""_html, label, "\"></meter> "_html, percent(part, whole), "</span>"_html)};
}

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

std::string path_of(std::string_view service, std::string_view place = {})
{
    auto const path = ui::Url::path("/admin/insight/forms/{}", {service}).str();
    return place.empty() ? path : path + "/" + std::string{place};
}

std::string mark_words(std::string_view mark, ui::Translator const& t)
{
    auto const* kind = mark_named(mark);
    return kind != nullptr ? t(kind->label) : "";
}

ui::Html use_table(UseView const& view, std::string const& name, bool little, ui::Translator const& t)
{
    ui::Table table{.caption = name,
                    .head = {words(t("Form")), words(t("Use in a year")), numeric(t("Started")), numeric(t("Sent")),
                             words(t("Completed")), words(t("Without help")), numeric(t("Said what went wrong")),
                             words(t("Decision"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& line : view.lines) {
        if ((line.use.sent < little_used) != little) continue;
        auto const decision =
            line.note.empty() ? mark_words(line.mark, t) : mark_words(line.mark, t) + ": " + line.note;
        table.rows.push_back(
            {{.text = ui::link(path_of(line.service), line.title)},
             words(band_words(band_of(line.use.sent), t)),
             number(line.use.started),
             number(line.use.sent),
             bar(line.use.sent, line.use.started, t("Completed: {form}", {{"form", line.title}})),
             bar(line.use.sent_by_self, line.use.sent, t("Without help: {form}", {{"form", line.title}})),
             number(line.feedback),
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
        h2(name), scrolling(name, table),
        paragraph(
            t("Stopped means that nobody touched the form for a day. Whoever comes back later is taken off again.")));
}

ui::Html errors(FormView const& view, ui::Translator const& t)
{
    auto const name = t("Which questions do people get wrong?");
    ui::Table table{.caption = name,
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
    return ui::html(h2(name), table.rows.empty() ? paragraph(t("Nobody has seen an error.")) : scrolling(name, table));
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
    return ui::html(h2(t("How many start, and how many send it?")), scrolling(t("Of those who started"), table));
}

ui::Html versions(FormView const& view, ui::Translator const& t)
{
    auto const name = t("Is the newest version better?");
    ui::Table table{.caption = name,
                    .head = {words(t("Version")), numeric(t("Started")), numeric(t("Sent")), words(t("Completed"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& line : view.versions) {
        auto const label = t("Version {number}", {{"number", std::to_string(line.number)}});
        auto const href = ui::Url::path("/admin/insight/forms/{}", {view.definition.id})
                              .with_query("version", std::to_string(line.number));
        table.rows.push_back({{.text = ui::link(href.str(), label)},
                              number(line.arm.started),
                              number(line.arm.sent),
                              bar(line.arm.sent, line.arm.started, label)});
    }
    return ui::html(h2(name),
                    table.rows.empty() ? paragraph(t("Nobody has started the form.")) : scrolling(name, table),
                    paragraph(ui::link(path_of(view.definition.id, "comparison"), t("Compare two versions"))));
}

ui::Html said(FormView const& view, ui::Translator const& t)
{
    auto out = h2(t("What did people say went wrong?"));
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
    auto out = h2(t("What should happen with this form?"));
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

std::string said_verdict(TrialView const& view, ui::Translator const& t)
{
    auto const a = std::to_string(view.a);
    auto const b = std::to_string(view.b);
    switch (verdict(view.arm_a, view.arm_b, view.planned)) {
    case Verdict::too_early:
        return t("It is too early to say. Each version needs {planned} people; {a} and {b} have come.",
                 {{"planned", std::to_string(view.planned)},
                  {"a", std::to_string(view.arm_a.started)},
                  {"b", std::to_string(view.arm_b.started)}});
    case Verdict::a_is_better: return t("Version {one} is better than version {other}.", {{"one", a}, {"other", b}});
    case Verdict::b_is_better: return t("Version {one} is better than version {other}.", {{"one", b}, {"other", a}});
    case Verdict::no_difference:
        return t(
            "Enough people came, and the two versions do equally well as far as one can tell. Keep the simpler one.");
    }
    return {};
}

std::string points(double share)
{
    return fmt::format("{:+.1f}", 100 * share);
}

}

ui::Html use_page(UseView const& view, ui::Translator const& t)
{
    auto const little = t("Used fewer than {n} times in a year", {{"n", std::to_string(little_used)}});
    ui::Html out = h1(t("How are our forms used?"));
    out.add(paragraph(t(
        "From {from} to {to}. A form counts on the day when it was started. Counts only: answers are never part of it.",
        {{"from", t.date(view.year.from)}, {"to", t.date(view.year.to)}})));
    out.add(paragraph(ui::link("/admin/insight/forms.csv", t("Download as CSV"))));
    out.add(h2(little));
    out.add(paragraph(
        t("Forms that few people use cost more than they are worth. Improve them, merge them or retire them.")));
    out.add(use_table(view, little, true, t));
    auto const more = t("Used {n} times or more", {{"n", std::to_string(little_used)}});
    return std::move(out.add(h2(more)).add(use_table(view, more, false, t)));
}

ui::Html form_page(FormView const& view, ui::Translator const& t)
{
    ui::Html out = error_summary_of(view.errors, t);
    out.add(paragraph(ui::link("/admin/insight/forms", t("All forms"))));
    out.add(h1(view.definition.title));
    auto const which =
        view.version == 0 ? t("All versions") : t("Version {number}", {{"number", std::to_string(view.version)}});
    out.add(paragraph(t("{which}. Forms started from {from} to {to}.",
                        {{"which", which}, {"from", t.date(view.period.from)}, {"to", t.date(view.period.to)}})));
    out.add(paragraph(ui::link(path_of(view.definition.id, "figures.csv"), t("Download as CSV"))));
    out.add(shares(view, t)).add(funnel(view, t)).add(errors(view, t)).add(versions(view, t));
    return std::move(out.add(said(view, t)).add(decision(view, t)));
}

ui::Html trial_page(TrialView const& view, ui::Translator const& t)
{
    auto const text = [](std::int64_t value) { return value > 0 ? std::to_string(value) : std::string{}; };
    auto const field = [&](std::string name, std::string const& label, std::string value) {
        return ui::input({.name = std::move(name),
                          .label = {.text = label},
                          .value = std::move(value),
                          .inputmode = "numeric",
                          .classes = "govuk-input--width-4"});
    };
    ui::Html out = paragraph(ui::link(path_of(view.definition.id), view.definition.title));
    out.add(h1(t("Compare two versions")));
    out.add("<form method=\"get\" novalidate>"_html)
        .add(field("a", t("First version"), text(view.a)))
        .add(field("b", t("Second version"), text(view.b)))
        .add(field("change", t("The smallest change that matters, in people out of 100"), std::to_string(view.change)))
        .add(ui::button({.text = t("Compare")}))
        .add("</form>"_html);
    out.add(h2(t("How many people does it take?")));
    out.add(paragraph(t("Now {rate} of those who start send the form. To see a change of {change} in 100, each version "
                        "needs {planned} people.",
                        {{"rate", fmt::format("{:.0f}%", 100 * view.rate)},
                         {"change", std::to_string(view.change)},
                         {"planned", std::to_string(view.planned)}})));
    if (view.a == 0 || view.b == 0) return out;
    out.add(h2(t("Which one is better?"))).add(paragraph(said_verdict(view, t)));
    auto const name = t("The two versions");
    auto const row = [&](std::int64_t version, Arm const& arm) {
        auto const label = t("Version {number}", {{"number", std::to_string(version)}});
        return std::vector<ui::Cell>{words(label), number(arm.started), number(arm.sent),
                                     bar(arm.sent, arm.started, label)};
    };
    out.add(scrolling(name,
                      {.caption = name,
                       .head = {words(t("Version")), numeric(t("Started")), numeric(t("Sent")), words(t("Completed"))},
                       .rows = {row(view.a, view.arm_a), row(view.b, view.arm_b)},
                       .first_cell_is_header = true}));
    auto const d = difference(view.arm_a, view.arm_b);
    out.add(paragraph(
        t("Out of 100 people, the second version brings {by}. With what we know, it lies between {low} and {high}.",
          {{"by", points(d.by)}, {"low", points(d.low)}, {"high", points(d.high)}})));
    return std::move(
        out.add(paragraph(t("You may look as often as you like. The answer comes when enough people have come, or "
                            "earlier if chance would make such a difference less than once in 1,000 times. Versions "
                            "that people met at different times may differ for other reasons too."))));
}

}
