// The parts of a form in the GOV.UK Design System's markup (govuk-frontend 6.6.0): one function for each component,
// options in a struct with named fields. A field whose value is empty is not rendered. Ids tie labels, hints and
// errors to their input: "email", "email-hint", "email-error".
#pragma once

#include <ui/content.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::ui {

/// A text for each plural form of CLDR, for scripts: {{"one", "%{count} file"}, {"other", "%{count} files"}}.
using PluralText = std::vector<std::pair<std::string_view, std::string>>;

struct Label {
    Content text;
    std::string for_id;
    std::string classes;
    bool is_page_heading = false;
    Attributes attributes;
};
Html label(Label const& options);

struct Hint {
    Content text;
    std::string id;
    std::string classes;
    Attributes attributes;
};
Html hint(Hint const& options);

struct ErrorMessage {
    Content text;
    std::string id;
    std::string classes;
    Attributes attributes;
    std::string visually_hidden = "Error"; ///< translated by the caller; "" for none
};
Html error_message(ErrorMessage const& options);

struct Legend {
    Content text;
    std::string classes;
    bool is_page_heading = false;
};
struct Fieldset {
    Legend legend;
    std::string described_by;
    std::string classes;
    std::string role;
    Attributes attributes;
    Html html;
};
Html fieldset(Fieldset const& options);

struct FormGroup {
    std::string classes;
    Attributes attributes;
    Content before, after; ///< beside the input, inside the group
};

struct Affix {
    Content text;
    std::string classes;
    Attributes attributes;
};

struct Input {
    std::string name;
    std::string id; ///< empty: as name
    Label label;
    Hint hint;
    ErrorMessage error;
    std::string value;
    std::string type = "text";
    std::string inputmode, autocomplete, autocapitalize, pattern;
    std::optional<bool> spellcheck;
    bool disabled = false;
    std::string described_by;
    std::string classes;
    Affix prefix, suffix;
    std::string wrapper_classes;
    Attributes wrapper_attributes;
    FormGroup group;
    Attributes attributes;
};
Html input(Input const& options);

struct Textarea {
    std::string name;
    std::string id;
    Label label;
    Hint hint;
    ErrorMessage error;
    std::string value;
    int rows = 5;
    std::optional<bool> spellcheck;
    bool disabled = false;
    std::string autocomplete;
    std::string described_by;
    std::string classes;
    FormGroup group;
    Attributes attributes;
};
Html textarea(Textarea const& options);

struct Option {
    std::string value;
    Content text;
    bool has_value = true;        ///< false: the text is the value
    std::optional<bool> selected; ///< not set: as Select::value says
    bool disabled = false;
    Attributes attributes;
};
struct Select {
    std::string name;
    std::string id;
    Label label;
    Hint hint;
    ErrorMessage error;
    std::vector<Option> items;
    std::string value; ///< the chosen one
    bool has_value = false;
    bool disabled = false;
    std::string described_by;
    std::string classes;
    FormGroup group;
    Attributes attributes;
};
Html select(Select const& options);

struct Choice {
    std::string value;
    Content text;
    Hint hint;
    std::string id;              ///< empty: from the name and its place
    std::string name;            ///< checkboxes alone may differ
    Label label;                 ///< classes and attributes only
    std::optional<bool> checked; ///< not set: as Choices::values says
    bool disabled = false;
    Content divider;       ///< where set, the item is a line such as "or"
    Html conditional;      ///< shown while the item is chosen
    std::string behaviour; ///< checkboxes: "exclusive"
    Attributes attributes;
};
struct Choices {
    std::string name;
    std::string id_prefix; ///< empty: as name
    std::optional<Fieldset> fieldset;
    Hint hint;
    ErrorMessage error;
    std::vector<Choice> items;
    std::vector<std::string> values; ///< the chosen ones, beside `checked`
    std::string described_by;
    std::string classes;
    FormGroup group;
    Attributes attributes;
};
Html radios(Choices const& options);
Html checkboxes(Choices const& options);

/// What the script of file_upload says; empty texts are the script's own English.
struct FileUploadTexts {
    std::string choose_files, no_file_chosen, drop_instruction, entered_drop_zone, left_drop_zone;
    PluralText multiple_files_chosen;
};
struct FileUpload {
    std::string name;
    std::string id;
    Label label;
    Hint hint;
    ErrorMessage error;
    bool multiple = false;
    bool disabled = false;
    std::optional<FileUploadTexts> dropzone; ///< where set, the script makes a place to drop files on
    std::string wrapper_classes;             ///< of the dropzone
    Attributes wrapper_attributes;
    std::string described_by;
    std::string classes;
    FormGroup group;
    Attributes attributes;
};
Html file_upload(FileUpload const& options);

struct Button {
    Content text;
    std::string href; ///< where set, it is a link that looks like a button
    std::string type = "submit";
    std::string name, value, id;
    std::string classes;
    bool disabled = false;
    bool is_start = false;
    std::optional<bool> prevent_double_click;
    Attributes attributes;
};
Html button(Button const& options);

/// A hidden input: <input type="hidden">.
Html hidden(std::string_view name, std::string_view value);

}
