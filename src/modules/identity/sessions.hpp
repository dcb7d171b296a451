// Who is signed in. The browser holds a random token in the __Host-staff cookie, the database its hash.
#pragma once

#include <identity/identity.hpp>

namespace guildhall::identity {

enum class SignInRefusal { wrong, too_many };

/// Counts this try for account and client before the password is looked at, so that many at once are not a way around.
Result<void, SignInRefusal> begin_sign_in(db::Tx& tx, std::string_view email, std::string_view client);

/// What the password is verified against: the member's hash, or a hash of nobody, so that both take as long.
struct Candidate {
    PersonId person;
    std::string hash;
    bool real = false;
};
Candidate candidate_for(db::Snapshot& snapshot, std::string_view email);

/// After the right password: a session, whose token goes to the browser and nowhere else. Appends staff.signed_in.
Result<Secret, SignInRefusal> start_session(db::Tx& tx, Candidate const& candidate, bool password_fits,
                                            std::string_view email, std::string_view client);
void end_session(db::Tx& tx, std::string_view token);

struct Session {
    std::string token_hash;
    Time seen{};
    SignedIn who;
};
/// The living session of a token: younger than 12 hours, used in the last hour, of an active member.
std::optional<Session> find_session(db::Snapshot& snapshot, std::string_view token, Time now);
/// Notes that the session is in use; called at most once a minute.
void touch_session(db::Tx& tx, Session const& session);

}
