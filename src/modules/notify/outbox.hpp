// The rows of notify_outbox. A row is one try to reach somebody on one channel; where it fails for good, the next way
// gets a row of its own with a Message-ID of its own.
#pragma once

#include <notify/notify.hpp>

namespace guildhall::notify {

/// One row as the job that sends it needs it. Nothing in recipient or content: the person was forgotten.
struct Outgoing {
    OutboxId id;
    db::EventId event;
    db::SubjectId subject;
    std::string template_name;
    std::int64_t stream = 0;
    State state = State::queued;
    Channel channel = Channel::email;
    int attempts = 0;
    Time created{};
    std::string provider_id; ///< "" : not taken by a gateway
    std::optional<std::string> recipient;
    std::optional<Rendered> content;
    std::vector<Way> rest; ///< how else to reach them
};

/// Renders, seals and stores a draft and queues its job. Does nothing where the same event has already told the
/// same recipient with the same template. Ways that nobody carries are left out.
void put_in_outbox(db::Tx& tx, db::Event const& event, Draft const& draft, Deps const& deps);

std::optional<Outgoing> find_outgoing(db::Snapshot& snapshot, OutboxId id);

/// Appends message.sent. Deletes the body, but for one that a gateway took (`provider_id`) while there are other ways:
/// it may still come back. False where another attempt was faster.
bool mark_sent(db::Tx& tx, Outgoing const& mail, std::string const& provider_id);
/// Counts the attempt, after which another one follows.
void mark_attempt(db::Tx& tx, Outgoing const& mail, std::string const& problem);
/// Appends message.failed, and queues the next way where there is one. True where there was.
bool mark_failed(db::Tx& tx, Deps const& deps, Outgoing const& mail, std::string const& problem);
/// Appends message.delivered.
void mark_delivered(db::Tx& tx, Outgoing const& mail);
/// A letter that came back. Appends message.failed.
void mark_returned(db::Tx& tx, Outgoing const& mail);
/// Nothing more will be heard: what is still kept of it is deleted.
void let_go(db::Tx& tx, OutboxId id);

}
