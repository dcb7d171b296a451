#include "bureau.hpp"

#include "store.hpp"

#include <algorithm>

using namespace guildhall;
using namespace guildhall::people;

TEST_CASE(
    "R-055 people: two forms with the same name and email address are one person, a third with another name is not")
{
    Bureau bureau;
    auto const first = bureau.meet(asha());
    auto second_form = asha();
    second_form.born.reset();
    second_form.phone.clear();
    auto const second = bureau.meet(second_form);
    auto mira = asha();
    mira.first = "Mira";
    mira.born.reset();
    auto const third = bureau.meet(mira);
    auto const person = bureau.find(second.id);
    REQUIRE(person);
    CHECK(person->id == first.id);
    CHECK(person->records.size() == 2);
    CHECK(person->sources().size() == 2);
    CHECK(person->all(&Details::email) == std::vector<std::string>{"asha@example.org"});
    CHECK(bureau.find(third.id)->id == third.id);
}

TEST_CASE("people: a form is met once, however often its event is read, and an anonymous one not at all")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    auto const again = bureau.write([&](db::Tx& tx) {
        return meet(tx, bureau.council.secret, Kind::person, asha(),
                    {.submission = met.submission, .subject = met.subject, .team = "street-services"});
    });
    CHECK(again == met.id);
    CHECK(bureau.find(met.id)->records.size() == 1);
    CHECK_FALSE(bureau.meet(Details{}).id);
    CHECK_FALSE(bureau.meet(Details{.address = "12 Heather Row"}).id);
}

TEST_CASE("people: nothing of what identifies lies in the database in plain text, and hashes need the council's secret")
{
    Bureau bureau;
    bureau.meet(asha());
    static constexpr db::Query details{"test.details", "select details from people_record"};
    static constexpr db::Query hashes{"test.hashes", "select count(*) from people_identifier where hash = $1"};
    bureau.read([&](db::Snapshot& s) {
        auto const sealed = s.value<std::string>(details).value();
        CHECK(sealed.find("Kapoor") == std::string::npos);
        CHECK(sealed.find("asha") == std::string::npos);
        auto const ours = lookups_of(bureau.council.secret, asha());
        auto const others = lookups_of(std::string(32, 'x'), asha());
        REQUIRE(ours.size() == others.size());
        CHECK(ours.size() == 6); // no company
        for (std::size_t i = 0; i < ours.size(); ++i) {
            CHECK(s.value<std::int64_t>(hashes, ours[i].hash) == 1);
            CHECK(s.value<std::int64_t>(hashes, others[i].hash) == 0);
        }
        auto const actor = Bureau::staff();
        auto const visible = People{s}.visible_to(actor);
        CHECK(visible.with(bureau.council.secret, " Asha@example.org").size() == 1);
        CHECK(visible.with(bureau.council.secret, "01632 960001").size() == 1);
        CHECK(visible.with(bureau.council.secret, "zz11aa").size() == 1);
        CHECK(visible.with(bureau.council.secret, "01632 960002").empty());
        CHECK(visible.with(bureau.council.secret, "Kapoor").empty());
    });
}

TEST_CASE("people: only staff who serve people and auditors see anybody; editors and residents do not")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    CHECK(bureau.find(met.id, Bureau::staff()));
    CHECK(bureau.find(met.id, Bureau::staff({}, Role::team_lead)));
    CHECK(bureau.find(met.id, Bureau::staff({}, Role::auditor)));
    CHECK_FALSE(bureau.find(met.id, Bureau::staff({}, Role::content_editor)));
    CHECK_FALSE(bureau.find(met.id, Actor::anonymous()));
    CHECK_FALSE(bureau.find(met.id, Actor::system()));
    auto const auditor = Bureau::staff({}, Role::auditor);
    CHECK(bureau.note(met.id, "need", "Large print", auditor).error() == Refusal::not_allowed);
    CHECK(bureau.part(met.id, auditor).error() == Refusal::not_allowed);
}

TEST_CASE(
    "people: a restricted case's record is seen by its team alone: on pages, in counts, in households, in suggestions")
{
    Bureau bureau;
    auto const open = bureau.meet(asha());
    auto hidden_form = asha();
    hidden_form.phone = "+441632960777";
    auto const hidden = bureau.meet(hidden_form, true, "safeguarding");
    auto const team = Bureau::staff({"safeguarding"});
    CHECK(bureau.find(open.id)->records.size() == 1);
    CHECK(bureau.find(open.id)->all(&Details::phone).size() == 1);
    CHECK_FALSE(bureau.find(hidden.id));
    CHECK_FALSE(bureau.find(hidden.id, Bureau::staff({"contact-centre"}, Role::administrator)));
    CHECK_FALSE(bureau.find(hidden.id, Bureau::staff({}, Role::auditor)));
    auto const whole = bureau.find(hidden.id, team);
    REQUIRE(whole);
    CHECK(whole->id == open.id); // the same person, whose other half the team sees too
    CHECK(whole->records.size() == 2);
    bureau.read([&](db::Snapshot& s) {
        CHECK(People{s}.visible_to(Bureau::staff()).with(bureau.council.secret, "01632 960777").empty());
        CHECK(People{s}.visible_to(team).with(bureau.council.secret, "01632 960777").size() == 1);
    });

    Details only{.first = "Rowan",
                 .last = "Hidden",
                 .address = "12 Heather Row, Larkmoor",
                 .postcode = "ZZ1 1AA",
                 .uprn = "1000012"};
    auto const unseen = bureau.meet(only, true, "safeguarding");
    bureau.read([&](db::Snapshot& s) {
        auto const actor = Bureau::staff();
        auto const visible = People{s}.visible_to(actor);
        CHECK(visible.household(bureau.council.secret, *visible.find(open.id)).empty());
        auto const theirs = People{s}.visible_to(team);
        CHECK(theirs.household(bureau.council.secret, *theirs.find(open.id)).size() == 1);
    });
    auto likely = only;
    likely.first = "Rowam";
    likely.email = "r@example.org";
    auto const seen = bureau.meet(likely);
    CHECK(bureau.suggestions(seen.id).empty());
    CHECK(bureau.suggestions(seen.id, team).size() == 1);
    CHECK(bureau.join(seen.id, unseen.id).error() == Refusal::not_found);
    // What the team writes down about somebody whom it alone knows is read by it alone.
    CHECK(bureau.note(unseen.id, "alert", "Do not call at home", team));
    CHECK(bureau.words_about(unseen.id).empty());
    CHECK(bureau.words_about(unseen.id, team) == std::vector<std::string>{"Do not call at home"});
}

TEST_CASE("people: nobody finds out by writing down an email address that a hidden record has it")
{
    Bureau bureau;
    auto const team = Bureau::staff({"safeguarding"});
    auto const hidden = bureau.meet({.email = "quiet@example.org", .phone = "+441632960777"}, true, "safeguarding");
    auto const probe = [&](Details const& details) {
        return bureau.write([&](db::Tx& tx) {
            return write_down(tx, bureau.council.secret, Bureau::staff(), Kind::person, details).value();
        });
    };
    auto const probed = probe({.email = "quiet@example.org"});
    CHECK(bureau.root_of(probed) == probed);
    CHECK(bureau.find(probed)->root == probed);
    CHECK(bureau.suggestions(probed).empty());
    auto const offered = bureau.suggestions(probed, team); // those who may know are asked
    REQUIRE(offered.size() == 1);
    CHECK(offered[0].other.id == hidden.id);
    // What one team may know neither stops a join that everybody sees, nor makes one.
    auto const again = probe({.email = "quiet@example.org"});
    CHECK(bureau.root_of(again) == probed);
    auto const other = probe({.phone = "+441632960777"});
    CHECK(bureau.root_of(other) == other);
}

TEST_CASE("people: a person whose oldest record is hidden looks like one that begins with the next")
{
    Bureau bureau;
    auto const team = Bureau::staff({"safeguarding"});
    auto const hidden = bureau.meet({.first = "Ada", .last = "One", .email = "ada@example.org"}, true, "safeguarding");
    auto const second = bureau.meet({.first = "Bo", .last = "Two", .email = "bo@example.org"});
    auto const third = bureau.meet({.first = "Cy", .last = "Three", .email = "cy@example.org"});
    REQUIRE(bureau.note(hidden.id, "alert", "Do not call at home", team));
    REQUIRE(bureau.join(hidden.id, second.id, team) == hidden.id);
    CHECK(bureau.join(third.id, second.id) == second.id);
    CHECK(bureau.root_of(third.id) == second.id);
    CHECK_FALSE(bureau.find(hidden.id));
    CHECK(bureau.find(third.id, team)->id == hidden.id);
    CHECK(bureau.words_about(third.id).empty());
    CHECK(bureau.words_about(third.id, team).size() == 1);
    CHECK(bureau.part(second.id).error() == Refusal::not_joined); // as of any person's first record
    CHECK(bureau.part(third.id) == third.id);
    CHECK(bureau.find(second.id, team)->records.size() == 2);
    // An administrator who deletes what staff wrote down does not learn that there is more.
    auto const administrator = Bureau::staff({}, Role::administrator);
    auto const written = bureau.write([&](db::Tx& tx) {
        return write_down(tx, bureau.council.secret, administrator, Kind::person, {.first = "Di", .last = "Four"})
            .value();
    });
    REQUIRE(bureau.join(written, hidden.id, team));
    bureau.forget(second.subject);
    CHECK(bureau.write([&](db::Tx& tx) { return erase(tx, administrator, written); }, administrator));
    CHECK_FALSE(bureau.find(written, administrator));
    CHECK(bureau.find(hidden.id, team)->name() == "Ada One");
    CHECK(bureau.words_about(hidden.id, team).size() == 1);
}

TEST_CASE("people: an auditor outside the team sees no look at somebody whom it alone knows")
{
    Bureau bureau;
    auto const open = bureau.meet(asha());
    auto const hidden =
        bureau.meet({.first = "Rowan", .last = "Hidden", .email = "r@example.org"}, true, "safeguarding");
    auto const gone = bureau.meet({.first = "Gone", .last = "Soon", .email = "gone@example.org"});
    bureau.write([&](db::Tx& tx) {
        for (auto const id : {open.id, hidden.id, gone.id}) look(tx, PersonId{41}, id, "link");
    });
    bureau.forget(gone.subject);
    auto const seen_by = [&](std::vector<std::string> teams, RecordId of, int at_most = 50) {
        auto const auditor = Bureau::staff(std::move(teams), Role::auditor);
        return bureau.read([&](db::Snapshot& s) { return looks(s, auditor, of, {}, INT64_MAX, at_most).size(); });
    };
    CHECK(seen_by({}, {}) == 2); // also at somebody who was forgotten since
    CHECK(seen_by({}, {}, 2) == 2);
    CHECK(seen_by({}, hidden.id) == 0);
    CHECK(seen_by({}, gone.id) == 1);
    CHECK(seen_by({"safeguarding"}, {}) == 3);
    CHECK(seen_by({"safeguarding"}, hidden.id) == 1);
}

TEST_CASE("people: a case that goes to another team takes its restricted record along")
{
    Bureau bureau;
    auto const met = bureau.meet(asha(), true, "safeguarding");
    CHECK_FALSE(bureau.find(met.id, Bureau::staff({"housing"})));
    bureau.write([&](db::Tx& tx) { keep_scope(tx, met.submission, "housing", true); });
    CHECK(bureau.find(met.id, Bureau::staff({"housing"})));
    CHECK_FALSE(bureau.find(met.id, Bureau::staff({"safeguarding"})));
    bureau.write([&](db::Tx& tx) { keep_scope(tx, met.submission, "housing", false); });
    CHECK(bureau.find(met.id, Bureau::staff({"contact-centre"})));
}

TEST_CASE("people: a likely match is offered to staff with its reasons; joined by them, and never asked again when "
          "they say no")
{
    Bureau bureau;
    auto const one = bureau.meet(asha());
    auto typo = asha();
    typo.last = "Kaporo";
    auto const other = bureau.meet(typo);
    CHECK(bureau.root_of(other.id) == other.id);
    auto const offered = bureau.suggestions(one.id);
    REQUIRE(offered.size() == 1);
    CHECK(offered[0].other.id == other.id);
    CHECK(offered[0].because.find("surname.close") != std::string::npos);
    CHECK(offered[0].percent > 50);
    CHECK(bureau.suggestions(other.id).size() == 1);

    auto const no = [&] {
        return bureau.write([&](db::Tx& tx) { return keep_apart(tx, Bureau::staff(), one.id, other.id); });
    };
    CHECK(no());
    CHECK(bureau.suggestions(one.id).empty());
    CHECK(bureau.suggestions(other.id).empty());
    CHECK(bureau.root_of(other.id) == other.id);
}

TEST_CASE("people: where two persons are certain, nobody is joined by rule, and staff are asked about both")
{
    Bureau bureau;
    auto son = asha();
    son.born = Date{std::chrono::year{2001}, std::chrono::July, std::chrono::day{30}};
    auto const father = bureau.meet(asha());
    auto const child = bureau.meet(son);
    CHECK(bureau.root_of(child.id) == child.id);
    auto either = asha();
    either.born.reset();
    auto const third = bureau.meet(either);
    CHECK(bureau.root_of(third.id) == third.id);
    CHECK(bureau.suggestions(third.id).size() == 2);
    CHECK(bureau.root_of(father.id) == father.id);
}

TEST_CASE("people: a merge of a person with themselves is refused, whichever of their records are named")
{
    Bureau bureau;
    auto const one = bureau.meet(asha());
    auto const two = bureau.meet(asha());
    REQUIRE(bureau.root_of(two.id) == one.id);
    CHECK(bureau.join(one.id, one.id).error() == Refusal::same_person);
    CHECK(bureau.join(one.id, two.id).error() == Refusal::same_person);
    CHECK(bureau.join(one.id, RecordId{99}).error() == Refusal::not_found);
    CHECK(bureau.part(one.id).error() == Refusal::not_joined);
    auto const related = bureau.write([&](db::Tx& tx) { return relate(tx, Bureau::staff(), one.id, two.id, "carer"); });
    CHECK(related.error() == Refusal::same_person);
}

TEST_CASE("people: a person, a business and a group are never joined into one")
{
    Bureau bureau;
    auto const person = bureau.meet(asha());
    for (auto const kind : {Kind::business, Kind::group}) {
        auto const other = bureau.write([&](db::Tx& tx) {
            return write_down(tx, bureau.council.secret, Bureau::staff(), kind, {.organisation = "Sorrel Bikes"})
                .value();
        });
        CHECK(bureau.join(person.id, other).error() == Refusal::other_kind);
        CHECK(bureau.join(other, person.id).error() == Refusal::other_kind);
        CHECK(bureau.root_of(other) == other);
    }
    CHECK(bureau.root_of(person.id) == person.id);
}

TEST_CASE("people: what was joined by rule is parted by staff, and not joined by rule again")
{
    Bureau bureau;
    auto const one = bureau.meet(asha());
    auto const two = bureau.meet(asha());
    REQUIRE(bureau.part(two.id) == two.id);
    CHECK(bureau.root_of(two.id) == two.id);
    CHECK(bureau.root_of(one.id) == one.id);
    CHECK(bureau.suggestions(one.id).empty());
    CHECK(bureau.join(one.id, two.id) == one.id); // staff may change their mind
    CHECK(bureau.root_of(two.id) == one.id);
}

TEST_CASE(
    "people: needs, consent and alerts are sealed, belong to the person, and an alert has a day to look at it again")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    CHECK(bureau.note(met.id, "need", "Large print"));
    CHECK(bureau.note(met.id, "alert", "Visit in pairs"));
    CHECK(bureau.note(met.id, "rumour", "x").error() == Refusal::unknown_kind);
    CHECK(bureau.note(met.id, "need", "  ").error() == Refusal::words_missing);
    CHECK(bureau.note(met.id, "need", std::string(501, 'x')).error() == Refusal::words_too_long);
    auto const alert = [&](std::optional<Date> review) {
        NewFact const fact{.kind = "alert", .words = "x", .review = review};
        return bureau.write(
            [&](db::Tx& tx) { return add_fact(tx, Bureau::staff(), met.id, fact, bureau.council.today()); });
    };
    using std::chrono::year;
    CHECK(alert({}).error() == Refusal::day_missing);
    CHECK(alert(Date{year{2026}, std::chrono::March, std::chrono::day{9}}).error() == Refusal::day_missing); // today
    CHECK(alert(Date{year{2027}, std::chrono::April, std::chrono::day{9}}).error() == Refusal::day_missing);
    CHECK(bureau.words_about(met.id) == std::vector<std::string>{"Large print", "Visit in pairs"});
    static constexpr db::Query words{"test.words", "select words from people_fact order by id"};
    auto const sealed = bureau.read([](db::Snapshot& s) { return s.value<std::string>(words).value(); });
    CHECK(sealed.find("Large") == std::string::npos);

    auto const person = bureau.find(met.id).value();
    auto const fact = bureau.read([&](db::Snapshot& s) { return facts_of(s, Bureau::staff(), person).front().id; });
    auto const other = bureau.meet({.first = "Zed", .last = "Other", .email = "zed@example.org"});
    auto const end = [&](RecordId person) {
        return bureau.write([&](db::Tx& tx) { return end_fact(tx, Bureau::staff(), person, fact); });
    };
    CHECK(end(other.id).error() == Refusal::not_found); // a number guessed on another page
    CHECK(end(met.id));
    CHECK(bureau.words_about(met.id) == std::vector<std::string>{"Visit in pairs"});
}

TEST_CASE("people: relations show on both pages and follow a person who is joined to another")
{
    Bureau bureau;
    auto const carer = bureau.meet({.first = "Cara", .last = "Giver", .email = "cara@example.org"});
    auto const cared = bureau.meet(asha());
    auto const business = bureau.meet({.organisation = "Heather Bakery", .email = "shop@example.org"}, false,
                                      "street-services", Kind::business);
    auto const relate_to = [&](RecordId from, RecordId to, std::string_view kind) {
        return bureau.write([&](db::Tx& tx) { return relate(tx, Bureau::staff(), from, to, kind); });
    };
    auto const relation = relate_to(carer.id, cared.id, "carer");
    REQUIRE(relation);
    CHECK(relate_to(carer.id, cared.id, "carer") == relation); // pressed twice
    CHECK(relate_to(cared.id, business.id, "director"));
    CHECK(relate_to(cared.id, business.id, "owner").error() == Refusal::unknown_kind);
    auto const of = [&](RecordId id) {
        return bureau.read([&](db::Snapshot& s) {
            auto const person = People{s}.visible_to(Bureau::staff()).find(id).value();
            return relations_of(s, Bureau::staff(), person);
        });
    };
    CHECK(of(carer.id).size() == 1);
    CHECK(of(cared.id).size() == 2);
    CHECK_FALSE(of(business.id)[0].is_from);
    auto const twin = bureau.meet({.first = "Ash", .last = "Kapur", .email = "other@example.org"});
    REQUIRE(bureau.join(cared.id, twin.id));
    CHECK(of(carer.id)[0].other.id == cared.id);
    CHECK(bureau.write([&](db::Tx& tx) { return end_relation(tx, Bureau::staff(), cared.id, *relation); }));
    CHECK(of(carer.id).empty());
}

TEST_CASE("R-056 people: a household is whoever lives at the same address")
{
    Bureau bureau;
    auto const one = bureau.meet(asha());
    auto mira = asha();
    mira.first = "Mira";
    mira.born.reset();
    mira.email = "mira@example.org";
    auto const other = bureau.meet(mira);
    auto elsewhere = asha();
    elsewhere.first = "Tom";
    elsewhere.born.reset();
    elsewhere.email = "tom@example.org";
    elsewhere.uprn = "1000013";
    bureau.meet(elsewhere);
    bureau.read([&](db::Snapshot& s) {
        auto const actor = Bureau::staff();
        auto const visible = People{s}.visible_to(actor);
        auto const household = visible.household(bureau.council.secret, *visible.find(one.id));
        REQUIRE(household.size() == 1);
        CHECK(household[0].id == other.id);
    });
}

TEST_CASE("R-074 people: a visitor, a business and a group are written down by staff without any case")
{
    Bureau bureau;
    auto const write = [&](Kind kind, Details const& details, RecordId to = {}) {
        return bureau.write(
            [&](db::Tx& tx) { return write_down(tx, bureau.council.secret, Bureau::staff(), kind, details, to); });
    };
    auto const visitor = write(Kind::person, {.first = "Vera", .last = "Visitor", .phone = "+33612345678"});
    auto const group = write(Kind::group, {.organisation = "Friends of the Moor", .email = "friends@example.org"});
    REQUIRE(visitor);
    REQUIRE(group);
    CHECK(bureau.find(*group)->kind() == Kind::group);
    CHECK(bureau.find(*group)->name() == "Friends of the Moor");
    CHECK(write(Kind::person, {}).error() == Refusal::words_missing);
    // More about somebody is one more record of the same person.
    CHECK(write(Kind::person, {.first = "Vera", .last = "Visitor", .email = "vera@example.org"}, *visitor) == *visitor);
    CHECK(bureau.find(*visitor)->records.size() == 2);
}

TEST_CASE("people: whoever looks is written down once a minute, and auditors alone read it")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    auto const look_now = [&](std::string_view why) {
        bureau.write([&](db::Tx& tx) { look(tx, PersonId{41}, met.id, why); });
    };
    look_now("search");
    look_now("search");
    look_now("case 7");
    bureau.database.clock.advance(std::chrono::minutes{2});
    look_now("search");
    bureau.read([&](db::Snapshot& s) {
        auto const auditor = Bureau::staff({}, Role::auditor);
        CHECK(looks(s, auditor, met.id, {}, INT64_MAX).size() == 3);
        CHECK(looks(s, auditor, {}, PersonId{41}, INT64_MAX).size() == 3);
        CHECK(looks(s, auditor, {}, PersonId{42}, INT64_MAX).empty());
        CHECK(looks(s, Bureau::staff({}, Role::administrator), {}, {}, INT64_MAX).empty());
    });
}

TEST_CASE("people: reading a person costs no whole table")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    auto const other = bureau.meet({.first = "Asha", .last = "Kapoor", .email = "asha@example.org"});
    CHECK(bureau.note(met.id, "need", "Large print"));
    CHECK(bureau.part(other.id));
    bureau.read([&](db::Snapshot& s) {
        auto const person = *People{s}.visible_to(Bureau::staff()).find(met.id);
        (void)suggestions_of(s, Bureau::staff(), person);
        (void)relations_of(s, Bureau::staff(), person);
        (void)People{s}.visible_to(Bureau::staff()).household(bureau.council.secret, person);
        (void)looks(s, Bureau::staff({}, Role::auditor), met.id, {}, INT64_MAX);
    });
    bureau.forget(met.subject);
    auto const whole = db::whole_reads(*bureau.database);
    for (auto const& line : whole) MESSAGE(line);
    CHECK(whole.empty());
}
