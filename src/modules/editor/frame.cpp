#include "frame.hpp"

#include <ui/assets.hpp>
#include <ui/components/blocks.hpp>
#include <ui/page.hpp>
#include <ui/url.hpp>

namespace guildhall::editor {

using namespace ui::literals;

ui::Translator translator_of(http::Request const& request, Deps const& deps)
{
    return deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
}

http::Response framed(http::Request const& request, Deps const& deps, Shown const& shown, ui::Html const& content)
{
    auto const t = translator_of(request, deps);
    auto response =
        identity::staff_page(request, t, deps.council.brand(),
                             {.status = shown.status, .title = shown.title, .section = "services"}, content);
    if (shown.has_preview)
        response.headers.emplace_back("Content-Security-Policy", ui::content_security_policy() + "; frame-src 'self'");
    return response;
}

std::string address()
{
    return "/admin/services";
}

std::string address(std::string_view service, std::string_view place)
{
    auto path = ui::Url::path("/admin/services/{}", {service}).str();
    return place.empty() ? path : path + "/" + std::string{place};
}

ui::Html quiet(std::string_view words)
{
    return ui::html("<p class=\"govuk-hint\">"_html, words, "</p>\n"_html);
}

ui::Html form_to(std::string_view action, std::string_view csrf, ui::Html const& inside)
{
    return ui::html("<form method=\"post\" action=\""_html, action, "\" novalidate>\n"_html, ui::hidden("csrf", csrf),
                    inside, "</form>\n"_html);
}

ui::Html small_button(std::string_view action, std::string_view csrf, std::string_view words, ui::Html const& more,
                      std::string_view about)
{
    auto text = ui::html(words);
    if (!about.empty()) text.add("<span class=\"govuk-visually-hidden\"> "_html).add(about).add("</span>"_html);
    return form_to(action, csrf,
                   ui::html(more, "<button class=\"e-small\" type=\"submit\">"_html, text, "</button>"_html));
}

}
