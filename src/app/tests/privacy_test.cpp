#include "town.hpp"

#include <base/text.hpp>
#include <db/metrics.hpp>

#include <deque>
#include <set>

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

namespace {

/// Addresses of our own that a page links to.
std::vector<std::string> links_on(Page const& page)
{
    std::vector<std::string> links;
    for (auto const* start : {"href=\"/", "action=\"/", "src=\"/"}) {
        for (auto at = page.body.find(start); at != std::string::npos; at = page.body.find(start, at + 1)) {
            auto const from = page.body.find('/', at);
            auto const link = page.body.substr(from, page.body.find('"', from) - from);
            links.push_back(link.substr(0, link.find('#')));
        }
    }
    return links;
}

/// Every page that somebody reaches by following links from these, as somebody without a session.
std::map<std::string, Page> crawl(Browser& browser, std::vector<std::string> const& from)
{
    Visitor crawler{.client = "192.0.2.99"};
    std::map<std::string, Page> seen;
    std::deque<std::string> waiting{from.begin(), from.end()};
    while (!waiting.empty() && seen.size() < 500) {
        auto const path = waiting.front();
        waiting.pop_front();
        if (seen.contains(path)) continue;
        auto const& page = seen[path] = browser.get(crawler, path);
        if (page.is_redirect()) waiting.push_back(page.location);
        std::ranges::copy(links_on(page), std::back_inserter(waiting));
    }
    return seen;
}

}

TEST_CASE("privacy: a fresh install gives an anonymous crawler no record (S4)")
{
    db::TestFolder const folder;
    auto const top = folder.path() / "etc";
    REQUIRE(run({"init", "--folder", top, "--slug", "wend", "--name", "Wend Council", "--host", "wend.example",
                 "--administrator", "ada@wend.example"})
                .code == 0);
    auto const settings = read_settings(top / "guildhall.toml");
    ManualClock clock{from_millis(1'773'046'800'000)};
    FrontDoor door{any_port(), clock};
    auto& site = door.add({.folder = settings.councils.at(0).folder,
                           .master_key = read_master_key(settings.councils.at(0).master_key_file)});
    door.start();
    Browser browser{door.port(), "wend.example"};
    Visitor resident{.client = "192.0.2.1"};
    auto const reference =
        send_report(browser, resident, clock,
                    {.text = "The word is xylograph", .place = "Quoin Street", .email = "zeugma@example.org"});
    site.settle();

    std::vector<std::string> from{"/",
                                  "/sitemap.xml",
                                  "/robots.txt",
                                  "/track",
                                  "/desk",
                                  "/admin",
                                  "/metrics",
                                  "/desk/export.csv?service=report-street-problem",
                                  "/desk/outbox",
                                  "/desk/cases/1"};
    for (auto const& route : site.router().routes())
        if (route.method == http::Method::get) from.push_back(route.pattern);
    auto const pages = crawl(browser, from);
    CHECK(pages.size() > 20);
    CHECK(pages.at("/").status == 200);
    CHECK(pages.at("/services/report-street-problem").status == 200);
    for (auto const& [path, page] : pages) {
        CAPTURE(path);
        for (auto const& secret : {std::string{"xylograph"}, std::string{"Quoin"}, std::string{"zeugma"},
                                   std::string{"ada@wend"}, reference.shown(), reference.stored()})
            CHECK_FALSE(says(page, secret));
        bool const is_private = path.starts_with("/desk") || path.starts_with("/admin");
        if (is_private && !path.starts_with("/desk/sign-in") && !path.starts_with("/desk/set-password"))
            CHECK(page.status != 200);
    }
}

TEST_CASE(
    "privacy: a canary in every personal field is in no log, address, error page, figure or other person's page (S8)")
{
    LogOfEverything const log;
    db::TestFolder const folder;
    ManualClock clock{from_millis(1'773'046'800'000)};
    FrontDoor door{any_port(), clock};
    auto& site = door.add(make_council(folder.path() / "wend", "wend"));
    add_staff(site, "sam@wend.example", {Role::agent, Role::administrator}, {"street-services", "waste-services"});
    door.start();
    Browser browser{door.port(), "wend.example"};
    Report const report{.text = "xylograph in the text",
                        .place = "12 Xylograph Row",
                        .email = "xylograph@example.org",
                        .photo = small_photo(),
                        .phone = "07700 900987"};
    // Words in every spelling, and a phone number in every writing.
    auto const is_clean = [](std::string const& text) {
        std::string digits;
        std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
        return folded(text).find("xylograph") == std::string::npos && digits.find("7700900987") == std::string::npos;
    };

    // The whole way, looking at every address that the browser is sent to.
    Visitor resident{.client = "192.0.2.1"};
    auto page = browser.get(resident, "/services/report-street-problem");
    page = browser.follow(resident, browser.send(resident, page.form("/start"), {}));
    auto const check = answer_pages(browser, resident, report);
    CHECK(says(check, "xylograph@example.org")); // planted
    for (auto const& link : links_on(check)) CHECK(is_clean(link));
    clock.advance(std::chrono::seconds{10});
    auto const sent = browser.send(resident, check.form("/submission"), {});
    CHECK(is_clean(sent.location));
    auto const panel = replay::text_of_class(browser.follow(resident, sent).body, "govuk-panel__body");
    auto const reference = Reference::parse(panel.substr(panel.rfind(' ') + 1));
    REQUIRE(reference.has_value());
    site.settle();

    // An address, typed by hand.
    Visitor neighbour{.client = "192.0.2.4"};
    auto const bin = answer_pages(browser, neighbour, "report-missed-bin",
                                  {{"property-line", "Xylograph Cottage"},
                                   {"property-town", "Larkmoor"},
                                   {"property-postcode", "ZZ1 1AA"},
                                   {"bin", "food"},
                                   {"when-out", "yes"},
                                   {"email", "xylograph@example.org"},
                                   {"phone", "07700 900987"}});
    CHECK(says(bin, "Xylograph Cottage"));
    clock.advance(std::chrono::seconds{10});
    auto const bin_sent = browser.send(neighbour, bin.form("/submission"), {});
    CHECK(bin_sent.location.ends_with("/sent"));
    site.settle();

    // What staff do with it, with the canary in their words too.
    Visitor staff{.client = "192.0.2.2"};
    sign_in(browser, staff, "sam@wend.example");
    auto const path = case_path(browser, staff, *reference);
    auto const at_desk = browser.get(staff, path);
    CHECK(says(at_desk, "xylograph@example.org"));
    auto const noted = browser.send(staff, at_desk.form("/notes"), Fields{{"words", "xylograph says a note"}});
    CHECK(noted.status == 303);
    CHECK(is_clean(noted.location));
    site.settle();

    // Errors that hold it in path, query, field, header or file name.
    std::vector<Page> errors;
    errors.push_back(browser.get(resident, "/xylograph"));
    errors.push_back(browser.get(resident, "/services/xylograph"));
    errors.push_back(browser.get(resident, "/track/xylograph?xylograph=xylograph"));
    errors.push_back(browser.send(resident,
                                  {.action = "/services/report-street-problem/what",
                                   .controls = {{.type = "text", .name = "xylograph", .value = "xylograph"}}},
                                  {}));
    errors.push_back(browser.send(
        resident,
        {.action = "/desk/sign-in", .controls = {{.type = "text", .name = "email", .value = "xylograph\x01"}}}, {}));
    for (auto const& error : errors) {
        CHECK(error.status != 200);
        CHECK(is_clean(error.body));
        CHECK(is_clean(error.location));
    }
    // Other people's pages, tracking with the reference included.
    Visitor stranger{.client = "192.0.2.3"};
    for (auto const* path :
         {"/", "/services", "/search?q=report", "/services/report-street-problem",
          "/services/report-street-problem/check", "/services/report-street-problem/sent", "/track"}) {
        CAPTURE(path);
        CHECK(is_clean(browser.follow(stranger, browser.get(stranger, path)).body));
    }
    auto const tracking = browser.get(stranger, "/track/" + reference->shown());
    CHECK(tracking.status == 200);
    CHECK(is_clean(tracking.body));
    // Figures and the event log.
    auto figures = db::metrics(site.database());
    CHECK(is_clean(figures));
    auto const facts = site.database().read([](db::Snapshot& snapshot) {
        static constexpr db::Query every_fact{"test.facts", "select facts from event"};
        return snapshot.all(every_fact, [](db::Row const& row) { return row.get<std::string>(0); });
    });
    CHECK(facts.size() > 3);
    for (auto const& fact : facts) CHECK(is_clean(fact));

    auto const logged = log.text();
    CHECK(logged.find("/services/{id}") != std::string::npos); // there is a log, and it has routes
    CHECK(is_clean(logged));
    CHECK(logged.find(reference->shown()) == std::string::npos);
    CHECK(logged.find(reference->stored()) == std::string::npos);
}
