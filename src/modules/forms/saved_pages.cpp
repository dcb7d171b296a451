#include "saved_pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

namespace {

using namespace ui::literals;
using ui::heading;
using ui::paragraph;
using ui::subheading;

ui::Html post_to(std::string_view path, ui::Html const& inside)
{
    return ui::html("<form method=\"post\" action=\""_html, path, "\" novalidate>"_html, inside, "</form>"_html);
}

ui::Html csrf_field(std::string_view token)
{
    return ui::hidden("csrf", token);
}

std::string path_of_link(ReturnView const& view, std::string_view place)
{
    auto const path = ui::Url::path("/saved/{}", {view.link}).str();
    return place.empty() ? path : path + "/" + std::string{place};
}

}

ui::Html save_page(SaveView const& view, ui::Translator const& t)
{
    auto const& id = view.definition.id;
    ui::Html out = error_summary_of(view.errors, t);
    if (view.left_out) {
        out.add(ui::notification_banner({.title = t("Important"),
                                         .text = t("An answer on the last page was missing or not complete, so we "
                                                   "could not keep it. We ask for it again when you come back.")}));
    }
    out.add(heading(t("Save and come back later")));
    out.add(paragraph(t("We keep your answers to \"{service}\" until {date}. Nothing is sent until you send it.",
                        {{"service", view.definition.title}, {"date", t.date(view.until)}})));
    out.add(paragraph(t("We email you a link. With it you can go on, on this device or another one.")));
    out.add(paragraph(t("You also get a code on the next page. It is not in the email, so nobody can read your answers "
                        "with the email alone.")));
    out.add(post_to(
        ui::Url::path("/saved/for/{}", {id}).str(),
        ui::html(csrf_field(view.csrf),
                 ui::input({.name = "email",
                            .label = {.text = t("Your email address")},
                            .hint = {.text = t("We use it for this link and one reminder, and for nothing else.")},
                            .error = error_of(view.errors, "email", t),
                            .value = view.email,
                            .type = "email",
                            .autocomplete = "email",
                            .spellcheck = false}),
                 ui::button({.text = t("Save and send me the link"), .prevent_double_click = true}))));
    out.add(paragraph(ui::link(ui::Url::path("/services/{}/check", {id}).str(), t("Go back to the form"))));
    return out;
}

ui::Html saved_page(SavedView const& view, ui::Translator const& t)
{
    ui::Html out =
        ui::panel({.title = t("Saved"),
                   .text = ui::html(t("Your code"), "\n<br><strong>"_html, shown_code(view.code), "</strong>"_html)});
    out.add(paragraph(t("Write the code down or take a photo of it. You need it with the link that we email you.")));
    out.add(paragraph(
        t("We keep your answers until {date}. {days} days before that we remind you by email. Then we delete them.",
          {{"date", t.date(view.until)}, {"days", std::to_string(reminded_before_days)}})));
    out.add(paragraph(t("Has no email come? Look among your junk mail, or save again.")));
    auto const service = ui::Url::path("/services/{}/check", {view.definition.id}).str();
    out.add(paragraph(ui::link(service, t("Go on with the form now"))));
    out.add(paragraph(ui::link("/saved", t("Your saved forms"))));
    out.add(subheading(t("Do others use this computer?")));
    out.add(paragraph(t("Take the form off this computer. Your saved answers stay safe, and the link opens them.")));
    out.add(post_to(ui::Url::path("/services/{}/clear", {view.definition.id}).str(),
                    ui::html(hidden_fields(view.seal), ui::button({.text = t("Take it off this computer"),
                                                                   .classes = "govuk-button--secondary"}))));
    return out;
}

ui::Html return_page(ReturnView const& view, ui::Translator const& t)
{
    ui::Html out = error_summary_of(view.errors, t);
    out.add(heading(t("Go on with your saved form")));
    out.add(paragraph(t("You saved \"{service}\". We keep it until {date}.",
                        {{"service", view.service_title}, {"date", t.date(view.until)}})));
    ui::Html inside = csrf_field(view.csrf);
    if (view.other_draft_here) {
        inside.add(ui::warning_text({.text = t("There is another form of this kind on this device. If you go on, we "
                                               "delete that one and open the one you saved."),
                                     .icon_fallback = t("Warning")}));
        inside.add(ui::hidden("replace", "1"));
    }
    inside.add(ui::input({.name = "code",
                          .label = {.text = t("Code")},
                          .hint = {.text = t("The 6 digits that we showed on the screen when you saved.")},
                          .error = error_of(view.errors, "code", t),
                          .inputmode = "numeric",
                          .autocomplete = "off",
                          .classes = "govuk-input--width-10"}));
    inside.add(ui::button({.text = view.other_draft_here ? t("Delete the other one and go on") : t("Go on"),
                           .prevent_double_click = true}));
    out.add(post_to(path_of_link(view, ""), inside));
    out.add(ui::details({.summary = t("I have lost the code"),
                         .text = t("Go on in the browser where you began: open the service there, and your answers are "
                                   "still in it. If that does not work, delete this form and begin again.")}));
    out.add(paragraph(ui::link(path_of_link(view, "deletion"), t("Delete what I saved"))));
    return out;
}

ui::Html delete_page(ReturnView const& view, ui::Translator const& t)
{
    ui::Html out = heading(t("Delete your saved form?"));
    out.add(paragraph(
        t("We delete your answers to \"{service}\". Nobody can bring them back.", {{"service", view.service_title}})));
    out.add(post_to(
        path_of_link(view, "deletion"),
        ui::html(csrf_field(view.csrf), ui::button({.text = t("Delete it"), .classes = "govuk-button--warning"}))));
    out.add(paragraph(ui::link(path_of_link(view, ""), t("Keep it"))));
    return out;
}

namespace {

ui::Html list_item(SavedListView const& view, SavedListView::Item const& item, ui::Translator const& t)
{
    auto const date = t.date(item.until);
    auto const words =
        item.is_saved
            ? t("Saved until {date}. You can open it here, or elsewhere with its link and code.", {{"date", date}})
            : t("In this browser until {date}. To open it elsewhere, save it first.", {{"date", date}});
    ui::Html out = ui::html(subheading(item.title), paragraph(words));
    out.add(paragraph(ui::link(ui::Url::path("/services/{}/check", {item.service}).str(),
                               t("Go on with: {service}", {{"service", item.title}}))));
    return std::move(out.add(post_to(
        "/saved/deletion", ui::html(csrf_field(view.csrf), ui::hidden("draft", std::to_string(item.draft.value)),
                                    "<button class=\"c-quiet-button\" type=\"submit\">"_html,
                                    t("Delete: {service}", {{"service", item.title}}), "</button>"_html))));
}

}

ui::Html saved_list_page(SavedListView const& view, ui::Translator const& t)
{
    ui::Html out;
    if (view.was_deleted) {
        out.add(ui::notification_banner(
            {.title = t("Success"), .text = t("We deleted the form and its answers."), .success = true}));
    }
    out.add(heading(t("Your saved forms")));
    if (view.items.empty()) {
        out.add(paragraph(t("There is no form in this browser that you began and have not sent.")));
        out.add(paragraph(t("If you saved one on another device, open the link in the email that we sent you.")));
        out.add(paragraph(ui::link("/services", t("All services"))));
    }
    for (auto const& item : view.items) out.add(list_item(view, item, t));
    return out;
}

}
