#include <ui/components/navigation.hpp>

#include <algorithm>

namespace guildhall::ui {

namespace {

void end_start_tag(Html& out, std::string const& classes, Attributes const& attributes)
{
    add_classes(out, classes);
    out.add("\""_html);
    add_attributes(out, attributes);
}

constexpr auto arrow_back = "<svg class=\"govuk-pagination__icon govuk-pagination__icon--prev\" "
                            "xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" "
                            "aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\"><path "
                            "d=\"m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449"
                            "-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z\"></path></svg>"_html;
constexpr auto arrow_on = "<svg class=\"govuk-pagination__icon govuk-pagination__icon--next\" "
                          "xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" "
                          "aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\"><path "
                          "d=\"m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896"
                          "l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z\"></path></svg>"_html;

/// The link to the page before or after. A block has the arrow first and the title of that page below.
void add_arrow_link(Html& out, PageLink const& link, bool is_previous, bool is_block)
{
    if (link.href.empty()) return;
    auto const type = is_previous ? "prev"_html : "next"_html;
    out.add("<div class=\"govuk-pagination__"_html)
        .add(type)
        .add("\"><a class=\"govuk-link govuk-pagination__link\" href=\""_html);
    out.add(link.href).add("\" rel=\""_html).add(type).add("\""_html);
    add_attributes(out, link.attributes);
    out.add(">"_html);
    if (is_block || is_previous) out.add(is_previous ? arrow_back : arrow_on);
    out.add("<span class=\"govuk-pagination__link-title"_html);
    if (is_block && link.label.empty()) out.add(" govuk-pagination__link-title--decorated"_html);
    out.add("\">"_html);
    if (link.text.empty()) {
        out.add(is_previous ? "Previous"_html : "Next"_html)
            .add("<span class=\"govuk-visually-hidden\"> page</span>"_html);
    } else {
        out.add(link.text.html());
    }
    out.add("</span>"_html);
    if (is_block && !link.label.empty()) {
        out.add(" <span class=\"govuk-visually-hidden\">:</span> <span class=\"govuk-pagination__link-label\">"_html);
        out.add(link.label).add("</span>"_html);
    }
    if (!is_block && !is_previous) out.add(arrow_on);
    out.add("</a></div>"_html);
}

void add_page_number(Html& out, PageNumber const& item)
{
    out.add("<li class=\"govuk-pagination__item"_html);
    if (item.current) out.add(" govuk-pagination__item--current"_html);
    if (item.ellipsis) {
        out.add(" govuk-pagination__item--ellipsis\">\u22EF</li>"_html);
        return;
    }
    out.add("\"><a class=\"govuk-link govuk-pagination__link\" href=\""_html)
        .add(item.href)
        .add("\" aria-label=\""_html);
    out.add(item.label.empty() ? "Page " + item.number : item.label).add("\""_html);
    if (item.current) out.add(" aria-current=\"page\""_html);
    add_attributes(out, item.attributes);
    out.add(">"_html).add(item.number).add("</a></li>"_html);
}

/// The item's text; where the reader is, it is strong too, for readers who override colours and styles.
Html link_text(NavigationItem const& item)
{
    if (!item.active && !item.current) return item.text.html();
    return html("<strong class=\"govuk-service-navigation__active-fallback\">"_html, item.text.html(),
                "</strong>"_html);
}

void add_navigation_item(Html& out, NavigationItem const& item)
{
    bool const is_here = item.active || item.current;
    out.add("<li class=\"govuk-service-navigation__item"_html);
    out.add(is_here ? " govuk-service-navigation__item--active\">"_html : "\">"_html);
    auto const current = item.current ? " aria-current=\"page\""_html
                         : is_here    ? " aria-current=\"true\""_html
                                      : ""_html;
    if (!item.href.empty()) {
        out.add("<a class=\"govuk-service-navigation__link\" href=\""_html).add(item.href).add("\""_html).add(current);
        add_attributes(out, item.attributes);
        out.add(">"_html).add(link_text(item)).add("</a>"_html);
    } else if (!item.text.empty()) {
        out.add("<span class=\"govuk-service-navigation__text\""_html).add(current).add(">"_html);
        out.add(link_text(item)).add("</span>"_html);
    }
    out.add("</li>"_html);
}

void add_navigation(Html& out, ServiceNavigation const& options)
{
    if (options.items.empty() && options.navigation_start.empty() && options.navigation_end.empty()) return;
    out.add("<nav aria-label=\""_html)
        .add(options.navigation_label.empty() ? options.menu_button : options.navigation_label);
    out.add("\" class=\"govuk-service-navigation__wrapper"_html);
    add_classes(out, options.navigation_classes);
    out.add("\">"_html);
    if (options.collapse_on_mobile.value_or(options.items.size() > 1)) {
        out.add(
            "<button type=\"button\" class=\"govuk-service-navigation__toggle govuk-js-service-navigation-toggle\" aria-controls=\""_html);
        out.add(options.navigation_id).add("\""_html);
        if (options.menu_button_label != options.menu_button)
            add_optional(out, "aria-label"_html, options.menu_button_label);
        out.add(" hidden aria-hidden=\"true\">"_html).add(options.menu_button).add("</button>"_html);
    }
    out.add("<ul class=\"govuk-service-navigation__list\" id=\""_html).add(options.navigation_id).add("\">"_html);
    out.add(options.navigation_start);
    for (auto const& item : options.items) add_navigation_item(out, item);
    out.add(options.navigation_end).add("</ul></nav>"_html);
}

void add_service_name(Html& out, ServiceNavigation const& options)
{
    if (options.service_name.empty()) return;
    out.add("<span class=\"govuk-service-navigation__service-name\">"_html);
    if (options.service_url.empty()) {
        out.add("<span class=\"govuk-service-navigation__text\">"_html).add(options.service_name).add("</span>"_html);
    } else {
        out.add("<a href=\""_html).add(options.service_url).add("\" class=\"govuk-service-navigation__link\">"_html);
        out.add(options.service_name).add("</a>"_html);
    }
    out.add("</span>"_html);
}

void add_language(Html& out, LanguageLink const& item)
{
    bool const is_link = !item.current && !item.href.empty();
    out.add("<li class=\"govuk-language-navigation__list-item\">"_html);
    out.add(is_link ? "<a class=\"govuk-language-navigation__link"_html
                    : "<span class=\"govuk-language-navigation__text"_html);
    add_classes(out, item.classes);
    if (is_link) {
        out.add("\" href=\""_html).add(item.href).add("\" rel=\"alternate\""_html);
    } else {
        out.add("\" aria-current=\"true\""_html);
    }
    add_optional(out, "lang"_html, item.lang);
    if (is_link) add_optional(out, "hreflang"_html, item.hreflang.empty() ? item.lang : item.hreflang);
    add_optional(out, "dir"_html, item.dir);
    add_attributes(out, item.attributes);
    out.add(">"_html).add(item.text.html());
    if (is_link && !item.description.empty()) {
        out.add("<span class=\"govuk-visually-hidden\"> "_html).add(item.description).add("</span>"_html);
    }
    out.add(is_link ? "</a></li>"_html : "</span></li>"_html);
}

}

Html breadcrumbs(Breadcrumbs const& options)
{
    Html out{"<nav class=\"govuk-breadcrumbs"_html};
    add_classes(out, options.classes);
    if (options.collapse_on_mobile) out.add(" govuk-breadcrumbs--collapse-on-mobile"_html);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(" aria-label=\""_html).add(options.label).add("\"><ol class=\"govuk-breadcrumbs__list\">"_html);
    for (auto const& item : options.items) {
        if (item.href.empty()) {
            out.add("<li class=\"govuk-breadcrumbs__list-item\" aria-current=\"page\">"_html)
                .add(item.text.html())
                .add("</li>"_html);
            continue;
        }
        out.add("<li class=\"govuk-breadcrumbs__list-item\"><a class=\"govuk-breadcrumbs__link\" href=\""_html)
            .add(item.href)
            .add("\""_html);
        add_attributes(out, item.attributes);
        out.add(">"_html).add(item.text.html()).add("</a></li>"_html);
    }
    return std::move(out.add("</ol></nav>"_html));
}

Html pagination(Pagination const& options)
{
    bool const is_block = options.items.empty();
    Html out{"<nav class=\"govuk-pagination"_html};
    if (is_block && !(options.previous.href.empty() && options.next.href.empty()))
        out.add(" govuk-pagination--block"_html);
    add_classes(out, options.classes);
    out.add("\" aria-label=\""_html).add(options.label).add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    add_arrow_link(out, options.previous, true, is_block);
    if (!options.items.empty()) {
        out.add("<ul class=\"govuk-pagination__list\">"_html);
        for (auto const& item : options.items) add_page_number(out, item);
        out.add("</ul>"_html);
    }
    add_arrow_link(out, options.next, false, is_block);
    return std::move(out.add("</nav>"_html));
}

Html service_navigation(ServiceNavigation const& options)
{
    // With a name it is a section, which is a landmark around the navigation; without, the navigation is landmark
    // enough.
    bool const is_section = !options.service_name.empty() || !options.start.empty() || !options.end.empty();
    Html out;
    if (is_section) {
        out.add("<section aria-label=\""_html).add(options.label).add("\" class=\"govuk-service-navigation"_html);
    } else {
        out.add("<div class=\"govuk-service-navigation"_html);
    }
    add_classes(out, options.classes);
    out.add("\" data-module=\"govuk-service-navigation\""_html);
    add_attributes(out, options.attributes);
    out.add("><div class=\"govuk-width-container"_html);
    if (options.end_is_inline) out.add(" govuk-service-navigation__inlining-container"_html);
    out.add("\">"_html).add(options.start).add("<div class=\"govuk-service-navigation__container\">"_html);
    add_service_name(out, options);
    add_navigation(out, options);
    out.add("</div>"_html).add(options.end).add("</div>"_html);
    return std::move(out.add(is_section ? "</section>"_html : "</div>"_html));
}

Html language_navigation(LanguageNavigation const& options)
{
    Html out{"<nav class=\"govuk-language-navigation"_html};
    end_start_tag(out, options.classes, options.attributes);
    out.add(" aria-label=\""_html).add(options.label).add("\"><ul class=\"govuk-language-navigation__list\">"_html);
    for (auto const& item : options.items) add_language(out, item);
    return std::move(out.add("</ul></nav>"_html));
}

Html phase_banner(PhaseBanner const& options)
{
    Html out{"<div class=\"govuk-phase-banner govuk-width-container"_html};
    end_start_tag(out, options.classes, options.attributes);
    auto phase = options.tag;
    phase.classes = "govuk-phase-banner__content__tag" + (phase.classes.empty() ? "" : " " + phase.classes);
    out.add("><p class=\"govuk-phase-banner__content\">"_html).add(tag(phase));
    out.add(" <span class=\"govuk-phase-banner__text\">"_html).add(options.text.html());
    return std::move(out.add("</span></p></div>"_html));
}

}
