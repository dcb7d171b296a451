#include <ui/components/own.hpp>

namespace guildhall::ui {

Html search_box(SearchBox const& options)
{
    auto const id = "search-" + options.name;
    Html out{"<form method=\"get\" role=\"search\" action=\""_html};
    out.add(options.action).add("\"><label class=\"govuk-label govuk-label--s"_html);
    if (options.hide_label) out.add(" govuk-visually-hidden"_html);
    out.add("\" for=\""_html).add(id).add("\">"_html).add(options.label).add("</label><div class=\"c-search\">"_html);
    out.add(
        "<input class=\"govuk-input\" type=\"search\" enterkeyhint=\"search\" autocomplete=\"off\" spellcheck=\"true\" id=\""_html);
    out.add(id).add("\" name=\""_html).add(options.name).add("\""_html);
    add_optional(out, "value"_html, options.value);
    out.add("><button class=\"govuk-button\" type=\"submit\">"_html).add(options.button);
    return std::move(out.add("</button></div></form>"_html));
}

Html cards(std::vector<Card> const& items)
{
    Html out{"<ul class=\"c-cards\">"_html};
    for (auto const& item : items) {
        out.add("<li class=\"c-card\"><a class=\"govuk-link\" href=\""_html).add(item.href).add("\">"_html);
        out.add(item.title.html()).add("</a>"_html);
        if (!item.text.empty()) out.add("<p>"_html).add(item.text.html()).add("</p>"_html);
        out.add("</li>"_html);
    }
    return std::move(out.add("</ul>"_html));
}

Html link_groups(std::vector<LinkGroup> const& groups)
{
    Html out;
    for (auto const& group : groups) {
        out.add("<h2 class=\"govuk-heading-m\""_html);
        add_optional(out, "id"_html, group.id);
        out.add(">"_html).add(group.heading.html()).add("</h2><ul class=\"c-links\">"_html);
        for (auto const& link : group.links) {
            out.add("<li><a class=\"govuk-link\" href=\""_html).add(link.href).add("\">"_html);
            out.add(link.text.html()).add("</a></li>"_html);
        }
        out.add("</ul>"_html);
    }
    return out;
}

Html stages(Translator const& t, std::vector<Stage> const& items)
{
    Html out{"<ol class=\"c-stages\">"_html};
    for (auto const& item : items) {
        Markup start = "<li><strong>"_html;
        auto state = t("Not yet");
        switch (item.state) {
        case Stage::State::reached:
            start = "<li class=\"is-reached\"><strong>"_html;
            state = t("Done");
            break;
        case Stage::State::current:
            start = "<li class=\"is-current\" aria-current=\"step\"><strong>"_html;
            state = t("Now");
            break;
        case Stage::State::ahead: break;
        }
        out.add(start).add("<span class=\"c-stages__state\">"_html).add(state).add(": </span>"_html);
        out.add(item.name.html()).add("</strong>"_html);
        if (!item.when.empty())
            out.add(" <span class=\"c-stages__when\">"_html).add(item.when.html()).add("</span>"_html);
        out.add("</li>"_html);
    }
    return std::move(out.add("</ol>"_html));
}

}
