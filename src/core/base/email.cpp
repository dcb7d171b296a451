#include <base/email.hpp>
#include <base/text.hpp>

#include <algorithm>
#include <cctype>

namespace guildhall {

namespace {

bool is_atom_character(unsigned char c)
{
    return std::isalnum(c) ||
           std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text)
{
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::ranges::all_of(text, [](unsigned char c) { return c == '.' || is_atom_character(c); });
}

bool is_label(std::string_view label)
{
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    return std::ranges::all_of(label, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
}

bool is_host(std::string_view host)
{
    int labels = 0;
    std::string_view last;
    while (true) {
        auto const dot = host.find('.');
        last = host.substr(0, dot);
        if (!is_label(last)) return false;
        ++labels;
        if (dot == std::string_view::npos) break;
        host.remove_prefix(dot + 1);
    }
    bool const all_digits = std::ranges::all_of(last, [](unsigned char c) { return std::isdigit(c); });
    return labels >= 2 && last.size() >= 2 && !all_digits;
}

}

std::optional<Email> Email::parse(std::string_view typed)
{
    typed = trimmed(typed);
    auto const at = typed.rfind('@');
    if (at == std::string_view::npos || typed.size() > 254) return {};
    auto const local = typed.substr(0, at);
    auto const host = typed.substr(at + 1);
    if (local.size() > 64 || !is_dot_atom(local) || !is_host(host)) return {};
    std::string text{local};
    text += '@';
    for (unsigned char const c : host) text += static_cast<char>(std::tolower(c));
    return Email{std::move(text)};
}

}
