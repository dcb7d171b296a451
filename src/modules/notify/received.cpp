#include "received.hpp"
#include "unsubscribe.hpp"

#include <base/phone.hpp>
#include <base/secret.hpp>

#include <fmt/format.h>

namespace guildhall::notify {

namespace {

constexpr std::chrono::weeks answers_follow_for{4};
constexpr std::chrono::days strays_kept_for{30};

/// The record that the number was last written to about; 0: none within four weeks.
std::int64_t last_stream(db::Snapshot& snapshot, Deps const& deps, std::string_view number, Time now)
{
    static constexpr db::Query select{"notify.answered", R"sql(
        select stream from notify_outbox where answer_key = $1 order by id desc limit 1)sql"};
    for (std::chrono::weeks back{0}; back <= answers_follow_for; ++back)
        if (auto const found = snapshot.value<std::int64_t>(select, answer_key(deps.secret, number, now - back)))
            return *found;
    return 0;
}

bool is_handed_on(db::Tx& tx, Deps const& deps, std::int64_t stream, std::string const& words)
{
    return stream != 0 && deps.answered && deps.answered(tx, stream, words);
}

}

std::string answer_key(std::string_view secret, std::string_view number, Time at)
{
    auto const week = std::chrono::floor<std::chrono::weeks>(at).time_since_epoch().count();
    return sha256_hex(hmac_sha256(secret, fmt::format("answer to a text:{}:{}", number, week)));
}

void record_text(db::Tx& tx, Deps const& deps, ReceivedText const& text)
{
    static constexpr db::Query insert{"notify.keep_text", R"sql(
        insert into notify_received (provider_hash, stream, number, words, received_at) values ($1, $2, $3, $4, $5)
        on conflict (provider_hash) do nothing)sql"};
    static constexpr db::Query known{"notify.known_text",
                                     "select stream from notify_received where provider_hash = $1"};
    auto const hash = sha256_hex(text.provider_id);
    if (tx.value<std::int64_t>(known, hash)) return;
    auto const phone = Phone::parse(text.number.starts_with("44") ? "+" + text.number : text.number);
    auto const number = phone ? phone->e164() : text.number;
    auto const stream = last_stream(tx, deps, number, tx.now());
    if (is_handed_on(tx, deps, stream, text.words)) {
        tx.run(insert, hash, stream, nullptr, nullptr, tx.now());
        return;
    }
    auto const subject = tx.new_id<db::SubjectId>();
    auto const sealed_number = tx.seal(subject, number);
    auto const sealed_words = tx.seal(subject, text.words);
    tx.run(insert, hash, std::int64_t{0}, db::Bytes{sealed_number}, db::Bytes{sealed_words}, tx.now());
    tx.append({.type = "message.received"});
}

std::vector<StrayText> stray_texts(db::Snapshot& snapshot, int at_most)
{
    static constexpr db::Query select{"notify.stray_texts", R"sql(
        select number, words, received_at from notify_received where words is not null
        order by received_at desc limit $1)sql"};
    struct Sealed {
        std::string number, words;
        Time received{};
    };
    auto const sealed = snapshot.all(
        select,
        [](db::Row const& row) {
            return Sealed{std::string{row.bytes(0)}, std::string{row.bytes(1)}, row.get<Time>(2)};
        },
        at_most);
    std::vector<StrayText> out;
    for (auto const& one : sealed)
        out.push_back(
            {snapshot.unseal(one.number).value_or(""), snapshot.unseal(one.words).value_or(""), one.received});
    return out;
}

db::JobKind tidy_job(Deps& deps)
{
    static constexpr db::Query remove{"notify.forget_texts", "delete from notify_received where received_at <= $1"};
    return {.kind = "notify.tidy", .run = [&deps](db::Job const&) -> std::expected<void, db::JobFailure> {
                auto const tidy = [](db::Tx& tx) {
                    queue_tidy(tx);
                    forget_old_links(tx);
                    tx.run(remove, tx.now() - strays_kept_for);
                };
                deps.database.write(Actor::system(), tidy).wait();
                return {};
            }};
}

void queue_tidy(db::Tx& tx)
{
    db::queue_nightly(tx, "notify.tidy");
}

}
