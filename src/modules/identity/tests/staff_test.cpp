#include "links.hpp"
#include "passwords.hpp"
#include "sessions.hpp"

#include <identity/attempts.hpp>

#include <db/testing.hpp>
#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::identity;

namespace {

struct Office {
    db::TestDatabase database{migrations()};
    Secret const right{"a long enough phrase"};

    template <class F> auto write(F f) { return database->write(Actor::system(), std::move(f)).wait(); }
    PersonId add(std::string email, std::vector<Role> roles = {Role::agent})
    {
        NewStaff const member{std::move(email), "Asha Example", std::move(roles), {"waste-services", "streets"}};
        auto const id = write([&](db::Tx& tx) { return add_staff(tx, member); });
        REQUIRE(id.has_value());
        auto const hash = hash_password(right);
        write([&](db::Tx& tx) { set_password(tx, *id, hash); });
        return *id;
    }
    /// What POST /desk/sign-in does.
    Result<Secret, SignInRefusal> sign_in(std::string_view email, Secret const& password,
                                          std::string_view client = "192.0.2.1")
    {
        auto const begun = write([&](db::Tx& tx) { return begin_sign_in(tx, email, client); });
        if (!begun) return Refused{begun.error()};
        auto const candidate = database->read([&](db::Snapshot& s) { return candidate_for(s, email); });
        bool const fits = verify_password(candidate.hash, password);
        return write([&](db::Tx& tx) { return start_session(tx, candidate, fits, email, client); });
    }
    std::optional<Session> session(std::string_view token)
    {
        return database->read([&](db::Snapshot& s) { return find_session(s, token, database.clock.now()); });
    }
};

}

TEST_CASE("staff: the right password opens a session, a wrong one and an unknown account are refused alike")
{
    Office office;
    auto const asha = office.add("asha@larkmoor.example");
    auto const token = office.sign_in(" Asha@Larkmoor.Example ", office.right);
    REQUIRE(token.has_value());
    auto const session = office.session(token->reveal());
    REQUIRE(session.has_value());
    CHECK(session->who.actor.person == asha);
    CHECK(session->who.actor.is_staff());
    CHECK(session->who.actor.has(Role::agent));
    CHECK_FALSE(session->who.actor.has(Role::administrator));
    CHECK(session->who.actor.in_team("waste-services"));
    CHECK(session->who.name == "Asha Example");

    CHECK(office.sign_in("asha@larkmoor.example", Secret{"wrong password"}).error() == SignInRefusal::wrong);
    CHECK(office.sign_in("nobody@larkmoor.example", office.right).error() == SignInRefusal::wrong);
    CHECK_FALSE(office.session("made-up").has_value());
    CHECK_FALSE(office.session("").has_value());
}

TEST_CASE("staff: failed sign-ins are counted although they refuse, for accounts that exist and for those that do not")
{
    for (auto const* email : {"asha@larkmoor.example", "nobody@larkmoor.example"}) {
        Office office;
        office.add("asha@larkmoor.example");
        for (int i = 0; i < 10; ++i)
            CHECK(office.sign_in(email, Secret{"wrong password"}).error() == SignInRefusal::wrong);
        office.database.reopen();
        CHECK(office.sign_in(email, office.right).error() == SignInRefusal::too_many);
        office.database.clock.advance(std::chrono::minutes{16});
        CHECK(office.sign_in("asha@larkmoor.example", office.right).has_value());
    }
}

TEST_CASE("staff: a stranger who tries an account does not shut its owner out, and many together have few tries")
{
    Office office;
    office.add("asha@larkmoor.example");
    auto const try_as = [&](std::string const& client) {
        return office.write([&](db::Tx& tx) { return begin_sign_in(tx, "asha@larkmoor.example", client); });
    };
    for (int i = 0; i < 50; ++i) try_as("192.0.2.66");
    CHECK_FALSE(try_as("192.0.2.66").has_value());
    CHECK(office.sign_in("asha@larkmoor.example", office.right, "192.0.2.7").has_value());
    int passed = 0;
    for (int i = 0; i < 200; ++i) passed += try_as("198.51.100." + std::to_string(i)).has_value();
    CHECK(passed == 100);
    office.database.clock.advance(std::chrono::minutes{16});
    CHECK(office.sign_in("asha@larkmoor.example", office.right, "192.0.2.7").has_value());
}

TEST_CASE("staff: one client cannot try many accounts, and other clients can still sign in")
{
    Office office;
    office.add("asha@larkmoor.example");
    int refused = 0;
    for (int i = 0; i < 120 && refused == 0; ++i) {
        auto const tried = office.write(
            [&](db::Tx& tx) { return begin_sign_in(tx, "x" + std::to_string(i) + "@example.com", "192.0.2.9"); });
        if (!tried) refused = i;
    }
    CHECK(refused == 100);
    CHECK(office.sign_in("asha@larkmoor.example", office.right, "192.0.2.9").error() == SignInRefusal::too_many);
    CHECK(office.sign_in("asha@larkmoor.example", office.right, "192.0.2.10").has_value());
}

TEST_CASE("staff: a client that has had its tries uses up nobody's; what was counted long ago goes")
{
    Office office;
    office.add("asha@larkmoor.example");
    for (int i = 0; i < 120; ++i) {
        auto const email = i < 100 ? "x" + std::to_string(i) + "@example.com" : "asha@larkmoor.example";
        office.write([&](db::Tx& tx) { return begin_sign_in(tx, email, "192.0.2.9"); });
    }
    CHECK(office.sign_in("asha@larkmoor.example", office.right, "192.0.2.10").has_value());

    static constexpr db::Query all{"test.attempts", "select count(*) from identity_attempt"};
    auto const rows = [&] {
        return office.database->read([](db::Snapshot& s) { return s.value<std::int64_t>(all).value_or(0); });
    };
    CHECK(rows() >= 100);
    office.database.clock.advance(std::chrono::hours{25});
    for (int i = 0; i < 20; ++i)
        office.write([&](db::Tx& tx) { return begin_sign_in(tx, "y@example.com", "198.51.100." + std::to_string(i)); });
    CHECK(rows() <= 45); // three for each client now, of the hundreds that were
}

TEST_CASE("staff: a session ends with the day, with an idle hour, with sign-out and with a new password")
{
    Office office;
    auto const asha = office.add("asha@larkmoor.example");
    auto const fresh = [&] {
        return std::string{office.sign_in("asha@larkmoor.example", office.right).value().reveal()};
    };

    auto const idle = fresh();
    office.database.clock.advance(std::chrono::minutes{59});
    REQUIRE(office.session(idle).has_value());
    office.database.clock.advance(std::chrono::minutes{2});
    CHECK_FALSE(office.session(idle).has_value());

    auto const busy = fresh();
    for (int i = 0; i < 23; ++i) {
        office.database.clock.advance(std::chrono::minutes{30});
        auto const session = office.session(busy);
        REQUIRE(session.has_value());
        office.write([&](db::Tx& tx) { touch_session(tx, *session); });
    }
    office.database.clock.advance(std::chrono::minutes{31});
    CHECK_FALSE(office.session(busy).has_value());

    auto const signed_out = fresh();
    auto const other = fresh();
    office.write([&](db::Tx& tx) { end_session(tx, signed_out); });
    CHECK_FALSE(office.session(signed_out).has_value());
    CHECK(office.session(other).has_value());

    auto const hash = hash_password(Secret{"another long phrase"});
    office.write([&](db::Tx& tx) { set_password(tx, asha, hash); });
    CHECK_FALSE(office.session(other).has_value());
}

TEST_CASE("staff: a set-up link sets a password once, for three days, and reading it does not use it up")
{
    Office office;
    auto const id = office.write([](db::Tx& tx) {
        return add_staff(tx, {"lee@larkmoor.example", "Lee", {Role::administrator}, {}});
    });
    REQUIRE(id.has_value());
    auto const link = office.write([&](db::Tx& tx) { return make_setup_link(tx, *id); }).value();
    auto const reader = [&] {
        return office.database->read(
            [&](db::Snapshot& s) { return member_of_link(s, link, office.database.clock.now()); });
    };
    CHECK(reader().has_value());
    CHECK(reader().has_value());
    auto const hash = hash_password(office.right);
    CHECK(office.write([&](db::Tx& tx) { return use_link(tx, link, hash); }).value() == *id);
    CHECK(office.write([&](db::Tx& tx) { return use_link(tx, link, hash); }).error() == Refusal::link_used_or_old);
    CHECK_FALSE(reader().has_value());
    CHECK(office.sign_in("lee@larkmoor.example", office.right).has_value());

    auto const late = office.write([&](db::Tx& tx) { return make_setup_link(tx, *id); }).value();
    office.database.clock.advance(std::chrono::hours{73});
    CHECK(office.write([&](db::Tx& tx) { return use_link(tx, late, hash); }).error() == Refusal::link_used_or_old);
    CHECK(setup_path(late).starts_with("/desk/set-password/"));
}

TEST_CASE("staff: an account needs an email address that nobody else has")
{
    Office office;
    office.add("asha@larkmoor.example");
    auto const add = [&](std::string email) {
        return office.write([&](db::Tx& tx) { return add_staff(tx, {email, "Sam", {}, {}}); });
    };
    CHECK(add("ASHA@larkmoor.example").error() == Refusal::email_taken);
    CHECK(add("not an address").error() == Refusal::email_not_valid);
    CHECK(add("sam@larkmoor.example").has_value());
    auto const all = office.database->read([](db::Snapshot& s) { return members(s); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "Asha Example");
    CHECK(all[0].has_password);
    CHECK_FALSE(all[1].has_password);
}

TEST_CASE("passwords: long enough and not everybody's, without rules about digits or signs")
{
    CHECK_FALSE(password_problem("correct horse battery").has_value());
    CHECK_FALSE(password_problem("llanfairpwll").has_value());
    CHECK_FALSE(password_problem("ŵŵŵŵŵŵŵŵŵx").has_value());
    CHECK(password_problem("").value().id == "Enter a password");
    CHECK(password_problem("short").value().id == "Password must be 10 characters or more");
    CHECK(password_problem("Password123").value().id == "Choose a password that is harder to guess");
    CHECK(password_problem("aaaaaaaaaaaa").has_value());
    CHECK(password_problem("Asha@larkmoor.example", "asha@larkmoor.example").has_value());
    CHECK(password_problem(std::string(513, 'x') + "y").has_value());
}

TEST_CASE("passwords: what is kept does not tell the password, and only the right one fits")
{
    auto const hash = hash_password(Secret{"a long enough phrase"}).text;
    CHECK(hash.starts_with("$argon2id$"));
    CHECK(verify_password(hash, Secret{"a long enough phrase"}));
    CHECK_FALSE(verify_password(hash, Secret{"a long enough phrasE"}));
    CHECK(hash != hash_password(Secret{"a long enough phrase"}).text);
    CHECK_FALSE(verify_password(hash_of_nobody(), Secret{""}));
}

TEST_CASE("attempts: a window that has passed starts the count again, kinds and keys do not meet")
{
    Office office;
    AttemptLimit const limit{.kind = "reference", .tries = 2, .window = std::chrono::minutes{10}};
    AttemptLimit const other{.kind = "code", .tries = 2, .window = std::chrono::minutes{10}};
    auto const attempt = [&](AttemptLimit const& which, std::string_view key) {
        return office.write([&](db::Tx& tx) { return count_attempt(tx, which, key); });
    };
    auto const may = [&] {
        return office.database->read(
            [&](db::Snapshot& s) { return may_attempt(s, limit, "a", office.database.clock.now()); });
    };
    CHECK(may());
    CHECK(attempt(limit, "a"));
    CHECK(attempt(limit, "a"));
    CHECK_FALSE(may());
    CHECK_FALSE(attempt(limit, "a"));
    CHECK(attempt(limit, "b"));
    CHECK(attempt(other, "a"));
    office.database.clock.advance(std::chrono::minutes{11});
    CHECK(may());
    CHECK(attempt(limit, "a"));
}

TEST_CASE("staff: signing in, looking up and links go by an index; only the few who work here are read whole")
{
    Office office;
    auto const asha = office.add("asha@larkmoor.example");
    auto const token = office.sign_in("asha@larkmoor.example", office.right).value();
    CHECK_FALSE(office.sign_in("asha@larkmoor.example", Secret{"wrong"}));
    auto const session = office.session(token.reveal());
    REQUIRE(session.has_value());
    office.write([&](db::Tx& tx) { touch_session(tx, *session); });
    auto const link = office.write([&](db::Tx& tx) { return make_setup_link(tx, asha); }).value();
    office.database->read([&](db::Snapshot& s) {
        CHECK(find_by_email(s, "asha@larkmoor.example") == asha);
        CHECK(members(s).size() == 1);
        CHECK(member_of_link(s, link, office.database.clock.now()).has_value());
    });
    auto const hash = hash_password(office.right);
    office.write([&](db::Tx& tx) { return use_link(tx, link, hash); }).value();
    office.write([&](db::Tx& tx) { end_session(tx, token.reveal()); });
    for (auto const& read : db::whole_reads(*office.database, {"identity_staff"})) FAIL_CHECK(read);
}
