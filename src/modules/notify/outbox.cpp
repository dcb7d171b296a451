#include "outbox.hpp"

#include "addresses.hpp"
#include "received.hpp"
#include "unsubscribe.hpp"

#include <base/secret.hpp>

#include <fmt/format.h>

#include <algorithm>

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
std::string packed(std::vector<std::string_view> const& parts)
{
    std::string out;
    for (auto const part : parts) out.append(part).append(1, '\0');
    return out;
}

std::vector<std::string> unpacked(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find('\0'), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string packed(Rendered const& content)
{
    return packed(std::vector<std::string_view>{content.subject, content.text, content.html, content.short_text,
                                                content.markdown, content.unsubscribe});
}

Rendered content_of(std::string_view text)
{
    auto parts = unpacked(text);
    parts.resize(6); // rows of an earlier version have three
    return {std::move(parts[0]), std::move(parts[1]), std::move(parts[2]),
            std::move(parts[3]), std::move(parts[4]), std::move(parts[5])};
}

std::string packed(std::vector<Way> const& ways)
{
    std::vector<std::string_view> parts;
    for (auto const& way : ways) {
        parts.push_back(name_of(way.channel));
        parts.push_back(way.address);
    }
    return packed(parts);
}

std::vector<Way> ways_of(std::string_view text)
{
    auto const parts = unpacked(text);
    std::vector<Way> ways;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
        ways.push_back({channel_named(parts[i]).value_or(Channel::email), parts[i + 1]});
    return ways;
}

State state_named(std::string_view word)
{
    if (word == "sent") return State::sent;
    if (word == "delivered") return State::delivered;
    if (word == "failed") return State::failed;
    return State::queued;
}

Channel channel_in(db::Row const& row, int column)
{
    return channel_named(row.text(column)).value_or(Channel::email);
}

std::string facts_of(Outgoing const& mail)
{
    return fmt::format(R"({{"message":{},"template":"{}","channel":"{}"}})", mail.id.value, mail.template_name,
                       name_of(mail.channel));
}

void append(db::Tx& tx, std::string_view type, Outgoing const& mail)
{
    tx.append({.type = type, .stream = mail.stream, .facts = facts_of(mail)});
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
            .sent = row.get<std::optional<Time>>(7),
            .channel = channel_in(row, 8),
            .instead_of = {row.get<std::optional<std::int64_t>>(9).value_or(0)},
            .delivered = row.get<std::optional<Time>>(10)};
}

/// One try to reach somebody, before it is made.
struct Try {
    db::EventId event;
    db::SubjectId subject;
    std::string template_name;
    std::int64_t stream = 0;
    Way way;
    std::vector<Way> rest;
    std::string body; ///< packed
    OutboxId instead_of;
    std::string answer_key; ///< of a text; "" : answers to it are not followed
};

/// False where the same event has told the same recipient so already.
bool store(db::Tx& tx, Try const& one, std::string_view problem)
{
    static constexpr db::Query insert{"notify.put_in_outbox", R"sql(
        insert into notify_outbox (id, event, recipient_hash, template, recipient, stream, state, attempts, problem, body,
            created_at, channel, subject, rest, instead_of, answer_key)
        values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (event, recipient_hash, template) do nothing)sql"};
    auto const id = tx.new_id<OutboxId>();
    // Hashed with the event, so that equal hashes do not link one person's messages.
    auto const hash = sha256_hex(fmt::format("{}\n{}", one.event.value, one.way.address));
    auto const recipient = tx.seal(one.subject, one.way.address);
    bool const is_failed = !problem.empty();
    auto const body = is_failed ? std::string{} : tx.seal(one.subject, one.body);
    auto const rest = one.rest.empty() ? std::optional<std::string>{} : tx.seal(one.subject, packed(one.rest));
    auto const stored =
        tx.run(insert, id, one.event, hash, one.template_name, db::Bytes{recipient}, one.stream,
               is_failed ? "failed" : "queued", problem, db::Bytes{body}, tx.now(), name_of(one.way.channel),
               one.subject, rest ? std::optional{db::Bytes{*rest}} : std::nullopt,
               one.instead_of ? std::optional{one.instead_of.value} : std::nullopt,
               one.answer_key.empty() ? std::optional<std::string>{} : one.answer_key);
    if (stored == 1 && !is_failed) tx.enqueue({.kind = "notify.send", .payload = std::to_string(id.value)});
    return stored == 1;
}

/// Answers to a text find its record by this.
void set_answer_key(db::Tx& tx, Try& one, Deps const& deps)
{
    if (one.way.channel == Channel::text && one.stream != 0)
        one.answer_key = answer_key(deps.secret, one.way.address, tx.now());
}

Rendered rendered(db::Tx& tx, db::Event const& event, Draft const& draft, Deps const& deps)
{
    if (!draft.subscription) return draft.message.render(draft.values, deps.from.name);
    auto values = draft.values;
    auto const address = unsubscribe_address(tx, deps, event.id, *draft.subscription);
    values.set_link("unsubscribe link", address);
    auto out = draft.message.render(values, deps.from.name);
    out.unsubscribe = address;
    return out;
}

bool is_carried(Deps const& deps, Channel channel)
{
    return deps.sender.carries(channel) || (deps.gateway != nullptr && deps.gateway->carries(channel));
}

std::string problem_with(Recipient const& recipient)
{
    if (recipient.ways.empty()) return "There is no address";
    auto const& first = recipient.ways.front();
    if (!valid_way(first)) return std::string{complaint_about(first.channel)};
    return fmt::format("No way to send a {} is set up: see [govuk_notify] in docs/administrator.md",
                       name_of(first.channel));
}

}

void put_in_outbox(db::Tx& tx, db::Event const& event, Draft const& draft, Deps const& deps)
{
    Try one{.event = event.id,
            .subject = draft.subject,
            .template_name = draft.template_name,
            .stream = draft.stream,
            .way = {},
            .rest = {},
            .body = {},
            .instead_of = {},
            .answer_key = {}};
    for (auto const& way : draft.recipient.ways)
        if (auto valid = valid_way(way); valid && is_carried(deps, way.channel)) one.rest.push_back(std::move(*valid));
    if (one.rest.empty()) {
        if (!draft.recipient.ways.empty()) one.way = draft.recipient.ways.front();
        store(tx, one, problem_with(draft.recipient));
        return;
    }
    one.way = one.rest.front();
    one.rest.erase(one.rest.begin());
    one.body = packed(rendered(tx, event, draft, deps));
    set_answer_key(tx, one, deps);
    store(tx, one, "");
}

std::optional<Outgoing> find_outgoing(db::Snapshot& snapshot, OutboxId id)
{
    static constexpr db::Query select{"notify.outgoing", R"sql(
        select template, stream, state, attempts, created_at, channel, event, subject, provider_id, recipient, body, rest
        from notify_outbox where id = $1)sql"};
    std::string recipient;
    std::string body;
    std::string rest;
    auto found = snapshot.one(
        select,
        [&](db::Row const& row) {
            recipient = row.bytes(9);
            body = row.bytes(10);
            rest = row.bytes(11);
            return Outgoing{.id = id,
                            .event = row.get<db::EventId>(6),
                            .subject = {row.get<std::optional<std::int64_t>>(7).value_or(0)},
                            .template_name = row.get<std::string>(0),
                            .stream = row.integer(1),
                            .state = state_named(row.text(2)),
                            .channel = channel_in(row, 5),
                            .attempts = row.get<int>(3),
                            .created = row.get<Time>(4),
                            .provider_id = row.get<std::optional<std::string>>(8).value_or(""),
                            .recipient = {},
                            .content = {},
                            .rest = {}};
        },
        id);
    if (!found || found->state == State::delivered) return found;
    auto const opened = [&](std::string const& sealed) {
        return sealed.empty() ? std::optional<std::string>{} : snapshot.unseal(sealed);
    };
    found->recipient = opened(recipient);
    if (auto const content = opened(body)) found->content = content_of(*content);
    if (auto const ways = opened(rest)) found->rest = ways_of(*ways);
    return found;
}

bool mark_sent(db::Tx& tx, Outgoing const& mail, std::string const& provider_id)
{
    static constexpr db::Query update{"notify.mark_sent", R"sql(
        update notify_outbox set state = 'sent', attempts = attempts + 1, problem = '', sent_at = $2, provider_id = $3
        where id = $1 and state in ('queued', 'failed'))sql"};
    if (tx.run(update, mail.id, tx.now(), provider_id) == 0) return false;
    if (provider_id.empty() || mail.rest.empty()) let_go(tx, mail.id);
    append(tx, "message.sent", mail);
    return true;
}

void mark_attempt(db::Tx& tx, Outgoing const& mail, std::string const& problem)
{
    static constexpr db::Query update{"notify.mark_attempt", R"sql(
        update notify_outbox set attempts = attempts + 1, problem = $2 where id = $1 and state = 'queued')sql"};
    tx.run(update, mail.id, problem);
}

bool mark_failed(db::Tx& tx, Deps const& deps, Outgoing const& mail, std::string const& problem)
{
    static constexpr db::Query update{"notify.mark_failed", R"sql(
        update notify_outbox set state = 'failed', attempts = attempts + $3, problem = $2
        where id = $1 and state in ('queued', 'sent'))sql"};
    if (tx.run(update, mail.id, problem, mail.state == State::queued ? 1 : 0) == 0) return false;
    append(tx, "message.failed", mail);
    if (mail.rest.empty() || !mail.content) return false;
    Try next{.event = mail.event,
             .subject = mail.subject,
             .template_name = mail.template_name,
             .stream = mail.stream,
             .way = mail.rest.front(),
             .rest = {mail.rest.begin() + 1, mail.rest.end()},
             .body = packed(*mail.content),
             .instead_of = mail.id,
             .answer_key = {}};
    set_answer_key(tx, next, deps);
    bool const stored = store(tx, next, "");
    let_go(tx, mail.id);
    return stored;
}

void mark_delivered(db::Tx& tx, Outgoing const& mail)
{
    static constexpr db::Query update{"notify.mark_delivered", R"sql(
        update notify_outbox set state = 'delivered', problem = '', delivered_at = $2, sent_at = coalesce(sent_at, $2)
        where id = $1)sql"};
    tx.run(update, mail.id, tx.now());
    let_go(tx, mail.id);
    append(tx, "message.delivered", mail);
}

void mark_returned(db::Tx& tx, Outgoing const& mail)
{
    static constexpr db::Query update{"notify.mark_returned", R"sql(
        update notify_outbox set state = 'failed', problem = $2 where id = $1 and state <> 'failed')sql"};
    if (tx.run(update, mail.id, "The letter came back") == 0) return;
    let_go(tx, mail.id);
    append(tx, "message.failed", mail);
}

void let_go(db::Tx& tx, OutboxId id)
{
    static constexpr db::Query update{"notify.let_go",
                                      "update notify_outbox set body = null, rest = null where id = $1"};
    tx.run(update, id);
}

void forget_recipients(db::Tx& tx, std::int64_t stream)
{
    // The hash goes too: whoever guesses an address could tell by it whether the guess is right.
    static constexpr db::Query update{"notify.forget_recipients", R"sql(
        update notify_outbox set recipient_hash = cast(id as text), recipient = $2, body = null, rest = null, answer_key = null,
            problem = case when state = 'queued' then $3 else problem end,
            state = case when state = 'queued' then 'failed' else state end
        where stream = $1)sql"};
    tx.run(update, stream, db::Bytes{""}, "The person's data was deleted");
}

std::vector<Delivery> deliveries(db::Snapshot& snapshot, OutboxId before, int at_most)
{
    static constexpr db::Query select{"notify.deliveries", R"sql(
        select id, template, stream, state, attempts, problem, created_at, sent_at, channel, instead_of,
            delivered_at
        from notify_outbox where id < $1 order by id desc limit $2)sql"};
    return snapshot.all(select, read_delivery, before ? before.value : INT64_MAX, at_most);
}

std::vector<Delivery> deliveries_of(db::Snapshot& snapshot, std::int64_t stream)
{
    static constexpr db::Query select{"notify.deliveries_of", R"sql(
        select id, template, stream, state, attempts, problem, created_at, sent_at, channel, instead_of,
            delivered_at
        from notify_outbox where stream = $1 order by id)sql"};
    return snapshot.all(select, read_delivery, stream);
}

}
