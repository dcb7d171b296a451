// The rows of notify_outbox.
#pragma once

#include <notify/notify.hpp>

namespace guildhall::notify {

/// One row as the job that sends it needs it. Nothing in recipient or content: the person was forgotten.
struct Outgoing {
    OutboxId id;
    std::string template_name;
    std::int64_t stream = 0;
    State state = State::queued;
    int attempts = 0;
    Time created{};
    std::optional<std::string> recipient;
    std::optional<Rendered> content;
};

/// Renders, seals and stores a draft and queues its job. Does nothing where the same event has already told the
/// same recipient with the same template.
void put_in_outbox(db::Tx& tx, db::Event const& event, Draft const& draft, std::string_view sender_name);

std::optional<Outgoing> find_outgoing(db::Snapshot& snapshot, OutboxId id);

/// Deletes the body and appends message.sent. False where another attempt was faster.
bool mark_sent(db::Tx& tx, Outgoing const& mail);
/// Counts the attempt; the last one appends message.failed.
void mark_attempt(db::Tx& tx, Outgoing const& mail, db::JobFailure const& failure, bool is_last);

}
