#include "sessions.hpp"

#include "passwords.hpp"
#include "words.hpp"

#include <base/text.hpp>
#include <identity/attempts.hpp>

namespace guildhall::identity {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Ten tries at an account are for one client alone: whoever knows an address must not be able to shut its owner out.
// All clients together have more, which is still too few to guess a password.
constexpr AttemptLimit per_account_and_client{.kind = "sign-in account, client", .tries = 10, .window = minutes{15}};
constexpr AttemptLimit per_account{.kind = "sign-in account", .tries = 100, .window = minutes{15}};
constexpr AttemptLimit per_client{.kind = "sign-in client", .tries = 100, .window = minutes{15}};
constexpr Duration session_length = hours{12};
constexpr Duration idle_length = hours{1};

// An address that is none still counts, and as the same one however it is written.
std::string account_key(std::string_view email)
{
    return email_from(email).value_or(std::string{cut_to(email, 320)});
}

std::string account_and_client(std::string_view email, std::string_view client)
{
    return account_key(email) + '\n' + std::string{client};
}

}

Result<void, SignInRefusal> begin_sign_in(db::Tx& tx, std::string_view email, std::string_view client)
{
    // The client first: one that has had its tries cannot use up those of any number of accounts.
    if (count_attempt(tx, per_client, client) &&
        count_attempt(tx, per_account_and_client, account_and_client(email, client)) &&
        count_attempt(tx, per_account, account_key(email)))
        return {};
    tx.keep();
    return Refused{SignInRefusal::too_many};
}

Candidate candidate_for(db::Snapshot& snapshot, std::string_view email)
{
    static constexpr db::Query select{"identity.candidate", R"sql(
        select id, password from identity_staff where email = $1 and active = 1 and password is not null)sql"};
    auto found = snapshot.one(
        select,
        [](db::Row const& row) {
            return Candidate{row.get<PersonId>(0), row.get<std::string>(1), true};
        },
        account_key(email));
    return found ? *found : Candidate{{}, hash_of_nobody(), false};
}

Result<Secret, SignInRefusal> start_session(db::Tx& tx, Candidate const& candidate, bool password_fits,
                                            std::string_view email, std::string_view client)
{
    static constexpr db::Query still_so{"identity.still_so", R"sql(
        select id from identity_staff where id = $1 and password = $2 and active = 1)sql"};
    auto const same = tx.value<PersonId>(still_so, candidate.person, candidate.hash).has_value();
    if (!candidate.real || !password_fits || !same) return Refused{SignInRefusal::wrong};

    static constexpr db::Query insert{"identity.add_session", R"sql(
        insert into identity_session (token_hash, staff, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4))sql"};
    static constexpr db::Query clean{"identity.old_sessions", R"sql(
        delete from identity_session where staff = $1 and expires_at <= $2)sql"};
    Secret token{random_token()};
    tx.run(clean, candidate.person, tx.now());
    tx.run(insert, sha256_hex(token.reveal()), candidate.person, tx.now(), tx.now() + session_length);
    forget_attempts(tx, per_account, account_key(email));
    forget_attempts(tx, per_account_and_client, account_and_client(email, client));
    uncount_attempt(tx, per_client, client); // a whole office signs in from one address
    tx.append({.type = "staff.signed_in", .stream = candidate.person.value, .facts = "{}"});
    return token;
}

void end_session(db::Tx& tx, std::string_view token)
{
    static constexpr db::Query remove{"identity.end_session", "delete from identity_session where token_hash = $1"};
    tx.run(remove, sha256_hex(token));
}

std::optional<Session> find_session(db::Snapshot& snapshot, std::string_view token, Time now)
{
    static constexpr db::Query select{"identity.session", R"sql(
        select s.seen_at, p.id, p.name, p.email, p.roles, p.teams
        from identity_session s join identity_staff p on p.id = s.staff
        where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and p.active = 1)sql"};
    if (token.empty()) return std::nullopt;
    auto const hash = sha256_hex(token);
    return snapshot.one(
        select,
        [&](db::Row const& row) {
            Session session{.token_hash = hash, .seen = row.get<Time>(0), .who = {}};
            session.who.name = row.get<std::string>(2);
            session.who.email = row.get<std::string>(3);
            auto& actor = session.who.actor;
            actor.kind = ActorKind::staff;
            actor.person = row.get<PersonId>(1);
            actor.roles = roles_from(row.text(4));
            actor.teams = words_from(row.text(5));
            actor.tier = Tier::light;
            return session;
        },
        hash, now, now - idle_length);
}

void touch_session(db::Tx& tx, Session const& session)
{
    static constexpr db::Query touch{"identity.touch_session",
                                     "update identity_session set seen_at = $2 where token_hash = $1"};
    tx.run(touch, session.token_hash, tx.now());
}

}
