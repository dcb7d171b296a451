#include <ui/content.hpp>

namespace guildhall::ui {

void add_attributes(Html& out, Attributes const& attributes)
{
    for (auto const& [name, value] : attributes) out.add(" "_html).add(name).add("=\""_html).add(value).add("\""_html);
}

void add_optional(Html& out, Markup name, std::string_view value)
{
    if (!value.empty()) out.add(" "_html).add(name).add("=\""_html).add(value).add("\""_html);
}

void add_classes(Html& out, std::string_view classes)
{
    if (!classes.empty()) out.add(" "_html).add(classes);
}

}
