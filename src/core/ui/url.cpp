#include <ui/url.hpp>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace guildhall::ui {

namespace {

std::string percent_encode(std::string_view text)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char const c : text) {
        if (std::isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
            out += static_cast<char>(c);
        } else {
            out += '%';
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    return out;
}

}

std::string Url::checked_literal(char const* text, std::size_t size)
{
    std::string_view const path{text, size};
    bool const ours = path.starts_with('/') || path.starts_with('#') || path.starts_with('?');
    if (!ours || path.starts_with("//"))
        throw std::logic_error("A literal Url is a path of ours: " + std::string{path});
    return std::string{path};
}

Url Url::path(std::string_view pattern, std::initializer_list<std::string_view> segments)
{
    if (!pattern.starts_with('/') || pattern.starts_with("//")) throw std::logic_error("A path begins with one slash.");
    std::string path;
    auto segment = segments.begin();
    for (std::size_t at = 0;;) {
        auto const hole = pattern.find("{}", at);
        path.append(pattern.substr(at, hole - at));
        if (hole == std::string_view::npos) break;
        if (segment == segments.end()) throw std::logic_error("A path has more places than segments.");
        path.append(percent_encode(*segment++));
        at = hole + 2;
    }
    return {Checked{}, std::move(path)};
}

std::optional<Url> Url::external(std::string_view text)
{
    static constexpr std::string_view schemes[] = {"https://", "http://", "mailto:", "tel:"};
    bool const known = std::ranges::any_of(schemes, [&](auto scheme) { return text.starts_with(scheme); });
    bool const clean =
        std::ranges::none_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '"' || c == '<'; });
    if (!known || !clean) return {};
    return Url{Checked{}, std::string{text}};
}

Url Url::with_query(std::string_view name, std::string_view value) const
{
    auto const joint = text_.find('?') == std::string::npos ? "?" : "&";
    return {Checked{}, text_ + joint + percent_encode(name) + "=" + percent_encode(value)};
}

}
