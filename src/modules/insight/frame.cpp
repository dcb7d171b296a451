#include "frame.hpp"

#include <base/date.hpp>
#include <ui/page.hpp>

#include <charconv>

namespace guildhall::insight {

using namespace ui::literals;

bool may_look(Actor const& actor)
{
    for (auto const role :
         {Role::administrator, Role::team_lead, Role::service_owner, Role::content_editor, Role::auditor})
        if (actor.has(role)) return true;
    return false;
}

bool may_decide(Actor const& actor)
{
    return actor.has(Role::administrator) || actor.has(Role::team_lead) || actor.has(Role::service_owner) ||
           actor.has(Role::content_editor);
}

http::Response framed(http::Request const& request, Deps& deps, int status, std::string const& title,
                      ui::Html const& content)
{
    return identity::staff_page(request, translator_of(request, deps), deps.council.brand(),
                                {.status = status, .title = title, .section = "figures"},
                                ui::html("<div class=\"d-pane d-wide\">\n"_html, content, "</div>\n"_html));
}

ui::Translator translator_of(http::Request const& request, Deps& deps)
{
    return deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
}

std::int64_t number_in(std::string_view text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

forms::Period last_days(Deps& deps)
{
    auto const today = std::chrono::sys_days{deps.council.today()};
    return {Date{today - std::chrono::days{89}}, Date{today}};
}

services::Version const& service_or_404(http::Request const& request, services::Catalogue const& catalogue)
{
    auto const* version = catalogue.current(request.path_text("id"));
    if (version == nullptr) http::halt(request, 404);
    return *version;
}

}
