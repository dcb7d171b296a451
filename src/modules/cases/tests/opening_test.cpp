// From a submission to a case, and what it promises.
#include "office.hpp"
#include "street.hpp"

#include <base/date.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace guildhall;
using namespace guildhall::cases;

TEST_CASE("R-033 R-071 cases: a submission of any service opens a case of its owner, at the first stage")
{
    Office office;
    auto const street = office.of(office.open());
    CHECK(street.team == "street-services");
    CHECK(street.stage == "reported");
    CHECK(street.is_open());
    CHECK(street.summary == "A hole in the road");
    CHECK(street.outcome.empty());
    CHECK(street.opened == office.database.clock.now());
    CHECK(street.longitude == -4.7712345);
    CHECK(street.latitude == 53.7012345);
    CHECK(street.service_version == office.library.catalogue()->current("report-street-problem")->id);

    auto const bin = office.of(office.open("report-missed-bin", Office::bin_answers()));
    CHECK(bin.team == "waste-services");
    CHECK(bin.place == "Heather Row, Larkmoor");
    CHECK_FALSE(bin.longitude.has_value());
}

TEST_CASE("cases: a place is shown to the street and no nearer")
{
    CHECK(street_of_address("12 Heather Row, Larkmoor") == "Heather Row, Larkmoor");
    CHECK(street_of_address("Flat 2, 12a Heather Row, Larkmoor") == "Heather Row, Larkmoor");
    CHECK(street_of_address("Rose Cottage\nMill Lane\nLarkmoor") == "Mill Lane, Larkmoor");
    CHECK(street_of_address("Rose Cottage, Larkmoor") == "Larkmoor");
    CHECK(street_of_address("Flat 3") == "");
    CHECK(street_of_address("").empty());

    CHECK(street_of_words("Outside 12 Heather Row") == "Outside Heather Row");
    CHECK(street_of_words("by number 7, near the pond") == "by near the pond");
    CHECK(street_of_words("50 metres after the A48") == "50 metres after the A48");
    CHECK(street_of_words("22 Colborne Rd Larkmoor") == "Colborne Rd Larkmoor");
    CHECK(street_of_words(std::string(40, 'a') + " " + std::string(40, 'b') + " " + std::string(40, 'c')).size() == 81);
    CHECK(street_of_words(std::string(300, 'a')).empty());
}

namespace {

std::set<std::chrono::sys_days> published_holidays()
{
    std::ifstream in{std::string{GUILDHALL_SOURCE_DIR} + "/../shared/data/bank-holidays/bank-holidays.en.json"};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    std::set<std::chrono::sys_days> days;
    if (text.empty()) return days;
    auto const value = boost::json::parse(text);
    for (auto const& event : value.at("england-and-wales").at("events").as_array())
        days.insert(*parse_iso_date(std::string{event.at("date").as_string()}));
    return days;
}

/// Counted one day after the other, in the plainest way. What is promised on a day off counts from the next working
/// day.
std::chrono::sys_days counted(std::set<std::chrono::sys_days> const& holidays, std::chrono::sys_days from, int days)
{
    auto const is_off = [&](std::chrono::sys_days day) {
        return std::chrono::weekday{day}.iso_encoding() > 5 || holidays.contains(day);
    };
    while (is_off(from)) from += std::chrono::days{1};
    while (days > 0) {
        from += std::chrono::days{1};
        if (!is_off(from)) --days;
    }
    return from;
}

}

TEST_CASE("R-060 cases: the target is counted in working days without the published bank holidays, and never moves")
{
    Office office;
    auto const holidays = published_holidays();
    if (holidays.empty()) {
        MESSAGE("skipped: ../shared/data/bank-holidays is not here");
        return;
    }
    int tried = 0;
    for (auto const holiday : holidays) {
        if (tried >= 40) break;
        for (auto const* service : {"report-street-problem", "report-missed-bin"}) {
            auto const day = holiday - std::chrono::days{1 + tried % 3};
            office.database.clock.set(day + std::chrono::hours{11});
            auto const opened = office.open(service);
            auto const promised = office.library.catalogue()->current(service)->definition.working_days;
            auto const target = office.of(opened).target;
            CHECK_MESSAGE(std::chrono::sys_days{local_date(target, "Europe/London")} ==
                              counted(holidays, day, promised),
                          iso_date(day));
            ++tried;
        }
    }
    CHECK(tried == 40);

    auto const opened = office.open();
    auto const promised = office.of(opened).target;
    office.database.clock.advance(std::chrono::days{3});
    auto const worker = Office::street_worker();
    REQUIRE(
        office.write([&](db::Tx& tx) { return move(tx, office.deps, worker, opened.seen(), "scheduled"); }, worker));
    REQUIRE(office.write([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(2), "done"); }, worker));
    CHECK(office.of(opened).target == promised);
}

TEST_CASE("cases: events hold facts and no answers, and notes are sealed")
{
    Office office;
    constexpr auto canary = "Zebedee-Quux";
    auto answers = Office::street_answers(std::string{"Near "} + canary, std::string{canary} + "@example.com");
    answers.set("details", {.values = {canary}});
    auto const opened = office.open("report-street-problem", std::move(answers));
    auto const worker = Office::street_worker();
    office.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::internal, canary); }, worker).value();
    office.write([&](db::Tx& tx) { return add_information(tx, opened.reference, canary); }).value();
    office
        .write([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(2), "could-not-do", canary); },
               worker)
        .value();

    auto const events = office.events(opened.id);
    CHECK(events.size() == 4);
    for (auto const& event : events) CHECK_FALSE(holds(event.facts, canary));

    static constexpr db::Query words{"test.words", "select words from case_note where case_id = $1"};
    auto const stored = office.read([&](db::Snapshot& s) {
        return s.all(
            words, [](db::Row const& row) { return std::string{row.bytes(0)}; }, opened.id);
    });
    CHECK(stored.size() == 3);
    for (auto const& bytes : stored) CHECK_FALSE(holds(bytes, canary));
}
