// The editor as a browser meets it, without sockets: a council with the shipped services, and people who sign in.
#pragma once

#include <editor/editor.hpp>
#include <services/drafts.hpp>
#include <services/source.hpp>

#include <db/testing.hpp>
#include <doctest/doctest.h>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>
#include <notify/notify.hpp>

#include <map>

namespace guildhall::editor {

using http::testing::body_of;
using http::testing::holds;
using http::testing::location_of;

struct Room {
    static std::vector<db::Migration> all_migrations()
    {
        std::vector<db::Migration> all;
        for (auto const& of_room : {identity::migrations(), services::migrations(), forms::migrations()})
            all.insert(all.end(), of_room.begin(), of_room.end());
        return all;
    }

    db::TestDatabase database{all_migrations()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    services::Library library{*database};
    council::Council council{council::larkmoor(), folder.path(), std::string(32, 's'), *database, blobs};
    identity::Deps identity_deps{*database, council.brand(), "Europe/London"};
    forms::Deps tries{.council = council,
                      .library = library,
                      .submit = {},
                      .rehearse = [](forms::Submission const& sent, Reference const&) {
                          return forms::Rehearsal{.team = sent.team, .stage = "", .messages = {}};
                      }};
    Deps deps{.council = council, .library = library, .identity = identity_deps, .tries = tries};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};
    std::map<std::string, std::string, std::less<>> tokens; ///< of sessions, by name

    Room()
    {
        library.publish(services::shipped_source());
        identity::add_routes(router, identity_deps);
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
        arrive("sunniva", {Role::content_editor});
        arrive("tobias", {Role::content_editor});
        arrive("ada", {Role::administrator});
        arrive("asha", {Role::agent});
        arrive("audrey", {Role::auditor});
    }

    template <class F> auto write(F f) { return database->write(Actor::system(), std::move(f)).wait(); }

    void arrive(std::string const& name, std::vector<Role> roles)
    {
        static auto const hash = identity::hash_password(Secret{"a long enough phrase"});
        write([&](db::Tx& tx) {
            auto const id = identity::add_staff(tx, {name + "@larkmoor.example", name + " Example", roles, {}}).value();
            identity::set_password(tx, id, hash);
        });
    }
    std::string const& token_of(std::string const& name)
    {
        auto& token = tokens[name];
        if (!token.empty()) return token;
        auto r = request(http::Method::post, "/desk/sign-in");
        r.form.add("email", name + "@larkmoor.example");
        r.form.add("password", "a long enough phrase");
        auto const signed_in = http::testing::answer(router, r);
        REQUIRE(signed_in.cookies.size() == 1);
        return token = signed_in.cookies[0].value;
    }

    using Fields = std::vector<std::pair<std::string, std::string>>;
    http::Request request(http::Method method, std::string path)
    {
        http::Request r;
        r.method = method;
        r.client = "192.0.2.1";
        r.site = &site;
        auto const mark = path.find('?');
        r.path = path.substr(0, mark);
        while (mark != std::string::npos && !path.empty()) {
            auto const from = path.find_first_of("?&");
            if (from == std::string::npos) break;
            path.erase(0, from + 1);
            auto const pair = path.substr(0, path.find('&'));
            r.query.add(pair.substr(0, pair.find('=')), pair.substr(std::min(pair.find('=') + 1, pair.size())));
        }
        return r;
    }
    http::Response get(std::string const& name, std::string path)
    {
        auto r = request(http::Method::get, std::move(path));
        if (!name.empty()) r.headers.emplace_back("cookie", "staff=" + token_of(name));
        return http::testing::answer(router, r);
    }
    http::Response post(std::string const& name, std::string path, Fields const& fields)
    {
        auto r = request(http::Method::post, std::move(path));
        if (!name.empty()) r.headers.emplace_back("cookie", "staff=" + token_of(name));
        for (auto const& [field, value] : fields) r.form.add(field, value);
        return http::testing::answer(router, r);
    }

    // ---- drafts

    std::optional<services::Draft> draft(std::string_view service)
    {
        return database->read([&](db::Snapshot& snapshot) { return services::find_draft(snapshot, service); });
    }
    /// With the revision that stands now.
    Fields seen(std::string_view service, Fields more = {})
    {
        more.emplace_back("revision", std::to_string(draft(service).value().revision));
        return more;
    }
    services::Sheet sheet(std::string_view service)
    {
        return services::Sheet::read(draft(service).value().text()).value();
    }
    /// A new service, made by sunniva.
    std::string make(std::string const& title = "Report a broken bench")
    {
        auto const made = post("sunniva", "/admin/services",
                               {{"title", title},
                                {"summary", "Tell us about a bench."},
                                {"verb", "report"},
                                {"area", "parks"},
                                {"owner", "street-services"},
                                {"working_days", "5"},
                                {"from", ""}});
        REQUIRE_MESSAGE(made.status == 303, body_of(made));
        auto const place = location_of(made);
        return place.substr(place.rfind('/') + 1);
    }
    http::Response ask(std::string const& service, Fields fields)
    {
        return post("sunniva", "/admin/services/" + service + "/additions/question", fields);
    }
    http::Response act(std::string const& name, std::string const& service, std::string const& place,
                       Fields const& more = {})
    {
        return post(name, "/admin/services/" + service + "/" + place, seen(service, more));
    }
    void publish(std::string const& service)
    {
        REQUIRE(act("sunniva", service, "review").status == 303);
        REQUIRE(act("tobias", service, "review/approval", {{"publish", "now"}}).status == 303);
    }
};

}
