#include "frame.hpp"

#include <ui/prose.hpp>

namespace guildhall::identity {

using namespace ui::literals;

http::Response framed(http::Request const& request, Deps& deps, int status, Sentence title,
                      std::vector<FieldError> const& errors,
                      std::function<ui::Html(ui::Translator const&)> const& content)
{
    ui::Translator const t{ui::language_from(request.header("accept-language"), request.cookie("language")),
                           deps.time_zone};
    auto page_title = t(title);
    if (!errors.empty()) page_title = t("Error: {title}", {{"title", page_title}});
    ui::DeskFrame const frame{.t = t, .brand = deps.brand, .title = page_title};
    auto const body =
        ui::html("<div class=\"d-pane d-narrow\">\n"_html, error_summary_of(errors, t), content(t), "</div>\n"_html);
    return http::page(status, ui::desk_page(frame, body));
}

http::Response staff_page(http::Request const& request, ui::Translator const& t, ui::Brand const& brand,
                          StaffPage const& page, ui::Html const& content)
{
    auto const* const who = signed_in(request);
    ui::DeskFrame const frame{.t = t,
                              .brand = brand,
                              .title = page.status >= 400 ? t("Error: {title}", {{"title", page.title}}) : page.title,
                              .staff_name = who != nullptr ? who->name : "",
                              .csrf = request.csrf_token(),
                              .roles =
                                  who != nullptr ? std::span<Role const>{who->actor.roles} : std::span<Role const>{},
                              .section = page.section};
    return http::page(page.status, ui::desk_page(frame, content));
}

}
