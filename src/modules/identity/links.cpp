// One-time links: an administrator's first sign-in, a colleague's password. Only the token's hash is kept.
#include "links.hpp"

#include <fmt/format.h>

namespace guildhall::identity {

Result<Secret, Refusal> make_setup_link(db::Tx& tx, PersonId person)
{
    if (!find_member(tx, person)) return Refused{Refusal::unknown_person};
    static constexpr db::Query insert{"identity.add_link", R"sql(
        insert into identity_link (token_hash, staff, created_at, expires_at, used_at)
        values ($1, $2, $3, $4, null))sql"};
    Secret token{random_token()};
    tx.run(insert, sha256_hex(token.reveal()), person, tx.now(), tx.now() + std::chrono::hours{72});
    return token;
}

std::string setup_path(Secret const& token)
{
    return fmt::format("/desk/set-password/{}", token.reveal());
}

std::optional<StaffMember> member_of_link(db::Snapshot& snapshot, Secret const& token, Time now)
{
    static constexpr db::Query select{"identity.link", R"sql(
        select staff from identity_link where token_hash = $1 and used_at is null and expires_at > $2)sql"};
    auto const person = snapshot.value<PersonId>(select, sha256_hex(token.reveal()), now);
    if (!person) return std::nullopt;
    return find_member(snapshot, *person);
}

Result<PersonId, Refusal> use_link(db::Tx& tx, Secret const& token, PasswordHash const& password)
{
    static constexpr db::Query take{"identity.use_link", R"sql(
        update identity_link set used_at = $2
        where token_hash = $1 and used_at is null and expires_at > $2 returning staff)sql"};
    auto const person = tx.value<PersonId>(take, sha256_hex(token.reveal()), tx.now());
    if (!person) return Refused{Refusal::link_used_or_old};
    set_password(tx, *person, password);
    return *person;
}

}
