// Where a link leads. Made from literals, from paths of ours, or from checked text: javascript:, data: and
// scheme-relative addresses cannot become one.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::ui {

class Url {
public:
    /// A literal path, such as Url{"/track"}.
    template <std::size_t N>
    Url(char const (&path)[N]) : text_{checked_literal(path, N - 1)} {} // NOLINT: literals read as links

    /// "/services/{}" with every {} replaced by a percent-encoded segment.
    static Url path(std::string_view pattern, std::initializer_list<std::string_view> segments);
    /// http, https, mailto and tel addresses from data; nothing for the rest.
    static std::optional<Url> external(std::string_view text);

    [[nodiscard]] Url with_query(std::string_view name, std::string_view value) const;
    [[nodiscard]] std::string const& str() const { return text_; }

private:
    struct Checked {};
    Url(Checked, std::string text) : text_{std::move(text)} {}
    static std::string checked_literal(char const* text, std::size_t size);
    std::string text_;
};

}
