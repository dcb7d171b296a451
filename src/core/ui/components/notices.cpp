#include <ui/components/notices.hpp>

#include <ui/components/fields.hpp>

namespace guildhall::ui {

namespace {

void end_start_tag(Html& out, std::string const& classes, Attributes const& attributes)
{
    add_classes(out, classes);
    out.add("\""_html);
    add_attributes(out, attributes);
}

void add_action(Html& out, ActionLink const& action, std::string const& button_classes, std::string const& link_classes)
{
    auto const with = [&](std::string const& fixed) {
        return fixed.empty() || action.classes.empty() ? fixed + action.classes : fixed + " " + action.classes;
    };
    if (action.href.empty() || action.type == "button") {
        out.add(button({.text = action.text,
                        .href = action.href,
                        .type = action.type.empty() ? "button" : action.type,
                        .name = action.name,
                        .value = action.value,
                        .classes = with(button_classes),
                        .attributes = action.attributes}));
        return;
    }
    out.add("<a class=\""_html).add(with(link_classes)).add("\" href=\""_html).add(action.href).add("\""_html);
    add_attributes(out, action.attributes);
    out.add(">"_html).add(action.text).add("</a>"_html);
}

void add_cookie_message(Html& out, CookieMessage const& message)
{
    out.add("<div class=\"govuk-cookie-banner__message"_html);
    add_classes(out, message.classes);
    out.add(" govuk-width-container\""_html);
    add_optional(out, "role"_html, message.role);
    add_attributes(out, message.attributes);
    if (message.hidden) out.add(" hidden"_html);
    out.add("><div class=\"govuk-grid-row\"><div class=\"govuk-grid-column-two-thirds\">"_html);
    if (!message.heading.empty()) {
        out.add("<h2 class=\"govuk-cookie-banner__heading govuk-heading-m\">"_html)
            .add(message.heading.html())
            .add("</h2>"_html);
    }
    out.add("<div class=\"govuk-cookie-banner__content\">"_html);
    if (message.text.is_markup()) {
        out.add(message.text.html());
    } else if (!message.text.empty()) {
        out.add("<p class=\"govuk-body\">"_html).add(message.text.html()).add("</p>"_html);
    }
    out.add("</div></div></div>"_html);
    if (!message.actions.empty()) {
        out.add("<div class=\"govuk-button-group\">"_html);
        for (auto const& action : message.actions) {
            add_action(out, action, "", "govuk-link");
            out.add(" "_html); // for readers of text alone; the group is a flexbox
        }
        out.add("</div>"_html);
    }
    out.add("</div>"_html);
}

void add_section(Html& out, Accordion const& options, AccordionSection const& item, std::size_t index)
{
    auto const level = options.heading_level;
    out.add("<div class=\"govuk-accordion__section"_html);
    if (item.expanded) out.add(" govuk-accordion__section--expanded"_html);
    out.add("\"><div class=\"govuk-accordion__section-header\"><h"_html).add(level);
    out.add(" class=\"govuk-accordion__section-heading\"><span class=\"govuk-accordion__section-button\" id=\""_html);
    out.add(options.id).add("-heading-"_html).add(index).add("\">"_html).add(item.heading.html());
    out.add("</span></h"_html).add(level).add(">"_html);
    if (!item.summary.empty()) {
        out.add("<div class=\"govuk-accordion__section-summary govuk-body\" id=\""_html);
        out.add(options.id)
            .add("-summary-"_html)
            .add(index)
            .add("\">"_html)
            .add(item.summary.html())
            .add("</div>"_html);
    }
    out.add("</div><div id=\""_html).add(options.id).add("-content-"_html).add(index);
    out.add("\" class=\"govuk-accordion__section-content\">"_html);
    if (item.content.is_markup()) {
        out.add(item.content.html());
    } else if (!item.content.empty()) {
        out.add("<p class=\"govuk-body\">"_html).add(item.content.html()).add("</p>"_html);
    }
    out.add("</div></div>"_html);
}

}

Html cookie_banner(CookieBanner const& options)
{
    Html out{"<div class=\"govuk-cookie-banner"_html};
    add_classes(out, options.classes);
    out.add("\" data-nosnippet role=\"region\" aria-label=\""_html).add(options.label).add("\""_html);
    if (options.hidden) out.add(" hidden"_html);
    add_attributes(out, options.attributes);
    out.add(">"_html);
    for (auto const& message : options.messages) add_cookie_message(out, message);
    return std::move(out.add("</div>"_html));
}

Html interruption_panel(InterruptionPanel const& options)
{
    auto around = options.panel;
    around.classes = "govuk-panel--interruption" + (around.classes.empty() ? "" : " " + around.classes);
    bool const has_actions = !options.actions.empty();
    if (!has_actions && options.actions_classes.empty() && options.actions_attributes.empty()) return panel(around);
    Html actions{"<div class=\"govuk-panel__actions"_html};
    end_start_tag(actions, options.actions_classes, options.actions_attributes);
    actions.add(">"_html);
    if (has_actions) actions.add("<div class=\"govuk-button-group\">"_html);
    for (auto const& action : options.actions) {
        add_action(actions, action, "govuk-button--inverse", "govuk-link govuk-link--inverse");
        actions.add(" "_html); // for readers of text alone; the group is a flexbox
    }
    if (has_actions) actions.add("</div>"_html);
    around.actions = std::move(actions.add("</div>"_html));
    return panel(around);
}

Html feedback(Feedback const& options)
{
    Html out{"<div class=\"govuk-feedback govuk-width-container"_html};
    end_start_tag(out, options.classes, options.attributes);
    out.add("><div class=\"govuk-grid-row\"><div class=\"govuk-grid-column-two-thirds\"><h"_html)
        .add(options.heading_level);
    out.add(" class=\"govuk-feedback__title\">"_html).add(options.title.html());
    out.add("</h"_html).add(options.heading_level).add(">"_html);
    if (options.text.is_markup()) {
        out.add("<div class=\"govuk-feedback__body\">"_html).add(options.text.html()).add("</div>"_html);
    } else if (!options.text.empty()) {
        out.add("<div class=\"govuk-feedback__body\"><p class=\"govuk-body\">"_html)
            .add(options.text.html())
            .add("</p></div>"_html);
    }
    return std::move(out.add("</div></div></div>"_html));
}

Html accordion(Accordion const& options)
{
    Html out{"<div class=\"govuk-accordion"_html};
    add_classes(out, options.classes);
    out.add("\" data-module=\"govuk-accordion\" id=\""_html).add(options.id).add("\""_html);
    auto const& texts = options.texts;
    add_optional(out, "data-i18n.hide-all-sections"_html, texts.hide_all);
    add_optional(out, "data-i18n.hide-section"_html, texts.hide);
    add_optional(out, "data-i18n.hide-section-aria-label"_html, texts.hide_label);
    add_optional(out, "data-i18n.show-all-sections"_html, texts.show_all);
    add_optional(out, "data-i18n.show-section"_html, texts.show);
    add_optional(out, "data-i18n.show-section-aria-label"_html, texts.show_label);
    if (options.remember_expanded) {
        out.add(*options.remember_expanded ? " data-remember-expanded=\"true\""_html
                                           : " data-remember-expanded=\"false\""_html);
    }
    add_attributes(out, options.attributes);
    out.add(">"_html);
    for (std::size_t i = 0; i < options.items.size(); ++i) add_section(out, options, options.items[i], i + 1);
    return std::move(out.add("</div>"_html));
}

Html exit_this_page(ExitThisPage const& options)
{
    Html out{"<div"_html};
    add_optional(out, "id"_html, options.id);
    out.add(" class=\"govuk-exit-this-page"_html);
    add_classes(out, options.classes);
    out.add("\" data-module=\"govuk-exit-this-page\""_html);
    add_attributes(out, options.attributes);
    add_optional(out, "data-i18n.activated"_html, options.texts.activated);
    add_optional(out, "data-i18n.timed-out"_html, options.texts.timed_out);
    add_optional(out, "data-i18n.press-two-more-times"_html, options.texts.press_two_more_times);
    add_optional(out, "data-i18n.press-one-more-time"_html, options.texts.press_one_more_time);
    Content const usual = "<span class=\"govuk-visually-hidden\">Emergency</span> Exit this page"_html;
    out.add(">"_html);
    out.add(button({.text = options.text.empty() ? usual : options.text,
                    .href = options.redirect_url,
                    .classes = "govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button",
                    .attributes = {{"rel", "nofollow noreferrer"}}}));
    return std::move(out.add("</div>"_html));
}

}
