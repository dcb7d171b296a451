// What a component shows: text, which is escaped, or Html, which is not. An option that takes Content accepts both.
#pragma once

#include <ui/html.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::ui {

class Content {
public:
    Content() = default;
    Content(Html html) : html_{std::move(html)}, is_markup_{true} {} // NOLINT: both read as content
    Content(Markup markup) : html_{markup}, is_markup_{true} {}      // NOLINT
    Content(std::string_view text) { html_.add(text); }              // NOLINT
    Content(std::string const& text) { html_.add(text); }            // NOLINT
    Content(char const* text) { html_.add(std::string_view{text}); } // NOLINT
    [[nodiscard]] bool empty() const { return html_.empty(); }
    [[nodiscard]] Html const& html() const { return html_; }
    /// Whether it came as Html. Where it did not, some components put a paragraph around it.
    [[nodiscard]] bool is_markup() const { return is_markup_; }

private:
    Html html_;
    bool is_markup_ = false;
};

/// Further attributes of an element, in the order they are written. Names are literals of ours.
using Attributes = std::vector<std::pair<std::string_view, std::string>>;

/// ` name="value"` for each.
void add_attributes(Html& out, Attributes const& attributes);
/// ` name="value"`, or nothing where the value is empty.
void add_optional(Html& out, Markup name, std::string_view value);
/// The rest of a class attribute: a space and the classes, or nothing.
void add_classes(Html& out, std::string_view classes);

}
