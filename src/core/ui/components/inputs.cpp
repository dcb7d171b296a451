#include "field_parts.hpp"

namespace guildhall::ui {

namespace {

Label label_for(Label const& given, std::string const& id)
{
    auto result = given;
    result.for_id = id;
    return result;
}

void add_spellcheck(Html& out, std::optional<bool> spellcheck)
{
    if (spellcheck) out.add(*spellcheck ? " spellcheck=\"true\""_html : " spellcheck=\"false\""_html);
}

void add_affix(Html& out, Affix const& affix, Markup kind)
{
    if (affix.text.empty()) return;
    out.add("<div class=\"govuk-input__"_html).add(kind);
    add_classes(out, affix.classes);
    out.add("\" aria-hidden=\"true\""_html);
    add_attributes(out, affix.attributes);
    out.add(">"_html).add(affix.text.html()).add("</div>"_html);
}

void add_input_element(Html& out, Input const& options, std::string const& id, std::string const& described_by)
{
    out.add("<input class=\"govuk-input"_html);
    add_classes(out, options.classes);
    if (!options.error.text.empty()) out.add(" govuk-input--error"_html);
    out.add("\" id=\""_html)
        .add(id)
        .add("\" name=\""_html)
        .add(options.name)
        .add("\" type=\""_html)
        .add(options.type)
        .add("\""_html);
    add_spellcheck(out, options.spellcheck);
    add_optional(out, "value"_html, options.value);
    if (options.disabled) out.add(" disabled"_html);
    add_optional(out, "aria-describedby"_html, described_by);
    add_optional(out, "autocomplete"_html, options.autocomplete);
    add_optional(out, "autocapitalize"_html, options.autocapitalize);
    add_optional(out, "pattern"_html, options.pattern);
    add_optional(out, "inputmode"_html, options.inputmode);
    add_attributes(out, options.attributes);
    out.add(">"_html);
}

void open_dropzone(Html& out, FileUpload const& options, FileUploadTexts const& texts)
{
    out.add("<div class=\"govuk-file-upload-wrapper"_html);
    add_classes(out, options.wrapper_classes);
    out.add("\" data-module=\"govuk-file-upload\""_html);
    add_optional(out, "data-i18n.choose-files-button"_html, texts.choose_files);
    add_optional(out, "data-i18n.no-file-chosen"_html, texts.no_file_chosen);
    add_plural(out, "data-i18n.multiple-files-chosen"_html, texts.multiple_files_chosen);
    add_optional(out, "data-i18n.drop-instruction"_html, texts.drop_instruction);
    add_optional(out, "data-i18n.entered-drop-zone"_html, texts.entered_drop_zone);
    add_optional(out, "data-i18n.left-drop-zone"_html, texts.left_drop_zone);
    add_attributes(out, options.wrapper_attributes);
    out.add(">"_html);
}

}

Html input(Input const& options)
{
    Html out;
    auto const& id = options.id.empty() ? options.name : options.id;
    open_group(out, options.group, !options.error.text.empty());
    out.add(label(label_for(options.label, id)));
    auto described_by = options.described_by;
    add_hint_and_error(out, id, options.hint, options.error, described_by);
    bool const wrapped = !options.prefix.text.empty() || !options.suffix.text.empty() ||
                         !options.group.before.empty() || !options.group.after.empty();
    if (wrapped) {
        out.add("<div class=\"govuk-input__wrapper"_html);
        add_classes(out, options.wrapper_classes);
        out.add("\""_html);
        add_attributes(out, options.wrapper_attributes);
        out.add(">"_html).add(options.group.before.html());
        add_affix(out, options.prefix, "prefix"_html);
    }
    add_input_element(out, options, id, described_by);
    if (wrapped) {
        add_affix(out, options.suffix, "suffix"_html);
        out.add(options.group.after.html()).add("</div>"_html);
    }
    close_group(out);
    return out;
}

Html textarea(Textarea const& options)
{
    Html out;
    auto const& id = options.id.empty() ? options.name : options.id;
    open_group(out, options.group, !options.error.text.empty());
    out.add(label(label_for(options.label, id)));
    auto described_by = options.described_by;
    add_hint_and_error(out, id, options.hint, options.error, described_by);
    out.add(options.group.before.html()).add("<textarea class=\"govuk-textarea"_html);
    if (!options.error.text.empty()) out.add(" govuk-textarea--error"_html);
    add_classes(out, options.classes);
    out.add("\" id=\""_html)
        .add(id)
        .add("\" name=\""_html)
        .add(options.name)
        .add("\" rows=\""_html)
        .add(options.rows)
        .add("\""_html);
    add_spellcheck(out, options.spellcheck);
    if (options.disabled) out.add(" disabled"_html);
    add_optional(out, "aria-describedby"_html, described_by);
    add_optional(out, "autocomplete"_html, options.autocomplete);
    add_attributes(out, options.attributes);
    // A parser drops one line break after <textarea>; text that begins with one needs another.
    out.add(options.value.starts_with('\n') ? ">\n"_html : ">"_html).add(options.value).add("</textarea>"_html);
    out.add(options.group.after.html());
    close_group(out);
    return out;
}

Html select(Select const& options)
{
    Html out;
    auto const& id = options.id.empty() ? options.name : options.id;
    open_group(out, options.group, !options.error.text.empty());
    out.add(label(label_for(options.label, id)));
    auto described_by = options.described_by;
    add_hint_and_error(out, id, options.hint, options.error, described_by);
    out.add(options.group.before.html()).add("<select class=\"govuk-select"_html);
    add_classes(out, options.classes);
    if (!options.error.text.empty()) out.add(" govuk-select--error"_html);
    out.add("\" id=\""_html).add(id).add("\" name=\""_html).add(options.name).add("\""_html);
    if (options.disabled) out.add(" disabled"_html);
    add_optional(out, "aria-describedby"_html, described_by);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    for (auto const& item : options.items) {
        out.add("<option"_html);
        if (item.has_value) out.add(" value=\""_html).add(item.value).add("\""_html);
        bool const chosen = item.has_value ? item.value == options.value : item.text.html().str() == options.value;
        if (item.selected.value_or(options.has_value && chosen)) out.add(" selected"_html);
        if (item.disabled) out.add(" disabled"_html);
        add_attributes(out, item.attributes);
        out.add(">"_html).add(item.text.html()).add("</option>"_html);
    }
    out.add("</select>"_html).add(options.group.after.html());
    close_group(out);
    return out;
}

Html file_upload(FileUpload const& options)
{
    Html out;
    auto const& id = options.id.empty() ? options.name : options.id;
    open_group(out, options.group, !options.error.text.empty());
    out.add(label(label_for(options.label, id)));
    auto described_by = options.described_by;
    add_hint_and_error(out, id, options.hint, options.error, described_by);
    out.add(options.group.before.html());
    if (options.dropzone) open_dropzone(out, options, *options.dropzone);
    out.add("<input class=\"govuk-file-upload"_html);
    add_classes(out, options.classes);
    if (!options.error.text.empty()) out.add(" govuk-file-upload--error"_html);
    out.add("\" id=\""_html).add(id).add("\" name=\""_html).add(options.name).add("\" type=\"file\""_html);
    if (options.disabled) out.add(" disabled"_html);
    if (options.multiple) out.add(" multiple"_html);
    add_optional(out, "aria-describedby"_html, described_by);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    if (options.dropzone) out.add("</div>"_html);
    out.add(options.group.after.html());
    close_group(out);
    return out;
}

Html button(Button const& options)
{
    Html common;
    common.add(" class=\"govuk-button"_html);
    add_classes(common, options.classes);
    if (options.is_start) common.add(" govuk-button--start"_html);
    common.add("\" data-module=\"govuk-button\""_html);
    add_attributes(common, options.attributes);
    add_optional(common, "id"_html, options.id);

    Html out;
    if (!options.href.empty()) {
        out.add("<a href=\""_html).add(options.href).add("\" role=\"button\" draggable=\"false\""_html);
    } else {
        out.add("<button type=\""_html).add(options.type).add("\""_html);
        add_optional(out, "value"_html, options.value);
        add_optional(out, "name"_html, options.name);
        if (options.disabled) out.add(" disabled aria-disabled=\"true\""_html);
        if (options.prevent_double_click) {
            out.add(*options.prevent_double_click ? " data-prevent-double-click=\"true\""_html
                                                  : " data-prevent-double-click=\"false\""_html);
        }
    }
    out.add(common).add(">"_html);
    // A start button is a flexbox, which would eat the spaces between the elements in it.
    bool const spanned = options.is_start && options.text.is_markup();
    if (spanned) out.add("<span>"_html);
    out.add(options.text.html());
    if (spanned) out.add("</span>"_html);
    if (options.is_start) {
        out.add(
            "<svg class=\"govuk-button__start-icon\" xmlns=\"http://www.w3.org/2000/svg\" width=\"17.5\" height=\"19\" "
            "viewBox=\"0 0 33 40\" aria-hidden=\"true\" focusable=\"false\"><path fill=\"currentColor\" d=\"M0 0h13l20 20-20 20H0l20-20z\"/></svg>"_html);
    }
    out.add(options.href.empty() ? "</button>"_html : "</a>"_html);
    return out;
}

}
