// Pages that say how this site treats people. They must stay true: what they claim is what the code does.
#include "pages.hpp"
#include "parts.hpp"

#include <ui/components/blocks.hpp>

namespace guildhall::portal {

using namespace ui::literals;

namespace {

ui::Html list(std::vector<std::string> const& items)
{
    ui::Html out{"<ul class=\"govuk-list govuk-list--bullet\">\n"_html};
    for (auto const& item : items) out.add("<li>"_html).add(item).add("</li>\n"_html);
    return std::move(out.add("</ul>\n"_html));
}

ui::Html cookie_table(bool secure, ui::Translator const& t)
{
    // Over TLS the http room puts this before each name, so that nobody else can set them.
    auto const name = [&](std::string const& plain) { return secure ? "__Host-" + plain : plain; };
    return ui::table(
        {.caption = t("The cookies of this site"),
         .caption_classes = "govuk-table__caption--m",
         .head = {{.text = t("Name")}, {.text = t("What it is for")}, {.text = t("How long it stays")}},
         .rows =
             {{{.text = name("browser")},
               {.text =
                    t("Keeps your answers while you fill in a form, and keeps others from sending forms in your name")},
               {.text = t.plural(30, "{n} day", "{n} days")}},
              {{.text = name("language")},
               {.text = t("Remembers the language that you chose")},
               {.text = t.plural(1, "{n} year", "{n} years")}},
              {{.text = name("staff")},
               {.text = t("Keeps members of staff signed in. You do not get it")},
               {.text = t("Until the browser is closed")}}},
         .classes = "c-table"});
}

}

ui::Html contact_page(ui::Translator const& t, ui::Brand const& brand)
{
    auto ways = ways_to_reach(t, brand);
    if (ways.empty()) ways = paragraph(t("This council has not said yet how to reach it."));
    auto const relay = brand.phone.empty()
                           ? ui::Html{}
                           : ui::html(subheading(t("If you cannot hear or speak on the phone")),
                                      paragraph(t("Use Relay UK: type 18001 and then our number, {phone}.",
                                                  {{"phone", brand.phone}})));
    return ui::html(heading(t("Contact us")), paragraph(t("You can talk to a person instead of using this site.")),
                    ways, relay, subheading(t("If somebody is in danger")),
                    paragraph(t("Call 999. Do not use this site.")), subheading(t("Do it here")),
                    paragraph(ui::html(t("Most things are quicker online, day and night."), " "_html,
                                       link("/services", t("Look through all services")))));
}

ui::Html accessibility_page(ui::Translator const& t, ui::Brand const& brand)
{
    return ui::html(
        heading(t("Accessibility")), paragraph(t("We want everybody to be able to use this site.")),
        subheading(t("What you can do")),
        list({t("make the words up to four times as big without losing any"), t("use every page with a keyboard alone"),
              t("use every page with a screen reader"), t("use every form without JavaScript"),
              t("have dark colours where your phone or computer is set to dark"),
              t("read every page without anything that moves or flashes")}),
        subheading(t("What we aim for")),
        paragraph(t("Our pages are made to the Web Content Accessibility Guidelines, version 2.2, level AA. We test "
                    "them with each change.")),
        subheading(t("If something does not work for you")),
        paragraph(t("Tell us what you were trying to do. We will help you do it in another way, and mend the page.")),
        ways_to_reach(t, brand));
}

ui::Html privacy_page(ui::Translator const& t, ui::Brand const& brand, services::Catalogue const& catalogue)
{
    std::vector<std::vector<ui::Cell>> rows;
    for (auto const* service : catalogue.all()) {
        auto const& d = service->definition;
        rows.push_back({{.text = own_words(t, *service, &services::Definition::title)},
                        {.text = own_words(t, *service, &services::Definition::privacy)},
                        {.text = ui::days_in_words(d.retention_days, t)}});
    }
    auto const table = rows.empty() ? ui::Html{}
                                    : ui::table({.caption = t("What each service does with your answers"),
                                                 .caption_classes = "govuk-table__caption--m",
                                                 .head = {{.text = t("Service")},
                                                          {.text = t("What we do with your answers")},
                                                          {.text = t("How long we keep them after the work is done")}},
                                                 .rows = std::move(rows),
                                                 .first_cell_is_header = true,
                                                 .classes = "c-table"});
    return ui::html(
        heading(t("Privacy")),
        paragraph(t("{council} uses what you tell us only to do what you asked for.", {{"council", brand.name}})),
        list(
            {t("We ask only for what the work needs, and say why we ask."),
             t("Your address and how to reach you are locked with a key of your own."),
             t("When the time below is over, we delete your answers, photos and messages and destroy that key, so that "
               "nobody can read them any more."),
             t("What stays says only what the work was, which part of the town it was in and when it was done."),
             t("The page where you follow a request shows nothing about you."),
             t("We do not sell what you tell us, and no other company watches you here.")}),
        table, subheading(t("See, correct or delete what we hold")),
        paragraph(t("Ask us. You do not have to say why.")), ways_to_reach(t, brand));
}

ui::Html cookies_page(ui::Translator const& t, bool secure)
{
    return ui::html(heading(t("Cookies")), paragraph(t("A cookie is a short note that a site leaves in your browser.")),
                    paragraph(t("We use only those without which this site would not work. None of them follows what "
                                "you do elsewhere, so we do not have to ask.")),
                    cookie_table(secure, t));
}

}
