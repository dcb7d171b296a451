// Fields that are made of other fields: a date in three inputs, a text with a count, a password that can be shown.
#pragma once

#include <ui/components/fields.hpp>

namespace guildhall::ui {

struct DatePart {
    std::string name;  ///< "day", "month", "year"; after DateInput::name_prefix and "-"
    std::string label; ///< translated by the caller; empty: the name with a capital letter
    std::string id;    ///< empty: DateInput::id, "-" and the name
    std::string value;
    std::string inputmode = "numeric";
    std::string autocomplete, pattern;
    std::string classes;
    std::optional<bool> error; ///< true: this part is wrong; none says so: all are
    Attributes attributes;
};
struct DateInput {
    std::string id;
    std::string name_prefix;
    std::vector<DatePart> parts{{.name = "day"}, {.name = "month"}, {.name = "year"}};
    std::optional<Fieldset> fieldset;
    Hint hint;
    ErrorMessage error;
    std::string classes;
    FormGroup group;
    Attributes attributes;
};
Html date_input(DateInput const& options);

/// What the script says while a person types. Empty texts are the script's own English. "%{count}" is the number.
struct CountTexts {
    PluralText under_limit, over_limit;
    std::string at_limit;
};
struct CharacterCount {
    Textarea field;    ///< its described_by is set here
    int maxlength = 0; ///< characters; or
    int maxwords = 0;
    int threshold = 0;       ///< per cent of the limit from which on the count is shown
    std::string count_type;  ///< "characters", "words" or "graphemes"
    std::string description; ///< empty: "You can enter up to %{count} characters", or words; translated by the caller
    std::string message_classes;
    CountTexts characters, words;
};
Html character_count(CharacterCount const& options);

struct PasswordInput {
    Input field; ///< its type and wrapper are set here; autocomplete is "current-password" where empty
    std::string show = "Show", show_label = "Show password"; ///< translated by the caller
    /// For the script; empty ones are its own English.
    struct Texts {
        std::string show, hide, show_label, hide_label, shown_announcement, hidden_announcement;
    } texts;
    std::string button_classes;
};
Html password_input(PasswordInput const& options);

}
