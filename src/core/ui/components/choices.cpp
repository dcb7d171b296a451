// Radios and checkboxes: the same parts, with small differences that the design system has.
#include "field_parts.hpp"

#include <algorithm>

namespace guildhall::ui {

namespace {

struct Kind {
    Markup block; ///< "radios" or "checkboxes"
    std::string label_class, hint_class;
    bool is_checkbox;
};

std::string item_id(Choices const& options, Choice const& item, std::size_t index)
{
    if (!item.id.empty()) return item.id;
    auto const& prefix = options.id_prefix.empty() ? options.name : options.id_prefix;
    return index == 0 ? prefix : prefix + "-" + std::to_string(index + 1);
}

void add_item_input(Html& out, Kind const& kind, Choices const& options, Choice const& item, std::string const& id,
                    bool checked, std::string const& described_by)
{
    out.add("<input class=\"govuk-"_html).add(kind.block).add("__input\" id=\""_html).add(id).add("\" name=\""_html);
    out.add(item.name.empty() ? options.name : item.name);
    out.add(kind.is_checkbox ? "\" type=\"checkbox\" value=\""_html : "\" type=\"radio\" value=\""_html)
        .add(item.value)
        .add("\""_html);
    if (checked) out.add(" checked"_html);
    if (item.disabled) out.add(" disabled"_html);
    if (!item.conditional.empty()) out.add(" data-aria-controls=\"conditional-"_html).add(id).add("\""_html);
    add_optional(out, "data-behaviour"_html, item.behaviour);
    add_optional(out, "aria-describedby"_html, described_by);
    add_attributes(out, item.attributes);
    out.add(">"_html);
}

void add_item(Html& out, Kind const& kind, Choices const& options, Choice const& item, std::size_t index,
              std::string const& outer_description)
{
    if (!item.divider.empty()) {
        out.add("<div class=\"govuk-"_html)
            .add(kind.block)
            .add("__divider\">"_html)
            .add(item.divider.html())
            .add("</div>"_html);
        return;
    }
    auto const id = item_id(options, item, index);
    bool const checked = item.checked.value_or(std::ranges::find(options.values, item.value) != options.values.end());
    auto described_by = kind.is_checkbox && !options.fieldset ? outer_description : std::string{};
    bool const has_hint = !item.hint.text.empty();
    if (has_hint) append_id(described_by, id + "-item-hint");

    out.add("<div class=\"govuk-"_html).add(kind.block).add("__item\">"_html);
    add_item_input(out, kind, options, item, id, checked, described_by);
    auto const with = [](std::string const& fixed, std::string const& more) {
        return more.empty() ? fixed : fixed + " " + more;
    };
    out.add(label({.text = item.text,
                   .for_id = id,
                   .classes = with(kind.label_class, item.label.classes),
                   .attributes = item.label.attributes}));
    if (has_hint) {
        out.add(hint({.text = item.hint.text,
                      .id = id + "-item-hint",
                      .classes = with(kind.hint_class, item.hint.classes),
                      .attributes = item.hint.attributes}));
    }
    out.add("</div>"_html);
    if (item.conditional.empty()) return;
    out.add("<div class=\"govuk-"_html).add(kind.block).add("__conditional"_html);
    if (!checked) out.add(" govuk-"_html).add(kind.block).add("__conditional--hidden"_html);
    out.add("\" id=\"conditional-"_html).add(id).add("\">"_html).add(item.conditional).add("</div>"_html);
}

Html choices(Kind const& kind, Choices const& options)
{
    auto const& prefix = options.id_prefix.empty() ? options.name : options.id_prefix;
    auto described_by = kind.is_checkbox ? options.described_by : std::string{};
    if (options.fieldset && !options.fieldset->described_by.empty()) described_by = options.fieldset->described_by;
    Html inner;
    add_hint_and_error(inner, prefix, options.hint, options.error, described_by);
    inner.add("<div class=\"govuk-"_html).add(kind.block);
    add_classes(inner, options.classes);
    inner.add("\""_html);
    add_attributes(inner, options.attributes);
    inner.add(" data-module=\"govuk-"_html).add(kind.block).add("\">"_html).add(options.group.before.html());
    for (std::size_t i = 0; i < options.items.size(); ++i)
        add_item(inner, kind, options, options.items[i], i, described_by);
    inner.add(options.group.after.html()).add("</div>"_html);

    Html out;
    open_group(out, options.group, !options.error.text.empty());
    if (options.fieldset) {
        auto around = *options.fieldset;
        around.role.clear();
        around.described_by = described_by;
        around.html = std::move(inner);
        out.add(fieldset(around));
    } else {
        out.add(inner);
    }
    close_group(out);
    return out;
}

}

Html radios(Choices const& options)
{
    static Kind const kind{"radios"_html, "govuk-radios__label", "govuk-radios__hint", false};
    return choices(kind, options);
}

Html checkboxes(Choices const& options)
{
    static Kind const kind{"checkboxes"_html, "govuk-checkboxes__label", "govuk-checkboxes__hint", true};
    return choices(kind, options);
}

}
