#include "item_pages.hpp"

#include "condition.hpp"
#include "names.hpp"

#include <ui/components/blocks.hpp>

#include <algorithm>
#include <array>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

using services::Problem;

class FieldForm {
public:
    FieldForm(ItemView const& view, Field const& field, ui::Translator const& t)
        : view_{view}, f_{field}, name_{field.name()}, t_{t}
    {}

    ui::Html draw()
    {
        switch (f_.input) {
        case Input::line: return line({});
        case Input::feel: return line("e-feel");
        case Input::area: return area(4);
        case Input::lines: return area(std::max(3, count_lines() + 1));
        case Input::truth:
        case Input::truth_off: return truth();
        case Input::pick: return pick();
        case Input::picks: return picks();
        case Input::condition: return condition();
        case Input::rows: return rows();
        case Input::step: return step();
        }
        return {};
    }

private:
    [[nodiscard]] std::string value(std::string const& name) const { return std::string{view_.typed.value(name)}; }
    [[nodiscard]] ui::Label label() const { return {.text = t_(f_.label), .classes = "govuk-label--s"}; }
    [[nodiscard]] ui::Hint hint() const
    {
        if (f_.hint.id().empty()) return {};
        return {.text = t_(f_.hint)};
    }
    [[nodiscard]] std::vector<Problem> problems() const
    {
        return sorted(problems_below(view_.work.examined.problems, view_.item.problem_path(f_)));
    }
    /// What the check says about this field stands at it; what is no error stands below, and is no error there either.
    [[nodiscard]] ui::ErrorMessage error() const
    {
        std::string words;
        for (auto const& problem : problems())
            if (problem.severity == Problem::Severity::error)
                words += (words.empty() ? "" : " ") + problem.sentence + " " + problem.remedy;
        if (words.empty()) return {};
        return {.text = words, .visually_hidden = t_("Error")};
    }
    [[nodiscard]] ui::Html notes() const
    {
        ui::Html out;
        // Somebody else saved meanwhile: what would be written over stands beside what was typed.
        if (view_.refused && f_.input != Input::rows && view_.saved.values(name_) != view_.typed.values(name_)) {
            std::string now;
            for (auto const value : view_.saved.values(name_)) now.append(now.empty() ? "" : ", ").append(value);
            out.add("<p class=\"e-note\"><strong>"_html).add(t_("Saved now")).add("</strong> "_html);
            out.add(now.empty() ? t_("Nothing") : now).add("</p>\n"_html);
        }
        for (auto const& problem : problems()) {
            if (problem.severity == Problem::Severity::error) continue;
            auto const word = problem.severity == Problem::Severity::words ? t_("Hard to read") : t_("Worth a look");
            out.add("<p class=\"e-note\"><strong>"_html).add(word).add("</strong> "_html).add(problem.sentence);
            out.add(" "_html).add(problem.remedy).add("</p>\n"_html);
        }
        return out;
    }
    [[nodiscard]] int count_lines() const
    {
        auto const text = value(name_);
        return 1 + static_cast<int>(std::ranges::count(text, '\n'));
    }

    ui::Html line(std::string const& classes)
    {
        return ui::html(ui::input({.name = name_,
                                   .label = label(),
                                   .hint = hint(),
                                   .error = error(),
                                   .value = value(name_),
                                   .autocomplete = "off",
                                   .classes = classes}),
                        notes());
    }
    ui::Html area(int rows)
    {
        return ui::html(ui::textarea({.name = name_,
                                      .label = label(),
                                      .hint = hint(),
                                      .error = error(),
                                      .value = value(name_),
                                      .rows = rows}),
                        notes());
    }
    ui::Html truth()
    {
        ui::Choices choices{.name = name_,
                            .hint = {},
                            .error = error(),
                            .items = {{.value = "yes", .text = t_(f_.label), .hint = hint()}},
                            .classes = "govuk-checkboxes--small"};
        if (view_.typed.has(name_)) choices.values = {"yes"};
        return ui::html(ui::checkboxes(choices), notes());
    }
    [[nodiscard]] Offered const& offers(std::string const& name) const
    {
        static Offered const none;
        auto const found = view_.offered.find(name);
        return found == view_.offered.end() ? none : found->second;
    }
    [[nodiscard]] std::vector<ui::Option> options(std::string const& offers_of, std::string const& chosen,
                                                  bool may_be_empty) const
    {
        std::vector<ui::Option> out;
        if (may_be_empty) out.push_back({.value = "", .text = t_("Choose")});
        bool is_there = chosen.empty();
        for (auto const& [value, words] : offers(offers_of)) {
            out.push_back({.value = value, .text = words});
            is_there = is_there || value == chosen;
        }
        // What stands in the text and is not on offer must not be lost by saving the form.
        if (!is_there) out.push_back({.value = chosen, .text = chosen});
        return out;
    }
    ui::Html pick()
    {
        auto const chosen = value(name_);
        auto const& all = offers(name_);
        bool const has_empty = std::ranges::any_of(all, [](auto const& one) { return one.first.empty(); });
        return ui::html(ui::select({.name = name_,
                                    .label = label(),
                                    .hint = hint(),
                                    .error = error(),
                                    .items = options(name_, chosen, !has_empty),
                                    .value = chosen,
                                    .has_value = true}),
                        notes());
    }
    ui::Html picks()
    {
        ui::Choices choices{.name = name_,
                            .fieldset =
                                ui::Fieldset{.legend = {.text = t_(f_.label), .classes = "govuk-fieldset__legend--s"}},
                            .hint = hint(),
                            .error = error(),
                            .classes = "govuk-checkboxes--small"};
        for (auto const chosen : view_.typed.values(name_)) choices.values.emplace_back(chosen);
        for (auto const& [value, words] : offers(name_)) choices.items.push_back({.value = value, .text = words});
        for (auto const& chosen : choices.values)
            if (std::ranges::find(choices.items, chosen, &ui::Choice::value) == choices.items.end())
                choices.items.push_back({.value = chosen, .text = chosen});
        if (choices.items.empty()) return {};
        auto boxes = ui::checkboxes(choices);
        // A long list is folded while nothing in it is chosen.
        if (choices.items.size() > 12)
            return ui::html(
                ui::details({.summary = t_(f_.label), .text = std::move(boxes), .open = !choices.values.empty()}),
                notes());
        return ui::html(boxes, notes());
    }

    [[nodiscard]] std::string part(std::size_t row, std::string_view column) const
    {
        return name_ + "-" + std::to_string(row) + "-" + std::string{column};
    }
    ui::Html cell(std::size_t row, std::string_view column, std::string const& words, ui::Html const& inside)
    {
        return ui::html("<div class=\"e-cell\"><label class=\"govuk-label\" for=\""_html, part(row, column), "\">"_html,
                        words, "<span class=\"govuk-visually-hidden\"> "_html, row + 1, "</span></label>"_html, inside,
                        "</div>"_html);
    }
    ui::Html text_input(std::string const& name, std::string const& classes, std::string const& list = {})
    {
        auto out = ui::html("<input class=\"govuk-input "_html, classes, "\" autocomplete=\"off\" id=\""_html, name,
                            "\" name=\""_html, name, "\" value=\""_html, value(name), "\""_html);
        if (!list.empty()) out.add(" list=\""_html).add(list).add("\""_html);
        return std::move(out.add(">"_html));
    }
    ui::Html select_input(std::string const& name, std::vector<ui::Option> const& items)
    {
        auto const chosen = value(name);
        auto out = ui::html("<select class=\"govuk-select\" id=\""_html, name, "\" name=\""_html, name, "\">"_html);
        for (auto const& item : items) {
            out.add("<option value=\""_html).add(item.value).add("\""_html);
            if (item.value == chosen) out.add(" selected"_html);
            out.add(">"_html).add(item.text.html()).add("</option>"_html);
        }
        return std::move(out.add("</select>"_html));
    }
    ui::Html group(ui::Html const& inside, std::string_view classes = {})
    {
        auto const wrong = error();
        ui::Html message;
        if (!wrong.text.empty()) message = ui::error_message(wrong);
        auto explained = hint();
        return ui::html("<fieldset class=\"govuk-fieldset e-group "_html, classes, "\" id=\""_html, name_,
                        "-group\"><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--s\">"_html,
                        t_(f_.label), "</legend>\n"_html, explained.text.empty() ? ui::Html{} : ui::hint(explained),
                        message, inside, "</fieldset>\n"_html, notes());
    }

    ui::Html cell_input(std::string const& name, Column const& column)
    {
        if (column.input == Input::pick)
            return select_input(name, options(name_ + " " + std::string{column.key}, value(name), true));
        if (column.input != Input::lines) return text_input(name, column.input == Input::feel ? "e-feel" : "");
        return ui::html("<textarea class=\"govuk-textarea\" rows=\"2\" id=\""_html, name, "\" name=\""_html, name,
                        "\">\n"_html, value(name), "</textarea>"_html);
    }
    /// What is done on the page, and below it what that is given.
    ui::Html step()
    {
        auto const kind = value(name_);
        ui::Html inside =
            ui::html("<div class=\"e-row\"><div class=\"e-cell\">"_html,
                     "<label class=\"govuk-visually-hidden\" for=\""_html, name_, "\">"_html, t_(f_.label),
                     "</label>"_html, select_input(name_, options(name_, kind, false)), "</div></div>\n"_html);
        auto const kept = to_number(value(name_ + "-rows"));
        auto const count = kept + (kept == 0 ? 2 : 1);
        inside.add(ui::hidden(name_ + "-rows", std::to_string(count)));
        for (std::size_t row = 0; row < count; ++row) {
            inside.add("<div class=\"e-row\">"_html);
            for (auto const& column : f_.columns)
                inside.add(cell(row, column.key, t_(column.label), cell_input(part(row, column.key), column)));
            inside.add("</div>\n"_html);
        }
        return group(inside);
    }

    ui::Html rows()
    {
        auto const kept = std::size_t{to_number(value(name_ + "-rows"))};
        // Enough empty rows to go on with; saving gives more.
        auto const count = kept + (kept == 0 ? 2 : 1) + (f_.key == "options" && kept < 2 ? 2 : 0);
        ui::Html inside = ui::hidden(name_ + "-rows", std::to_string(count));
        for (std::size_t row = 0; row < count; ++row) {
            inside.add("<div class=\"e-row\">"_html);
            inside.add(ui::hidden(part(row, "was"), value(part(row, "was"))));
            for (auto const& column : f_.columns) {
                auto const name = part(row, column.key);
                inside.add(cell(row, column.key, t_(column.label), cell_input(name, column)));
            }
            if (row < kept && kept > 1) {
                inside.add("<span class=\"e-moves\">"_html);
                if (row > 0) inside.add(move("up", row, t_("Up")));
                if (row + 1 < kept) inside.add(move("down", row, t_("Down")));
                inside.add("</span>"_html);
            }
            inside.add("</div>\n"_html);
        }
        return group(inside);
    }
    ui::Html move(std::string_view way, std::size_t row, std::string const& words)
    {
        return ui::html("<button class=\"e-small\" type=\"submit\" name=\"move\" value=\""_html, name_, " "_html, way,
                        " "_html, row, "\">"_html, words, "<span class=\"govuk-visually-hidden\"> "_html, row + 1,
                        "</span></button>"_html);
    }

    ui::Html condition()
    {
        auto const feel = value(name_);
        bool const is_simple = condition_of(feel).has_value();
        auto const expert = ui::textarea({.name = name_,
                                          .label = {.text = t_("The same as FEEL, for experts")},
                                          .hint = {.text = t_("For example: bin = \"food\" and count(children) > 1")},
                                          .error = error(),
                                          .value = feel,
                                          .rows = 2,
                                          .spellcheck = false,
                                          .classes = "e-feel"});
        ui::Html chosen;
        if (is_simple && !view_.asked.empty())
            chosen = clauses();
        else if (is_simple)
            chosen = quiet(t_("Nothing is asked before this, so it is always asked."));
        else
            chosen = quiet(t_("This condition is written in FEEL and says more than these choices can."));
        auto const open = !is_simple || !error().text.empty();
        auto const explained = hint();
        return ui::html("<fieldset class=\"govuk-fieldset e-group\" id=\""_html, name_,
                        "-group\"><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--s\">"_html,
                        t_(f_.label), "</legend>\n"_html, explained.text.empty() ? ui::Html{} : ui::hint(explained),
                        chosen, ui::details({.summary = t_("Write it in FEEL"), .text = expert, .open = open}),
                        "</fieldset>\n"_html, notes());
    }
    ui::Html clauses()
    {
        std::size_t filled = 0;
        while (view_.typed.has(part(filled, "question"))) ++filled;
        std::vector<ui::Option> questions{{.value = "", .text = t_("Always")}};
        for (auto const& one : view_.asked)
            questions.push_back({.value = one.id, .text = one.label.empty() ? one.id : one.label});
        for (std::size_t i = 0; i < filled; ++i) {
            // A part of an answer, such as an age, that only FEEL could name.
            auto const name = value(part(i, "question"));
            if (std::ranges::find(questions, name, &ui::Option::value) == questions.end())
                questions.push_back({.value = name, .text = name});
        }
        std::vector<ui::Option> const tests{{.value = "is", .text = t_("is")},
                                            {.value = "is not", .text = t_("is not")},
                                            {.value = "one of", .text = t_("is one of")},
                                            {.value = "more", .text = t_("is more than")},
                                            {.value = "less", .text = t_("is less than")},
                                            {.value = "at least", .text = t_("is at least")},
                                            {.value = "at most", .text = t_("is at most")}};
        ui::Html out;
        for (std::size_t row = 0; row < filled + 1; ++row) {
            out.add("<div class=\"e-row\">"_html);
            out.add(cell(row, "question", t_("Question"), select_input(part(row, "question"), questions)));
            out.add(cell(row, "test", t_("Test"), select_input(part(row, "test"), tests)));
            out.add(cell(row, "value", t_("Answer"), text_input(part(row, "value"), "", name_ + "-answers")));
            out.add("</div>\n"_html);
        }
        if (filled > 0) {
            out.add(ui::radios({.name = name_ + "-joint",
                                .fieldset = ui::Fieldset{.legend = {.text = t_("If there are several")}},
                                .items = {{.value = "and", .text = t_("All of them must hold")},
                                          {.value = "or", .text = t_("One of them is enough")}},
                                .values = {value(name_ + "-joint")},
                                .classes = "govuk-radios--small govuk-radios--inline"}));
        }
        out.add("<datalist id=\""_html).add(name_).add("-answers\">"_html);
        std::vector<std::string> seen;
        for (auto const& one : view_.asked)
            for (auto const& [answer, words] : one.options) {
                if (std::ranges::find(seen, words) != seen.end()) continue;
                seen.push_back(words);
                out.add("<option value=\""_html).add(words).add("\"></option>"_html);
            }
        return std::move(out.add("</datalist>"_html));
    }

    ItemView const& view_;
    Field const& f_;
    std::string name_;
    ui::Translator const& t_;
};

/// What few services need stands folded away, unless it is in use.
bool is_rare(Item::Kind kind, std::string_view key)
{
    static constexpr std::array of_question{"missing", "wrong", "prefill", "checks", "max_length", "pattern", "list"};
    static constexpr std::array of_page{"step",        "repeat.one",     "repeat.least",
                                        "repeat.most", "repeat.caption", "checks"};
    static constexpr std::array of_about{"tier",        "open.from",   "open.to", "open.closed",
                                         "life_events", "declaration", "about",   "retention_days",
                                         "next",        "feedback",    "audience"};
    auto const among = [&](auto const& keys) { return std::ranges::find(keys, key) != keys.end(); };
    if (kind == Item::Kind::question) return among(of_question);
    if (kind == Item::Kind::page) return among(of_page);
    return kind == Item::Kind::about && among(of_about);
}

bool is_in_use(ItemView const& view, Field const& field)
{
    auto const problems = problems_below(view.work.examined.problems, view.item.problem_path(field));
    bool const is_set = view.item.kind != Item::Kind::about && field.key != "missing" && field.key != "max_length" &&
                        !view.work.sheet->value(view.item.at(field)).empty();
    return is_set || !problems.empty();
}

/// What lies in a page or below it: questions, with their order.
ui::Html children(ItemView const& view, ui::Translator const& t)
{
    if (view.item.kind != Item::Kind::page) return {};
    ui::Html out;
    auto const list = [&](char const* key, std::string const& title, std::string const& add_kind,
                          std::string const& add) {
        auto path = view.item.path;
        path.emplace_back(key);
        auto const items = view.work.sheet->value(path).items;
        out.add(subheading(title)).add("<ol class=\"e-list\">\n"_html);
        for (auto const& item : items) {
            auto const at = view.item.address + "/" + key + "/" + std::string{item.at("id")};
            std::string name{item.at("label").empty() ? item.at("title") : item.at("label")};
            if (name.empty()) name = item.at("id");
            out.add("<li><span>"_html).add(link(address(view.work.service, "items/" + at), name)).add("</span>"_html);
            out.add(order_buttons(view.work, at, name, view.csrf, t)).add("</li>\n"_html);
        }
        out.add("</ol>\n<p class=\"govuk-body\">"_html)
            .add(link(address(view.work.service, "additions/" + add_kind) + "?in=" + view.item.address, add))
            .add("</p>\n"_html);
    };
    auto repeat = view.item.path;
    repeat.emplace_back("repeat");
    if (view.work.sheet->value(repeat).empty())
        list("questions", t("Questions on this page"), "question", t("Add a question to this page"));
    else
        list("pages", t("Pages for each of them"), "question", t("Add a question for each of them"));
    return out;
}

}

std::string item_title(Work const& work, Item const& item, ui::Translator const& t)
{
    auto const value = item.path.empty() ? services::Written{} : work.sheet->value(item.path);
    auto const words = value.at("label").empty() ? value.at("title") : value.at("label");
    auto const kind = t(title_of(item.kind));
    return words.empty() ? kind : kind + ": " + std::string{words};
}

ui::Html order_buttons(Work const& work, std::string const& path, std::string const& name, std::string const& csrf,
                       ui::Translator const& t)
{
    auto const hidden = [&](std::string const& way) {
        return ui::html(ui::hidden("item", path), ui::hidden("revision", std::to_string(work.seen().revision)),
                        way.empty() ? ui::Html{} : ui::hidden("way", way));
    };
    return ui::html("<span class=\"e-moves\">"_html,
                    small_button(address(work.service, "order"), csrf, t("Up"), hidden("up"), name),
                    small_button(address(work.service, "order"), csrf, t("Down"), hidden("down"), name),
                    small_button(address(work.service, "removals"), csrf, t("Remove"), hidden(""), name),
                    "</span>"_html);
}

ui::Html item_page(ItemView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (view.was_saved) out.add("<p class=\"e-saved\" role=\"status\">"_html).add(t("Saved")).add("</p>\n"_html);
    if (view.refused) out.add(ui::error_summary({.title = t("This was not saved"), .description = t(*view.refused)}));
    out.add(heading(item_title(view.work, view.item, t)));
    // What is wrong with the item itself, not with one of its fields.
    std::vector<Problem> own;
    if (!view.item.path.empty())
        for (auto const& problem : view.work.examined.problems)
            if (problem.item == view.item.address) own.push_back(problem);
    out.add(problem_list(view.work, own, t));
    if (!view.work.draft) {
        out.add(paragraph(t("This is published. Begin a draft to change it.")));
        return std::move(
            out.add(form_to(address(view.work.service, "draft"), view.csrf,
                            ui::button({.text = t("Change this service"), .prevent_double_click = true}))));
    }
    auto options = view.item.path;
    options.emplace_back("options");
    if (std::string const list{view.work.sheet->value(options).at("list")}; !list.empty())
        out.add(paragraph(link(address(view.work.service, "items/lists/" + list),
                               t("Its answers are the word list “{name}”", {{"name", list}}))));
    auto form = ui::hidden("revision", std::to_string(view.work.seen().revision));
    // Pressed by Enter, so that it is not a button that moves a row.
    form.add("<button class=\"e-first\" type=\"submit\" tabindex=\"-1\" aria-hidden=\"true\"></button>\n"_html);
    ui::Html rest;
    bool is_open = view.refused.has_value();
    for (auto const* field : view.fields) {
        auto const drawn = FieldForm{view, *field, t}.draw();
        if (is_rare(view.item.kind, field->key)) {
            rest.add(drawn);
            is_open = is_open || is_in_use(view, *field);
        } else {
            form.add(drawn);
        }
    }
    if (!rest.empty()) form.add(ui::details({.summary = t("More settings"), .text = rest, .open = is_open}));
    form.add(ui::button({.text = t("Save"), .prevent_double_click = true}));
    out.add(form_to(address(view.work.service, "items/" + view.item.address), view.csrf, form));
    out.add(children(view, t));
    if (view.item.kind == Item::Kind::question) {
        out.add("<div class=\"e-end\">"_html);
        // A page that holds one question moves as a whole.
        auto page = view.item.address.substr(0, view.item.address.rfind("/questions/"));
        out.add(link(address(view.work.service, "items/" + page), t("The page of this question")));
        out.add(order_buttons(view.work, page, t("this page"), view.csrf, t)).add("</div>\n"_html);
    } else if (!view.item.path.empty()) {
        out.add("<div class=\"e-end\">"_html)
            .add(order_buttons(view.work, view.item.address, t("this part"), view.csrf, t))
            .add("</div>\n"_html);
    }
    return out;
}

}
