#include "addition_pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/compound_fields.hpp>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

/// What a type looks like to people. Nothing in it can be filled in.
ui::Html example(std::string_view type, ui::Translator const& t)
{
    auto const box = [](std::string const& words) {
        return ui::html("<span class=\"e-box\">"_html, words, "</span>"_html);
    };
    auto const dot = [](std::string const& words) {
        return ui::html("<span class=\"e-dot\"></span> "_html, words, "<br>"_html);
    };
    auto const square = [](std::string const& words) {
        return ui::html("<span class=\"e-square\"></span> "_html, words, "<br>"_html);
    };
    if (type == "choice") return ui::html(dot(t("Rubbish")), dot(t("Recycling")), dot(t("Food waste")));
    if (type == "several") return ui::html(square(t("Rubbish")), square(t("Recycling")), square(t("Food waste")));
    if (type == "yes/no") return ui::html(dot(t("Yes")), dot(t("No")));
    if (type == "date") return ui::html(box("27"), " "_html, box("3"), " "_html, box("2026"));
    if (type == "money") return ui::html("£ "_html, box("12.50"));
    if (type == "number") return box("3");
    if (type == "email") return box("name@example.com");
    if (type == "phone") return box("01632 960 001");
    if (type == "postcode") return box("ZZ1 1AA");
    if (type == "address")
        return ui::html(t("Postcode"), " "_html, box("ZZ1 1AA"), " "_html, t("then a list of addresses"));
    if (type == "location") return ui::html(box(t("Heather Row, by the shop")), " "_html, t("or: use where I am now"));
    if (type == "person")
        return ui::html(t("First name"), " "_html, box("Asha"), " "_html, t("Last name"), " "_html, box("Gill"));
    if (type == "business") return ui::html(t("Name"), " "_html, box("Gill and Daughters"));
    if (type == "vehicle") return box("AB12 CDE");
    if (type == "ni number") return box("QQ 12 34 56 C");
    if (type == "file") return ui::html("<span class=\"e-box\">"_html, t("Choose a file"), "</span>"_html);
    if (type == "nearest")
        return ui::html(dot(t("Heather Primary, 400 metres")), dot(t("Moor School, 1.2 kilometres")));
    if (type == "consent")
        return ui::html(dot(t("Yes, and how it was given")), dot(t("No, and why it is right to go on")));
    if (type == "declaration") return square(t("I confirm that this is true"));
    if (type == "long text") return ui::html("<span class=\"e-box e-box--tall\"></span>"_html);
    return box(t("Words"));
}

ui::Html examples(ui::Translator const& t)
{
    ui::Html out{"<dl class=\"e-examples\">"_html};
    for (auto const& type : types_of_question())
        out.add("<dt>"_html).add(t(type.words)).add("</dt><dd>"_html).add(example(type.name, t)).add("</dd>\n"_html);
    return std::move(out.add("</dl>"_html));
}

ui::Html question_form(AdditionView const& view, ui::Translator const& t)
{
    auto const typed = [&](char const* name) { return std::string{view.typed.value(name)}; };
    ui::Choices types{.name = "type",
                      .fieldset = ui::Fieldset{.legend = {.text = t("How do people answer?"),
                                                          .classes = "govuk-fieldset__legend--s"}},
                      .error = ui::error_of(view.errors, "type", t),
                      .values = {typed("type")},
                      .classes = "govuk-radios--small e-types"};
    for (auto const& type : types_of_question())
        types.items.push_back({.value = std::string{type.name}, .text = t(type.words), .hint = {.text = t(type.hint)}});
    return ui::html(ui::hidden("in", typed("in")),
                    ui::input({.name = "label",
                               .label = {.text = t("Question"), .classes = "govuk-label--s"},
                               .hint = {.text = t("As people read it. One thing, in plain words.")},
                               .error = ui::error_of(view.errors, "label", t),
                               .value = view.just_added.empty() ? typed("label") : std::string{},
                               .autocomplete = "off"}),
                    ui::radios(types), ui::details({.summary = t("What each looks like"), .text = examples(t)}),
                    ui::textarea({.name = "answers",
                                  .label = {.text = t("Answers to choose from"), .classes = "govuk-label--s"},
                                  .hint = {.text = t("Only for “Choose one” and “Choose several”. One on each line.")},
                                  .error = ui::error_of(view.errors, "answers", t),
                                  .value = typed("answers"),
                                  .rows = 4}),
                    ui::input({.name = "purpose",
                               .label = {.text = t("Why we ask"), .classes = "govuk-label--s"},
                               .hint = {.text = t("Who uses the answer, and for what.")},
                               .error = ui::error_of(view.errors, "purpose", t),
                               .value = typed("purpose"),
                               .autocomplete = "off"}),
                    ui::checkboxes({.name = "required",
                                    .items = {{.value = "no", .text = t("People may leave it empty")}},
                                    .values = {typed("required")},
                                    .classes = "govuk-checkboxes--small"}));
}

ui::Html part_form(AdditionView const& view, ui::Translator const& t)
{
    auto const typed = [&](char const* name) { return std::string{view.typed.value(name)}; };
    auto out = ui::html(ui::input({.name = "title",
                                   .label = {.text = t("Title"), .classes = "govuk-label--s"},
                                   .error = ui::error_of(view.errors, "title", t),
                                   .value = typed("title"),
                                   .autocomplete = "off"}));
    if (view.kind == Addition::ending)
        out.add(ui::textarea({.name = "text",
                              .label = {.text = t("Text"), .classes = "govuk-label--s"},
                              .hint = {.text = t("Say who helps, and how.")},
                              .value = typed("text"),
                              .rows = 5}));
    return out;
}

std::string explanation_of(Addition kind, ui::Translator const& t)
{
    switch (kind) {
    case Addition::question: return t("It gets a page of its own behind the last one. You can move it afterwards.");
    case Addition::ending: return t("For people who do not need to send anything: it says who helps instead.");
    case Addition::stage: return t("A step of the work that people can follow.");
    case Addition::decision: return t("A table of rules. You fill it in on the next page.");
    }
    return {};
}

}

std::string addition_title(Addition kind, ui::Translator const& t)
{
    switch (kind) {
    case Addition::question: return t("Add a question");
    case Addition::ending: return t("Add an early end");
    case Addition::stage: return t("Add a stage");
    case Addition::decision: return t("Add a decision table");
    }
    return {};
}

ui::Html addition_page(AdditionView const& view, ui::Translator const& t)
{
    static constexpr std::string_view kinds[] = {"question", "end", "stage", "decision"};
    auto const kind = std::string{kinds[static_cast<std::size_t>(view.kind)]};
    ui::Html out;
    if (!view.just_added.empty())
        out.add("<p class=\"e-saved\" role=\"status\">"_html).add(t("Added. Write the next one.")).add("</p>\n"_html);
    out.add(ui::error_summary_of(view.errors, t)).add(heading(addition_title(view.kind, t)));
    out.add(quiet(explanation_of(view.kind, t)));
    auto buttons = ui::html("<div class=\"govuk-button-group\">"_html,
                            ui::button({.text = t("Add"), .prevent_double_click = true}));
    if (view.kind == Addition::question)
        buttons.add(ui::button({.text = t("Add and write another"),
                                .name = "another",
                                .value = "yes",
                                .classes = "govuk-button--secondary",
                                .prevent_double_click = true}));
    buttons.add("</div>"_html);
    return std::move(out.add(
        form_to(address(view.service, "additions/" + kind), view.csrf,
                ui::html(view.kind == Addition::question ? question_form(view, t) : part_form(view, t), buttons))));
}

}
