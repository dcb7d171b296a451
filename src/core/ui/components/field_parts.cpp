#include "field_parts.hpp"

namespace guildhall::ui {

Html label(Label const& options)
{
    Html out;
    if (options.text.empty()) return out;
    if (options.is_page_heading) out.add("<h1 class=\"govuk-label-wrapper\">"_html);
    out.add("<label class=\"govuk-label"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    add_optional(out, "for"_html, options.for_id);
    out.add(">"_html).add(options.text.html()).add("</label>"_html);
    if (options.is_page_heading) out.add("</h1>"_html);
    return out;
}

Html hint(Hint const& options)
{
    Html out{"<div"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-hint"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    return std::move(out.add(">"_html).add(options.text.html()).add("</div>"_html));
}

Html error_message(ErrorMessage const& options)
{
    Html out{"<p"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-error-message"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    if (!options.visually_hidden.empty()) {
        out.add("<span class=\"govuk-visually-hidden\">"_html).add(options.visually_hidden).add(":</span> "_html);
    }
    return std::move(out.add(options.text.html()).add("</p>"_html));
}

Html fieldset(Fieldset const& options)
{
    Html out{"<fieldset class=\"govuk-fieldset"_html};
    add_classes(out, options.classes);
    out.add("\""_html);
    add_optional(out, "role"_html, options.role);
    add_optional(out, "aria-describedby"_html, options.described_by);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    if (auto const& legend = options.legend; !legend.text.empty()) {
        out.add("<legend class=\"govuk-fieldset__legend"_html);
        add_classes(out, legend.classes);
        out.add("\">"_html);
        if (legend.is_page_heading) out.add("<h1 class=\"govuk-fieldset__heading\">"_html);
        out.add(legend.text.html());
        if (legend.is_page_heading) out.add("</h1>"_html);
        out.add("</legend>"_html);
    }
    return std::move(out.add(options.html).add("</fieldset>"_html));
}

void open_group(Html& out, FormGroup const& group, bool has_error)
{
    out.add("<div class=\"govuk-form-group"_html);
    if (has_error) out.add(" govuk-form-group--error"_html);
    add_classes(out, group.classes);
    out.add("\""_html);
    add_attributes(out, group.attributes);
    out.add(">"_html);
}

void close_group(Html& out)
{
    out.add("</div>"_html);
}

void add_plural(Html& out, Markup name, PluralText const& texts)
{
    for (auto const& [form, text] : texts) {
        out.add(" "_html).add(name).add("."_html).add(form).add("=\""_html).add(text).add("\""_html);
    }
}

void append_id(std::string& ids, std::string_view id)
{
    if (!ids.empty()) ids += ' ';
    ids += id;
}

void add_hint_and_error(Html& out, std::string const& id, Hint const& given_hint, ErrorMessage const& given_error,
                        std::string& described_by)
{
    if (!given_hint.text.empty()) {
        auto with_id = given_hint;
        with_id.id = id + "-hint";
        append_id(described_by, with_id.id);
        out.add(hint(with_id));
    }
    if (!given_error.text.empty()) {
        auto with_id = given_error;
        with_id.id = id + "-error";
        append_id(described_by, with_id.id);
        out.add(error_message(with_id));
    }
}

Html hidden(std::string_view name, std::string_view value)
{
    return html("<input type=\"hidden\" name=\""_html, name, "\" value=\""_html, value, "\">"_html);
}

}
