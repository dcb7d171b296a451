// The desk as a browser meets it, without sockets: a council, people who sign in, and cases of two teams.
#pragma once

#include <desk/desk.hpp>

#include <council/council.hpp>
#include <db/testing.hpp>
#include <doctest/doctest.h>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>
#include <notify/notify.hpp>
#include <people/people.hpp>

#include <map>

namespace guildhall::desk {

struct Room {
    static std::vector<db::Migration> all_migrations()
    {
        std::vector<db::Migration> all;
        for (auto const& of_room : {identity::migrations(), services::migrations(), forms::migrations(),
                                    notify::migrations(), people::migrations(), cases::migrations()})
            all.insert(all.end(), of_room.begin(), of_room.end());
        return all;
    }
    static council::Settings settings(bool is_demo)
    {
        auto settings = council::larkmoor();
        settings.is_demo = is_demo;
        return settings;
    }

    db::TestDatabase database{all_migrations()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    services::Library library{*database};
    council::Council council;
    cases::Deps cases_deps{*database, council, library};
    identity::Deps identity_deps{*database, council.brand(), "Europe/London"};
    Deps deps{cases_deps, identity_deps, [] { return std::int64_t{7}; }};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};
    std::map<std::string, std::string, std::less<>> tokens; ///< of sessions, by name

    explicit Room(bool is_demo = true)
        : council{settings(is_demo), folder.path(), std::string(32, 's'), *database, blobs}
    {
        library.publish(services::shipped_source());
        identity::add_routes(router, identity_deps);
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
        arrive("asha", {Role::agent}, {"street-services"});
        arrive("ben", {Role::agent}, {"street-services"});
        arrive("wyn", {Role::agent}, {"waste-services"});
        arrive("lee", {Role::team_lead}, {"street-services"});
        arrive("audrey", {Role::auditor}, {});
        arrive("ada", {Role::administrator}, {});
    }

    template <class F> auto write(F f, Actor const& actor = Actor::system())
    {
        return database->write(actor, std::move(f)).wait();
    }

    // ---- people

    std::map<std::string, PersonId, std::less<>> people;
    void arrive(std::string const& name, std::vector<Role> roles, std::vector<std::string> teams)
    {
        static auto const hash = identity::hash_password(Secret{"a long enough phrase"});
        people[name] = write([&](db::Tx& tx) {
            auto const id =
                identity::add_staff(tx, {name + "@larkmoor.example", name + " Example", roles, teams}).value();
            identity::set_password(tx, id, hash);
            return id;
        });
    }
    std::string const& token_of(std::string const& name)
    {
        auto& token = tokens[name];
        if (!token.empty()) return token;
        auto r = request(http::Method::post, "/desk/sign-in");
        r.form.add("email", name + "@larkmoor.example");
        r.form.add("password", "a long enough phrase");
        auto const signed_in = answer(r);
        REQUIRE(signed_in.cookies.size() == 1);
        return token = signed_in.cookies[0].value;
    }

    // ---- requests

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
    http::Response answer(http::Request& r) { return http::testing::answer(router, r); }
    http::Response get(std::string const& name, std::string path)
    {
        auto r = request(http::Method::get, std::move(path));
        if (!name.empty()) r.headers.emplace_back("cookie", "staff=" + token_of(name));
        return answer(r);
    }
    using Fields = std::vector<std::pair<std::string, std::string>>;
    http::Response post(std::string const& name, std::string path, Fields const& fields)
    {
        auto r = request(http::Method::post, std::move(path));
        if (!name.empty()) r.headers.emplace_back("cookie", "staff=" + token_of(name));
        for (auto const& [field, value] : fields) r.form.add(field, value);
        return answer(r);
    }

    // ---- cases

    static forms::Answers street_answers(std::string words = "Heather Row", std::string details = "A deep hole",
                                         std::string email = {})
    {
        forms::Answers answers;
        answers.set("category", {.values = {"pothole"}});
        answers.set("location", {.location = forms::Location{geo::Point{-4.7712345, 53.7012345}, std::move(words)}});
        answers.set("details", {.values = {std::move(details)}});
        if (!email.empty()) answers.set("email", {.values = {std::move(email)}});
        return answers;
    }
    struct Opened {
        cases::CaseId id;
        Reference reference;
        [[nodiscard]] std::string path(std::string_view rest = {}) const
        {
            return "/desk/cases/" + std::to_string(id.value) + std::string{rest};
        }
    };
    Opened open(forms::Answers const& answers = street_answers(), std::string_view service = "report-street-problem",
                std::string_view worked_out = "{}")
    {
        auto const catalogue = library.catalogue();
        auto const* const version = catalogue->current(service);
        auto const reference = write([&](db::Tx& tx) {
            forms::Submission const submission{.id = tx.new_id<forms::SubmissionId>(),
                                               .version = *version,
                                               .subject = tx.new_id<db::SubjectId>(),
                                               .answers = answers,
                                               .team = version->definition.owner,
                                               .deadline = council.deadline(tx.now(), version->definition.working_days),
                                               .council = council};
            keep(tx, submission, worked_out);
            return cases::open(tx, cases_deps, submission);
        });
        return {of(reference).id, reference};
    }
    cases::Case of(Reference const& reference)
    {
        Actor everything;
        everything.kind = ActorKind::staff;
        everything.roles = {Role::administrator};
        auto const found =
            database->read([&](db::Snapshot& s) { return cases::Cases{s}.visible_to(everything).find(reference); });
        REQUIRE(found);
        return *found;
    }
    cases::Case of(Opened const& opened) { return of(opened.reference); }
    Fields seen(Opened const& opened, Fields more)
    {
        more.emplace_back("revision", std::to_string(of(opened).revision));
        return more;
    }

private:
    // The room forms keeps submissions; this is the row as it keeps it.
    static void keep(db::Tx& tx, forms::Submission const& submission, std::string_view rules_made)
    {
        static constexpr db::Query insert{"test.keep_submission", R"sql(
            insert into form_submission (id, version, subject, answers, sealed, worked_out, submitted_at)
            values ($1, $2, $3, '', $4, $5, $6))sql"};
        auto const sealed = tx.seal(submission.subject, submission.answers.to_json());
        auto const worked_out = tx.seal(submission.subject, rules_made);
        tx.run(insert, submission.id, submission.version.id, submission.subject, db::Bytes{sealed},
               db::Bytes{worked_out}, tx.now());
    }
};

using http::testing::body_of;
using http::testing::holds;
using http::testing::location_of;

}
