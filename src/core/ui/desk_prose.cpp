#include <ui/desk_prose.hpp>

namespace guildhall::ui::desk {

using namespace literals;

Html heading(std::string_view words)
{
    return html("<h1>"_html, words, "</h1>\n"_html);
}

Html subheading(std::string_view words)
{
    return html("<h2>"_html, words, "</h2>\n"_html);
}

Html scrolling(std::string_view name, Html const& table)
{
    return html("<div class=\"d-table\" role=\"region\" tabindex=\"0\" aria-label=\""_html, name, "\">\n"_html, table,
                "</div>\n"_html);
}

}
