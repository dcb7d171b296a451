#include "problems.hpp"

#include <ui/components/blocks.hpp>
#include <ui/page.hpp>

namespace guildhall::app {

namespace {

using namespace ui::literals;

struct Words {
    Sentence title;
    Sentence what;
    Sentence next;
};

Words words_for(int status)
{
    switch (status) {
    case 403:
        return {"You cannot open this page", "It is for other people, or your browser was away for too long.",
                "Go back, open the page again and try once more."};
    case 404:
        return {"We cannot find this page", "The address may be wrong, or the page has moved.",
                "Check the address, or start from the home page."};
    case 405:
        return {"This page cannot be used that way", "Your browser asked for something that this page does not do.",
                "Start again from the home page."};
    case 413:
        return {"What you sent is too big", "A photo can have up to 10 MB.",
                "Go back and choose a smaller photo, or go on without one."};
    case 415:
        return {"We cannot read this kind of file", "We can read photos saved as JPEG, PNG, WebP or HEIC.",
                "Go back and choose another photo, or go on without one."};
    case 422:
        return {"We cannot use what you sent", "Something in it was missing or not right.",
                "Go back, check it and send it again."};
    case 429:
        return {"Too many tries", "We had a lot of requests from your address in a short time.",
                "Wait a minute, then try again."};
    case 503:
        return {"We are very busy", "Many people are using this site right now, so we did not take this request.",
                "Wait a moment, then go back and try again. What you typed is still on the page."};
    case 400:
        return {"We could not read your request", "Something went wrong between your browser and us.",
                "Go back and try again."};
    default:
        if (status < 500)
            return {"We could not do this", "Something in the request was not right.", "Go back and try again."};
        return {"Sorry, this did not work", "The mistake is ours. What you sent before is safe.",
                "Try again in a few minutes."};
    }
}

bool is_desk(http::Request const& request)
{
    return request.path.starts_with("/desk") || request.path.starts_with("/admin");
}

ui::Html contact(council::Council const& council, ui::Translator const& t)
{
    auto const& brand = council.brand();
    if (brand.phone.empty()) return {};
    return ui::html(
        "<p class=\"govuk-body\">"_html,
        t("If it keeps happening, phone us on {phone}. {hours}", {{"phone", brand.phone}, {"hours", brand.hours}}),
        "</p>"_html);
}

ui::Html body_of(http::Request const& request, Words const& words, council::Council const& council,
                 ui::Translator const& t)
{
    ui::Html const home = is_desk(request)
                              ? ui::html("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/desk\">"_html,
                                         t("Go to the desk"), "</a></p>"_html)
                              : ui::html("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"/\">"_html,
                                         t("Go to the home page"), "</a></p>"_html);
    return ui::html("<div class=\"c-problem\"><h1 class=\"govuk-heading-l\">"_html, t(words.title),
                    "</h1><p class=\"govuk-body\">"_html, t(words.what), "</p><p class=\"govuk-body\">"_html,
                    t(words.next), "</p>"_html, home, contact(council, t), "<p class=\"govuk-body-s govuk-hint\">"_html,
                    t("If you contact us about this, say: {id}", {{"id", request.id}}), "</p></div>"_html);
}

}

http::Response problem_page(http::Request const& request, int status, council::Council const& council)
{
    auto const t = council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
    auto const english = council.translator(ui::Language::en); // no language has these sentences yet
    auto const words = words_for(status);
    auto const title = english(words.title);
    auto const body = body_of(request, words, council, english);
    if (is_desk(request)) {
        ui::DeskFrame const frame{.t = t, .brand = council.brand(), .title = title};
        return http::page(status, ui::desk_page(frame, body));
    }
    return http::page(
        status,
        ui::page({.t = t, .brand = council.brand(), .title = title, .content_language = ui::Language::en}, body));
}

}
