// A council whose forms are looked at: a few services, figures put in by hand, and people who have signed in.
#pragma once

#include "views.hpp"

#include <db/testing.hpp>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>

#include <doctest/doctest.h>

namespace guildhall::insight::testing {

inline std::vector<db::Migration> tables()
{
    std::vector<db::Migration> all;
    for (auto const& of_room : {identity::migrations(), services::migrations(), forms::migrations(), migrations()})
        all.insert(all.end(), of_room.begin(), of_room.end());
    return all;
}

inline std::string service(std::string const& id)
{
    return "id: " + id + R"(
title: Form )" +
           id + R"(
summary: A form.
area: streets
verb: report
owner: street-services
promise: { acknowledge: at once, working_days: 1 }
pages:
  - id: what
    questions:
      - { id: what, type: text, label: "What is it?", purpose: Says what it is. }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";
}

inline constexpr db::Query add_figure{"test.add_figure", R"sql(
    insert into form_figure (service, version, day, what, which, device, channel, count) values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};

struct Office {
    db::TestDatabase database{tables()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    council::Council council{council::Settings{}, folder.path(), std::string(32, 'c'), *database, blobs};
    services::Library library{*database};
    identity::Deps identity{.database = *database, .brand = council.brand(), .time_zone = "Europe/London"};
    Deps deps{council, library, identity};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};

    Office()
    {
        auto const problems = library.publish({{"streets/used-form.yaml", service("used-form")},
                                               {"streets/rare-form.yaml", service("rare-form")},
                                               {"streets/unused-form.yaml", service("unused-form")},
                                               {"messages/thanks.txt", "Subject: Thanks\n\nWe have it.\n"}});
        for (auto const& problem : problems) FAIL(problem.text());
        // The routes as they are, asked as somebody who has signed in already.
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
    }

    void count(std::string_view form, std::string_view what, std::string_view which, std::int64_t number,
               std::string_view channel = "self")
    {
        auto const version = library.catalogue()->current(form)->id;
        auto const day = forms::day_number(council.today());
        database
            ->write(Actor::system(),
                    [&](db::Tx& tx) { tx.run(add_figure, form, version, day, what, which, "phone", channel, number); })
            .wait();
    }

    UseView use()
    {
        return database->read([&](db::Snapshot& snapshot) { return read_use(snapshot, deps); });
    }
};

struct Person {
    Office& office;
    std::string email;
    std::string token;

    static Person with(Office& office, Role role)
    {
        auto const email = std::string{identity::name_of(role)} + "@larkmoor.example";
        auto const hash = identity::hash_password(Secret{"a long password of ours"});
        office.database
            ->write(Actor::system(),
                    [&](db::Tx& tx) {
                        auto const id =
                            identity::add_staff(tx, {.email = email, .name = "Mo", .roles = {role}, .teams = {}});
                        identity::set_password(tx, *id, hash);
                    })
            .wait();
        Person person{office, email, {}};
        person.sign_in();
        return person;
    }

    /// Also again, when days have passed and the session is over.
    void sign_in()
    {
        http::Router router;
        identity::add_routes(router, office.identity);
        token.clear();
        auto r = request(http::Method::post, "/desk/sign-in");
        r.form.add("email", email);
        r.form.add("password", "a long password of ours");
        for (auto const& cookie : http::testing::answer(router, r).cookies)
            if (cookie.name == "staff") token = cookie.value;
        REQUIRE_FALSE(token.empty());
    }

    http::Request request(http::Method method, std::string_view path) const
    {
        http::Request r;
        r.method = method;
        r.path = path;
        r.client = "192.0.2.1";
        r.site = &office.site;
        r.received = office.database.clock.now();
        r.headers.emplace_back("host", "localhost");
        if (!token.empty()) r.headers.emplace_back("cookie", "staff=" + token);
        return r;
    }
    http::Response get(std::string_view path) const
    {
        auto r = request(http::Method::get, path);
        return http::testing::answer(office.router, r);
    }
    http::Response post(std::string_view path, std::vector<std::pair<std::string, std::string>> const& fields) const
    {
        auto r = request(http::Method::post, path);
        for (auto const& [name, value] : fields) r.form.add(name, value);
        return http::testing::answer(office.router, r);
    }
};

}
