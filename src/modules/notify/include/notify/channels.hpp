// How people are reached, and the providers that reach them. The order of a recipient's ways is theirs: what fails for
// good on one goes on to the next.
#pragma once

#include <base/secret.hpp>
#include <base/time.hpp>
#include <db/jobs.hpp>
#include <notify/template.hpp>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::notify {

using OutboxId = Id<struct OutboxTag>;

enum class Channel { email, text, letter };
std::string_view name_of(Channel channel); ///< "email", "text", "letter": in rows and events
std::optional<Channel> channel_named(std::string_view name);

struct Way {
    Channel channel = Channel::email;
    std::string address; ///< an email address, a phone number, or a postal address with the name on its first line
    bool operator==(Way const&) const = default;
};

/// Whom a message is for. A bare text is an email address.
struct Recipient {
    std::vector<Way> ways; ///< in the order in which they are tried

    Recipient() = default;
    Recipient(std::vector<Way> ways) : ways{std::move(ways)} {}
    Recipient(std::string email) : ways{{Channel::email, std::move(email)}} {}
};

/// The number of a phone that takes texts, as E.164; nothing for a landline or what is no number.
std::optional<std::string> text_number(std::string_view typed);
/// How many texts the phone networks make of one (GSM 03.38: 160 characters, or 70 where a character is not in their
/// alphabet).
int text_parts(std::string_view utf8);

/// A message on its way: what a sender gets.
struct Mail {
    OutboxId id;
    std::string message_id; ///< "<...@host>": the same on every attempt
    std::string to;         ///< as the channel writes it: see Way
    std::string from;       ///< address
    std::string from_name;
    Time date{};
    Rendered content;
    Channel channel = Channel::email;
    /// The message's name without brackets: the reference that a provider gets.
    [[nodiscard]] std::string reference() const { return message_id.substr(1, message_id.size() - 2); }
};

/// The whole message as RFC 5322 with CRLF: text and HTML parts, quoted-printable, encoded headers.
std::string mime_of(Mail const& mail);

/// How messages leave where nothing is heard of them afterwards. Thread-safe.
class Sender {
public:
    virtual ~Sender() = default;
    [[nodiscard]] virtual bool carries(Channel channel) const { return channel == Channel::email; }
    virtual std::expected<void, db::JobFailure> send(Mail const& mail) = 0;
};

/// What became of a message that a provider has taken.
enum class Fate {
    on_its_way,
    delivered,      ///< of a letter: printed and posted
    not_told,       ///< nothing more will be known, as with texts to some other countries
    unreachable,    ///< the address or number is wrong, or nobody was there for three days
    provider_failed ///< it was never sent, through no fault of the address
};

/// A provider that takes messages and says later what became of them. Thread-safe.
class Gateway {
public:
    virtual ~Gateway() = default;
    [[nodiscard]] virtual bool carries(Channel channel) const = 0;
    /// The provider's name for the message.
    virtual std::expected<std::string, db::JobFailure> send(Mail const& mail) = 0;
    /// Whether the provider has already taken this message, and its name there: asked before a second attempt, because
    /// the answer to the first may have been lost.
    virtual std::expected<std::optional<std::string>, db::JobFailure> find(Mail const& mail) = 0;
    virtual std::expected<Fate, db::JobFailure> fate_of(std::string const& provider_id) = 0;
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
/// For demos: a file per message, .eml, .text or .letter. A repeat overwrites its own file.
std::unique_ptr<Sender> folder_sender(std::filesystem::path folder);

/// GOV.UK Notify. Each channel has one template there that holds nothing but our words: an email template with subject
/// ((subject)) and body ((body)), a text template ((body)), a letter template with heading ((subject)) and body
/// ((body)). A channel without a template's id is not carried.
struct GovNotifyOptions {
    std::string base_url = "https://api.notifications.service.gov.uk"; ///< https, or http on this machine for tests
    Secret api_key; ///< "NAME-{service's UUID}-{secret's UUID}", as Notify shows it once
    std::string email_template, text_template, letter_template;
    Duration connect_timeout = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{30};
};
/// Throws std::runtime_error where the key or the address cannot be one, with what to write instead.
std::unique_ptr<Gateway> gov_notify(GovNotifyOptions options, Clock const& clock);

}
