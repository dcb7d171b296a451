// The pages of figures, as managers see them.
#include "views.hpp"

#include <base/csv.hpp>
#include <db/testing.hpp>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>

#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::insight;
using http::testing::body_of;
using http::testing::holds;

namespace {

std::vector<db::Migration> tables()
{
    std::vector<db::Migration> all;
    for (auto const& of_room : {identity::migrations(), services::migrations(), forms::migrations(), migrations()})
        all.insert(all.end(), of_room.begin(), of_room.end());
    return all;
}

std::string service(std::string const& id)
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

constexpr db::Query add_figure{"test.add_figure", R"sql(
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
        http::Router sign_in;
        identity::add_routes(sign_in, office.identity);
        Person person{office, {}};
        auto request = person.request(http::Method::post, "/desk/sign-in");
        request.form.add("email", email);
        request.form.add("password", "a long password of ours");
        for (auto const& cookie : http::testing::answer(sign_in, request).cookies)
            if (cookie.name == "staff") person.token = cookie.value;
        REQUIRE_FALSE(person.token.empty());
        return person;
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

TEST_CASE(
    "insight: forms are listed by use, those that nobody uses first, in the bands that managers asked for (R-035)")
{
    Office office;
    office.count("used-form", "started", "", 2000);
    office.count("used-form", "sent", "", 1500);
    office.count("rare-form", "started", "", 40);
    office.count("rare-form", "sent", "", 29);
    auto const view = office.use();
    REQUIRE(view.lines.size() == 3);
    CHECK(view.lines[0].service == "unused-form");
    CHECK(view.lines[1].service == "rare-form");
    CHECK(view.lines[2].service == "used-form");
    CHECK(band_of(0) == Band::never);
    CHECK(band_of(1) == Band::under_30);
    CHECK(band_of(29) == Band::under_30);
    CHECK(band_of(30) == Band::under_200);
    CHECK(band_of(199) == Band::under_200);
    CHECK(band_of(200) == Band::under_1000);
    CHECK(band_of(999) == Band::under_1000);
    CHECK(band_of(1000) == Band::more);

    auto const lead = Person::with(office, Role::team_lead);
    auto const page = body_of(lead.get("/admin/insight/forms"));
    CHECK(page.find("0: never used") < page.find("1 to 29"));
    CHECK(page.find("1 to 29") < page.find("1,000 or more"));
    CHECK(holds(page, "Used fewer than 30 times in a year"));
}

TEST_CASE("insight: the share of started forms that were sent is shown for each form (R-046)")
{
    Office office;
    office.count("used-form", "started", "", 200);
    office.count("used-form", "sent", "", 124);
    office.count("used-form", "sent", "", 26, "phone");
    office.count("used-form", "reached", "what", 200);
    office.count("used-form", "answered", "what", 150);
    office.count("used-form", "stopped", "what", 50);
    office.count("used-form", "took", "what 3", 150);
    office.count("used-form", "erred", "what", 12);
    office.count("used-form", "errors", "what", 30);
    auto const lead = Person::with(office, Role::team_lead);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "75%"));
    auto const page = body_of(lead.get("/admin/insight/forms/used-form"));
    for (auto const* said : {"75%", "1 to 2 minutes", "What is it?", "Sent with the help of staff", "17%", "Version 1"})
        CHECK_MESSAGE(holds(page, said), said);
    auto const csv = body_of(lead.get("/admin/insight/forms/used-form/figures.csv"));
    CHECK(holds(csv, "stopped at page,what,50"));
    CHECK(csv::read(csv).has_value());
}

TEST_CASE("insight: a decision needs a reason, is shown in the list, and auditors cannot make one (R-035)")
{
    Office office;
    auto const lead = Person::with(office, Role::team_lead);
    auto const path = "/admin/insight/forms/rare-form/mark";
    CHECK(lead.post(path, {{"mark", "retire"}}).status == 422);
    CHECK(lead.post(path, {{"mark", "explode"}, {"note", "x"}}).status == 422);
    CHECK(lead.post(path, {{"mark", "retire"}, {"note", "Nobody needs it"}}).status == 303);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "Retire: Nobody needs it"));

    auto const auditor = Person::with(office, Role::auditor);
    CHECK(auditor.get("/admin/insight/forms").status == 200);
    CHECK(auditor.post(path, {{"mark", "keep"}}).status == 403);
    CHECK(Person::with(office, Role::agent).get("/admin/insight/forms").status == 403);
    CHECK(Person{office, {}}.get("/admin/insight/forms").status == 303);
}

TEST_CASE("insight: a comparison says how many people it takes and does not answer before")
{
    Office office;
    office.count("used-form", "started", "", 100);
    office.count("used-form", "sent", "", 60);
    auto const lead = Person::with(office, Role::content_editor);
    auto request = lead.request(http::Method::get, "/admin/insight/forms/used-form/comparison");
    for (auto const& [name, value] : {std::pair{"a", "1"}, std::pair{"b", "2"}, std::pair{"change", "5"}})
        request.query.add(name, value);
    auto const page = body_of(http::testing::answer(office.router, request));
    CHECK(holds(page, "each version needs 1471 people"));
    CHECK(holds(page, "It is too early to say."));
    CHECK(lead.get("/admin/insight/forms/no-such-form").status == 404);
}
