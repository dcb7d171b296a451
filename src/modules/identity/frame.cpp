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

}
