#include <ui/page.hpp>

#include "snippet.hpp"

#include <ui/assets.hpp>
#include <ui/components/blocks.hpp>
#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::ui {

namespace {

std::string_view own_name(Language language)
{
    switch (language) {
    case Language::en: return "English";
    case Language::cy: return "Cymraeg";
    case Language::ar: return "العربية";
    }
    return "";
}

void add_head(Html& out, Translator const& t, Brand const& brand, std::string const& title, bool has_errors,
              bool is_desk)
{
    out.add("<!DOCTYPE html>\n<html lang=\""_html).add(tag_of(t.language())).add("\""_html);
    if (is_right_to_left(t.language())) out.add(" dir=\"rtl\""_html);
    out.add(" class=\"govuk-template\"><head><meta charset=\"utf-8\"><title>"_html);
    if (has_errors) out.add(t("Error")).add(": "_html);
    out.add(title).add(" - "_html).add(brand.name);
    out.add(
        "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\"><meta name=\"theme-color\" content=\""_html);
    out.add(brand.colour)
        .add(
            "\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\""_html);
    out.add(brand.stylesheet.empty() ? asset_path("app.css") : brand.stylesheet).add("\">"_html);
    if (is_desk) out.add("<link rel=\"stylesheet\" href=\""_html).add(asset_path("desk.css")).add("\">"_html);
    out.add("</head>"_html);
}

void add_scripts(Html& out, bool is_desk)
{
    out.add("<script type=\"module\" src=\""_html).add(asset_path("app.js")).add("\"></script>"_html);
    if (is_desk) out.add("<script type=\"module\" src=\""_html).add(asset_path("desk.js")).add("\"></script>"_html);
}

void add_navigation_link(Html& out, Markup href, std::string const& text, bool current)
{
    out.add("<li><a href=\""_html).add(href).add("\""_html);
    if (current) out.add(" aria-current=\"page\""_html);
    out.add(">"_html).add(text).add("</a></li>"_html);
}

void add_header(Html& out, Frame const& frame)
{
    auto const& t = frame.t;
    out.add(
        "<header class=\"c-header\"><div class=\"govuk-width-container c-header__inner\"><a class=\"c-header__name\" href=\"/\">"_html);
    if (!frame.brand.logo.empty())
        out.add("<img class=\"c-header__logo\" alt=\"\" height=\"40\" src=\""_html)
            .add(frame.brand.logo)
            .add("\">"_html);
    out.add(frame.brand.name)
        .add("</a><nav class=\"c-header__nav\" aria-label=\""_html)
        .add(t("Main"))
        .add("\"><ul class=\"c-header__links\">"_html);
    add_navigation_link(out, "/services"_html, t("All services"), frame.section == "services");
    add_navigation_link(out, "/track"_html, t("Track a request"), frame.section == "track");
    add_navigation_link(out, "/contact"_html, t("Contact us"), frame.section == "contact");
    out.add("</ul></nav></div></header>"_html);
}

void add_languages(Html& out, Frame const& frame)
{
    out.add("<nav aria-label=\""_html).add(frame.t("Language")).add("\"><ul class=\"c-footer__links\">"_html);
    for (auto const language : frame.brand.languages) {
        auto const tag = tag_of(language);
        out.add("<li>"_html);
        if (language == frame.t.language()) {
            out.add("<span lang=\""_html)
                .add(tag)
                .add("\" aria-current=\"true\">"_html)
                .add(own_name(language))
                .add("</span>"_html);
        } else {
            out.add("<a hreflang=\""_html).add(tag).add("\" lang=\""_html).add(tag).add("\" href=\""_html);
            out.add(Url{"/language"}.with_query("to", tag).with_query("back", frame.path).str());
            out.add("\">"_html).add(own_name(language)).add("</a>"_html);
        }
        out.add("</li>"_html);
    }
    out.add("</ul></nav>"_html);
}

void add_footer(Html& out, Frame const& frame)
{
    auto const& t = frame.t;
    auto const& brand = frame.brand;
    out.add("<footer class=\"c-footer\"><div class=\"govuk-width-container c-footer__grid\"><div><p><strong>"_html);
    out.add(t("Speak to a person")).add("</strong></p>"_html);
    if (!brand.phone.empty()) {
        std::string digits;
        for (char const c : brand.phone) {
            if ((c >= '0' && c <= '9') || c == '+') digits += c;
        }
        out.add("<p><a dir=\"ltr\" href=\"tel:"_html).add(digits).add("\">"_html).add(brand.phone).add("</a></p>"_html);
    }
    if (!brand.hours.empty()) out.add("<p>"_html).add(brand.hours).add("</p>"_html);
    if (!brand.address.empty()) out.add("<p>"_html).add(brand.address).add("</p>"_html);
    out.add("</div><ul class=\"c-footer__links\"><li><a href=\"/accessibility\">"_html).add(t("Accessibility"));
    out.add("</a></li><li><a href=\"/privacy\">"_html).add(t("Privacy"));
    out.add("</a></li><li><a href=\"/cookies\">"_html).add(t("Cookies")).add("</a></li></ul>"_html);
    add_languages(out, frame);
    out.add("</div></footer>"_html);
}

void add_main(Html& out, Frame const& frame, Markup attributes, Html const& content)
{
    out.add("<main id=\"main-content\""_html).add(attributes);
    auto const language = frame.content_language.value_or(frame.t.language());
    if (language != frame.t.language()) {
        out.add(" lang=\""_html).add(tag_of(language)).add("\" dir=\""_html);
        out.add(is_right_to_left(language) ? "rtl\""_html : "ltr\""_html);
    }
    out.add(">"_html).add(content).add("</main>"_html);
}

}

Html page(Frame const& frame, Html const& content)
{
    Html out;
    out.reserve(content.str().size() + 6144);
    add_head(out, frame.t, frame.brand, frame.title, frame.has_errors, false);
    if (frame.is_preview) {
        out.add("<body class=\"govuk-template__body c-preview\"><div class=\"govuk-width-container\">"_html);
        add_main(out, frame, " class=\"c-main\""_html, content);
        return std::move(out.add("</div></body></html>\n"_html));
    }
    out.add("<body class=\"govuk-template__body\"><script>"_html).add(inline_snippet).add("</script>"_html);
    out.add(skip_link({.text = frame.t("Skip to main content"), .href = "#main-content"}));
    add_header(out, frame);
    if (frame.wide) {
        add_main(out, frame, ""_html, content);
    } else {
        out.add("<div class=\"govuk-width-container\">"_html);
        if (!frame.before.empty())
            out.add("<nav aria-label=\""_html)
                .add(frame.t("Way back"))
                .add("\">"_html)
                .add(frame.before)
                .add("</nav>"_html);
        add_main(out, frame, " class=\"c-main\""_html, content);
        out.add("</div>"_html);
    }
    add_footer(out, frame);
    add_scripts(out, false);
    return std::move(out.add("</body></html>\n"_html));
}

namespace {

struct Place {
    std::string_view section;
    Markup href;
    Sentence name;
    std::vector<Role> who; ///< none: everybody who works here
};

/// The places of the workspace. A route decides for itself who may enter; here it only decides who is shown the way.
void add_places(Html& out, DeskFrame const& frame)
{
    using enum Role;
    static std::vector<Place> const places{
        {"cases", "/desk"_html, "Cases", {}},
        {"people", "/desk/people"_html, "People", {agent, team_lead, administrator, auditor}},
        {"outbox", "/desk/outbox"_html, "Messages", {}},
        {"services", "/admin/services"_html, "Services", {content_editor, administrator}},
        {"figures",
         "/admin/insight/forms"_html,
         "Figures",
         {team_lead, service_owner, content_editor, administrator, auditor}},
        {"admin", "/admin"_html, "Administration", {administrator}},
    };
    for (auto const& place : places) {
        if (!place.who.empty() && std::ranges::find_first_of(frame.roles, place.who) == frame.roles.end()) continue;
        out.add("<a href=\""_html).add(place.href).add("\""_html);
        if (frame.section == place.section) out.add(" aria-current=\"page\""_html);
        out.add(">"_html).add(frame.t(place.name)).add("</a>"_html);
    }
}

}

Html desk_page(DeskFrame const& frame, Html const& content)
{
    auto const& t = frame.t;
    Html out;
    out.reserve(content.str().size() + 4096);
    add_head(out, t, frame.brand, frame.title, false, true);
    out.add("<body class=\"govuk-template__body d-desk\"><script>"_html).add(inline_snippet).add("</script>"_html);
    out.add(skip_link({.text = t("Skip to main content"), .href = "#main-content"}));
    out.add("<header class=\"d-bar\"><strong>"_html).add(frame.brand.name).add("</strong>"_html);
    if (!frame.staff_name.empty()) {
        add_places(out, frame);
        out.add("<span class=\"d-right\"><span>"_html).add(frame.staff_name);
        out.add(
            "</span><form method=\"post\" action=\"/desk/sign-out\"><input type=\"hidden\" name=\"csrf\" value=\""_html);
        out.add(frame.csrf)
            .add("\"><button type=\"submit\">"_html)
            .add(t("Sign out"))
            .add("</button></form></span>"_html);
    }
    out.add("</header><main id=\"main-content\">"_html).add(content).add("</main>"_html);
    add_scripts(out, true);
    return std::move(out.add("</body></html>\n"_html));
}

}
