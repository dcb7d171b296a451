#include "source_pages.hpp"

#include "diff.hpp"

#include <services/readability.hpp>
#include <ui/components/blocks.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

using services::Problem;

ui::Html saved_notice(bool was_saved, ui::Translator const& t)
{
    if (!was_saved) return {};
    return ui::html("<p class=\"e-saved\" role=\"status\">"_html, t("Saved"), "</p>\n"_html);
}

ui::Html refusal(std::optional<Message> const& words, ui::Translator const& t)
{
    if (!words) return {};
    return ui::error_summary({.title = t("This was not saved"), .description = t(*words)});
}

/// The text with its lines numbered, problems at their lines: what a textarea cannot show.
ui::Html numbered(std::string const& text, std::vector<Problem> const& problems, int marked, ui::Translator const& t)
{
    ui::Html out{"<ol class=\"e-code\">\n"_html};
    int number = 0;
    for (auto const line : lines_of(text)) {
        ++number;
        bool const has_problem = std::ranges::any_of(problems, [&](Problem const& one) { return one.line == number; });
        out.add(number == marked || has_problem ? "<li class=\"is-marked\""_html : "<li"_html);
        out.add(" id=\"line-"_html)
            .add(number)
            .add("\"><code>"_html)
            .add(line.substr(0, line.find('\n')))
            .add("</code>"_html);
        for (auto const& problem : problems)
            if (problem.line == number)
                out.add("<p class=\"e-note\"><strong>"_html)
                    .add(problem.severity == Problem::Severity::error ? t("Error") : t("Worth a look"))
                    .add("</strong> "_html)
                    .add(problem.sentence)
                    .add(" "_html)
                    .add(problem.remedy)
                    .add("</p>"_html);
        out.add("</li>\n"_html);
    }
    return std::move(out.add("</ol>\n"_html));
}

std::vector<Problem> all_problems(Work const& work)
{
    auto problems = work.examined.problems;
    if (work.unreadable && problems.empty()) problems.push_back(*work.unreadable);
    // Messages have pages of their own.
    std::erase_if(problems, [](Problem const& one) { return one.file.starts_with("messages/"); });
    return sorted(std::move(problems));
}

ui::Html try_button(Work const& work, ui::Translator const& t)
{
    return ui::button(
        {.text = t("Try it"), .href = address(work.service, "try"), .classes = "govuk-button--secondary"});
}

/// How hard it is to read, and what it waits for.
ui::Html facts_of(OverviewView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (!view.waits_for.empty())
        out.add(paragraph(
            t("Residents cannot begin it yet. This release does not have: {things}.", {{"things", view.waits_for}})));
    if (view.reading_age > 0) {
        auto const age = fmt::format("{:.1f}", view.reading_age);
        out.add(paragraph(view.reading_age > services::oldest_reading_age
                              ? t("Reading age of all its words: {age}. It should be 9 or less.", {{"age", age}})
                              : t("Reading age of all its words: {age}.", {{"age", age}})));
    }
    return out;
}

ui::Html next_steps(Work const& work, OverviewView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (!work.draft) {
        out.add("<div class=\"e-top\">"_html)
            .add(form_to(address(work.service, "draft"), view.csrf,
                         ui::button({.text = t("Change this service"), .prevent_double_click = true})))
            .add(try_button(work, t))
            .add("</div>\n"_html);
        return std::move(out.add(paragraph(link(view.service_path, t("See it as residents do")))));
    }
    out.add("<div class=\"e-top\">"_html);
    if (work.draft->state == services::DraftState::editing)
        out.add(ui::button({.text = t("Add a question"), .href = address(work.service, "additions/question")}));
    out.add(ui::button(
        {.text = work.draft->state == services::DraftState::editing ? t("Send it for review") : t("Look at the review"),
         .href = address(work.service, "review"),
         .classes = "govuk-button--secondary"}));
    return std::move(out.add(try_button(work, t)).add("</div>\n"_html));
}

ui::Html pages_in_order(Work const& work, std::string const& csrf, ui::Translator const& t)
{
    auto const pages = work.sheet->value({"pages"}).items;
    ui::Html out = subheading(t("Questions in their order"));
    out.add("<ol class=\"e-list\">\n"_html);
    for (auto const& page : pages) {
        std::string const id{page.at("id")};
        auto const* const questions = page.find("questions");
        std::string name{page.at("title")};
        if (name.empty() && questions && !questions->items.empty()) name = questions->items.front().at("label");
        if (name.empty()) name = id;
        auto at = "pages/" + id;
        bool const alone =
            questions && questions->items.size() == 1 && page.at("title").empty() && !page.find("repeat");
        auto const target = alone ? at + "/questions/" + std::string{questions->items.front().at("id")} : at;
        out.add("<li><span>"_html).add(link(address(work.service, "items/" + target), name)).add("</span>"_html);
        if (work.draft) {
            auto const hidden = [&](std::string const& way) {
                return ui::html(ui::hidden("item", at), ui::hidden("revision", std::to_string(work.draft->revision)),
                                way.empty() ? ui::Html{} : ui::hidden("way", way));
            };
            out.add("<span class=\"e-moves\">"_html)
                .add(small_button(address(work.service, "order"), csrf, t("Up"), hidden("up"), name))
                .add(small_button(address(work.service, "order"), csrf, t("Down"), hidden("down"), name))
                .add(small_button(address(work.service, "removals"), csrf, t("Remove"), hidden(""), name))
                .add("</span>"_html);
        }
        out.add("</li>\n"_html);
    }
    return std::move(out.add("</ol>\n"_html));
}

std::string message_words(Work const& work, std::string const& name, ui::Translator const& t)
{
    if (work.sheet)
        for (auto const& [one, words] : messages_of(*work.sheet, t))
            if (one == name) return words;
    return name;
}

}

ui::Html difference(std::string_view before, std::string_view after, ui::Translator const& t)
{
    auto const pieces = changed_lines(before, after);
    ui::Html out{"<div class=\"e-diff\" role=\"region\" tabindex=\"0\" aria-label=\""_html};
    out.add(t("Differences")).add("\">\n"_html);
    constexpr std::size_t around = 3;
    auto const is_near = [&](std::size_t at) {
        auto const from = at > around ? at - around : 0;
        auto const to = std::min(at + around + 1, pieces.size());
        return std::any_of(pieces.begin() + static_cast<std::ptrdiff_t>(from),
                           pieces.begin() + static_cast<std::ptrdiff_t>(to),
                           [](Piece const& piece) { return piece.change != Change::same; });
    };
    bool was_left_out = false;
    bool is_any = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto const& piece = pieces[i];
        if (!is_near(i)) {
            was_left_out = true;
            continue;
        }
        is_any = true;
        if (was_left_out) out.add("<p class=\"e-gap\">…</p>\n"_html);
        was_left_out = false;
        auto const words = std::string_view{piece.text}.substr(0, piece.text.find('\n'));
        switch (piece.change) {
        case Change::same: out.add("<p>"_html).add(words).add("</p>\n"_html); break;
        case Change::taken_out:
            out.add("<p><del><span class=\"govuk-visually-hidden\">"_html).add(t("Taken out:")).add("</span>"_html);
            out.add(words).add("</del></p>\n"_html);
            break;
        case Change::put_in:
            out.add("<p><ins><span class=\"govuk-visually-hidden\">"_html).add(t("Put in:")).add("</span>"_html);
            out.add(words).add("</ins></p>\n"_html);
            break;
        }
    }
    if (!is_any) out.add("<p>"_html).add(t("Nothing is different.")).add("</p>"_html);
    return std::move(out.add("</div>\n"_html));
}

ui::Html source_page(Work const& work, SourceView const& view, ui::Translator const& t)
{
    auto out = ui::html(saved_notice(view.was_saved, t), refusal(view.refused, t), heading(t("YAML")));
    auto const problems = all_problems(work);
    if (!view.refused) out.add(problem_list(work, problems, t));
    if (!view.other.empty())
        out.add(subheading(t("What is saved now, and what you typed"))).add(difference(view.other, view.text, t));
    if (!work.draft) {
        out.add(paragraph(t("This is published. Begin a draft to change it.")));
        return std::move(out.add(numbered(view.text, problems, view.line, t)));
    }
    auto const lines = static_cast<int>(std::ranges::count(view.text, '\n'));
    auto const form = ui::html(
        ui::hidden("revision", std::to_string(work.draft->revision)),
        ui::textarea(
            {.name = "text",
             .id = "source",
             .label = {.text = t("The whole service as text"), .classes = "govuk-label--s"},
             .hint = {.text = t("Forms change single lines of it. What you write here stays as you write it.")},
             .value = view.text,
             .rows = std::clamp(lines + 2, 20, 60),
             .spellcheck = false,
             .classes = "e-source"}),
        ui::button({.text = t("Save and check"), .prevent_double_click = true}));
    out.add(form_to(address(work.service, "source"), view.csrf, form));
    return std::move(out.add(ui::details({.summary = t("With line numbers"),
                                          .text = numbered(view.text, problems, view.line, t),
                                          .open = view.line > 0})));
}

ui::Html overview_page(Work const& work, OverviewView const& view, ui::Translator const& t)
{
    auto out = heading(work.title());
    if (view.has_new_shipped)
        out.add(ui::html("<div class=\"d-notice\">"_html,
                         paragraph(t("The shipped version of this service has changed since you made it your own.")),
                         paragraph(link(address(work.service, "shipped"), t("Compare and take in what you want"))),
                         "</div>\n"_html));
    if (view.wanted_to_try)
        out.add(ui::error_summary(
            {.title = t("Mend the errors first"),
             .errors = {{.text = t("Then you can try it. See what the check says"), .href = "#problems"}}}));
    out.add(next_steps(work, view, t)).add(facts_of(view, t));
    if (work.sheet) out.add(pages_in_order(work, view.csrf, t));
    out.add("<h2 id=\"problems\">"_html).add(t("What the check says")).add("</h2>\n"_html);
    auto problems = work.examined.problems;
    if (work.unreadable && problems.empty()) problems.push_back(*work.unreadable);
    out.add(problems.empty() ? paragraph(t("Everything is well.")) : problem_list(work, problems, t));
    out.add("<div class=\"e-small-outline\">"_html)
        .add(subheading(t("Parts of the service")))
        .add(outline(work, "", t))
        .add("</div>\n"_html);
    if (work.draft)
        out.add("<div class=\"e-end\">"_html)
            .add(small_button(address(work.service, "draft/drop"), view.csrf, t("Throw this draft away"),
                              ui::hidden("revision", std::to_string(work.draft->revision))))
            .add("</div>\n"_html);
    return out;
}

ui::Html message_page(Work const& work, MessageView const& view, ui::Translator const& t)
{
    auto out = ui::html(saved_notice(view.was_saved, t), refusal(view.refused, t),
                        heading(t("Message: {name}", {{"name", message_words(work, view.name, t)}})));
    std::vector<Problem> own;
    for (auto const& problem : work.examined.problems)
        if (problem.file == "messages/" + view.name + ".txt") own.push_back(problem);
    out.add(problem_list(work, own, t));
    out.add(quiet(t("It is changed for this service alone.")));
    if (!work.draft) return std::move(out.add(paragraph(t("This is published. Begin a draft to change it."))));
    auto const form = ui::html(
        ui::hidden("revision", std::to_string(work.draft->revision)),
        ui::input({.name = "subject",
                   .label = {.text = t("Subject"), .classes = "govuk-label--s"},
                   .value = view.subject,
                   .autocomplete = "off"}),
        ui::input(
            {.name = "short_text",
             .label = {.text = t("Text message"), .classes = "govuk-label--s"},
             .hint = {.text = t("For people who are told by text. Say the council's name. Leave it empty to send the "
                                "subject.")},
             .value = view.short_text,
             .autocomplete = "off"}),
        ui::textarea(
            {.name = "body",
             .label = {.text = t("Words"), .classes = "govuk-label--s"},
             .hint = {.text = t("A line that begins with # is a heading, with * a point. Two brackets are filled in.")},
             .value = view.body,
             .rows = 16}),
        ui::details({.summary = t("What can be filled in"),
                     .text = "((reference)) ((service)) ((promise date)) ((stage)) ((stage text)) ((words)) ((reason)) "
                             "((tracking link)) ((council)) ((phone)) ((hours))"}),
        ui::button({.text = t("Save"), .prevent_double_click = true}));
    return std::move(out.add(form_to(address(work.service, "items/messages/" + view.name), view.csrf, form)));
}

}
