#include "unsent.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>

#include <array>

namespace guildhall::identity {

using namespace ui::literals;

namespace {

constexpr std::string_view path_field = "unsent-path";
constexpr std::string_view prefix = "unsent.";
constexpr std::string_view sign_in_path = "/desk/sign-in";

}

bool is_own_path(std::string_view path)
{
    static constexpr std::array rooms{std::string_view{"/desk"}, std::string_view{"/admin"}};
    for (auto const room : rooms) {
        if (!path.starts_with(room) || path.size() > 500) continue;
        auto const rest = path.substr(room.size());
        bool const is_plain =
            rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") ==
            std::string_view::npos;
        if ((rest.empty() || rest.starts_with('/')) && is_plain && rest.find("//") == std::string_view::npos)
            return true;
    }
    return false;
}

std::optional<Unsent> unsent_of(http::Request const& request)
{
    // Only what our own page sent: else a stranger's page could put words into the mouth of whoever signs in.
    if (request.method != http::Method::post || !request.csrf_matches() || !is_own_path(request.path))
        return std::nullopt;
    Unsent unsent{request.path, {}};
    for (auto const& [name, value] : request.form.fields())
        if (name != "csrf") unsent.fields.emplace_back(name, value);
    return unsent;
}

std::optional<Unsent> carried_unsent(http::Form const& form)
{
    Unsent unsent{std::string{form.value(path_field)}, {}};
    if (!is_own_path(unsent.path) || unsent.path.starts_with(sign_in_path)) return std::nullopt;
    for (auto const& [name, value] : form.fields())
        if (name.starts_with(prefix)) unsent.fields.emplace_back(name.substr(prefix.size()), value);
    return unsent;
}

ui::Html carrying(Unsent const& unsent)
{
    ui::Html out = ui::hidden(path_field, unsent.path);
    for (auto const& [name, value] : unsent.fields) out.add(ui::hidden(std::string{prefix} + name, value));
    return out;
}

ui::Html unsent_form(Unsent const& unsent, std::string const& csrf, ui::Translator const& t)
{
    ui::Html fields = ui::hidden("csrf", csrf);
    ui::Html typed;
    for (auto const& [name, value] : unsent.fields) {
        fields.add(ui::hidden(name, value));
        if (name == "words" && !value.empty())
            typed.add(ui::inset_text({.text = ui::html("<span class=\"d-words\">"_html, value, "</span>"_html)}));
    }
    auto const page = unsent.path.substr(0, unsent.path.rfind('/'));
    return ui::html(ui::heading(t("You are signed in")),
                    ui::paragraph(t("Your session had ended, so this was not saved yet.")), typed,
                    "<form method=\"post\" action=\""_html, unsent.path, "\" novalidate>\n"_html, fields,
                    ui::button({.text = t("Save it now"), .prevent_double_click = true}), "</form>\n"_html,
                    ui::paragraph(ui::link(page, t("Go on without it"))));
}

}
