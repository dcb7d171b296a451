#include <identity/attempts.hpp>

#include <base/secret.hpp>

namespace guildhall::identity {

namespace {

std::string hash_of(AttemptLimit const& limit, std::string_view key)
{
    return sha256_hex(std::string{limit.kind} + '\n' + std::string{key});
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
