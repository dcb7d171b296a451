#include "bureau.hpp"

#include "scan.hpp"

#include <rapidcheck.h>

#include <algorithm>

using namespace guildhall;
using namespace guildhall::people;

namespace {

std::vector<RecordId> found(Bureau& bureau, std::string_view typed, Actor const& actor = Bureau::staff())
{
    return bureau.read([&](db::Snapshot& s) { return bureau.search.find(s, actor, typed); });
}

}

TEST_CASE("search: a person is found by any fragment of name, postcode, phone, email address and reference")
{
    Bureau bureau;
    auto details = asha();
    details.reference = "7HK29QF3MTX";
    auto const met = bureau.meet(details);
    bureau.meet({.first = "Zed", .last = "O'Brien-Núñez", .email = "zed@example.net", .postcode = "ZZ9 9ZZ"});
    CHECK(found(bureau, "kapoor").empty()); // not built yet
    CHECK_FALSE(bureau.search.is_ready());
    bureau.search.build();
    CHECK(bureau.search.is_ready());
    for (auto const* typed :
         {"kapoor", "KAP", "apoo", "asha kap", "kap asha", "zz1 1aa", "ZZ11AA", "z1 1a", "01632", "01632 960001",
          "960 001", "+441632", "asha@ex", "7HK2-9QF3-MTX", "7hk29", "heather row"}) {
        CAPTURE(typed);
        auto const ids = found(bureau, typed);
        REQUIRE(ids.size() == 1);
        CHECK(ids[0] == met.id);
    }
    for (auto const* typed : {"obrien", "o'brien", "nunez", "Núñez", "brien-nu"}) {
        CAPTURE(typed);
        CHECK(found(bureau, typed).size() == 1);
    }
    for (auto const* typed : {"", " ", "k", "kapoor zed", "nobody", "\n", "'"}) {
        CAPTURE(typed);
        CHECK(found(bureau, typed).empty());
    }
}

TEST_CASE("search: names that begin with what was typed come before those that hold it somewhere")
{
    Bureau bureau;
    auto const begins = bureau.meet({.first = "Anna", .last = "Lee", .email = "x@example.org"});
    auto const inside = bureau.meet({.first = "Joanna", .last = "Lee", .email = "y@example.org"});
    bureau.search.build();
    CHECK(found(bureau, "anna") == std::vector{begins.id, inside.id});
}

TEST_CASE("search: whoever came, was forgotten or went to another team since is found as they are now")
{
    Bureau bureau;
    bureau.search.build();
    CHECK(found(bureau, "kapoor").empty());
    auto const met = bureau.meet(asha(), true, "safeguarding");
    auto const team = Bureau::staff({"safeguarding"});
    CHECK(found(bureau, "kapoor").empty()); // restricted
    CHECK(found(bureau, "kapoor", team).size() == 1);
    bureau.write([&](db::Tx& tx) { keep_scope(tx, met.submission, "housing", true); });
    CHECK(found(bureau, "kapoor", team).empty());
    CHECK(found(bureau, "kapoor", Bureau::staff({"housing"})).size() == 1);
    bureau.write([&](db::Tx& tx) { keep_scope(tx, met.submission, "housing", false); });
    CHECK(found(bureau, "kapoor").size() == 1);
    CHECK(found(bureau, "kapoor", Bureau::staff({}, Role::content_editor)).empty());
    bureau.forget(met.subject);
    CHECK(found(bureau, "kapoor").empty());
    CHECK(found(bureau, "kapoor", Bureau::staff({"housing"})).empty());
}

TEST_CASE("search: another node learns of it from the database alone")
{
    Bureau bureau;
    auto const met = bureau.meet(asha());
    bureau.search.build();
    Search other_node{*bureau.database};
    other_node.build();
    auto const found_there = [&] {
        return bureau.read([&](db::Snapshot& s) { return other_node.find(s, Bureau::staff(), "kapoor").size(); });
    };
    CHECK(found_there() == 1);
    bureau.forget(met.subject); // the consumer runs here
    CHECK(found_there() == 0);
    bureau.meet({.first = "Ravi", .last = "Kapoor", .email = "ravi@example.org"});
    CHECK(found_there() == 1);
}

TEST_CASE("search: reading sixteen letters at a time finds what reading one at a time finds")
{
    CHECK(rc::check([] {
        auto const letters = rc::gen::container<std::string>(rc::gen::inRange('a', 'd'));
        auto const text = *rc::gen::scale(8, letters);
        auto const word = *rc::gen::nonEmpty(letters);
        auto const from = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
        RC_ASSERT(find_in(text, word, from) == text.find(word, from));
        auto const planted = text + word + text;
        RC_ASSERT(find_in(planted, word, 0) == planted.find(word));
    }));
}
