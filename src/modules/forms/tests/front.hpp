// A council with a small library, and a browser that keeps its cookie and fills in what pages show. No sockets.
#pragma once

#include "small_library.hpp"

#include <forms/forms.hpp>

#include <db/testing.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>
#include <identity/identity.hpp>
#include <places/places.hpp>

#include <doctest/doctest.h>

#include <fstream>

namespace guildhall::forms::testing {

inline std::vector<db::Migration> tables()
{
    std::vector<db::Migration> all;
    for (auto const& of_room :
         {identity::migrations(), services::migrations(), places::migrations(), forms::migrations()})
        all.insert(all.end(), of_room.begin(), of_room.end());
    return all;
}

inline council::Settings settings()
{
    auto settings = council::Settings{};
    settings.boundary = {{{-2, 53}, {-1, 53}, {-1, 54}, {-2, 54}}};
    settings.brand.phone = "01632 960000";
    return settings;
}

inline places::Gazetteer gazetteer()
{
    auto const address = [](char const* uprn, char const* line) {
        return places::Address{.uprn = uprn,
                               .line = line,
                               .town = "Larkmoor",
                               .postcode = "ZZ1 1AA",
                               .usrn = "900001",
                               .ward = "east",
                               .depot = "north",
                               .point = {-1.5, 53.5}};
    };
    return {.streets = {{"900001", "Heather Row", {-1.5, 53.5}}},
            .areas = {},
            .addresses = {address("1001", "12 Heather Row"), address("1002", "14 Heather Row")},
            .boundary = {}};
}

/// What came back, as a browser sees it.
struct Page {
    int status = 0;
    std::string location;
    std::string body;
    std::string path; ///< where it was got
    [[nodiscard]] bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
};

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Front {
    db::TestDatabase database{tables()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    council::Council council;
    services::Library library{*database, {}, services::announced().with(places::look_ups())};
    identity::Deps identity{.database = *database, .brand = council.brand(), .time_zone = "Europe/London"};
    std::string last_channel; ///< of what was sent
    std::string last_team;
    Deps deps{council, library,
              [this](db::Tx&, Submission const& sent) {
                  last_channel = sent.channel;
                  last_team = sent.team;
                  return Reference::random();
              },
              &identity};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};

    explicit Front(council::Settings with = settings())
        : council{std::move(with), folder.path(), std::string(32, 'c'), *database, blobs}
    {
        auto const problems = library.publish(library_source());
        for (auto const& problem : problems) FAIL(problem.text());
        database->write(Actor::system(), [](db::Tx& tx) { places::import(tx, gazetteer()); }).wait();
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
    }

    http::Response answer(http::Request& r) { return http::testing::answer(router, r); }

    std::int64_t submissions()
    {
        static constexpr db::Query count{"test.submissions", "select count(*) from form_submission"};
        return database->read([](db::Snapshot& s) { return s.value<std::int64_t>(count).value(); });
    }
    std::int64_t drafts()
    {
        static constexpr db::Query count{"test.drafts", "select count(*) from form_draft"};
        return database->read([](db::Snapshot& s) { return s.value<std::int64_t>(count).value(); });
    }
    Stored last_submission()
    {
        static constexpr db::Query newest{"test.newest", "select id from form_submission order by id desc limit 1"};
        return database->read([](db::Snapshot& s) {
            return find_submission(s, SubmissionId{s.value<std::int64_t>(newest).value()}).value();
        });
    }
    void run_jobs()
    {
        db::JobRunner runner{*database, {photo_job(deps), expiry_job(deps)}};
        runner.drain();
    }
};

/// One browser. A second with the same `cookie` is a second tab.
struct Browser {
    Front& front;
    std::string cookie;
    std::map<std::string, std::string> jar{}; ///< other cookies

    http::Request request(http::Method method, std::string_view path) const
    {
        http::Request r;
        r.method = method;
        auto const query = path.find('?');
        r.path = path.substr(0, path.find('#')).substr(0, query);
        if (query != std::string_view::npos) {
            auto const pair = path.substr(query + 1, path.find('#') - query - 1);
            r.query.add(std::string{pair.substr(0, pair.find('='))}, std::string{pair.substr(pair.find('=') + 1)});
        }
        r.client = "192.0.2.1";
        r.site = &front.site;
        r.received = front.database.clock.now();
        r.headers.emplace_back("host", "localhost");
        std::string cookies = cookie.empty() ? "" : "browser=" + cookie;
        for (auto const& [name, value] : jar) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        if (!cookies.empty()) r.headers.emplace_back("cookie", cookies);
        return r;
    }

    Page send(http::Request& r)
    {
        auto response = front.answer(r);
        if (r.browser_is_new) cookie = r.browser_secret;
        Page page{.status = response.status, .path = r.path};
        for (auto const& set : response.cookies) {
            if (set.name == "browser")
                cookie = set.value;
            else if (set.value.empty())
                jar.erase(set.name);
            else
                jar[set.name] = set.value;
        }
        page.location = http::testing::location_of(response);
        if (auto const* body = std::get_if<std::string>(&response.body)) page.body = *body;
        return page;
    }

    Page get(std::string_view path)
    {
        auto r = request(http::Method::get, path);
        return send(r);
    }
    Page follow(Page page)
    {
        for (int hops = 0; page.status == 303 && hops < 5; ++hops) page = get(page.location);
        return page;
    }

    /// The request that the page's form with this action makes: its hidden fields, then what is typed.
    http::Request filled(Page const& page, std::string_view action, Fields const& typed) const
    {
        auto const marker = "action=\"" + std::string{action} + "\"";
        auto const from = page.body.find(marker);
        REQUIRE_MESSAGE(from != std::string::npos, "no form to ", std::string{action}, " in ", page.body);
        auto const form = std::string_view{page.body}.substr(from, page.body.find("</form>", from) - from);
        auto r = request(http::Method::post, action);
        auto const attribute = [](std::string_view tag, std::string_view name) {
            auto const at = tag.find(std::string{name} + "=\"");
            if (at == std::string_view::npos) return std::string{};
            auto const value = tag.substr(at + name.size() + 2);
            return std::string{value.substr(0, value.find('"'))};
        };
        for (std::size_t at = 0; (at = form.find("<input", at)) != std::string_view::npos; ++at) {
            auto const tag = form.substr(at, form.find('>', at) - at);
            auto const name = attribute(tag, "name");
            bool const is_typed = std::ranges::any_of(typed, [&](auto const& field) { return field.first == name; });
            if (tag.find("type=\"hidden\"") != std::string_view::npos && !is_typed)
                r.form.add(name, attribute(tag, "value"));
        }
        for (auto const& [name, value] : typed) r.form.add(name, value);
        return r;
    }
    Page submit(Page const& page, std::string_view action, Fields const& typed)
    {
        front.database.clock.advance(std::chrono::seconds{5});
        auto r = filled(page, action, typed);
        return send(r);
    }
    /// Answers the page that was shown; gives the next one.
    Page fill(Page const& page, Fields const& typed) { return follow(submit(page, page.path, typed)); }
};

/// From the start page to the first question.
inline Page begin(Browser& browser, std::string const& service = "report-everything")
{
    auto const path = "/services/" + service;
    return browser.follow(browser.submit(browser.get(path), path + "/start", {}));
}

/// From the first question to the last page, which asks for email and phone.
inline Page walk_to_contact(Browser& browser, Page page)
{
    page = browser.fill(page, {{"kind", "hole"}});
    page = browser.fill(page, {{"deep", "yes"}});
    page = browser.fill(page, {{"words", "The lid is broken"}, {"marks", "shop"}, {"marks", "tree"}});
    page = browser.fill(page, {{"spot", "Near the shop"}, {"spot-lon", "-1.5"}, {"spot-lat", "53.5"}});
    page =
        browser.fill(page, {{"home-line", "1 Canary Close"}, {"home-town", "Larkmoor"}, {"home-postcode", "zz11aa"}});
    return browser.fill(page, {});
}

/// From the first question to check your answers.
inline Page walk_to_check(Browser& browser, Page page)
{
    page = walk_to_contact(browser, std::move(page));
    return browser.fill(page, {{"email", "canary@example.org"}, {"phone", "01632 960001"}});
}

}
