#include "version_pages.hpp"

#include "review_pages.hpp"
#include "source_pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>

#include <algorithm>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

/// Withdrawing, and where the address leads afterwards.
ui::Html withdrawal_form(Work const& work, std::string const& csrf, ui::Translator const& t)
{
    ui::Select successor{.name = "successor",
                         .label = {.text = t("Where should its address lead? (optional)")},
                         .hint = {.text = t("Nowhere: a page says that it is gone and whom to ask.")},
                         .items = {{.value = "", .text = t("Nowhere")}},
                         .has_value = true};
    for (auto const* version : work.catalogue->all())
        if (version->definition.id != work.service)
            successor.items.push_back({.value = version->definition.id, .text = version->definition.title});
    return form_to(address(work.service, "withdrawal"), csrf,
                   ui::html(ui::select(successor), ui::button({.text = t("Withdraw this service"),
                                                               .classes = "govuk-button--warning",
                                                               .prevent_double_click = true})));
}

ui::Html offer_form(Work const& work, std::string const& csrf, ui::Translator const& t)
{
    if (!work.current) return {};
    auto const offer = [&](std::string const& words) {
        return form_to(address(work.service, "offer"), csrf, ui::button({.text = words, .prevent_double_click = true}));
    };
    if (work.is_withdrawn()) {
        auto const* successor = work.catalogue->successor(work.current->definition);
        return ui::html(subheading(t("It is withdrawn")),
                        paragraph(t("Nobody can begin it. Cases go on, and whoever has begun may finish.")),
                        successor
                            ? paragraph(t("Its address leads to {title}.", {{"title", successor->definition.title}}))
                            : ui::Html{},
                        offer(t("Offer it again")));
    }
    if (work.catalogue->has_lost_its_file(work.service))
        return ui::html(
            subheading(t("Its file is gone")),
            paragraph(t("Its file was taken out of the library, so nobody can begin it. Put the file back, or "
                        "decide here.")),
            offer(t("Keep it without the file")), withdrawal_form(work, csrf, t));
    return ui::html(
        subheading(t("Take it off")),
        paragraph(t("Nobody can begin it any more. Cases go on, and whoever has begun may finish. You can offer "
                    "it again at any time.")),
        withdrawal_form(work, csrf, t));
}

/// A trial of two versions, which the next publication ends.
ui::Html trial_words(Work const& work, ui::Translator const& t)
{
    auto const path = "/admin/insight/forms/" + work.service + "/trials";
    if (!work.catalogue->trial(work.service)) return paragraph(link(path, t("Try two versions against each other")));
    return ui::html(
        ui::inset_text({.text = ui::html(t("Two versions are being tried. Whatever is published now ends the trial."),
                                         " "_html, link(path, t("See the trial")))}));
}

ui::Html version_choice(std::vector<services::StoredVersion> const& versions, Work const& work, char const* name,
                        std::string const& words, std::string const& chosen, ui::Translator const& t)
{
    ui::Select select{.name = name, .label = {.text = words}, .value = chosen, .has_value = true};
    if (work.draft) select.items.push_back({.value = "draft", .text = t("The draft")});
    for (auto const& version : versions)
        select.items.push_back({.value = std::to_string(version.number),
                                .text = t("Version {n}", {{"n", std::to_string(version.number)}})});
    return ui::select(select);
}

ui::Html lines_of_hunk(std::string_view text, char const* change, ui::Translator const& t)
{
    ui::Html out;
    for (auto const line : lines_of(text)) {
        auto const words = line.substr(0, line.find('\n'));
        if (change[0] == '+')
            out.add("<p><ins>"_html).add(words).add("</ins></p>\n"_html);
        else if (change[0] == '-')
            out.add("<p><del>"_html).add(words).add("</del></p>\n"_html);
        else
            out.add("<p>"_html).add(words).add("</p>\n"_html);
    }
    if (text.empty()) out.add("<p>"_html).add(t("Nothing")).add("</p>"_html);
    return out;
}

ui::Html hunk_side(std::string const& title, std::string_view text, char const* change, ui::Translator const& t)
{
    return ui::html("<div><h3>"_html, title,
                    "</h3><div class=\"e-diff\" role=\"region\" tabindex=\"0\" aria-label=\""_html, title, "\">"_html,
                    lines_of_hunk(text, change, t), "</div></div>\n"_html);
}

std::string words_of_hunk(Hunk::Kind kind, ui::Translator const& t)
{
    switch (kind) {
    case Hunk::Kind::same: return {};
    case Hunk::Kind::theirs: return t("Only the shipped service changed here");
    case Hunk::Kind::ours: return t("Only you changed this");
    case Hunk::Kind::both: return t("Both changed it alike");
    case Hunk::Kind::conflict: return t("Both changed this, each in another way: choose");
    }
    return {};
}

ui::Html hunk_form(Hunk const& hunk, std::size_t at, ui::Translator const& t)
{
    auto const name = "hunk-" + std::to_string(at);
    bool const takes_theirs = hunk.kind == Hunk::Kind::theirs;
    ui::Choices sides{
        .name = name,
        .fieldset = ui::Fieldset{.legend = {.text = t("Which one?")}},
        .items = {{.value = "theirs", .text = t("The shipped words")}, {.value = "ours", .text = t("Our words")}},
        .classes = "govuk-radios--small govuk-radios--inline"};
    if (hunk.kind == Hunk::Kind::conflict)
        sides.items.push_back({.value = "both", .text = t("Both, to be mended in the YAML")});
    else
        sides.values = {takes_theirs ? "theirs" : "ours"};
    return ui::html("<div class=\"e-hunk"_html, hunk.kind == Hunk::Kind::conflict ? " is-conflict\">"_html : "\">"_html,
                    "<p class=\"govuk-body\"><strong>"_html, words_of_hunk(hunk.kind, t),
                    "</strong></p><div class=\"e-sides\">"_html, hunk_side(t("Before"), hunk.base, "-", t),
                    hunk_side(t("Shipped now"), hunk.theirs, "+", t), hunk_side(t("Ours"), hunk.ours, "+", t),
                    "</div>"_html, ui::radios(sides), "</div>\n"_html);
}

}

ui::Html versions_page(Work const& work, VersionsView const& view, ui::Translator const& t)
{
    auto out = ui::html(ui::error_summary_of(view.errors, t), heading(t("Versions")));
    if (view.versions.empty()) return std::move(out.add(paragraph(t("It was never published."))));
    ui::Table table{
        .caption = t("Versions"),
        .caption_classes = "govuk-visually-hidden",
        .head = {{.text = t("Version")}, {.text = t("Published")}, {.text = t("By")}, {.text = t("What you can do")}},
        .first_cell_is_header = true};
    for (auto const& version : view.versions) {
        auto const number = std::to_string(version.number);
        bool const is_current = work.current && work.current->number == version.number;
        ui::Html back;
        if (!is_current)
            back = small_button(address(work.service, "rollback"), view.csrf, t("Go back to it"),
                                ui::hidden("number", number), t("Version {n}", {{"n", number}}));
        table.rows.push_back({{.text = is_current ? t("{n}, what people see now", {{"n", number}}) : number},
                              {.text = t.date_and_time(version.published_at)},
                              {.text = version.by_editor ? work.name_of(version.published_by, t) : t("A file")},
                              {.text = std::move(back)}});
    }
    out.add(scrolling(t("Versions"), ui::table(table)));
    auto const newest = std::to_string(view.versions.front().number);
    auto const other = view.versions.size() > 1 ? std::to_string(view.versions[1].number) : newest;
    out.add(ui::html(
        "<form method=\"get\" action=\""_html, address(work.service, "compare"), "\" class=\"d-filters\">\n"_html,
        version_choice(view.versions, work, "from", t("Compare"), other, t),
        version_choice(view.versions, work, "to", t("With"), work.draft ? "draft" : newest, t),
        ui::button({.text = t("Show what is different"), .classes = "govuk-button--secondary"}), "</form>\n"_html));
    if (view.versions.size() > 1) out.add(trial_words(work, t));
    return std::move(out.add(offer_form(work, view.csrf, t)));
}

ui::Html compare_page(Work const& work, CompareView const& view, ui::Translator const& t)
{
    auto const name = [&](std::string const& side) {
        return side == "draft" ? t("The draft") : t("Version {n}", {{"n", side}});
    };
    return ui::html(heading(t("{from} and {to}", {{"from", name(view.from)}, {"to", name(view.to)}})),
                    changes_list(view.changes, t), subheading(t("Line by line")),
                    difference(view.before, view.after, t),
                    paragraph(link(address(work.service, "versions"), t("All versions"))));
}

ui::Html history_page(Work const& work, std::vector<services::Step> const& steps, ui::Translator const& t)
{
    return ui::html(heading(t("History")), steps_list(work, steps, t));
}

ui::Html shipped_page(Work const& work, ShippedView const& view, ui::Translator const& t)
{
    auto out = ui::html(ui::error_summary_of(view.errors, t), heading(t("What the shipped service brings")));
    bool const is_new = std::ranges::any_of(view.hunks, [](Hunk const& hunk) {
        return hunk.kind == Hunk::Kind::theirs || hunk.kind == Hunk::Kind::conflict;
    });
    if (!is_new) return std::move(out.add(paragraph(t("Nothing new. Your version has everything that it brings."))));
    if (!work.draft)
        return std::move(
            out.add(paragraph(t("Begin a draft first. What you take in goes through review like any change.")))
                .add(form_to(address(work.service, "draft"), view.csrf,
                             ui::button({.text = t("Change this service")}))));
    out.add(quiet(t("Choose for each place. Nothing is published: it goes into your draft.")));
    auto form =
        ui::html(ui::hidden("revision", std::to_string(work.draft->revision)), ui::hidden("shipped", view.hash));
    for (std::size_t at = 0; at < view.hunks.size(); ++at)
        if (view.hunks[at].kind == Hunk::Kind::theirs || view.hunks[at].kind == Hunk::Kind::conflict)
            form.add(hunk_form(view.hunks[at], at, t));
    form.add(ui::button({.text = t("Take this into the draft"), .prevent_double_click = true}));
    return std::move(out.add(form_to(address(work.service, "shipped"), view.csrf, form)));
}

}
