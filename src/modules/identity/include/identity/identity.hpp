// Identity: who works for the council, how they sign in, and the access rules of staff pages.
// Owns the tables identity_staff, identity_session, identity_attempt and identity_link. Nobody else reads or writes
// them.
//
// Passwords are kept as Argon2id, session and link tokens as SHA-256. Sign-in answers alike and does the same work
// whether or not the account exists (quality goal S3). A failed attempt is counted although its closure refuses.
#pragma once

#include <base/actor.hpp>
#include <base/result.hpp>
#include <base/secret.hpp>
#include <base/time.hpp>
#include <db/database.hpp>
#include <db/migrations.hpp>
#include <http/router.hpp>
#include <ui/page.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::identity {

struct Deps {
    db::Database& database;
    ui::Brand const& brand; ///< of the council
    std::string time_zone;
    /// What another room ends when somebody signs out. Asked while they still are signed in, with the answer so far,
    /// which it may add cookies to.
    std::function<Task<http::Response>(http::Request const&, http::Response)> before_sign_out{};
};

std::vector<db::Migration> migrations();

/// GET/POST /desk/sign-in, POST /desk/sign-out, GET/POST /desk/set-password/{token}.
void add_routes(http::Router& router, Deps& deps);

// Access rules. Each puts the SignedIn into request.who; a visitor without a session is sent to sign in and comes back
// to the page wanted, a member of staff without the right gets 403.
http::Access staff(Deps& deps);
http::Access staff_with(Deps& deps, Role role);
http::Access staff_who(std::string name, Deps& deps, std::function<bool(Actor const&)> may);
http::Access administrator(Deps& deps);

struct SignedIn {
    Actor actor;
    std::string name; ///< as colleagues see it
    std::string email;
};

/// Who is asking: the signed-in member of staff, or the anonymous resident where the route let anyone pass.
Actor const& actor_of(http::Request const& request);
/// The signed-in member of staff; null where there is none.
SignedIn const* signed_in(http::Request const& request);

struct StaffPage {
    int status = 200; ///< from 400 on, the title says that there is an error
    std::string title;
    std::string_view section; ///< of the bar: ui::DeskFrame
};
/// A page of the staff's workspace: the bar says who is signed in and leads where their roles may go.
http::Response staff_page(http::Request const& request, ui::Translator const& t, ui::Brand const& brand,
                          StaffPage const& page, ui::Html const& content);

// ---- staff accounts

struct NewStaff {
    std::string email;
    std::string name;
    std::vector<Role> roles;
    std::vector<std::string> teams; ///< slugs of the council's teams
};

struct StaffMember {
    PersonId id;
    std::string email;
    std::string name;
    std::vector<Role> roles;
    std::vector<std::string> teams;
    bool active = true;
    bool has_password = false;
};

enum class Refusal { email_taken, email_not_valid, unknown_person, link_used_or_old };

/// Adds an account without a password; it opens with a set-up link or set_password. Appends staff.added.
Result<PersonId, Refusal> add_staff(db::Tx& tx, NewStaff const& member);
/// A one-time link's token, good for 72 hours. Only its hash is kept: show it once, never log it.
Result<Secret, Refusal> make_setup_link(db::Tx& tx, PersonId person);
/// The address a set-up link's token opens, below the council's base address: "/desk/set-password/...".
std::string setup_path(Secret const& token);

std::vector<StaffMember> members(db::Snapshot& snapshot); ///< active ones, by name
std::optional<StaffMember> find_member(db::Snapshot& snapshot, PersonId person);
std::optional<PersonId> find_by_email(db::Snapshot& snapshot, std::string_view email);

// ---- passwords

/// What is kept of a password. Making one costs some 50 ms and 32 MB on purpose; never inside a write closure.
struct PasswordHash {
    std::string text;
};
/// At most two at a time run in parallel; others wait.
PasswordHash hash_password(Secret const& password);
/// Replaces the password and ends every session of the person.
void set_password(db::Tx& tx, PersonId person, PasswordHash const& hash);
/// What is wrong with a wished password, or nothing: at least 10 characters, none of the passwords everybody uses, not
/// the person's own address. No rules about digits or signs, and pasting is allowed.
std::optional<Message> password_problem(std::string_view password, std::string_view email = {});

std::string_view name_of(Role role); ///< "team_lead": stored and shown to operators
std::optional<Role> role_named(std::string_view name);

}
