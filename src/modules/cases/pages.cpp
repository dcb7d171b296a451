#include "pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>

namespace guildhall::cases {

namespace {

using namespace ui::literals;
using ui::paragraph;
using ui::subheading;

std::string promise_of(TrackingView const& view, ui::Translator const& t)
{
    auto const target = t.date(view.tracking.target);
    // Whoever sent abuse is told nothing, also not that it was finished.
    if (view.tracking.outcome == "abuse") return t("This report is closed. If you have a question, call us.");
    if (view.tracking.closed) return t("We finished on {date}.", {{"date", t.date(*view.tracking.closed)}});
    if (view.late)
        return t("We said we would finish by {date}. We are late, and we are sorry. Call us to ask what is happening.",
                 {{"date", target}});
    return t("We aim to finish by {date}. If you have not heard from us by then, call us.", {{"date", target}});
}

ui::Html said_by_the_team(std::vector<Tracking::Word> const& said, ui::Translator const& t)
{
    if (said.empty()) return {};
    ui::Html out = subheading(t("What the team says"));
    for (auto const& word : said)
        out.add(ui::inset_text(
            {.text = ui::html(word.text, "<br><span class=\"govuk-hint\">"_html, t.date(word.at), "</span>"_html)}));
    return out;
}

std::string failure_words(notify::Channel channel, ui::Translator const& t)
{
    switch (channel) {
    case notify::Channel::email: return t("We could not reach you by email.");
    case notify::Channel::text: return t("We could not reach you by text.");
    case notify::Channel::letter: return t("We could not reach you by letter.");
    }
    return {};
}

std::string instead_words(notify::Channel channel, ui::Translator const& t)
{
    switch (channel) {
    case notify::Channel::email: return t("We sent an email instead.");
    case notify::Channel::text: return t("We sent a text instead.");
    case notify::Channel::letter: return t("We sent a letter instead.");
    }
    return {};
}

/// Nothing of the address: whoever has the reference reads this.
ui::Html detour(TrackingView const& view, ui::Translator const& t)
{
    if (!view.tracking.detour) return {};
    auto const& [failed, instead] = *view.tracking.detour;
    auto const then =
        instead ? instead_words(*instead, t) : t("Look here for news, or call us to give us another way to reach you.");
    return ui::inset_text({.text = ui::html(failure_words(failed, t), " "_html, then)});
}

ui::Html more_form(TrackingView const& view, ui::Translator const& t)
{
    if (!view.may_add) return {};
    return ui::html("<form method=\"post\" action=\"/track/"_html, view.tracking.reference.shown(),
                    "/information\" novalidate>\n"_html, ui::hidden("csrf", view.csrf),
                    ui::textarea({.name = "information",
                                  .label = {.text = t("Tell us more"), .classes = "govuk-label--m"},
                                  .hint = {.text = t("The team reads it. It is not shown on this page.")},
                                  .error = error_of(view.errors, "information", t),
                                  .value = view.typed}),
                    ui::button({.text = t("Send"), .classes = "govuk-button--secondary", .prevent_double_click = true}),
                    "</form>\n"_html);
}

/// Nothing more can be added then; whoever has more to say sends a new request.
ui::Html deletion(TrackingView const& view, ui::Translator const& t)
{
    if (!view.tracking.forgotten) return {};
    return paragraph(t("What you told us was deleted on {date}, because the time that we keep it is over.",
                       {{"date", t.date(*view.tracking.forgotten)}}));
}

ui::Html reach_a_person(TrackingView const& view, ui::Translator const& t)
{
    if (view.phone.empty() && view.address.empty()) return {};
    ui::Html out = subheading(t("Talk to a person"));
    if (!view.phone.empty())
        out.add(ui::html("<p class=\"govuk-body\">"_html, t("Phone: {number}", {{"number", view.phone}}),
                         view.hours.empty() ? ""_html : "<br>"_html, view.hours, "</p>\n"_html));
    if (!view.address.empty()) out.add(paragraph(t("Visit us: {address}", {{"address", view.address}})));
    return out;
}

ui::Html thanks(TrackingView const& view, ui::Translator const& t)
{
    if (!view.was_added) return {};
    return ui::notification_banner(
        {.title = t("Success"), .text = t("Thank you. The team can now read what you added."), .success = true});
}

}

ui::Html stage_list(std::vector<Tracking::Step> const& steps, ui::Translator const& t)
{
    ui::Html items;
    for (auto const& step : steps) {
        auto const classes = step.current ? "is-reached is-current" : step.reached ? "is-reached" : "";
        items.add(ui::html(
            "<li class=\""_html, classes, "\""_html, step.current ? " aria-current=\"step\""_html : ""_html,
            "><strong>"_html, step.title, "</strong> "_html, step.reached ? t.date(*step.reached) : t("Still to come"),
            step.current && !step.text.empty() ? "<br>"_html : ""_html, step.current ? step.text : "", "</li>\n"_html));
    }
    return ui::html("<ol class=\"c-stages\">\n"_html, items, "</ol>\n"_html);
}

ui::Html track_form(TrackFormView const& view, ui::Translator const& t)
{
    return ui::html(
        error_summary_of(view.errors, t), "<h1 class=\"govuk-heading-l\">"_html, t("Follow a report or request"),
        "</h1>\n"_html, "<form method=\"post\" action=\"/track\" novalidate>\n"_html, ui::hidden("csrf", view.csrf),
        ui::input(
            {.name = "reference",
             .label = {.text = t("Your reference")},
             .hint = {.text =
                          t("It is on the page and in the email that you got from us. It looks like 7HK2-9QF3-MTX.")},
             .error = error_of(view.errors, "reference", t),
             .value = view.typed,
             .autocomplete = "off",
             .autocapitalize = "characters",
             .spellcheck = false,
             .classes = "govuk-input--width-20"}),
        ui::button({.text = t("Continue")}), "</form>\n"_html);
}

ui::Html tracking_page(TrackingView const& view, ui::Translator const& t)
{
    auto const& tracking = view.tracking;
    auto const summary =
        tracking.summary.empty() ? ui::Html{} : ui::html("<p class=\"c-lead\">"_html, tracking.summary, "</p>\n"_html);
    return ui::html(error_summary_of(view.errors, t), thanks(view, t), "<span class=\"govuk-caption-l\">"_html,
                    t("Reference {reference}", {{"reference", tracking.reference.shown()}}),
                    "</span>\n<h1 class=\"govuk-heading-l\">"_html, tracking.service_title, "</h1>\n"_html, summary,
                    "<div class=\"c-promise\">"_html, paragraph(promise_of(view, t)), "</div>\n"_html,
                    subheading(t("What is happening")), stage_list(tracking.steps, t),
                    said_by_the_team(tracking.said, t), detour(view, t), deletion(view, t), more_form(view, t),
                    reach_a_person(view, t));
}

ui::Html unknown_reference(ui::Translator const& t)
{
    return ui::html("<h1 class=\"govuk-heading-l\">"_html, t("We cannot find that reference"), "</h1>\n"_html,
                    paragraph(t("Check it against the page or the email that you got from us.")),
                    "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/track\">"_html, t("Try again"),
                    "</a></p>\n"_html);
}

ui::Html too_many_look_ups(ui::Translator const& t)
{
    return ui::html("<h1 class=\"govuk-heading-l\">"_html, t("Too many references that we do not know"), "</h1>\n"_html,
                    paragraph(t("Please wait an hour, then try again. Or call us.")));
}

}
