// Notify: what the council tells people, kept until it is sent. Owns table notify_outbox; nobody else reads or writes
// it.
//
// Modules above contribute sources: a source turns an event into drafts. A consumer renders them into outbox rows,
// unique on event, recipient and template; a job sends each one. Sending is at least once with the same Message-ID, so
// that a message in flight at a crash may repeat and none is lost. Recipient and body are sealed with the subject's
// key, and the body is deleted when it has been sent; where there is another way to reach the person it stays until it
// is known that the first one did.
#pragma once

#include <base/message.hpp>
#include <base/result.hpp>
#include <base/secret.hpp>
#include <db/database.hpp>
#include <db/event.hpp>
#include <db/jobs.hpp>
#include <db/migrations.hpp>
#include <http/router.hpp>
#include <notify/channels.hpp>
#include <notify/template.hpp>
#include <ui/page.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::notify {

/// Messages that people may end because they are not about their own request, such as news for followers. Contributed
/// by a module above.
struct Topic {
    std::string name; ///< "followers"
    Sentence what;    ///< "These are updates about a report that you follow."
    std::function<void(db::Tx&, std::int64_t subscription)> end;
};

/// What a link in a message ends.
struct Subscription {
    std::string topic;
    std::int64_t id = 0; ///< of the follower, or whatever the topic counts
};

/// A message that an event asks for.
struct Draft {
    Recipient recipient;       ///< ways that are none are left out; with none left it is recorded as failed, never sent
    db::SubjectId subject;     ///< whose key seals it
    std::string template_name; ///< "missed-bin-received": part of the uniqueness, shown to staff
    Template message;
    Personalisation values;
    std::int64_t stream = 0; ///< the case it is about, for delivery state on its page
    /// Then the message carries List-Unsubscribe (RFC 8058), and ((unsubscribe link)) in its words.
    std::optional<Subscription> subscription{};
};

/// Contributed by a module above. Runs inside the consumer's transaction: reads only, no side effects.
struct Source {
    std::vector<std::string> types; ///< of the events it wants to see
    std::function<std::vector<Draft>(db::Tx&, db::Event const&)> drafts;
};

/// Whom mail comes from.
struct From {
    std::string address; ///< "noreply@larkmoor.example": its host also names Message-IDs
    std::string name;    ///< the council's
};

struct Deps {
    db::Database& database;
    From from;
    Sender& sender;
    std::vector<Source> sources;
    Gateway* gateway = nullptr; ///< goes before the sender for what it carries
    Secret callback_token;      ///< with which the gateway calls us; empty: nobody may
    std::string base_url;       ///< of links that we put into messages ourselves
    std::string secret;         ///< the council's, for their tokens
    ui::Brand brand;            ///< of the pages behind them
    std::string time_zone = "Europe/London";
    std::vector<Topic> topics; ///< that messages may be ended for
    /// Contributed: a text that answers a message about `stream`. False where it cannot be taken there.
    std::function<bool(db::Tx&, std::int64_t stream, std::string const& words)> answered;
};

/// POST /notify/receipts, /notify/received-texts, /notify/returned-letters: the gateway's calls, by its bearer token
/// (access rule "provider"). GET/POST /unsubscribe/{token}.
void add_routes(http::Router& router, Deps& deps);

std::vector<db::Migration> migrations();
db::Consumer consumer(Deps& deps);
db::JobKind send_job(Deps& deps);
/// Asks the gateway about what it has taken and never spoke of again.
db::JobKind check_job(Deps& deps);

/// What a gateway has said about the message of a reference, at any time, in any order, any number of times. False
/// where the reference is not one of ours.
bool record_fate(db::Tx& tx, Deps const& deps, std::string_view reference, Fate fate);
/// A letter that was posted came back weeks later. Nothing follows it; staff see that it did not arrive.
bool record_return(db::Tx& tx, std::string_view reference);

/// Each night: links and texts whose time is over go. It queues itself again for the next night.
db::JobKind tidy_job(Deps& deps);
void queue_tidy(db::Tx& tx);

// ---- for staff: delivery state without bodies

/// sent: taken by the mail server or provider. delivered: a provider has said so; of a letter, that it was posted.
enum class State { queued, sent, delivered, failed };

struct Delivery {
    OutboxId id;
    std::string template_name;
    std::int64_t stream = 0;
    State state = State::queued;
    int attempts = 0;
    std::string problem; ///< of the last attempt, in words for operators; no addresses
    Time created{};
    std::optional<Time> sent;
    Channel channel = Channel::email;
    OutboxId instead_of; ///< what could not reach the person before; none: this was the first try
    std::optional<Time> delivered;
};
/// Newest first; those before `before` for the next page.
std::vector<Delivery> deliveries(db::Snapshot& snapshot, OutboxId before = {}, int at_most = 50);
std::vector<Delivery> deliveries_of(db::Snapshot& snapshot, std::int64_t stream);

/// A text from a number that was written to about nothing of late. Kept for 30 days.
struct StrayText {
    std::string number, words;
    Time received{};
};
std::vector<StrayText> stray_texts(db::Snapshot& snapshot, int at_most = 100); ///< newest first

/// Deletes to whom messages about `stream` went and what they said; that they were sent, and when, stays. What still
/// waits is never sent.
void forget_recipients(db::Tx& tx, std::int64_t stream);

/// A message in the demo's folder, opened for reading.
struct FolderMail {
    std::string name; ///< of the file, without folder
    Channel channel = Channel::email;
    std::string to;
    std::string subject;
    std::string date;
    std::string text;
    std::string html;
};
std::vector<FolderMail> mail_in_folder(std::filesystem::path const& folder,
                                       std::size_t at_most = 100); ///< newest first
std::optional<FolderMail> mail_in_folder(std::filesystem::path const& folder, OutboxId id);
std::optional<FolderMail> read_mail(std::string_view mime);

}
