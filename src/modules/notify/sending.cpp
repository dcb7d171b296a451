// From event to outbox, and from outbox to the mail server.
#include "outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace guildhall::notify {

namespace {

constexpr int most_attempts = 8; // with doubled delays from 5 seconds: some ten minutes, then staff see it

OutboxId outbox_id(std::string_view payload)
{
    OutboxId id;
    std::from_chars(payload.data(), payload.data() + payload.size(), id.value);
    return id;
}

Mail mail_of(Outgoing const& row, From const& from)
{
    return {.id = row.id,
            .message_id = fmt::format("<{:x}@{}>", row.id.value, from.address.substr(from.address.find('@') + 1)),
            .to = *row.recipient,
            .from = from.address,
            .from_name = from.name,
            .date = row.created,
            .content = *row.content};
}

std::expected<void, db::JobFailure> send_one(Deps& deps, db::Job const& job)
{
    auto const id = outbox_id(job.payload);
    auto const row = deps.database.read([&](db::Snapshot& snapshot) { return find_outgoing(snapshot, id); });
    if (!row || row->state != State::queued) return {}; // sent by an earlier attempt whose job outlived a crash

    std::expected<void, db::JobFailure> sent;
    if (row->recipient && row->content)
        sent = deps.sender.send(mail_of(*row, deps.from));
    else
        sent = std::unexpected{db::JobFailure{"The person's data was deleted", true}};

    auto const record = [&](db::Tx& tx) {
        if (sent)
            mark_sent(tx, *row);
        else
            mark_attempt(tx, *row, sent.error(), sent.error().permanent || job.attempt >= most_attempts);
    };
    deps.database.write(Actor::system(), record).wait();
    return sent;
}

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
            for (auto const& draft : source.drafts(tx, event)) put_in_outbox(tx, event, draft, deps.from.name);
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

}
