#include "tables.hpp"

#include "views.hpp"

#include <ui/url.hpp>

namespace guildhall::insight {

using namespace ui::literals;

ui::Cell number(std::int64_t value)
{
    return {.text = std::to_string(value), .format = "numeric"};
}

ui::Cell words(std::string const& text)
{
    return {.text = text};
}

ui::Cell numeric(std::string const& text)
{
    return {.text = text, .format = "numeric"};
}

ui::Cell bar(std::int64_t part, std::int64_t whole, std::string const& label)
{
    if (whole <= 0) return words("");
    return {.text =
                ui::html("<span class=\"d-share\"><meter min=\"0\" max=\""_html, whole, "\" value=\""_html, part,
                         "\" aria-label=\""_html, label, "\"></meter> "_html, percent(part, whole), "</span>"_html)};
}

std::string path_of(std::string_view service, std::string_view place)
{
    auto const path = ui::Url::path("/admin/insight/forms/{}", {service}).str();
    return place.empty() ? path : path + "/" + std::string{place};
}

}
