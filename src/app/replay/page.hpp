// A page as a browser without a screen sees it: forms with their controls, errors, text. For the pages of this product,
// which are well formed; it is no parser for strangers' HTML.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::replay {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Control {
    std::string type; ///< "hidden", "text", "radio", "checkbox", "button", "file", "textarea", "select", ...
    std::string name;
    std::string value; ///< for a select: of the chosen option
    bool checked = false;
    std::vector<std::string> offers; ///< of a select
};

struct Form {
    std::string action; ///< path
    bool is_multipart = false;
    std::vector<Control> controls;

    [[nodiscard]] bool has(std::string_view name) const;
    /// What is sent when somebody typed `typed`: every control as it stands, with those values instead. Throws
    /// std::runtime_error where a name is not on the form, or a value is not among those offered.
    [[nodiscard]] Fields filled(Fields const& typed) const;
};

struct Page {
    int status = 0;
    std::string location; ///< of a redirect: path and query
    std::string body;
    [[nodiscard]] bool is_redirect() const { return status == 303 || status == 302; }
    [[nodiscard]] std::vector<Form> forms() const;
    /// The first form whose path ends with this. Throws std::runtime_error where the page has none.
    [[nodiscard]] Form form(std::string_view action) const;
    /// What the page says is wrong: the error summary; else its banners; else its heading.
    [[nodiscard]] std::string complaint() const;
};

/// The text between tags, entities undone, of the first element with this class; "" where there is none.
std::string text_of_class(std::string_view page, std::string_view css_class);

}
