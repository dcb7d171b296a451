#include <ui/components/compound_fields.hpp>

#include "field_parts.hpp"

#include <algorithm>
#include <deque>

namespace guildhall::ui {

namespace {

std::string joined(std::string_view fixed, std::string_view more)
{
    std::string out{fixed};
    if (!out.empty() && !more.empty()) out += ' ';
    return out.append(more);
}

bool is_marked_wrong(DatePart const& part)
{
    return part.error.value_or(false) || part.classes.find("govuk-input--error") != std::string::npos;
}

std::string part_classes(DatePart const& part, bool whole_is_wrong)
{
    std::string classes = "govuk-date-input__input";
    bool const wrong = part.error.value_or(false) || (whole_is_wrong && part.error != false);
    if (wrong && part.classes.find("govuk-input--error") == std::string::npos) classes += " govuk-input--error";
    if (part.classes.find("govuk-input--width-") == std::string::npos) {
        bool const is_year = part.name == "year" || part.name.ends_with("-year");
        classes += is_year ? " govuk-input--width-4" : " govuk-input--width-2";
    }
    return joined(classes, part.classes);
}

void add_part(Html& out, DateInput const& options, DatePart const& part, bool whole_is_wrong)
{
    auto label = part.label.empty() ? part.name : part.label;
    if (part.label.empty() && !label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] -= 'a' - 'A';
    out.add("<div class=\"govuk-date-input__item\">"_html);
    out.add(input({.name = options.name_prefix.empty() ? part.name : options.name_prefix + "-" + part.name,
                   .id = part.id.empty() ? options.id + "-" + part.name : part.id,
                   .label = {.text = label, .classes = "govuk-date-input__label"},
                   .value = part.value,
                   .inputmode = part.inputmode,
                   .autocomplete = part.autocomplete,
                   .pattern = part.pattern,
                   .classes = part_classes(part, whole_is_wrong),
                   .attributes = part.attributes}));
    out.add("</div>"_html);
}

/// Attributes whose names are put together here; they live as long as this does.
class NamedAttributes {
public:
    void add(std::string_view name, std::string value)
    {
        if (!value.empty()) attributes_.emplace_back(names_.emplace_back(name), std::move(value));
    }
    void add(std::string_view name, int value)
    {
        if (value != 0) add(name, std::to_string(value));
    }
    void add(std::string_view name, PluralText const& texts)
    {
        for (auto const& [form, text] : texts) add(std::string{name} + "." + std::string{form}, text);
    }
    void add(std::string_view kind, CountTexts const& texts)
    {
        auto const name = "data-i18n." + std::string{kind};
        add(name + "-under-limit", texts.under_limit);
        add(name + "-at-limit", texts.at_limit);
        add(name + "-over-limit", texts.over_limit);
    }
    [[nodiscard]] Attributes followed_by(Attributes const& more) const
    {
        auto all = attributes_;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

private:
    std::deque<std::string> names_;
    Attributes attributes_;
};

std::string count_description(CharacterCount const& options, bool counts_words)
{
    auto const limit = options.maxwords != 0 ? options.maxwords : options.maxlength;
    if (limit == 0) return {};
    auto text = options.description;
    if (text.empty())
        text = counts_words ? "You can enter up to %{count} words" : "You can enter up to %{count} characters";
    static constexpr std::string_view place = "%{count}";
    if (auto const at = text.find(place); at != std::string::npos)
        text.replace(at, place.size(), std::to_string(limit));
    return text;
}

}

Html date_input(DateInput const& options)
{
    auto described_by = options.fieldset ? options.fieldset->described_by : std::string{};
    bool const has_error = !options.error.text.empty();
    bool const whole_is_wrong = has_error && std::ranges::none_of(options.parts, is_marked_wrong);
    Html inner;
    add_hint_and_error(inner, options.id, options.hint, options.error, described_by);
    inner.add("<div class=\"govuk-date-input"_html);
    add_classes(inner, options.classes);
    inner.add("\""_html);
    add_attributes(inner, options.attributes);
    add_optional(inner, "id"_html, options.id);
    inner.add(">"_html).add(options.group.before.html());
    for (auto const& part : options.parts) add_part(inner, options, part, whole_is_wrong);
    inner.add(options.group.after.html()).add("</div>"_html);

    Html out;
    open_group(out, options.group, has_error);
    if (options.fieldset) {
        auto around = *options.fieldset;
        // Without the role JAWS does not read what describes a fieldset of text inputs.
        around.role = "group";
        around.described_by = described_by;
        around.html = std::move(inner);
        out.add(fieldset(around));
    } else {
        out.add(inner);
    }
    close_group(out);
    return out;
}

Html character_count(CharacterCount const& options)
{
    auto field = options.field;
    if (field.id.empty()) field.id = field.name;
    auto const count_type = !options.count_type.empty() ? options.count_type : options.maxwords != 0 ? "words" : "";

    NamedAttributes script;
    script.add("data-module", "govuk-character-count");
    script.add("data-maxlength", options.maxlength);
    script.add("data-maxwords", options.maxwords);
    script.add("data-threshold", options.threshold);
    script.add("data-count-type", count_type);
    bool const has_limit = options.maxlength != 0 || options.maxwords != 0;
    if (!has_limit) script.add("data-i18n.textarea-description.other", options.description);
    script.add("characters", options.characters);
    script.add("words", options.words);

    auto message = hint({.text = count_description(options, count_type == "words"),
                         .id = field.id + "-info",
                         .classes = joined("govuk-character-count__message", options.message_classes)});
    message.add(field.group.after.html());
    field.described_by = field.id + "-info";
    field.classes = joined("govuk-js-character-count", field.classes);
    field.group.classes = joined("govuk-character-count", field.group.classes);
    field.group.attributes = script.followed_by(options.field.group.attributes);
    field.group.after = std::move(message);
    return textarea(field);
}

Html password_input(PasswordInput const& options)
{
    auto field = options.field;
    if (field.id.empty()) field.id = field.name;
    NamedAttributes script;
    script.add("data-module", "govuk-password-input");
    script.add("data-i18n.show-password", options.texts.show);
    script.add("data-i18n.hide-password", options.texts.hide);
    script.add("data-i18n.show-password-aria-label", options.texts.show_label);
    script.add("data-i18n.hide-password-aria-label", options.texts.hide_label);
    script.add("data-i18n.password-shown-announcement", options.texts.shown_announcement);
    script.add("data-i18n.password-hidden-announcement", options.texts.hidden_announcement);

    auto toggle =
        button({.text = options.show,
                .type = "button",
                .classes = joined("govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
                                  options.button_classes),
                .attributes = {{"aria-controls", field.id}, {"aria-label", options.show_label}, {"hidden", ""}}});
    toggle.add(field.group.after.html());
    field.type = "password";
    field.spellcheck = false;
    field.autocapitalize = "none";
    if (field.autocomplete.empty()) field.autocomplete = "current-password";
    field.classes = joined("govuk-password-input__input govuk-js-password-input-input", field.classes);
    field.wrapper_classes = "govuk-password-input__wrapper";
    field.group.classes = joined("govuk-password-input", field.group.classes);
    field.group.attributes = script.followed_by(options.field.group.attributes);
    field.group.after = std::move(toggle);
    return input(field);
}

}
