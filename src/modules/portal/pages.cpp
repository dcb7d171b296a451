#include "pages.hpp"

#include "parts.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/components/own.hpp>
#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::portal {

using namespace ui::literals;

namespace {

constexpr std::size_t most_cards = 3; // of one task on the home page: a row; the rest is one link away
constexpr std::size_t most_links = 8;

ui::Html container(ui::Html const& content)
{
    return ui::html("<div class=\"govuk-width-container\">\n"_html, content, "</div>\n"_html);
}

ui::Html follow(ui::Translator const& t)
{
    return ui::html(subheading(t("Follow a report or request")),
                    paragraph(t("Have your reference ready. See what has happened since.")),
                    ui::button({.text = t("Follow it"), .href = "/track", .classes = "govuk-button--secondary"}));
}

ui::Html hero(ui::Translator const& t, ui::Brand const& brand)
{
    auto const search = ui::html(
        "<h1 class=\"govuk-heading-xl\">"_html, t("How can we help?"), "</h1>\n<p class=\"c-lead\">"_html,
        t("Report, apply, pay and ask. The services of {council} are here, day and night.", {{"council", brand.name}}),
        "</p>\n"_html, search_form(t));
    return ui::html(
        "<div class=\"c-hero\">"_html,
        container(ui::html("<div class=\"c-hero__inner\">\n<div>"_html, search,
                           "</div>\n<section class=\"c-hero__aside\">"_html, follow(t), "</section>\n</div>\n"_html)),
        "</div>\n"_html);
}

ui::Html cards_of(Group const& group, ui::Translator const& t)
{
    std::vector<ui::Card> items;
    for (auto const* service : group.services) {
        if (items.size() == most_cards) break;
        items.push_back({own_words(t, *service, &services::Definition::title), path_of(*service),
                         own_words(t, *service, &services::Definition::summary)});
    }
    auto out = ui::cards(items);
    if (group.services.size() > most_cards) {
        out.add(paragraph(link("/services?by=task#" + group.key, t("More of these"))));
    }
    return out;
}

ui::Html tasks(std::vector<Group> const& groups, ui::Translator const& t)
{
    ui::Html out;
    for (auto const& group : groups) out.add(subheading(task_name(group.key, t))).add(cards_of(group, t));
    return out;
}

std::string id_of(std::string const& key)
{
    std::string id;
    for (char const c : key) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        id += plain ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '-';
    }
    return id;
}

/// What a group is called on a page.
ui::Content name_of(Group const& group, Arrangement arrangement, ui::Translator const& t)
{
    switch (arrangement) {
    case Arrangement::letter: return group.key;
    case Arrangement::life_event: return in_english(t, capitalised(group.key));
    case Arrangement::task: return task_name(group.key, t);
    }
    return group.key;
}

ui::Html links_of(std::vector<Group> const& groups, Arrangement arrangement, std::size_t at_most,
                  ui::Translator const& t)
{
    std::vector<ui::LinkGroup> shown;
    for (auto const& group : groups) {
        ui::LinkGroup links{.heading = name_of(group, arrangement, t), .id = id_of(group.key), .links = {}};
        for (auto const* service : group.services) {
            if (links.links.size() == at_most) break;
            links.links.push_back({own_words(t, *service, &services::Definition::title), path_of(*service)});
        }
        if (group.services.size() > at_most)
            links.links.push_back({t("More of these"), "/services?by=life-event#" + links.id});
        shown.push_back(std::move(links));
    }
    return ui::link_groups(shown);
}

ui::Html status(std::vector<council::Notice> const& notices, ui::Translator const& t)
{
    auto out = subheading(t("Good to know today"));
    for (auto const& notice : notices) {
        ui::Html text = ui::html("<strong>"_html, in_english(t, notice.title), "</strong>"_html);
        if (!notice.text.empty()) text.add("<br>"_html).add(in_english(t, notice.text));
        if (!notice.link.empty()) text.add("<br>"_html).add(link(notice.link, t("More about this")));
        out.add(ui::inset_text({.text = text}));
    }
    if (notices.empty()) out.add(paragraph(t("There is nothing out of the ordinary to tell you today.")));
    return out;
}

ui::Html result(services::Version const& service, ui::Translator const& t)
{
    auto const& d = service.definition;
    return ui::html("<li class=\"c-result\"><span class=\"govuk-caption-m\">"_html, task_name(d.verb, t),
                    "</span><h2 class=\"govuk-heading-s\"><a class=\"govuk-link\" href=\""_html, path_of(service),
                    "\">"_html, own_words(t, service, &services::Definition::title),
                    "</a></h2><p class=\"govuk-body\">"_html, own_words(t, service, &services::Definition::summary),
                    "</p></li>\n"_html);
}

ui::Html what_to_do_without_results(SearchView const& view, ui::Translator const& t)
{
    return ui::html(paragraph(t("We found no service for “{words}”.", {{"words", view.typed}})),
                    "<ul class=\"govuk-list govuk-list--bullet\">\n<li>"_html,
                    t("Try other or fewer words, such as “bin” or “street light”."), "</li>\n<li>"_html,
                    link("/services", t("Look through all services")), "</li>\n<li>"_html,
                    link("/contact", t("Ask a person")), "</li>\n</ul>\n"_html);
}

ui::Html results(SearchView const& view, ui::Translator const& t)
{
    if (view.services.empty()) return what_to_do_without_results(view, t);
    ui::Html items;
    for (auto const* service : view.services) items.add(result(*service, t));
    return ui::html(paragraph(t.plural(std::ssize(view.services), "{n} service", "{n} services")),
                    "<ul class=\"govuk-list c-results\">\n"_html, items, "</ul>\n"_html);
}

ui::Html did_you_mean(SearchView const& view, ui::Translator const& t)
{
    if (view.did_you_mean.empty()) return {};
    auto const href = ui::Url{"/search"}.with_query("q", view.did_you_mean).str();
    return paragraph(ui::html(t("Did you mean"), " "_html, link(href, view.did_you_mean), "?"_html));
}

ui::Html for_a_reference(ui::Translator const& t)
{
    return ui::inset_text({.text = ui::html(t("This looks like a reference."), " "_html,
                                            link("/track", t("Follow a report or request")))});
}

}

std::string task_name(std::string_view verb, ui::Translator const& t)
{
    if (verb == "pay") return t("Pay");
    if (verb == "report") return t("Report a problem");
    if (verb == "apply") return t("Apply");
    if (verb == "book") return t("Book");
    if (verb == "appeal") return t("Appeal");
    if (verb == "request") return t("Ask for something");
    if (verb == "tell") return t("Tell us");
    if (verb == "view") return t("See");
    if (verb == "check") return t("Check");
    if (verb == "buy") return t("Buy");
    if (verb == "refer") return t("Put us in touch");
    return std::string{verb};
}

ui::Html home_page(HomeView const& view, ui::Translator const& t, ui::Brand const& brand)
{
    ui::Html events;
    if (!view.life_events.empty()) {
        events = ui::html("<section class=\"c-section\">"_html,
                          links_of(view.life_events, Arrangement::life_event, most_links, t), "</section>\n"_html);
    }
    auto const person = ways_to_reach(t, brand);
    auto const content = ui::html(
        tasks(view.tasks, t), events, paragraph(link("/services", t("All services from A to Z"))),
        "<div class=\"c-columns\">\n<section>"_html, status(view.notices, t), "</section>\n"_html,
        person.empty() ? ui::Html{}
                       : ui::html("<section>"_html, subheading(t("Talk to a person")), person, "</section>\n"_html),
        "</div>\n"_html);
    return ui::html(hero(t, brand), container(content));
}

ui::Html services_page(ServicesView const& view, ui::Translator const& t)
{
    ui::Html ways;
    auto const way = [&](Arrangement arrangement, std::string const& href, std::string const& words) {
        ways.add("<li>"_html);
        if (arrangement == view.arrangement) {
            ways.add("<strong aria-current=\"page\">"_html).add(words).add("</strong>"_html);
        } else {
            ways.add(link(href, words));
        }
        ways.add("</li>\n"_html);
    };
    way(Arrangement::letter, "/services", t("A to Z"));
    way(Arrangement::life_event, "/services?by=life-event", t("By life event"));
    way(Arrangement::task, "/services?by=task", t("By what you want to do"));
    ui::Html jumps;
    if (view.arrangement == Arrangement::letter && view.groups.size() > 1) {
        for (auto const& group : view.groups)
            jumps.add("<li>"_html).add(link("#" + id_of(group.key), group.key)).add("</li>\n"_html);
        jumps = ui::html("<nav aria-label=\""_html, t("Letters"), "\"><ul class=\"c-letters\">\n"_html, jumps,
                         "</ul></nav>\n"_html);
    }
    auto const none =
        view.groups.empty() ? paragraph(t("There are no services here yet. Call us instead.")) : ui::Html{};
    return ui::html(heading(t("All services")), search_form(t), "<nav aria-label=\""_html, t("Order of services"),
                    "\"><ul class=\"c-ways\">\n"_html, ways, "</ul></nav>\n"_html, jumps, none,
                    links_of(view.groups, view.arrangement, SIZE_MAX, t));
}

ui::Html search_page(SearchView const& view, ui::Translator const& t)
{
    ui::Html out = ui::html(heading(t("Search")), search_form(t, view.typed));
    if (view.typed.empty()) {
        return std::move(out.add(paragraph(ui::html(t("Write what you need in a few words."), " "_html,
                                                    link("/services", t("Look through all services"))))));
    }
    if (view.looks_like_a_reference) out.add(for_a_reference(t));
    return std::move(out.add(did_you_mean(view, t)).add(results(view, t)));
}

}
