#include <ui/components/blocks.hpp>

namespace guildhall::ui {

namespace {

/// An element's start up to and without '>': tag with class, further classes and attributes.
Html start(Markup tag_and_class, std::string const& classes, Attributes const& attributes)
{
    Html out{tag_and_class};
    add_classes(out, classes);
    out.add("\""_html);
    add_attributes(out, attributes);
    return out;
}

}

Html error_summary(ErrorSummary const& options)
{
    Html out{"<div class=\"govuk-error-summary"_html};
    add_classes(out, options.classes);
    out.add("\""_html);
    if (options.disable_auto_focus) {
        out.add(*options.disable_auto_focus ? " data-disable-auto-focus=\"true\""_html
                                            : " data-disable-auto-focus=\"false\""_html);
    }
    add_attributes(out, options.attributes);
    out.add(" data-module=\"govuk-error-summary\"><div role=\"alert\"><h2 class=\"govuk-error-summary__title\">"_html);
    out.add(options.title.html()).add("</h2><div class=\"govuk-error-summary__body\">"_html);
    if (!options.description.empty()) out.add("<p>"_html).add(options.description.html()).add("</p>"_html);
    if (!options.errors.empty()) {
        out.add("<ul class=\"govuk-list govuk-error-summary__list\">"_html);
        for (auto const& item : options.errors) {
            out.add("<li>"_html);
            if (item.href.empty()) {
                out.add(item.text.html());
            } else {
                out.add("<a href=\""_html).add(item.href).add("\""_html);
                add_attributes(out, item.attributes);
                out.add(">"_html).add(item.text.html()).add("</a>"_html);
            }
            out.add("</li>"_html);
        }
        out.add("</ul>"_html);
    }
    return std::move(out.add("</div></div></div>"_html));
}

Html panel(Panel const& options)
{
    bool const interrupts = options.classes.find("govuk-panel--interruption") != std::string::npos;
    Html out{"<div class=\"govuk-panel"_html};
    if (!interrupts) out.add(" govuk-panel--confirmation"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add("><h"_html).add(options.heading_level).add(" class=\"govuk-panel__title\">"_html).add(options.title.html());
    out.add("</h"_html).add(options.heading_level).add(">"_html);
    if (!options.text.empty())
        out.add("<div class=\"govuk-panel__body\">"_html).add(options.text.html()).add("</div>"_html);
    return std::move(out.add(options.actions).add("</div>"_html));
}

Html tag(Tag const& options)
{
    auto out = start("<strong class=\"govuk-tag"_html, options.classes, options.attributes);
    return std::move(out.add(">"_html).add(options.text.html()).add("</strong>"_html));
}

Html notification_banner(NotificationBanner const& options)
{
    Html out{"<div class=\"govuk-notification-banner"_html};
    if (options.success) out.add(" govuk-notification-banner--success"_html);
    add_classes(out, options.classes);
    auto const role = !options.role.empty() ? options.role : options.success ? "alert" : "region";
    out.add("\" role=\""_html).add(role).add("\" aria-labelledby=\""_html).add(options.title_id);
    out.add("\" data-module=\"govuk-notification-banner\""_html);
    if (options.disable_auto_focus) {
        out.add(*options.disable_auto_focus ? " data-disable-auto-focus=\"true\""_html
                                            : " data-disable-auto-focus=\"false\""_html);
    }
    add_attributes(out, options.attributes);
    auto const level = options.title_heading_level;
    out.add("><div class=\"govuk-notification-banner__header\"><h"_html).add(level);
    out.add(" class=\"govuk-notification-banner__title\" id=\""_html).add(options.title_id).add("\">"_html);
    if (options.title.empty()) {
        out.add(options.success ? "Success"_html : "Important"_html);
    } else {
        out.add(options.title.html());
    }
    out.add("</h"_html).add(level).add("></div><div class=\"govuk-notification-banner__content\">"_html);
    if (!options.html.empty()) {
        out.add(options.html);
    } else if (!options.text.empty()) {
        out.add("<p class=\"govuk-notification-banner__heading\">"_html).add(options.text.html()).add("</p>"_html);
    }
    return std::move(out.add("</div></div>"_html));
}

Html inset_text(InsetText const& options)
{
    Html out{"<div"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-inset-text"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    return std::move(out.add(">"_html).add(options.text.html()).add("</div>"_html));
}

Html details(Details const& options)
{
    Html out{"<details"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-details"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    if (options.open) out.add(" open"_html);
    out.add("><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">"_html);
    out.add(options.summary.html()).add("</span></summary><div class=\"govuk-details__text\">"_html);
    return std::move(out.add(options.text.html()).add("</div></details>"_html));
}

Html warning_text(WarningText const& options)
{
    auto out = start("<div class=\"govuk-warning-text"_html, options.classes, options.attributes);
    out.add("><span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span> <strong "
            "class=\"govuk-warning-text__text\">"
            "<span class=\"govuk-visually-hidden\">"_html);
    out.add(options.icon_fallback).add("</span> "_html).add(options.text.html());
    return std::move(out.add("</strong></div>"_html));
}

Html back_link(BackLink const& options)
{
    auto out = html("<a href=\""_html, options.href, "\" class=\"govuk-back-link"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    if (options.text.empty()) out.add("Back"_html);
    return std::move(out.add(options.text.html()).add("</a>"_html));
}

Html skip_link(SkipLink const& options)
{
    auto out = html("<a href=\""_html, options.href, "\" class=\"govuk-skip-link"_html);
    add_classes(out, options.classes);
    out.add("\""_html);
    add_attributes(out, options.attributes);
    return std::move(out.add(" data-module=\"govuk-skip-link\">"_html).add(options.text.html()).add("</a>"_html));
}

Html generic_header(GenericHeader const& options)
{
    auto out = start("<div class=\"govuk-generic-header"_html, options.classes, options.attributes);
    out.add("><div class=\"govuk-generic-header__container "_html).add(options.container_classes);
    out.add("\"><div class=\"govuk-generic-header__logo\"><a href=\""_html).add(options.url);
    out.add("\" class=\"govuk-generic-header__homepage-link\">"_html).add(options.logo.html());
    return std::move(out.add("</a></div></div></div>"_html));
}

}
