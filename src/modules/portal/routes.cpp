#include "language.hpp"
#include "pages.hpp"
#include "search.hpp"

#include <portal/portal.hpp>

#include <base/reference.hpp>
#include <base/text.hpp>
#include <ui/url.hpp>

#include <functional>

namespace guildhall::portal {

namespace {

using Content = std::function<ui::Html(ui::Translator const&)>;

struct Place {
    Sentence title;
    std::string_view section = "";
    std::string path = "/";
    bool wide = false;
};

http::Response framed(http::Request const& request, Deps const& deps, Place const& place, Content const& content)
{
    auto const t = deps.council.translator(language_of(request, deps.council.brand()));
    ui::Frame const frame{.t = t,
                          .brand = deps.council.brand(),
                          .title = t(place.title),
                          .section = place.section,
                          .path = place.path,
                          .wide = place.wide};
    auto response = http::page(ui::page(frame, content(t)));
    response.caching = http::Caching::no_cache; // the same for everybody, but for the language
    return response;
}

// GET /
http::Response home(http::Request const& request, Deps const& deps)
{
    auto const catalogue = deps.library.catalogue();
    HomeView const view{by_task(*catalogue), by_life_event(*catalogue),
                        deps.council.settings.notices_on(deps.council.today())};
    return framed(request, deps, {.title = "How can we help?", .wide = true},
                  [&](auto const& t) { return home_page(view, t, deps.council.brand()); });
}

Arrangement arrangement_in(http::Request const& request)
{
    auto const by = request.query.value("by");
    return by == "life-event" ? Arrangement::life_event : by == "task" ? Arrangement::task : Arrangement::letter;
}

std::vector<Group> arranged(services::Catalogue const& catalogue, Arrangement arrangement)
{
    switch (arrangement) {
    case Arrangement::letter: return by_letter(catalogue);
    case Arrangement::life_event: return by_life_event(catalogue);
    case Arrangement::task: return by_task(catalogue);
    }
    return {};
}

// GET /services
http::Response all_services(http::Request const& request, Deps const& deps)
{
    auto const catalogue = deps.library.catalogue();
    auto const arrangement = arrangement_in(request);
    ServicesView const view{arrangement, arranged(*catalogue, arrangement)};
    return framed(request, deps, {.title = "All services", .section = "services", .path = "/services"},
                  [&](auto const& t) { return services_page(view, t); });
}

/// Where the language links of a search lead: to the same search, unless a reference was typed, which stays out of
/// addresses.
std::string search_path(SearchView const& view)
{
    if (view.typed.empty() || view.looks_like_a_reference) return "/search";
    return ui::Url{"/search"}.with_query("q", view.typed).str();
}

// GET /search?q=
http::Response search(http::Request const& request, Deps const& deps, SearchOf& searches)
{
    SearchView view{.typed = collapsed(request.query.value("q").substr(0, 200))};
    view.looks_like_a_reference = Reference::parse(view.typed).has_value();
    auto const index = searches.current(); // holds the services that are shown
    auto found = index->find(view.typed);
    view.services = std::move(found.services);
    view.did_you_mean = std::move(found.did_you_mean);
    auto response = framed(request, deps, {.title = "Search", .section = "services", .path = search_path(view)},
                           [&](auto const& t) { return search_page(view, t); });
    response.caching = http::Caching::personal; // people search for what troubles them
    return response;
}

// GET /language?to=cy&back=/services
http::Response choose_language(http::Request const& request, Deps const& deps)
{
    auto const language = chosen_language(request.query.value("to"), deps.council.brand());
    if (!language) http::halt(request, 400);
    auto response = http::see_other(own_path(request.query.value("back")));
    response.cookies.push_back(
        {.name = "language", .value = std::string{ui::tag_of(*language)}, .max_age = std::chrono::hours{24 * 365}});
    return response;
}

void add_standing_pages(http::Router& router, Deps const& deps)
{
    using http::anyone;
    router.get("/contact", anyone(), [&deps](auto const& r) {
        return framed(r, deps, {.title = "Contact us", .section = "contact", .path = "/contact"},
                      [&](auto const& t) { return contact_page(t, deps.council.brand()); });
    });
    router.get("/accessibility", anyone(), [&deps](auto const& r) {
        return framed(r, deps, {.title = "Accessibility", .path = "/accessibility"},
                      [&](auto const& t) { return accessibility_page(t, deps.council.brand()); });
    });
    router.get("/privacy", anyone(), [&deps](auto const& r) {
        auto const catalogue = deps.library.catalogue();
        return framed(r, deps, {.title = "Privacy", .path = "/privacy"},
                      [&](auto const& t) { return privacy_page(t, deps.council.brand(), *catalogue); });
    });
    router.get("/cookies", anyone(), [&deps](auto const& r) {
        return framed(r, deps, {.title = "Cookies", .path = "/cookies"},
                      [&](auto const& t) { return cookies_page(t, r.secure); });
    });
}

}

void add_routes(http::Router& router, Deps& deps)
{
    using http::anyone;
    auto const searches = std::make_shared<SearchOf>(deps.library);
    router.get("/", anyone(), [&deps](auto const& r) { return home(r, deps); });
    router.get("/services", anyone(), [&deps](auto const& r) { return all_services(r, deps); });
    router.get("/search", anyone(), [&deps, searches](auto const& r) { return search(r, deps, *searches); });
    router.get("/language", anyone(), [&deps](auto const& r) { return choose_language(r, deps); });
    add_standing_pages(router, deps);
}

}
