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
