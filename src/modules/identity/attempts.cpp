#include <identity/attempts.hpp>

#include <base/secret.hpp>

namespace guildhall::identity {

namespace {

std::string hash_of(AttemptLimit const& limit, std::string_view key)
{
    return sha256_hex(std::string{limit.kind} + '\n' + std::string{key});
}

/// No limit looks back as far. A few at a time, so that who comes after a flood of made-up keys does not pay for it.
void remove_old(db::Tx& tx)
{
    static constexpr db::Query remove{"identity.old_attempts", R"sql(
        delete from identity_attempt where key_hash in (
            select key_hash from identity_attempt where since < $1 order by since limit 10))sql"};
    tx.run(remove, tx.now() - std::chrono::hours{24});
}

}

bool count_attempt(db::Tx& tx, AttemptLimit const& limit, std::string_view key)
{
    static constexpr db::Query count{"identity.count_attempt", R"sql(
        insert into identity_attempt (key_hash, tries, since) values ($1, 1, $2)
        on conflict (key_hash) do update set
            tries = case when identity_attempt.since < $3 then 1 else identity_attempt.tries + 1 end,
            since = case when identity_attempt.since < $3 then $2 else identity_attempt.since end
        returning tries)sql"};
    auto const tries = tx.value<int>(count, hash_of(limit, key), tx.now(), tx.now() - limit.window);
    if (tries == 1) remove_old(tx);
    return tries.value_or(1) <= limit.tries;
}

bool may_attempt(db::Snapshot& snapshot, AttemptLimit const& limit, std::string_view key, Time now)
{
    static constexpr db::Query tries_of{"identity.tries",
                                        "select tries from identity_attempt where key_hash = $1 and since >= $2"};
    return snapshot.value<int>(tries_of, hash_of(limit, key), now - limit.window).value_or(0) < limit.tries;
}

void uncount_attempt(db::Tx& tx, AttemptLimit const& limit, std::string_view key)
{
    static constexpr db::Query uncount{
        "identity.uncount_attempt", "update identity_attempt set tries = tries - 1 where key_hash = $1 and tries > 0"};
    tx.run(uncount, hash_of(limit, key));
}

void forget_attempts(db::Tx& tx, AttemptLimit const& limit, std::string_view key)
{
    static constexpr db::Query forget{"identity.forget_attempts", "delete from identity_attempt where key_hash = $1"};
    tx.run(forget, hash_of(limit, key));
}

}
