// From event to outbox, from outbox to mail server or provider, and what the provider says afterwards.
#include "outbox.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace guildhall::notify {

namespace {

// With doubled delays from 5 seconds to an hour: ten minutes, and a day. Whoever can be reached in another way does not
// wait for a server that is down; for everybody else the message waits for it.
constexpr int attempts_with_another_way = 8;
constexpr int most_attempts = 33;

/// When a message is asked after that a provider has taken. It speaks of most within minutes, gives up after three
/// days, and forgets after seven.
constexpr std::array<std::chrono::hours, 6> checks{std::chrono::hours{1},  std::chrono::hours{6},
                                                   std::chrono::hours{24}, std::chrono::hours{49},
                                                   std::chrono::hours{24}, std::chrono::hours{48}};

/// "123:2": the row, and how often it was asked after.
struct Check {
    OutboxId id;
    std::size_t step = 0;
};

Check read_check(std::string_view payload)
{
    Check check;
    auto const* const end = payload.data() + payload.size();
    auto const [colon, error] = std::from_chars(payload.data(), end, check.id.value);
    if (error == std::errc{} && colon != end) std::from_chars(colon + 1, end, check.step);
    return check;
}

void queue_check(db::Tx& tx, Check check)
{
    tx.enqueue({.kind = "notify.check",
                .payload = fmt::format("{}:{}", check.id.value, check.step),
                .delay = checks.at(check.step)});
}

Mail mail_of(Outgoing const& row, From const& from)
{
    return {.id = row.id,
            .message_id = fmt::format("<{:x}@{}>", row.id.value, from.address.substr(from.address.find('@') + 1)),
            .to = *row.recipient,
            .from = from.address,
            .from_name = from.name,
            .date = row.created,
            .content = *row.content,
            .channel = row.channel};
}

/// The provider's name for the message; "" where it went by the sender.
using Sent = std::expected<std::string, db::JobFailure>;

Sent through_gateway(Gateway& gateway, Mail const& mail, bool may_be_there)
{
    if (may_be_there) {
        auto const found = gateway.find(mail);
        if (!found) return std::unexpected{found.error()};
        if (*found) return **found;
    }
    return gateway.send(mail);
}

Sent send_row(Deps& deps, Outgoing const& row, bool may_be_there)
{
    if (!row.recipient || !row.content) return std::unexpected{db::JobFailure{"The person's data was deleted", true}};
    auto const mail = mail_of(row, deps.from);
    if (deps.gateway != nullptr && deps.gateway->carries(row.channel))
        return through_gateway(*deps.gateway, mail, may_be_there);
    if (!deps.sender.carries(row.channel))
        return std::unexpected{
            db::JobFailure{fmt::format("No way to send a {} is set up any more", name_of(row.channel))}};
    if (auto const sent = deps.sender.send(mail); !sent) return std::unexpected{sent.error()};
    return std::string{};
}

std::expected<void, db::JobFailure> send_one(Deps& deps, db::Job const& job)
{
    OutboxId id;
    std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), id.value);
    auto const row = deps.database.read([&](db::Snapshot& snapshot) { return find_outgoing(snapshot, id); });
    // What failed is tried again only where staff ask for it; what was sent had its job outlive a crash.
    if (!row || (row->state != State::queued && row->state != State::failed)) return {};

    auto const sent = send_row(deps, *row, job.attempt > 1 || row->attempts > 0);
    bool const is_last = !sent && (sent.error().permanent || job.attempt >= most_attempts ||
                                   (job.attempt >= attempts_with_another_way && !row->rest.empty()));
    auto const record = [&](db::Tx& tx) {
        if (sent && mark_sent(tx, *row, *sent) && !sent->empty()) queue_check(tx, {row->id, 0});
        if (!sent && !is_last) mark_attempt(tx, *row, sent.error().reason);
        return is_last && mark_failed(tx, deps, *row, sent.error().reason);
    };
    bool const goes_on = deps.database.write(Actor::system(), record).wait();
    if (sent || goes_on) return {}; // nobody has to look at what goes another way
    return std::unexpected{db::JobFailure{sent.error().reason, is_last}};
}

std::string_view words_for(Fate fate)
{
    return fate == Fate::unreachable ? "It could not be delivered: the address or number may be wrong"
                                     : "The provider could not send it";
}

void apply(db::Tx& tx, Deps const& deps, Outgoing const& row, Fate fate)
{
    if (row.state == State::delivered) return; // the good news stands, whatever comes late
    switch (fate) {
    case Fate::on_its_way: return;
    case Fate::not_told: let_go(tx, row.id); return;
    case Fate::delivered: mark_delivered(tx, row); return;
    case Fate::unreachable:
    case Fate::provider_failed: mark_failed(tx, deps, row, std::string{words_for(fate)}); return;
    }
}

/// The row of a Message-ID without brackets.
std::optional<Outgoing> outgoing_of(db::Snapshot& snapshot, std::string_view reference)
{
    OutboxId id;
    auto const at = std::min(reference.find('@'), reference.size());
    auto const [end, error] = std::from_chars(reference.data(), reference.data() + at, id.value, 16);
    bool const is_ours = error == std::errc{} && end == reference.data() + at && at < reference.size();
    return is_ours ? find_outgoing(snapshot, id) : std::nullopt;
}

std::expected<void, db::JobFailure> check_one(Deps& deps, db::Job const& job)
{
    auto const check = read_check(job.payload);
    auto const row = deps.database.read([&](db::Snapshot& snapshot) { return find_outgoing(snapshot, check.id); });
    if (!row || row->state != State::sent || row->provider_id.empty() || deps.gateway == nullptr) return {};
    auto const fate = deps.gateway->fate_of(row->provider_id);
    if (!fate) spdlog::warn("notify: {:x} could not be asked after: {}", check.id.value, fate.error().reason);
    bool const is_open = !fate || *fate == Fate::on_its_way;
    auto const record = [&](db::Tx& tx) {
        if (!is_open) return apply(tx, deps, *row, *fate);
        if (check.step + 1 < checks.size()) return queue_check(tx, {check.id, check.step + 1});
        let_go(tx, check.id); // nobody will say any more
    };
    deps.database.write(Actor::system(), record).wait();
    return {};
}

}

bool record_fate(db::Tx& tx, Deps const& deps, std::string_view reference, Fate fate)
{
    auto const row = outgoing_of(tx, reference);
    if (row) apply(tx, deps, *row, fate);
    return row.has_value();
}

bool record_return(db::Tx& tx, std::string_view reference)
{
    auto const row = outgoing_of(tx, reference);
    if (!row || row->channel != Channel::letter) return false;
    mark_returned(tx, *row);
    return true;
}

db::Consumer consumer(Deps& deps)
{
    db::Consumer out{.name = "notify", .handle = {}, .types = {}};
    for (auto const& source : deps.sources)
        for (auto const& type : source.types)
            if (std::ranges::find(out.types, type) == out.types.end()) out.types.push_back(type);
    out.handle = [&deps](db::Tx& tx, db::Event const& event) {
        for (auto const& source : deps.sources) {
            if (std::ranges::find(source.types, event.type) == source.types.end()) continue;
            for (auto const& draft : source.drafts(tx, event)) put_in_outbox(tx, event, draft, deps);
        }
    };
    return out;
}

db::JobKind send_job(Deps& deps)
{
    return {.kind = "notify.send",
            .run = [&deps](db::Job const& job) { return send_one(deps, job); },
            .attempts = most_attempts};
}

db::JobKind check_job(Deps& deps)
{
    return {.kind = "notify.check", .run = [&deps](db::Job const& job) { return check_one(deps, job); }};
}

}
