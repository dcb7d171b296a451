// Summary lists and tables.
#include <ui/components/blocks.hpp>

#include <algorithm>

namespace guildhall::ui {

namespace {

void add_action(Html& out, SummaryAction const& action, Content const& card_title)
{
    out.add("<a class=\"govuk-link"_html);
    add_classes(out, action.classes);
    out.add("\" href=\""_html).add(action.href).add("\""_html);
    add_attributes(out, action.attributes);
    out.add(">"_html).add(action.text.html());
    if (!action.visually_hidden.empty() || !card_title.empty()) {
        out.add("<span class=\"govuk-visually-hidden\">"_html);
        if (!action.visually_hidden.empty()) out.add(" "_html).add(action.visually_hidden.html());
        if (!card_title.empty()) out.add(" ("_html).add(card_title.html()).add(")"_html);
        out.add("</span>"_html);
    }
    out.add("</a>"_html);
}

void add_row(Html& out, SummaryRow const& row, bool any_actions, Content const& card_title)
{
    out.add("<div class=\"govuk-summary-list__row"_html);
    if (any_actions && row.actions.empty()) out.add(" govuk-summary-list__row--no-actions"_html);
    add_classes(out, row.classes);
    out.add("\"><dt class=\"govuk-summary-list__key"_html);
    add_classes(out, row.key_classes);
    out.add("\">"_html).add(row.key.html()).add("</dt><dd class=\"govuk-summary-list__value"_html);
    add_classes(out, row.value_classes);
    out.add("\">"_html).add(row.value.html()).add("</dd>"_html);
    if (!row.actions.empty()) {
        out.add("<dd class=\"govuk-summary-list__actions"_html);
        add_classes(out, row.actions_classes);
        out.add("\">"_html);
        if (row.actions.size() == 1) {
            add_action(out, row.actions.front(), card_title);
        } else {
            out.add("<ul class=\"govuk-summary-list__actions-list\">"_html);
            for (auto const& action : row.actions) {
                out.add("<li class=\"govuk-summary-list__actions-list-item\">"_html);
                add_action(out, action, card_title);
                out.add("</li>"_html);
            }
            out.add("</ul>"_html);
        }
        out.add("</dd>"_html);
    }
    out.add("</div>"_html);
}

Html list_alone(SummaryList const& options, Content const& card_title)
{
    bool const any_actions = std::ranges::any_of(options.rows, [](auto const& row) { return !row.actions.empty(); });
    Html out{"<dl class=\"govuk-summary-list"_html};
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    for (auto const& row : options.rows) add_row(out, row, any_actions, card_title);
    return std::move(out.add("</dl>"_html));
}

Html in_card(SummaryCard const& card, Html const& list)
{
    Html out{"<div class=\"govuk-summary-card"_html};
    add_classes(out, card.classes);
    out.add("\""_html);
    add_attributes(out, card.attributes);
    out.add("><div class=\"govuk-summary-card__title-wrapper\">"_html);
    if (!card.title.empty()) {
        out.add("<h"_html).add(card.heading_level).add(" class=\"govuk-summary-card__title"_html);
        add_classes(out, card.title_classes);
        out.add("\">"_html).add(card.title.html()).add("</h"_html).add(card.heading_level).add(">"_html);
    }
    if (card.actions.size() == 1) {
        out.add("<div class=\"govuk-summary-card__actions"_html);
        add_classes(out, card.actions_classes);
        out.add("\">"_html);
        add_action(out, card.actions.front(), card.title);
        out.add("</div>"_html);
    } else if (!card.actions.empty()) {
        out.add("<ul class=\"govuk-summary-card__actions"_html);
        add_classes(out, card.actions_classes);
        out.add("\">"_html);
        for (auto const& action : card.actions) {
            out.add("<li class=\"govuk-summary-card__action\">"_html);
            add_action(out, action, card.title);
            out.add("</li>"_html);
        }
        out.add("</ul>"_html);
    }
    return std::move(
        out.add("</div><div class=\"govuk-summary-card__content\">"_html).add(list).add("</div></div>"_html));
}

void add_spans_and_rest(Html& out, Cell const& cell)
{
    add_classes(out, cell.classes);
    out.add("\""_html);
    if (cell.colspan) out.add(" colspan=\""_html).add(cell.colspan).add("\""_html);
    if (cell.rowspan) out.add(" rowspan=\""_html).add(cell.rowspan).add("\""_html);
    add_attributes(out, cell.attributes);
    out.add(">"_html).add(cell.text.html());
}

void add_format(Html& out, Markup block, Cell const& cell)
{
    if (!cell.format.empty()) out.add(" "_html).add(block).add("--"_html).add(cell.format);
}

}

Html summary_list(SummaryList const& options)
{
    if (!options.card) return list_alone(options, {});
    return in_card(*options.card, list_alone(options, options.card->title));
}

Html table(Table const& options)
{
    Html out{"<table class=\"govuk-table"_html};
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    if (!options.caption.empty()) {
        out.add("<caption class=\"govuk-table__caption"_html);
        add_classes(out, options.caption_classes);
        out.add("\">"_html).add(options.caption.html()).add("</caption>"_html);
    }
    if (!options.head.empty()) {
        out.add("<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">"_html);
        for (auto const& cell : options.head) {
            out.add("<th scope=\"col\" class=\"govuk-table__header"_html);
            add_format(out, "govuk-table__header"_html, cell);
            add_spans_and_rest(out, cell);
            out.add("</th>"_html);
        }
        out.add("</tr></thead>"_html);
    }
    out.add("<tbody class=\"govuk-table__body\">"_html);
    for (auto const& row : options.rows) {
        out.add("<tr class=\"govuk-table__row\">"_html);
        for (std::size_t i = 0; i < row.size(); ++i) {
            bool const is_header = i == 0 && options.first_cell_is_header;
            out.add(is_header ? "<th scope=\"row\" class=\"govuk-table__header"_html
                              : "<td class=\"govuk-table__cell"_html);
            if (!is_header) add_format(out, "govuk-table__cell"_html, row[i]);
            add_spans_and_rest(out, row[i]);
            out.add(is_header ? "</th>"_html : "</td>"_html);
        }
        out.add("</tr>"_html);
    }
    return std::move(out.add("</tbody></table>"_html));
}

}
