#include "word_pages.hpp"

#include <ui/components/blocks.hpp>

#include <algorithm>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

ui::Html top(bool was_saved, std::optional<Message> const& refused, ui::Translator const& t)
{
    ui::Html out;
    if (was_saved) out.add("<p class=\"e-saved\" role=\"status\">"_html).add(t("Saved")).add("</p>\n"_html);
    if (refused) out.add(ui::error_summary({.title = t("This was not saved"), .description = t(*refused)}));
    return out;
}

/// A sentence and, beside it, the same in the other language.
ui::Html line_of(TranslationView const& view, std::size_t at, bool may_change)
{
    auto const& line = view.lines[at];
    auto const name = "other-" + std::to_string(at);
    auto const rows = 1 + static_cast<int>(line.english.size() / 45);
    auto out = ui::html("<div class=\"e-pair\"><label for=\""_html, name, "\">"_html, line.english, "</label>"_html,
                        ui::hidden("english-" + std::to_string(at), line.english),
                        "<textarea class=\"govuk-textarea\" id=\""_html, name, "\" name=\""_html, name,
                        "\" rows=\""_html, std::min(rows, 8), "\" lang=\""_html, view.language, "\" dir=\"auto\""_html);
    if (!may_change) out.add(" readonly"_html);
    return std::move(out.add(">\n"_html).add(line.other).add("</textarea></div>\n"_html));
}

ui::Html row_of(WordListView const& view, std::size_t at, ui::Translator const& t)
{
    auto const row = at < view.rows.size() ? view.rows[at] : WordListView::Row{};
    auto const number = std::to_string(at);
    auto const cell = [&](std::string const& name, std::string const& words, std::string const& value) {
        return ui::html("<div class=\"e-cell\"><label class=\"govuk-label\" for=\""_html, name, "\">"_html, words,
                        "<span class=\"govuk-visually-hidden\"> "_html, at + 1,
                        "</span></label><input class=\"govuk-input\" autocomplete=\"off\" id=\""_html, name,
                        "\" name=\""_html, name, "\" value=\""_html, value, "\"></div>"_html);
    };
    return ui::html("<div class=\"e-row\">"_html, ui::hidden("value-" + number, row.value),
                    cell("label-" + number, t("Answer"), row.label),
                    cell("hint-" + number, t("Hint, if needed"), row.hint), "</div>\n"_html);
}

}

ui::Html translation_page(Work const& work, TranslationView const& view, ui::Translator const& t)
{
    auto const language = name_of_language(view.language, t);
    auto out = top(view.was_saved, view.refused, t);
    out.add(heading(t("Words in {language}", {{"language", language}})));
    auto const missing = std::ranges::count_if(view.lines, [](auto const& line) { return line.other.empty(); });
    out.add(quiet(missing == 0 ? t("Everything is translated.")
                               : t.plural(missing, "{n} sentence has no translation. It stays English.",
                                          "{n} sentences have no translation. They stay English.")));
    out.add(problem_list(work, problems_below(work.examined.problems, "translations/" + view.language), t));
    ui::Html inside = ui::hidden("revision", std::to_string(work.seen().revision));
    inside.add(ui::hidden("lines", std::to_string(view.lines.size())));
    inside.add("<div class=\"e-pair e-pair--head\" aria-hidden=\"true\"><strong>"_html).add(t("English"));
    inside.add("</strong><strong>"_html).add(language).add("</strong></div>\n"_html);
    for (std::size_t i = 0; i < view.lines.size(); ++i) inside.add(line_of(view, i, work.draft.has_value()));
    if (!work.draft)
        return std::move(out.add(paragraph(t("This is published. Begin a draft to change it."))).add(inside));
    inside.add(ui::button({.text = t("Save"), .prevent_double_click = true}));
    return std::move(out.add(form_to(address(work.service, "items/translations/" + view.language), view.csrf, inside)));
}

ui::Html word_list_page(Work const& work, WordListView const& view, ui::Translator const& t)
{
    auto out = top(view.was_saved, view.refused, t);
    out.add(heading(t("Word list: {name}", {{"name", view.name}})));
    out.add(quiet(t("Choices that questions share. It is changed for this service alone.")));
    std::vector<services::Problem> own;
    for (auto const& problem : work.examined.problems)
        if (problem.file == "lists/" + view.name + ".yaml") own.push_back(problem);
    out.add(problem_list(work, own, t));
    if (!work.draft) {
        out.add(paragraph(t("This is published. Begin a draft to change it."))).add("<ul class=\"govuk-list\">"_html);
        for (auto const& row : view.rows) out.add("<li>"_html).add(row.label).add("</li>"_html);
        return std::move(out.add("</ul>\n"_html));
    }
    auto const count = view.rows.size() + 3;
    ui::Html inside = ui::hidden("revision", std::to_string(work.seen().revision));
    inside.add(ui::hidden("rows", std::to_string(count)));
    for (std::size_t i = 0; i < count; ++i) inside.add(row_of(view, i, t));
    inside.add(quiet(t("Empty an answer to take it out. Saving gives more empty rows.")));
    inside.add(ui::button({.text = t("Save"), .prevent_double_click = true}));
    return std::move(out.add(form_to(address(work.service, "items/lists/" + view.name), view.csrf, inside)));
}

}
