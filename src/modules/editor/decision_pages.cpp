#include "decision_pages.hpp"

#include <ui/components/blocks.hpp>

#include <array>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

ui::Html cell_input(std::string const& name, std::string const& value, std::string const& label,
                    std::string const& error, ui::Translator const& t)
{
    auto out = ui::html("<label class=\"govuk-visually-hidden\" for=\""_html, name, "\">"_html, label, "</label>"_html);
    if (!error.empty())
        out.add("<p class=\"govuk-error-message\" id=\""_html)
            .add(name)
            .add("-error\"><span class=\"govuk-visually-hidden\">"_html)
            .add(t("Error"))
            .add(":</span> "_html)
            .add(error)
            .add("</p>"_html);
    out.add("<input class=\"govuk-input e-feel\" autocomplete=\"off\" spellcheck=\"false\" id=\""_html).add(name);
    out.add("\" name=\""_html).add(name).add("\" value=\""_html).add(value).add("\""_html);
    if (!error.empty()) out.add(" aria-describedby=\""_html).add(name).add("-error\""_html);
    return std::move(out.add(">"_html));
}

ui::Html press(std::string const& value, std::string const& words, std::string const& about = {})
{
    auto out =
        ui::html("<button class=\"e-small\" type=\"submit\" name=\"press\" value=\""_html, value, "\">"_html, words);
    if (!about.empty()) out.add("<span class=\"govuk-visually-hidden\"> "_html).add(about).add("</span>"_html);
    return std::move(out.add("</button>"_html));
}

class Grid {
public:
    Grid(DecisionView const& view, ui::Translator const& t) : view_{view}, table_{view.table}, t_{t} {}

    ui::Html draw()
    {
        auto out = ui::html(ui::hidden("inputs", std::to_string(table_.inputs.size())),
                            ui::hidden("outputs", std::to_string(table_.outputs.size())),
                            ui::hidden("rules", std::to_string(table_.rules.size())),
                            "<table class=\"e-table\"><caption class=\"govuk-visually-hidden\">"_html, t_("Rules"),
                            "</caption>\n<thead><tr><td></td>"_html);
        for (std::size_t i = 0; i < table_.inputs.size(); ++i)
            out.add(head("input", i, table_.inputs[i], t_("If"), table_.inputs.size() > 1));
        for (std::size_t i = 0; i < table_.outputs.size(); ++i)
            out.add(head("output", i, table_.outputs[i], t_("Then"), table_.outputs.size() > 1));
        out.add("<td></td></tr></thead>\n<tbody>\n"_html);
        for (std::size_t row = 0; row < table_.rules.size(); ++row) out.add(rule(row));
        out.add("</tbody></table>\n"_html);
        return out;
    }

private:
    [[nodiscard]] std::string error_of(std::string_view cell) const
    {
        auto const found = view_.words.cells.find(cell);
        return found == view_.words.cells.end() ? std::string{} : found->second;
    }
    ui::Html head(char const* kind, std::size_t at, std::string const& value, std::string const& word, bool may_go)
    {
        auto const name = std::string{kind} + "-" + std::to_string(at);
        auto const number = std::to_string(at + 1);
        auto out = ui::html("<th scope=\"col\">"_html, word, " "_html,
                            cell_input(name, value, word + " " + number, error_of(name), t_));
        if (may_go)
            out.add(press("drop-" + std::string{kind} + " " + std::to_string(at), t_("Remove"), word + " " + number));
        return std::move(out.add("</th>"_html));
    }
    ui::Html rule(std::size_t row)
    {
        auto const number = std::to_string(row + 1);
        auto const about = t_("rule {n}", {{"n", number}});
        auto out = ui::html("<tr><th scope=\"row\">"_html, row + 1, "</th>"_html);
        for (std::size_t i = 0; i < table_.rules[row].size(); ++i) {
            bool const is_input = i < table_.inputs.size();
            auto const column = is_input ? table_.inputs[i] : table_.outputs[i - table_.inputs.size()];
            auto const name = "cell-" + std::to_string(row) + "-" + std::to_string(i);
            auto const error = error_of(name);
            out.add(error.empty() ? "<td>"_html : "<td class=\"is-wrong\">"_html);
            out.add(cell_input(name, table_.rules[row][i], column + ", " + about, error, t_));
            out.add("</td>"_html);
        }
        out.add("<td><span class=\"e-moves\">"_html);
        auto const at = std::to_string(row);
        if (row > 0) out.add(press("up " + at, t_("Up"), about));
        if (row + 1 < table_.rules.size()) out.add(press("down " + at, t_("Down"), about));
        return std::move(out.add(press("remove " + at, t_("Remove"), about)).add("</span></td></tr>\n"_html));
    }

    DecisionView const& view_;
    TableForm const& table_;
    ui::Translator const& t_;
};

ui::Html hit_select(DecisionView const& view, ui::Translator const& t)
{
    ui::Select select{.name = "hit",
                      .label = {.text = t("Which rule counts?"), .classes = "govuk-label--s"},
                      .value = view.table.hit.empty() ? "unique" : view.table.hit,
                      .has_value = true};
    std::array const words{std::pair{"unique", t("Exactly one rule fits")},
                           std::pair{"first", t("The first that fits")},
                           std::pair{"any", t("Any that fits; all say the same")},
                           std::pair{"priority", t("The most important result")},
                           std::pair{"rule-order", t("All that fit, in their order")},
                           std::pair{"output-order", t("All that fit, most important first")},
                           std::pair{"collect", t("All that fit, as a list")},
                           std::pair{"sum", t("The sum of all that fit")},
                           std::pair{"min", t("The smallest of all that fit")},
                           std::pair{"max", t("The largest of all that fit")},
                           std::pair{"count", t("How many fit")}};
    for (auto const& [value, shown] : words) select.items.push_back({.value = value, .text = shown});
    return ui::select(select);
}

/// A long table is not searched for what is wrong in it.
ui::Html cells_to_mend(DecisionView const& view, ui::Translator const& t)
{
    if (view.words.cells.empty()) return {};
    ui::Html out{"<ul class=\"e-problems\">\n"_html};
    for (auto const& [cell, words] : view.words.cells)
        out.add("<li class=\"is-error\"><strong>"_html)
            .add(t("Error"))
            .add("</strong> "_html)
            .add(link("#" + cell, words))
            .add("</li>\n"_html);
    return std::move(out.add("</ul>\n"_html));
}

ui::Html findings(DecisionView const& view, ui::Translator const& t)
{
    if (view.words.findings.empty()) return {};
    ui::Html out{"<ul class=\"e-problems\">\n"_html};
    for (auto const& words : view.words.findings)
        out.add("<li><strong>"_html).add(t("Worth a look")).add("</strong> "_html).add(words).add("</li>\n"_html);
    return std::move(out.add("</ul>\n"_html));
}

ui::Html try_form(Work const& work, DecisionView const& view, ui::Translator const& t)
{
    ui::Html fields;
    for (std::size_t i = 0; i < view.table.inputs.size(); ++i) {
        auto const name = "try-" + std::to_string(i);
        fields.add(ui::input({.name = name,
                              .label = {.text = view.table.inputs[i]},
                              .value = std::string{view.typed.value(name)},
                              .autocomplete = "off",
                              .classes = "e-feel govuk-input--width-20"}));
    }
    ui::Html result;
    if (!view.words.tried.empty())
        result = ui::html("<p class=\"e-saved\" role=\"status\">"_html, t("The table gives:"), " <strong>"_html,
                          view.words.tried, "</strong></p>"_html);
    return ui::html(
        "<h2 id=\"try\">"_html, t("Try it"), "</h2>\n"_html, quiet(t("As FEEL: 12, \"food\", date(\"2026-03-09\")")),
        result, "<form method=\"get\" action=\""_html, address(work.service, "items/decisions/" + view.id),
        "#try\">\n"_html, fields, ui::button({.text = t("What does it give?"), .classes = "govuk-button--secondary"}),
        "</form>\n"_html);
}

ui::Html exchange(Work const& work, DecisionView const& view, ui::Translator const& t)
{
    auto const at = address(work.service, "decisions/" + view.id);
    ui::ErrorMessage error;
    if (view.import_problem) error = {.text = t(*view.import_problem), .visually_hidden = t("Error")};
    auto const form =
        ui::html(ui::hidden("revision", std::to_string(work.seen().revision)),
                 ui::textarea({.name = "xml",
                               .label = {.text = t("A DMN file as text")},
                               .hint = {.text = t("Its first decision table takes the place of this one.")},
                               .error = error,
                               .value = std::string{view.typed.value("xml")},
                               .rows = 6,
                               .spellcheck = false,
                               .classes = "e-feel"}),
                 ui::button({.text = t("Take it in"), .classes = "govuk-button--secondary"}));
    return ui::html(paragraph(link(at + "/dmn", t("Download as DMN XML"))),
                    work.draft ? ui::details({.summary = t("Take in a table from another tool (DMN XML)"),
                                              .text = form_to(at + "/dmn", view.csrf, form),
                                              .open = view.import_problem.has_value()})
                               : ui::Html{});
}

}

ui::Html decision_page(Work const& work, DecisionView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (view.was_saved) out.add("<p class=\"e-saved\" role=\"status\">"_html).add(t("Saved")).add("</p>\n"_html);
    if (view.refused) out.add(ui::error_summary({.title = t("This was not saved"), .description = t(*view.refused)}));
    out.add(heading(t("Decision table: {name}", {{"name", view.table.title.empty() ? view.id : view.table.title}})));
    out.add(problem_list(work, view.words.table, t)).add(cells_to_mend(view, t)).add(findings(view, t));
    auto const grid = scrolling(t("Rules"), Grid{view, t}.draw());
    if (!work.draft)
        return std::move(out.add(paragraph(t("This is published. Begin a draft to change it.")))
                             .add(grid)
                             .add(try_form(work, view, t))
                             .add(exchange(work, view, t)));
    auto const form = ui::html(
        ui::hidden("revision", std::to_string(work.draft->revision)),
        "<button class=\"e-first\" type=\"submit\" tabindex=\"-1\" aria-hidden=\"true\"></button>\n"_html,
        ui::input({.name = "title",
                   .label = {.text = t("What it decides"), .classes = "govuk-label--s"},
                   .value = view.table.title,
                   .autocomplete = "off"}),
        hit_select(view, t),
        quiet(t("Cells are FEEL. A test is like \">= 18\" or \"food\", \"garden\"; a dash fits whatever it is.")), grid,
        "<p class=\"e-moves\">"_html, press("add rule", t("Add a rule")), press("add input", t("Add an “if”")),
        press("add output", t("Add a “then”")), "</p>\n"_html,
        ui::button({.text = t("Save"), .prevent_double_click = true}));
    out.add(form_to(address(work.service, "items/decisions/" + view.id), view.csrf, form));
    out.add(try_form(work, view, t)).add(exchange(work, view, t));
    return std::move(out.add("<div class=\"e-end\">"_html)
                         .add(small_button(address(work.service, "removals"), view.csrf, t("Remove this table"),
                                           ui::html(ui::hidden("item", "decisions/" + view.id),
                                                    ui::hidden("revision", std::to_string(work.draft->revision)))))
                         .add("</div>\n"_html));
}

}
