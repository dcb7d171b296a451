// A council with people who were met, and staff who look at them.
#pragma once

#include <people/people.hpp>

#include <council/council.hpp>
#include <db/testing.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace guildhall::people {

struct Bureau {
    static std::vector<db::Migration> all_migrations()
    {
        auto all = identity::migrations();
        for (auto const& migration : people::migrations()) all.push_back(migration);
        return all;
    }

    db::TestDatabase database{all_migrations()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    council::Council council{council::larkmoor(), folder.path(), std::string(32, 's'), *database, blobs};
    Search search{*database};
    std::int64_t submissions = 0;

    template <class F> auto write(F f, Actor const& actor = Actor::system())
    {
        return database->write(actor, std::move(f)).wait();
    }
    template <class F> auto read(F f) { return database->read(std::move(f)); }

    static Actor staff(std::vector<std::string> teams = {"contact-centre"}, Role role = Role::agent,
                       PersonId person = {41})
    {
        Actor actor;
        actor.kind = ActorKind::staff;
        actor.person = person;
        actor.teams = std::move(teams);
        actor.roles = {role};
        return actor;
    }

    struct Met {
        RecordId id;
        db::SubjectId subject;
        std::int64_t submission;
    };
    Met meet(Details const& details, bool restricted = false, std::string team = "street-services",
             Kind kind = Kind::person)
    {
        Met met{{}, {}, ++submissions};
        met.id = write([&](db::Tx& tx) {
            met.subject = tx.new_id<db::SubjectId>();
            auto const id = people::meet(
                tx, council.secret, kind, details,
                {.submission = met.submission, .subject = met.subject, .team = team, .restricted = restricted});
            return id.value_or(RecordId{});
        });
        return met;
    }
    std::optional<Person> find(RecordId id, Actor const& actor = staff())
    {
        return read([&](db::Snapshot& s) { return People{s}.visible_to(actor).find(id); });
    }
    RecordId root_of(RecordId id) { return find(id).value().id; }
    std::vector<Suggestion> suggestions(RecordId id, Actor const& actor = staff())
    {
        return read(
            [&](db::Snapshot& s) { return suggestions_of(s, actor, People{s}.visible_to(actor).find(id).value()); });
    }
    Result<RecordId, Refusal> join(RecordId a, RecordId b, Actor const& actor = staff())
    {
        return write([&](db::Tx& tx) { return people::join(tx, actor, a, b); }, actor);
    }
    Result<RecordId, Refusal> part(RecordId id, Actor const& actor = staff())
    {
        return write([&](db::Tx& tx) { return people::part(tx, actor, id); }, actor);
    }
    Result<FactId, Refusal> note(RecordId id, std::string kind, std::string words, Actor const& actor = staff())
    {
        NewFact fact{.kind = std::move(kind), .words = std::move(words), .review = {}};
        if (fact.kind == "alert") fact.review = Date{std::chrono::year{2026}, std::chrono::June, std::chrono::day{1}};
        return write([&](db::Tx& tx) { return add_fact(tx, actor, id, fact, council.today()); }, actor);
    }
    std::vector<std::string> words_about(RecordId id, Actor const& actor = staff())
    {
        std::vector<std::string> words;
        read([&](db::Snapshot& s) {
            auto const person = People{s}.visible_to(actor).find(id);
            if (!person) return;
            for (auto const& fact : facts_of(s, actor, *person)) words.push_back(fact.words);
        });
        return words;
    }
    /// What retention does to a form's subject, and everything that follows from it.
    void forget(db::SubjectId subject)
    {
        write([&](db::Tx& tx) { tx.forget(subject); });
        db::EventPump{*database, {forget_consumer(search)}}.drain();
    }
};

inline Details asha()
{
    return {.first = "Asha",
            .last = "Kapoor",
            .born = Date{std::chrono::year{1980}, std::chrono::April, std::chrono::day{12}},
            .organisation = {},
            .company_number = {},
            .email = "asha@example.org",
            .phone = "+441632960001",
            .address = "12 Heather Row, Larkmoor",
            .postcode = "ZZ1 1AA",
            .uprn = "1000012",
            .reference = {}};
}

}
