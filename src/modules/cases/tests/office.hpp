// A council with its two shipped services, a few people, and cases opened as forms opens them.
#pragma once

#include <cases/cases.hpp>

#include <council/council.hpp>
#include <db/testing.hpp>
#include <doctest/doctest.h>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <http/testing.hpp>
#include <identity/identity.hpp>

namespace guildhall::cases {

struct Office {
    static std::vector<db::Migration> all_migrations()
    {
        std::vector<db::Migration> all;
        for (auto const& of_room : {identity::migrations(), services::migrations(), forms::migrations(),
                                    notify::migrations(), people::migrations(), cases::migrations()})
            all.insert(all.end(), of_room.begin(), of_room.end());
        return all;
    }

    db::TestDatabase database{all_migrations()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    services::Library library{*database};
    council::Council council{council::larkmoor(), folder.path(), std::string(32, 's'), *database, blobs};
    Deps deps{*database, council, library};

    Office() { library.publish(services::shipped_source()); }

    template <class F> auto write(F f, Actor const& actor = Actor::system())
    {
        return database->write(actor, std::move(f)).wait();
    }
    template <class F> auto read(F f) { return database->read(std::move(f)); }

    struct Opened {
        CaseId id;
        Reference reference;
        [[nodiscard]] Seen seen(std::int64_t revision = 1) const { return {id, revision}; }
    };

    static forms::Answers street_answers(std::string words = "Outside 12 Heather Row", std::string email = {})
    {
        forms::Answers answers;
        answers.set("category", {.values = {"pothole"}});
        answers.set("location", {.location = forms::Location{geo::Point{-4.7712345, 53.7012345}, std::move(words)}});
        answers.set("details", {.values = {"A deep hole"}});
        if (!email.empty()) answers.set("email", {.values = {std::move(email)}});
        return answers;
    }
    static forms::Answers bin_answers()
    {
        forms::Answers answers;
        answers.set("property", {.address = forms::Address{"Flat 2, 12 Heather Row, Larkmoor", "ZZ1 1AA", "1000012"}});
        answers.set("bin", {.values = {"food"}});
        return answers;
    }

    /// Opens a case in the way of forms: submission, case and event in one transaction.
    Opened open(std::string_view service = "report-street-problem", forms::Answers answers = street_answers())
    {
        auto const catalogue = library.catalogue();
        auto const* const version = catalogue->current(service);
        REQUIRE(version != nullptr);
        auto const opened = write([&](db::Tx& tx) {
            forms::Submission const submission{.id = tx.new_id<forms::SubmissionId>(),
                                               .version = *version,
                                               .subject = tx.new_id<db::SubjectId>(),
                                               .answers = answers,
                                               .team = version->definition.owner,
                                               .deadline = council.deadline(tx.now(), version->definition.working_days),
                                               .council = council};
            keep(tx, submission);
            return cases::open(tx, deps, submission);
        });
        return {of(opened).id, opened};
    }

    /// The case as it is, whoever may see it.
    Case of(Reference const& reference)
    {
        auto everything = staff({}, Role::administrator);
        everything.teams = {"street-services", "waste-services", "contact-centre", "family-safeguarding"};
        auto const found = read([&](db::Snapshot& s) { return Cases{s}.visible_to(everything).find(reference); });
        REQUIRE(found);
        return *found;
    }
    Case of(Opened const& opened) { return of(opened.reference); }

    static Actor staff(std::vector<std::string> teams, Role role = Role::agent, PersonId person = {41})
    {
        Actor actor;
        actor.kind = ActorKind::staff;
        actor.person = person;
        actor.teams = std::move(teams);
        actor.roles = {role};
        return actor;
    }
    static Actor street_worker() { return staff({"street-services"}); }
    PersonId account(std::string email, std::vector<std::string> teams, Role role = Role::agent)
    {
        return write([&](db::Tx& tx) {
            return identity::add_staff(tx, {std::move(email), "Asha Example", {role}, std::move(teams)}).value();
        });
    }
    std::vector<db::Event> events(CaseId id)
    {
        return read([&](db::Snapshot& s) { return db::events_of(s, id.value); });
    }

private:
    // The room forms keeps submissions; this is the row as it keeps it, sealed where the definition says so.
    static void keep(db::Tx& tx, forms::Submission const& submission)
    {
        static constexpr db::Query insert{"test.keep_submission", R"sql(
            insert into form_submission (id, version, subject, answers, sealed, submitted_at)
            values ($1, $2, $3, '', $4, $5))sql"};
        auto const sealed = tx.seal(submission.subject, submission.answers.to_json());
        tx.run(insert, submission.id, submission.version.id, submission.subject, db::Bytes{sealed}, tx.now());
    }
};

/// The tracking pages as a browser meets them, without sockets.
struct Front : Office {
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};

    Front()
    {
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
    }

    http::Request request(http::Method method, std::string path, std::string client = "192.0.2.1")
    {
        http::Request r;
        r.method = method;
        r.path = std::move(path);
        r.client = std::move(client);
        r.site = &site;
        return r;
    }
    http::Response answer(http::Request& r) { return http::testing::answer(router, r); }
    http::Response get(std::string path, std::string client = "192.0.2.1")
    {
        auto r = request(http::Method::get, std::move(path), std::move(client));
        return answer(r);
    }
};

using http::testing::body_of;
using http::testing::holds;

}
