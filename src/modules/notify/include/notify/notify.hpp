// Notify: what the council tells people, kept until it is sent. Owns table notify_outbox; nobody else reads or writes
// it.
//
// Modules above contribute sources: a source turns an event into drafts. A consumer renders them into outbox rows,
// unique on event, recipient and template; a job sends each one. Sending is at least once with the same Message-ID, so
// that a message in flight at a crash may repeat and none is lost. Recipient and body are sealed with the subject's
// key, and the body is deleted when it has been sent.
#pragma once

#include <base/result.hpp>
#include <base/secret.hpp>
#include <db/database.hpp>
#include <db/event.hpp>
#include <db/jobs.hpp>
#include <db/migrations.hpp>
#include <notify/template.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::notify {

using OutboxId = Id<struct OutboxTag>;

/// A message that an event asks for.
struct Draft {
    std::string recipient;     ///< an email address; one that is not valid is recorded as failed, never sent
    db::SubjectId subject;     ///< whose key seals it
    std::string template_name; ///< "missed-bin-received": part of the uniqueness, shown to staff
    Template message;
    Personalisation values;
    std::int64_t stream = 0; ///< the case it is about, for delivery state on its page
};

/// Contributed by a module above. Runs inside the consumer's transaction: reads only, no side effects.
struct Source {
    std::vector<std::string> types; ///< of the events it wants to see
    std::function<std::vector<Draft>(db::Tx&, db::Event const&)> drafts;
};

/// A message on its way: what a sender gets.
struct Mail {
    OutboxId id;
    std::string message_id; ///< "<...@host>": the same on every attempt
    std::string to;
    std::string from; ///< address
    std::string from_name;
    Time date{};
    Rendered content;
};

/// The whole message as RFC 5322 with CRLF: text and HTML parts, quoted-printable, encoded headers.
std::string mime_of(Mail const& mail);

/// How mail leaves. Thread-safe.
class Sender {
public:
    virtual ~Sender() = default;
    virtual std::expected<void, db::JobFailure> send(Mail const& mail) = 0;
};

struct SmtpOptions {
    std::string host = "127.0.0.1";
    int port = 25;
    enum class Tls { none, starttls, implicit } tls = Tls::starttls; ///< certificates are always checked
    std::string user;                                                ///< empty: no sign-in
    Secret password;
    std::string hello; ///< name said in EHLO; empty: the host of the sender's address
    Duration connect_timeout = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{60};
};
/// Connections stay open between messages. A 5xx answer is permanent, everything else is tried again.
std::unique_ptr<Sender> smtp_sender(SmtpOptions options);
/// One .eml file per message, for demos: a repeat overwrites its own file.
std::unique_ptr<Sender> folder_sender(std::filesystem::path folder);

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
};

std::vector<db::Migration> migrations();
db::Consumer consumer(Deps& deps);
db::JobKind send_job(Deps& deps);

// ---- for staff: delivery state without bodies

enum class State { queued, sent, failed };

struct Delivery {
    OutboxId id;
    std::string template_name;
    std::int64_t stream = 0;
    State state = State::queued;
    int attempts = 0;
    std::string problem; ///< of the last attempt, in words for operators; no addresses
    Time created{};
    std::optional<Time> sent;
};
/// Newest first; those before `before` for the next page.
std::vector<Delivery> deliveries(db::Snapshot& snapshot, OutboxId before = {}, int at_most = 50);
std::vector<Delivery> deliveries_of(db::Snapshot& snapshot, std::int64_t stream);

/// Deletes to whom messages about `stream` went and what they said; that they were sent, and when, stays. What still
/// waits is never sent.
void forget_recipients(db::Tx& tx, std::int64_t stream);

/// A message in the demo's folder, opened for reading.
struct FolderMail {
    std::string name; ///< of the file, without folder
    std::string to;
    std::string subject;
    std::string date;
    std::string text;
    std::string html;
};
std::vector<FolderMail> mail_in_folder(std::filesystem::path const& folder,
                                       std::size_t at_most = 100); ///< newest first
std::optional<FolderMail> read_mail(std::string_view mime);

}
