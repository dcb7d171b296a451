#include "outbox.hpp"

#include "addresses.hpp"

#include <base/secret.hpp>

#include <fmt/format.h>

namespace guildhall::embedded {
std::span<const base::EmbeddedFile> notify_migrations();
}

namespace guildhall::notify {

std::vector<db::Migration> migrations()
{
    return db::migrations_of("notify", embedded::notify_migrations());
}

namespace {

// No part holds a null character: it would not pass http, and templates are text files.
std::string packed(Rendered const& content)
{
    std::string out = content.subject;
    out += '\0';
    out += content.text;
    out += '\0';
    return out += content.html;
}

Rendered unpacked(std::string const& text)
{
    auto const first = text.find('\0');
    auto const second = text.find('\0', first + 1);
    return {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

State state_named(std::string_view word)
{
    if (word == "sent") return State::sent;
    if (word == "failed") return State::failed;
    return State::queued;
}

std::string facts_of(Outgoing const& mail)
{
    return fmt::format(R"({{"message":{},"template":"{}"}})", mail.id.value, mail.template_name);
}

Delivery read_delivery(db::Row const& row)
{
    return {.id = row.get<OutboxId>(0),
            .template_name = row.get<std::string>(1),
            .stream = row.integer(2),
            .state = state_named(row.text(3)),
            .attempts = row.get<int>(4),
            .problem = row.get<std::string>(5),
            .created = row.get<Time>(6),
            .sent = row.get<std::optional<Time>>(7)};
}

}

void put_in_outbox(db::Tx& tx, db::Event const& event, Draft const& draft, std::string_view sender_name)
{
    static constexpr db::Query insert{"notify.put_in_outbox", R"sql(
        insert into notify_outbox (id, event, recipient_hash, template, recipient, stream, state, attempts, problem, body, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)
        on conflict (event, recipient_hash, template) do nothing)sql"};
    auto const address = mail_address(draft.recipient);
    auto const recipient = address.value_or(draft.recipient);
    auto const id = tx.new_id<OutboxId>();
    // Hashed with the event, so that equal hashes do not link one person's messages.
    auto const hash = sha256_hex(fmt::format("{}\n{}", event.id.value, recipient));
    auto const sealed_recipient = tx.seal(draft.subject, recipient);
    auto const body =
        address ? tx.seal(draft.subject, packed(draft.message.render(draft.values, sender_name))) : std::string{};
    auto const stored =
        tx.run(insert, id, event.id, hash, draft.template_name, db::Bytes{sealed_recipient}, draft.stream,
               address ? "queued" : "failed", address ? "" : "This is not an email address", db::Bytes{body}, tx.now());
    if (stored == 1 && address) tx.enqueue({.kind = "notify.send", .payload = std::to_string(id.value)});
}

std::optional<Outgoing> find_outgoing(db::Snapshot& snapshot, OutboxId id)
{
    static constexpr db::Query select{"notify.outgoing", R"sql(
        select template, stream, state, attempts, created_at, recipient, body from notify_outbox where id = $1)sql"};
    std::string recipient;
    std::string body;
    auto found = snapshot.one(
        select,
        [&](db::Row const& row) {
            recipient = row.bytes(5);
            body = row.bytes(6);
            return Outgoing{.id = id,
                            .template_name = row.get<std::string>(0),
                            .stream = row.integer(1),
                            .state = state_named(row.text(2)),
                            .attempts = row.get<int>(3),
                            .created = row.get<Time>(4),
                            .recipient = {},
                            .content = {}};
        },
        id);
    if (!found || found->state != State::queued) return found;
    found->recipient = snapshot.unseal(recipient);
    if (auto const content = snapshot.unseal(body)) found->content = unpacked(*content);
    return found;
}

bool mark_sent(db::Tx& tx, Outgoing const& mail)
{
    static constexpr db::Query update{"notify.mark_sent", R"sql(
        update notify_outbox set state = 'sent', attempts = attempts + 1, problem = '', body = null, sent_at = $2
        where id = $1 and state = 'queued')sql"};
    if (tx.run(update, mail.id, tx.now()) == 0) return false;
    tx.append({.type = "message.sent", .stream = mail.stream, .facts = facts_of(mail)});
    return true;
}

void mark_attempt(db::Tx& tx, Outgoing const& mail, db::JobFailure const& failure, bool is_last)
{
    static constexpr db::Query update{"notify.mark_attempt", R"sql(
        update notify_outbox set attempts = attempts + 1, problem = $2, state = $3 where id = $1 and state = 'queued')sql"};
    if (tx.run(update, mail.id, failure.reason, is_last ? "failed" : "queued") == 0 || !is_last) return;
    tx.append({.type = "message.failed", .stream = mail.stream, .facts = facts_of(mail)});
}

void forget_recipients(db::Tx& tx, std::int64_t stream)
{
    // The hash goes too: whoever guesses an address could tell by it whether the guess is right.
    static constexpr db::Query update{"notify.forget_recipients", R"sql(
        update notify_outbox set recipient_hash = cast(id as text), recipient = $2, body = null,
            problem = case when state = 'queued' then $3 else problem end,
            state = case when state = 'queued' then 'failed' else state end
        where stream = $1)sql"};
    tx.run(update, stream, db::Bytes{""}, "The person's data was deleted");
}

std::vector<Delivery> deliveries(db::Snapshot& snapshot, OutboxId before, int at_most)
{
    static constexpr db::Query select{"notify.deliveries", R"sql(
        select id, template, stream, state, attempts, problem, created_at, sent_at
        from notify_outbox where id < $1 order by id desc limit $2)sql"};
    return snapshot.all(select, read_delivery, before ? before.value : INT64_MAX, at_most);
}

std::vector<Delivery> deliveries_of(db::Snapshot& snapshot, std::int64_t stream)
{
    static constexpr db::Query select{"notify.deliveries_of", R"sql(
        select id, template, stream, state, attempts, problem, created_at, sent_at
        from notify_outbox where stream = $1 order by id)sql"};
    return snapshot.all(select, read_delivery, stream);
}

}
