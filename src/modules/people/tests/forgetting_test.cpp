#include "bureau.hpp"

#include <algorithm>

using namespace guildhall;
using namespace guildhall::people;

namespace {

constexpr db::Query identifiers{"test.identifiers", "select count(*) from people_identifier where record = $1"};
constexpr db::Query facts{"test.facts", "select count(*) from people_fact"};

std::int64_t count(Bureau& bureau, db::Query const& query, auto const&... args)
{
    return bureau.read([&](db::Snapshot& s) { return s.value<std::int64_t>(query, args...).value(); });
}

}

TEST_CASE("people: when a case is forgotten its record goes, and the person with the last of them")
{
    Bureau bureau;
    auto const first = bureau.meet(asha());
    auto newer = asha();
    newer.phone = "+447700900123";
    auto const second = bureau.meet(newer);
    REQUIRE(bureau.root_of(second.id) == first.id);
    REQUIRE(bureau.note(first.id, "need", "Large print"));

    bureau.forget(first.subject);
    auto const left = bureau.find(first.id); // the root is empty, and still names the person
    REQUIRE(left);
    CHECK(left->id == first.id);
    CHECK(left->records.size() == 1);
    CHECK(left->all(&Details::phone) == std::vector<std::string>{"+447700900123"});
    CHECK(count(bureau, identifiers, first.id) == 0);
    CHECK(bureau.words_about(second.id) == std::vector<std::string>{"Large print"});

    bureau.forget(second.subject);
    CHECK_FALSE(bureau.find(first.id));
    CHECK_FALSE(bureau.find(second.id));
    CHECK(count(bureau, identifiers, second.id) == 0);
    CHECK(count(bureau, facts) == 0);
    // Read again, as after a restore: nothing more happens, and nobody comes back.
    bureau.forget(second.subject);
    CHECK_FALSE(bureau.find(second.id));
}

TEST_CASE("people: merging never merges keys: forgetting one of two leaves the other as it was")
{
    Bureau bureau;
    auto const one = bureau.meet(asha());
    auto const other = bureau.meet({.first = "Ash", .last = "Capoor", .email = "ash@example.net"});
    REQUIRE(bureau.join(one.id, other.id));
    REQUIRE(bureau.part(other.id));
    bureau.forget(other.subject);
    CHECK_FALSE(bureau.find(other.id));
    CHECK(bureau.find(one.id)->name() == "Asha Kapoor");
}

TEST_CASE("people: what staff wrote down about somebody whom no case holds is deleted by an administrator")
{
    Bureau bureau;
    auto const administrator = Bureau::staff({}, Role::administrator);
    auto const visitor = bureau.write([&](db::Tx& tx) {
        return write_down(tx, bureau.council.secret, Bureau::staff(), Kind::person,
                          {.first = "Vera", .last = "Visitor", .email = "vera@example.org"})
            .value();
    });
    REQUIRE(bureau.note(visitor, "consent", "May be told about walks"));
    auto const erase_as = [&](Actor const& actor, RecordId id) {
        return bureau.write([&](db::Tx& tx) { return erase(tx, actor, id); }, actor);
    };
    CHECK(erase_as(Bureau::staff(), visitor).error() == Refusal::not_allowed);
    CHECK(erase_as(administrator, visitor));
    CHECK_FALSE(bureau.find(visitor));
    CHECK(count(bureau, facts) == 0);
    auto const met = bureau.meet(asha());
    CHECK(erase_as(administrator, met.id).error() == Refusal::kept_by_cases);
    CHECK(bureau.find(met.id));
}
