#include <db/blobs.hpp>
#include <db/database.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::db;

namespace {

constexpr SubjectId asha{101};
constexpr SubjectId ben{102};

std::string sealed(Database& database, SubjectId subject, std::string_view plain)
{
    return database.write(Actor::system(), [&](Tx& tx) { return tx.seal(subject, plain); }).wait();
}

std::optional<std::string> unsealed(Database& database, std::string_view value)
{
    return database.read([&](Snapshot& s) { return s.unseal(value); });
}

void forget(Database& database, SubjectId subject)
{
    database.write(Actor::system(), [&](Tx& tx) { tx.forget(subject); }).wait();
}

}

TEST_CASE("R-369 sealing: what is sealed opens again, also after a restart, and shows nothing of itself")
{
    TestDatabase test;
    auto const a = sealed(*test, asha, "I owe council tax");
    auto const again = sealed(*test, asha, "I owe council tax");
    CHECK(a != again);
    CHECK(a.find("council") == std::string::npos);
    CHECK(unsealed(*test, a) == "I owe council tax");
    test.reopen();
    CHECK(unsealed(*test, a) == "I owe council tax");
    CHECK(unsealed(*test, again) == "I owe council tax");
}

TEST_CASE("sealing: forgetting one person closes her values for good and leaves the others")
{
    TestDatabase test;
    auto const hers = sealed(*test, asha, "hers");
    auto const his = sealed(*test, ben, "his");
    forget(*test, asha);
    CHECK(unsealed(*test, hers) == std::nullopt);
    CHECK(unsealed(*test, his) == "his");
    test.reopen();
    CHECK(unsealed(*test, hers) == std::nullopt);
    CHECK(unsealed(*test, his) == "his");
    CHECK_THROWS_AS(sealed(*test, asha, "more"), Fault);
    auto const events = test->read([](Snapshot& s) { return events_of(s, asha.value); });
    REQUIRE(events.size() == 1);
    CHECK(events[0].type == "subject.forgotten");
}

TEST_CASE("sealing: a forgetting that is refused forgets nobody")
{
    TestDatabase test;
    auto const hers = sealed(*test, asha, "hers");
    CHECK_THROWS(test->write(Actor::system(),
                             [](Tx& tx) {
                                 tx.forget(asha);
                                 throw std::runtime_error{"no"};
                             })
                     .wait());
    CHECK(unsealed(*test, hers) == "hers");
}

TEST_CASE("sealing: a changed value is a fault, not an answer")
{
    TestDatabase test;
    auto value = sealed(*test, asha, "twenty pounds");
    auto moved = value;
    moved[8] = static_cast<char>(ben.value); // claims to be Ben's
    sealed(*test, ben, "x");
    CHECK_THROWS_AS(unsealed(*test, moved), Fault);
    value.back() = static_cast<char>(value.back() ^ 1);
    CHECK_THROWS_AS(unsealed(*test, value), Fault);
    CHECK_THROWS_AS(unsealed(*test, "short"), Fault);
}

TEST_CASE("sealing: the wrong master key is refused at the start")
{
    TestDatabase test;
    sealed(*test, asha, "x");
    test.close();
    auto options = test.options();
    options.master_key = std::string(32, 'w');
    CHECK_THROWS_AS((Database{options, {}, test.clock}), Fault);
    options.master_key = "short";
    CHECK_THROWS_AS((Database{options, {}, test.clock}), Fault);
    test.reopen();
}

TEST_CASE("sealing: many people at once get one key each")
{
    TestDatabase test;
    auto const values = test->write(Actor::system(),
                                    [](Tx& tx) {
                                        std::vector<std::string> all;
                                        for (int i = 1; i <= 40; ++i) {
                                            all.push_back(tx.seal(SubjectId{i}, "a"));
                                            all.push_back(tx.seal(SubjectId{i}, "b"));
                                            CHECK(tx.unseal(all.back()) == "b");
                                        }
                                        return all;
                                    })
                            .wait();
    test.reopen();
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(unsealed(*test, values[i]) == (i % 2 ? "b" : "a"));
}

TEST_CASE("blobs: a file comes back whole, and no name leads out of the folder")
{
    TestFolder folder;
    BlobStore blobs{folder.path() / "blobs"};
    std::string const bytes(200'000, '\xff');
    auto const name = blobs.put(bytes);
    CHECK(name.size() == 32);
    CHECK(blobs.put(bytes) != name);
    CHECK(blobs.get(name) == bytes);
    CHECK(blobs.get(blobs.put("")) == "");
    CHECK(blobs.get("../../../../../../etc/passwd") == std::nullopt);
    CHECK(blobs.get("../../../../etc/passwd/etc/passw") == std::nullopt); // as long as a name
    CHECK(blobs.get(std::string(32, '0')) == std::nullopt);
    blobs.remove("../" + name);
    CHECK(blobs.get(name) == bytes);
    blobs.remove(name);
    CHECK(blobs.get(name) == std::nullopt);
}
