#include "office.hpp"

using namespace guildhall;
using namespace guildhall::cases;

namespace {

struct Bureau : Office {
    people::Search search{*database};
    void read_log() { db::EventPump{*database, {people_consumer(deps), people::forget_consumer(search)}}.drain(); }
    std::optional<people::Person> sender(Opened const& opened, Actor const& actor = street_worker())
    {
        auto const one = of(opened);
        return read([&](db::Snapshot& s) { return people::People{s}.visible_to(actor).of_submission(one.submission); });
    }
    std::vector<people::Entry> entries(people::Person const& person, Actor const& actor)
    {
        return read([&](db::Snapshot& s) { return people_timeline(deps)(s, actor, person.sources()); });
    }
};

forms::Answers answers_of(std::string email)
{
    return Office::street_answers("Heather Row", std::move(email));
}

}

TEST_CASE("R-055 cases: whoever sends a form becomes a person, whose cases stand in one timeline")
{
    Bureau bureau;
    auto const first = bureau.open("report-street-problem", answers_of("asha@example.org"));
    auto const second = bureau.open("report-street-problem", answers_of("Asha@example.org"));
    auto const nobody = bureau.open("report-street-problem", answers_of(""));
    bureau.read_log();
    bureau.read_log(); // once is enough
    auto const person = bureau.sender(second);
    REQUIRE(person);
    CHECK(person->records.size() == 2);
    CHECK(bureau.sender(first)->id == person->id);
    CHECK_FALSE(bureau.sender(nobody));
    CHECK(person->all(&people::Details::reference).size() == 2);
    auto const entries = bureau.entries(*person, Office::street_worker());
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].is_open);
    CHECK(entries[0].href.starts_with("/desk/cases/"));
}

TEST_CASE("cases: the timeline of a person holds the cases that the reader may see, and no others")
{
    Bureau bureau;
    auto const street = bureau.open("report-street-problem", answers_of("asha@example.org"));
    bureau.read_log();
    auto const person = bureau.sender(street, Office::staff({"waste-services"}));
    REQUIRE(person); // the person is for everybody who serves people
    CHECK(bureau.entries(*person, Office::staff({"waste-services"})).empty());
    CHECK(bureau.entries(*person, Office::street_worker()).size() == 1);
    CHECK(bureau.entries(*person, Actor::anonymous()).empty());
}

TEST_CASE("cases: a restricted case gives away neither itself nor who sent it outside its team")
{
    Bureau bureau;
    auto const opened = bureau.open("report-street-problem", answers_of("quiet@example.org"));
    static constexpr db::Query restrict {"test.restrict", "update case_record set sensitivity = 1 where id = $1"};
    bureau.write([&](db::Tx& tx) { tx.run(restrict, opened.id); });
    bureau.read_log();
    CHECK(bureau.sender(opened, Office::street_worker()));
    CHECK_FALSE(bureau.sender(opened, Office::staff({"waste-services"})));
    CHECK_FALSE(bureau.sender(opened, Office::staff({}, Role::administrator)));
    CHECK_FALSE(bureau.sender(opened, Office::staff({}, Role::auditor)));
}

TEST_CASE("cases: when retention forgets a case the person goes with the last of their cases")
{
    Bureau bureau;
    auto const opened = bureau.open("report-street-problem", answers_of("asha@example.org"));
    bureau.read_log();
    REQUIRE(bureau.sender(opened));
    auto const closed =
        bureau.write([&](db::Tx& tx) { return mark_abuse(tx, Office::street_worker(), opened.seen(), "Enough"); });
    REQUIRE(closed);
    bureau.database.clock.advance(std::chrono::days{5000});
    REQUIRE(retention_job(bureau.deps).run({}));
    bureau.read_log();
    CHECK_FALSE(bureau.sender(opened));
    // Read from the beginning, as in a council that is restored: nothing comes back, and nothing stands still.
    static constexpr db::Query again{"test.again", "delete from consumer"};
    bureau.write([](db::Tx& tx) { tx.run(again); });
    bureau.read_log();
    CHECK_FALSE(bureau.sender(opened));
}

namespace {

/// A referral: who refers, the child, and where the child lives.
forms::Answers referral(std::string referrer)
{
    auto const person = [](std::string first) {
        return forms::Answer{.person = forms::Person{.first = std::move(first), .last = "Example", .born = {}}};
    };
    forms::Answers answers;
    answers.set("referrer", person(std::move(referrer)));
    answers.set("work-email", {.values = {"teacher@school.example"}});
    answers.set(
        "property",
        {.address = forms::Address{
             .lines = "12 Heather Row, Larkmoor", .postcode = "ZZ1 1AA", .uprn = "1001", .ward = {}, .point = {}}});
    return answers;
}

}

TEST_CASE("cases: a referral is for its team alone, and where the child lives is nobody else's home")
{
    Bureau bureau;
    auto const opened = bureau.open("refer-child-concern", referral("Reforia"));
    bureau.read_log();
    auto const one = bureau.of(opened);
    CHECK(one.sensitivity == Sensitivity::restricted);
    auto const team = Office::staff({one.team});
    for (auto const& outsider :
         {Office::street_worker(), Office::staff({}, Role::administrator), Office::staff({}, Role::auditor),
          Office::staff({"waste-services"}, Role::team_lead)}) {
        CHECK_FALSE(bureau.sender(opened, outsider));
        CHECK_FALSE(bureau.read([&](db::Snapshot& s) { return Cases{s}.visible_to(outsider).find(opened.id); }));
    }
    auto const sender = bureau.sender(opened, team);
    REQUIRE(sender);
    CHECK(sender->name() == "Reforia Example");
    CHECK(sender->all(&people::Details::address).empty());
    CHECK(sender->all(&people::Details::uprn).empty());
}

TEST_CASE("cases: of several people whom a form asks for, the one that it names as its sender becomes the person")
{
    Bureau bureau;
    auto const person = [](std::string first) {
        return forms::Answer{.person = forms::Person{.first = std::move(first), .last = "Example", .born = {}}};
    };
    forms::Answers answers;
    answers.set("payer", person("Fern"));
    answers.set("leaver", person("Rowan"));
    answers.set("email", {.values = {"fern@resident.example"}});
    auto const opened = bureau.open("apply-single-person-discount", answers);
    // Nobody says who sends this one; it is about somebody else.
    forms::Answers about_another;
    about_another.set("resident", person("Willow"));
    about_another.set("email", {.values = {"councillor@larkmoor.example"}});
    auto const enquiry = bureau.open("make-member-enquiry", about_another);
    bureau.read_log();
    CHECK(bureau.sender(opened, Office::staff({bureau.of(opened).team}))->name() == "Fern Example");
    auto const councillor = bureau.sender(enquiry, Office::staff({bureau.of(enquiry).team}));
    REQUIRE(councillor);
    CHECK(councillor->name().empty());
    CHECK(councillor->all(&people::Details::email) == std::vector<std::string>{"councillor@larkmoor.example"});
}
