// Sign-in as a browser meets it, without sockets: routes, access rules, cookies.
#include "passwords.hpp"
#include "sessions.hpp"

#include <identity/identity.hpp>

#include <http/site.hpp>
#include <http/testing.hpp>

#include <db/testing.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>

using namespace guildhall;
using namespace guildhall::identity;
using http::testing::body_of;
using http::testing::location_of;

namespace {

struct Front {
    db::TestDatabase database{migrations()};
    ui::Brand brand;
    Deps deps{*database, brand, "Europe/London"};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};
    PersonId asha;

    Front()
    {
        add_routes(router, deps);
        router.get("/desk", staff(deps), [](http::Request const& r) { return http::text(200, signed_in(r)->name); });
        router.get("/admin", administrator(deps), [](http::Request const&) { return http::text(200, "admin"); });
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
        auto const hash = hash_password(Secret{"a long enough phrase"});
        asha = database
                   ->write(Actor::system(),
                           [&](db::Tx& tx) {
                               auto const id =
                                   add_staff(tx, {"asha@larkmoor.example", "Asha Example", {Role::agent}, {"streets"}})
                                       .value();
                               set_password(tx, id, hash);
                               return id;
                           })
                   .wait();
    }

    http::Request request(http::Method method, std::string path, std::string_view token = {})
    {
        http::Request r;
        r.method = method;
        r.path = std::move(path);
        r.client = "192.0.2.1";
        r.site = &site;
        if (!token.empty()) r.headers.emplace_back("cookie", "staff=" + std::string{token});
        return r;
    }
    http::Response answer(http::Request& r) { return http::testing::answer(router, r); }
    http::Response get(std::string path, std::string_view token = {})
    {
        auto r = request(http::Method::get, std::move(path), token);
        return answer(r);
    }
    http::Response sign_in(std::string password, std::string next = {})
    {
        auto r = request(http::Method::post, "/desk/sign-in");
        r.form.add("email", "asha@larkmoor.example");
        r.form.add("password", std::move(password));
        if (!next.empty()) r.form.add("next", std::move(next));
        return answer(r);
    }
};

}

TEST_CASE(
    "desk: a visitor is sent to sign in, and comes back to the page wanted; staff pass, administrators' pages do not")
{
    Front front;
    auto const turned_away = front.get("/desk");
    CHECK(turned_away.status == 303);
    CHECK(location_of(turned_away) == "/desk/sign-in?next=%2Fdesk");
    CHECK(front.get("/desk", "made-up-token").status == 303);

    auto const signed_in_answer = front.sign_in("a long enough phrase", "/desk/cases/5");
    CHECK(signed_in_answer.status == 303);
    CHECK(location_of(signed_in_answer) == "/desk/cases/5");
    REQUIRE(signed_in_answer.cookies.size() == 1);
    CHECK(signed_in_answer.cookies[0].name == "staff");
    auto const& token = signed_in_answer.cookies[0].value;
    CHECK(body_of(front.get("/desk", token)) == "Asha Example");
    CHECK(front.get("/admin", token).status == 403);

    auto leaving = front.request(http::Method::post, "/desk/sign-out", token);
    CHECK(front.answer(leaving).cookies.at(0).max_age == std::chrono::seconds{0});
    CHECK(front.get("/desk", token).status == 303);
}

TEST_CASE("desk: nobody is sent to another site after signing in")
{
    Front front;
    for (auto const* next : {"https://evil.example", "//evil.example", "/desk//evil.example", "/\\evil.example",
                             "/deskevil", "/track", "/desk?x=1"})
        CHECK_MESSAGE(location_of(front.sign_in("a long enough phrase", next)) == "/desk", next);
    CHECK(location_of(front.sign_in("a long enough phrase", "/admin/services")) == "/admin/services");
}

TEST_CASE("desk: a wrong password keeps the address, says one thing for every reason, and never shows the password")
{
    Front front;
    auto const wrong = front.sign_in("not the password");
    CHECK(wrong.status == 422);
    CHECK(wrong.cookies.empty());
    CHECK(body_of(wrong).find("The email address or password is wrong") != std::string::npos);
    CHECK(body_of(wrong).find("value=\"asha@larkmoor.example\"") != std::string::npos);
    CHECK(body_of(wrong).find("not the password") == std::string::npos);
    CHECK(body_of(wrong).find("href=\"#email\"") != std::string::npos);

    auto empty = front.request(http::Method::post, "/desk/sign-in");
    auto const missing = front.answer(empty);
    CHECK(missing.status == 422);
    CHECK(body_of(missing).find("Enter your email address") != std::string::npos);
    CHECK(body_of(missing).find("Enter your password") != std::string::npos);
}

TEST_CASE("desk: a crowd of sign-ins holds no worker, and whoever would wait too long is told to come back (R2)")
{
    Front front;
    auto const gate = std::make_shared<std::latch>(1);
    auto const done = std::make_shared<std::atomic<int>>(0);
    int crowd = 0;
    for (int round = 0; round < 20; ++round) { // until every thread has taken one and the rest still fills the queue
        while (crowd < 10'000 && try_hashing([gate, done] { gate->wait(), ++*done; })) ++crowd;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    CHECK(crowd < 1'000);
    CHECK(front.sign_in("a long enough phrase").status == 503); // answered, although every hashing thread is held
    gate->count_down();
    for (int i = 0; i < 500 && *done < crowd; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    CHECK(front.sign_in("a long enough phrase").status == 303);
}

TEST_CASE("desk: a set-up link is opened by GET as often as one likes and used by POST once")
{
    Front front;
    auto const link =
        front.database->write(Actor::system(), [&](db::Tx& tx) { return make_setup_link(tx, front.asha); })
            .wait()
            .value();
    auto const path = setup_path(link);
    CHECK(front.get(path).status == 200);
    CHECK(front.get(path).status == 200);
    CHECK(front.get("/desk/set-password/made-up").status == 404);

    auto weak = front.request(http::Method::post, path);
    weak.form.add("password", "short");
    CHECK(front.answer(weak).status == 422);
    auto good = front.request(http::Method::post, path);
    good.form.add("password", "a new and longer phrase");
    CHECK(location_of(front.answer(good)) == "/desk/sign-in");
    CHECK(front.sign_in("a new and longer phrase").status == 303);
    CHECK(front.sign_in("a long enough phrase").status == 422);
    auto again = front.request(http::Method::post, path);
    again.form.add("password", "a third and longer phrase");
    CHECK(front.answer(again).status == 404);
}
