// Around every page of a service: where one is, its parts, its problems, its preview.
#include "work.hpp"

#include <ui/components/blocks.hpp>

#include <algorithm>
#include <array>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

using services::Path;
using services::Problem;

std::string count_of(std::vector<Problem> const& problems, ui::Translator const& t)
{
    auto const n = static_cast<std::int64_t>(problems.size());
    return t.plural(n, "{n} thing to look at", "{n} things to look at");
}

/// Draws the parts of a definition as nested lists of links.
class Outline {
public:
    Outline(Work const& work, std::string_view current, ui::Translator const& t)
        : work_{work}, sheet_{*work.sheet}, current_{current}, t_{t}
    {}

    ui::Html draw()
    {
        ui::Html out{"<ul class=\"e-parts\">\n"_html};
        out.add(part("start", t_("Start page"), "start"));
        out.add("<li><strong>"_html).add(t_("Questions")).add("</strong>\n<ol>\n"_html);
        pages(out, {"pages"}, "pages");
        out.add("</ol>"_html).add(more("question", t_("Add a question"))).add("</li>\n"_html);
        group(out, "ends", t_("Early ends"), "end", t_("Add an early end"));
        group(out, "decisions", t_("Decision tables"), "decision", t_("Add a decision table"));
        out.add(part("values", t_("Worked out values"), "values"));
        group(out, "stages", t_("What happens next"), "stage", t_("Add a stage"));
        messages(out);
        word_lists(out);
        languages(out);
        out.add(part("outcome", t_("Team and duplicates"), "outcome"));
        out.add(part("about", t_("About this service"), "about"));
        return std::move(out.add("</ul>\n"_html));
    }

private:
    ui::Html link_to_item(std::string const& item, std::string const& words, std::string_view problems_of)
    {
        auto out = ui::html("<a class=\"govuk-link\" href=\""_html, address(work_.service, "items/" + item), "\""_html);
        if (item == current_) out.add(" aria-current=\"page\""_html);
        out.add(">"_html).add(words.empty() ? t_("Without a name") : words).add("</a>"_html);
        auto const count = problems_below(work_.examined.problems, problems_of).size();
        if (count > 0)
            out.add(" <span class=\"e-mark\">"_html)
                .add(count)
                .add("<span class=\"govuk-visually-hidden\"> "_html)
                .add(t_("to look at"))
                .add("</span></span>"_html);
        return out;
    }
    ui::Html part(std::string const& item, std::string const& words, std::string_view problems_of)
    {
        return ui::html("<li>"_html, link_to_item(item, words, problems_of), "</li>\n"_html);
    }
    ui::Html more(std::string const& kind, std::string const& words)
    {
        if (!work_.draft) return {};
        return ui::html("<p class=\"e-more\">"_html, link(address(work_.service, "additions/" + kind), words),
                        "</p>"_html);
    }
    void pages(ui::Html& out, Path const& list, std::string const& item)
    {
        for (auto const& page : sheet_.value(list).items) {
            std::string const id{page.at("id")};
            auto const here = item + "/" + id;
            std::string const title{page.at("title")};
            auto const* const questions = page.find("questions");
            auto const alone = questions && questions->items.size() == 1 && title.empty() && !page.find("repeat");
            if (alone) {
                auto const& only = questions->items.front();
                out.add("<li>"_html)
                    .add(link_to_item(here + "/questions/" + std::string{only.at("id")}, std::string{only.at("label")},
                                      here))
                    .add("</li>\n"_html);
                continue;
            }
            out.add("<li>"_html).add(link_to_item(here, title.empty() ? id : title, here)).add("<ul>"_html);
            if (questions)
                for (auto const& question : questions->items)
                    out.add("<li>"_html)
                        .add(link_to_item(here + "/questions/" + std::string{question.at("id")},
                                          std::string{question.at("label")},
                                          here + "/questions/" + std::string{question.at("id")}))
                        .add("</li>"_html);
            auto deeper = list;
            deeper.insert(deeper.end(), {id, "pages"});
            pages(out, deeper, here + "/pages");
            out.add("</ul></li>\n"_html);
        }
    }
    void group(ui::Html& out, std::string const& key, std::string const& words, std::string const& kind,
               std::string const& add)
    {
        auto const items = sheet_.value({key}).items;
        out.add("<li><strong>"_html).add(words).add("</strong>\n"_html);
        if (!items.empty()) {
            out.add("<ul>"_html);
            for (auto const& item : items) {
                std::string const id{item.at("id")};
                std::string const title{item.at("title")};
                auto const at = key + "/" + id;
                out.add(part(at, title.empty() ? id : title, at));
            }
            out.add("</ul>"_html);
        }
        out.add(more(kind, add)).add("</li>\n"_html);
    }
    void word_lists(ui::Html& out)
    {
        auto const names = lists_of(sheet_);
        if (names.empty()) return;
        out.add("<li><strong>"_html).add(t_("Word lists")).add("</strong>\n<ul>"_html);
        for (auto const& name : names) out.add(part("lists/" + name, name, "lists/" + name));
        out.add("</ul></li>\n"_html);
    }
    void languages(ui::Html& out)
    {
        if (work_.languages.empty()) return;
        out.add("<li><strong>"_html).add(t_("Other languages")).add("</strong>\n<ul>"_html);
        for (auto const& tag : work_.languages)
            out.add(part("translations/" + tag, name_of_language(tag, t_), "translations/" + tag));
        out.add("</ul></li>\n"_html);
    }
    void messages(ui::Html& out)
    {
        auto const names = messages_of(sheet_, t_);
        if (names.empty()) return;
        out.add("<li><strong>"_html).add(t_("Messages")).add("</strong>\n<ul>"_html);
        for (auto const& [name, words] : names) out.add(part("messages/" + name, words, "messages/" + name));
        out.add("</ul></li>\n"_html);
    }

    Work const& work_;
    services::Sheet const& sheet_;
    std::string_view current_;
    ui::Translator const& t_;
};

ui::Html tabs(Work const& work, Tab current, ui::Translator const& t)
{
    struct Entry {
        Tab tab;
        std::string place, words;
    };
    std::array const entries{Entry{Tab::edit, "", t("Edit")},
                             Entry{Tab::source, "source", t("YAML")},
                             Entry{Tab::review, "review", t("Review and publish")},
                             Entry{Tab::versions, "versions", t("Versions")},
                             Entry{Tab::history, "history", t("History")},
                             Entry{Tab::trying, "try", t("Try it")}};
    auto out = ui::html("<nav class=\"e-tabs\" aria-label=\""_html, t("This service"), "\"><ul>"_html);
    for (auto const& entry : entries) {
        out.add("<li><a href=\""_html).add(address(work.service, entry.place)).add("\""_html);
        if (entry.tab == current) out.add(" aria-current=\"page\""_html);
        out.add(">"_html).add(entry.words).add("</a></li>"_html);
    }
    return std::move(out.add("</ul></nav>\n"_html));
}

ui::Html head(Work const& work, Around const& around, ui::Translator const& t)
{
    return ui::html("<div class=\"e-head\"><p class=\"e-crumb\">"_html, link(address(), t("Services")),
                    "</p><p class=\"e-title\">"_html, work.title(), " "_html,
                    ui::tag({.text = state_words(work, t), .classes = "govuk-tag--green"}), "</p>"_html,
                    tabs(work, around.tab, t), "</div>\n"_html);
}

ui::Html phone(Work const& work, std::string const& path, ui::Translator const& t)
{
    if (path.empty()) return {};
    return ui::html("<aside class=\"e-phone\" aria-label=\""_html, t("Preview"), "\">\n<h2>"_html,
                    t("As people see it on a phone"), "</h2>\n<iframe title=\""_html,
                    t("The page as people see it on a phone"), "\" src=\""_html,
                    address(work.service, "preview/" + path), "\"></iframe></aside>\n"_html);
}

}

std::vector<std::pair<std::string, std::string>> messages_of(services::Sheet const& sheet, ui::Translator const& t)
{
    std::vector<std::pair<std::string, std::string>> names;
    auto const add = [&](std::string_view name, std::string words) {
        if (!name.empty() &&
            std::ranges::find(names, name, [](auto const& entry) { return entry.first; }) == names.end())
            names.emplace_back(name, std::move(words));
    };
    add(sheet.words({"received"}), t("When it has come in"));
    for (auto const& stage : sheet.value({"stages"}).items)
        add(stage.at("message"), t("At: {stage}", {{"stage", std::string{stage.at("title")}}}));
    return names;
}

std::vector<std::string> lists_of(services::Sheet const& sheet)
{
    std::vector<std::string> names;
    auto const look = [&](auto const& self, services::Written const& value) -> void {
        auto const* const options = value.find("options");
        std::string name{options ? options->at("list") : std::string_view{}};
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
        for (auto const& item : value.items) self(self, item);
        for (auto const& [key, inner] : value.entries) self(self, inner);
    };
    look(look, sheet.value({"pages"}));
    return names;
}

std::string state_words(Work const& work, ui::Translator const& t)
{
    if (!work.draft) return work.is_withdrawn() ? t("Withdrawn") : t("Published");
    using enum services::DraftState;
    switch (work.draft->state) {
    case editing: return t("Draft");
    case in_review: return t("In review");
    case approved: return work.draft->publish_at ? t("Scheduled") : t("Approved");
    }
    return {};
}

ui::Html outline(Work const& work, std::string_view current, ui::Translator const& t)
{
    if (!work.sheet) return paragraph(t("The YAML cannot be read, so its parts cannot be shown. Mend it first."));
    return Outline{work, current, t}.draw();
}

ui::Html problem_list(Work const& work, std::vector<Problem> const& problems, ui::Translator const& t)
{
    if (problems.empty()) return {};
    ui::Html out{"<ul class=\"e-problems\">\n"_html};
    for (auto const& problem : sorted(problems)) {
        auto word = t("Worth a look");
        if (problem.severity == Problem::Severity::error) word = t("Error");
        if (problem.severity == Problem::Severity::words) word = t("Hard to read");
        out.add(problem.severity == Problem::Severity::error ? "<li class=\"is-error\"><strong>"_html
                                                             : "<li><strong>"_html);
        out.add(word).add("</strong> "_html).add(problem.sentence).add(" "_html).add(problem.remedy).add(" "_html);
        auto const line = address(work.service, "source?line=" + std::to_string(problem.line)) + "#source";
        out.add(link(line, t("Line {n}", {{"n", std::to_string(problem.line)}}))).add("</li>\n"_html);
    }
    return std::move(out.add("</ul>\n"_html));
}

http::Response room_page(http::Request const& request, Deps const& deps, Work const& work, Around const& around,
                         ui::Html const& content)
{
    auto const t = translator_of(request, deps);
    auto const problems = work.examined.problems.size();
    ui::Html parts;
    if (around.has_outline)
        parts = ui::html("<nav class=\"e-outline\" aria-label=\""_html, t("Parts of the service"), "\">\n"_html,
                         outline(work, around.item, t), "</nav>\n"_html);
    auto const back = around.item.empty()
                          ? ui::Html{}
                          : ui::html("<p class=\"e-back\">"_html,
                                     link(address(work.service), t("All parts of this service")), "</p>\n"_html);
    auto const summary =
        problems == 0 || around.tab != Tab::edit
            ? ui::Html{}
            : ui::html("<p class=\"e-sum\">"_html,
                       link(address(work.service) + "#problems", count_of(work.examined.problems, t)), "</p>\n"_html);
    auto const page = ui::html(head(work, around, t), "<div class=\"e-room"_html,
                               around.has_outline ? ""_html : " e-room--plain"_html,
                               around.preview.empty() ? ""_html : " e-room--phone"_html, "\">\n"_html, parts,
                               "<section class=\"e-item\" aria-label=\""_html, t("Editing"), "\">\n"_html, back,
                               summary, content, "</section>\n"_html, phone(work, around.preview, t), "</div>\n"_html);
    auto const title = around.title.empty() ? work.title() : around.title + " - " + work.title();
    return framed(request, deps, {.status = around.status, .title = title, .has_preview = !around.preview.empty()},
                  page);
}

}
