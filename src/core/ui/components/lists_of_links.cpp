// Tabs and task lists.
#include <ui/components/navigation.hpp>

namespace guildhall::ui {

namespace {

std::string tab_id(Tabs const& options, std::size_t index)
{
    auto const& id = options.items[index].id;
    return id.empty() ? options.id_prefix + "-" + std::to_string(index + 1) : id;
}

void add_tab_panel(Html& out, Tab const& item, std::string const& id, bool is_first)
{
    out.add(is_first ? "<div class=\"govuk-tabs__panel\" id=\""_html
                     : "<div class=\"govuk-tabs__panel govuk-tabs__panel--hidden\" id=\""_html);
    out.add(id).add("\""_html);
    add_attributes(out, item.panel_attributes);
    out.add(">"_html);
    if (item.panel.is_markup()) {
        out.add(item.panel.html());
    } else if (!item.panel.empty()) {
        out.add("<p class=\"govuk-body\">"_html).add(item.panel.html()).add("</p>"_html);
    }
    out.add("</div>"_html);
}

void add_task_name(Html& out, Task const& item, std::string const& id)
{
    out.add("<div class=\"govuk-task-list__name-and-hint\">"_html);
    if (!item.href.empty()) {
        out.add("<a class=\"govuk-link govuk-task-list__link"_html);
        add_classes(out, item.title_classes);
        out.add("\" href=\""_html).add(item.href).add("\" aria-describedby=\""_html);
        if (!item.hint.empty()) out.add(id).add("-hint "_html);
        out.add(id).add("-status\">"_html).add(item.title.html()).add("</a>"_html);
    } else {
        out.add("<div"_html);
        add_optional(out, "class"_html, item.title_classes);
        out.add(">"_html).add(item.title.html()).add("</div>"_html);
    }
    if (!item.hint.empty()) {
        out.add("<div id=\""_html)
            .add(id)
            .add("-hint\" class=\"govuk-task-list__hint\">"_html)
            .add(item.hint.html())
            .add("</div>"_html);
    }
    out.add("</div>"_html);
}

}

Html tabs(Tabs const& options)
{
    Html out{"<div"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-tabs"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(" data-module=\"govuk-tabs\"><h2 class=\"govuk-tabs__title\">"_html).add(options.title).add("</h2>"_html);
    if (!options.items.empty()) {
        out.add("<ul class=\"govuk-tabs__list\">"_html);
        for (std::size_t i = 0; i < options.items.size(); ++i) {
            out.add(i == 0 ? "<li class=\"govuk-tabs__list-item govuk-tabs__list-item--selected\">"_html
                           : "<li class=\"govuk-tabs__list-item\">"_html);
            out.add("<a class=\"govuk-tabs__tab\" href=\"#"_html).add(tab_id(options, i)).add("\""_html);
            add_attributes(out, options.items[i].attributes);
            out.add(">"_html).add(options.items[i].label).add("</a></li>"_html);
        }
        out.add("</ul>"_html);
        for (std::size_t i = 0; i < options.items.size(); ++i)
            add_tab_panel(out, options.items[i], tab_id(options, i), i == 0);
    }
    return std::move(out.add("</div>"_html));
}

Html task_list(TaskList const& options)
{
    Html out{"<ul class=\"govuk-task-list"_html};
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    for (std::size_t i = 0; i < options.items.size(); ++i) {
        auto const& item = options.items[i];
        auto const id = options.id_prefix + "-" + std::to_string(i + 1);
        out.add("<li class=\"govuk-task-list__item"_html);
        if (!item.href.empty()) out.add(" govuk-task-list__item--with-link"_html);
        add_classes(out, item.classes);
        out.add("\">"_html);
        add_task_name(out, item, id);
        out.add("<div class=\"govuk-task-list__status"_html);
        add_classes(out, item.status_classes);
        out.add("\" id=\""_html).add(id).add("-status\">"_html);
        out.add(item.status_tag ? tag(*item.status_tag) : item.status.html()).add("</div></li>"_html);
    }
    return std::move(out.add("</ul>"_html));
}

}
