// Html is a type: text becomes Html only by escaping, and there is no raw hatch. Html comes from literals
// ("<p>"_html, consteval), from components, from this builder, or from the one sanitiser (markdown.hpp).
//
//   Html p = html("<p>"_html, "Dear ", resident.name, "</p>"_html);   // name is escaped, Html parts are not
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace guildhall::ui {

/// A literal of markup. Only the compiler makes one.
class Markup {
public:
    consteval Markup(char const* text, std::size_t size) : text_{text, size} {}
    [[nodiscard]] constexpr std::string_view view() const { return text_; }

private:
    std::string_view text_;
};

namespace literals {
consteval Markup operator""_html(char const* text, std::size_t size)
{
    return {text, size};
}
}
using namespace literals;

class Html {
public:
    Html() = default;
    Html(Markup markup) : text_{markup.view()} {} // NOLINT: a literal is markup

    /// Appends. Text is escaped (& < > " '), Html and Markup are not, numbers are printed.
    Html& add(Markup part)
    {
        text_.append(part.view());
        return *this;
    }
    Html& add(Html const& part)
    {
        text_.append(part.text_);
        return *this;
    }
    Html& add(std::string_view text)
    {
        append_escaped(text_, text);
        return *this;
    }
    Html& add(char const* text) { return add(std::string_view{text}); }
    Html& add(std::string const& text) { return add(std::string_view{text}); }
    Html& add(std::integral auto number)
    {
        text_.append(std::to_string(number));
        return *this;
    }
    Html& add(bool) = delete;
    Html& add(char) = delete;

    void reserve(std::size_t bytes) { text_.reserve(bytes); }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] std::string const& str() const& { return text_; }
    [[nodiscard]] std::string take() && { return std::move(text_); }
    bool operator==(Html const&) const = default;

private:
    friend class Sanitiser;
    friend struct FixtureHtml; // a test's: the design system's fixtures carry markup
    static void append_escaped(std::string& out, std::string_view text); ///< table-driven, appends in runs
    std::string text_;
};

template <class... Part> Html html(Part const&... parts)
{
    Html h;
    (h.add(parts), ...);
    return h;
}

}
