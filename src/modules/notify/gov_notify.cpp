// GOV.UK Notify's contract: https://docs.notifications.service.gov.uk/rest-api.html
#include "gov_notify.hpp"
#include "web.hpp"

#include <notify/channels.hpp>

#include <base/secret.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace guildhall::notify {

namespace json = boost::json;

namespace {

constexpr std::size_t uuid_length = 36;

std::string base64url(std::string_view bytes)
{
    constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      variant);
    out.resize(out.size() - 1);
    return out;
}

/// Of an object; "" where it is none, or no text.
std::string text_in(json::value const& object, std::string_view key)
{
    auto const* const map = object.if_object();
    auto const* const found = map != nullptr ? map->if_contains(key) : nullptr;
    auto const* const text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string{text->data(), text->size()} : std::string{};
}

/// The first error of an answer. Its words may change at any time, so nothing but the type decides.
json::value first_error(std::string const& body)
{
    std::error_code broken;
    auto const parsed = json::parse(body, broken);
    auto const* const map = broken ? nullptr : parsed.if_object();
    auto const* const errors = map != nullptr && map->contains("errors") ? map->at("errors").if_array() : nullptr;
    return errors != nullptr && !errors->empty() ? errors->front() : json::value{};
}

/// Notify's words help an operator, but not where they would tell whom it was about.
std::string words_of(json::value const& error, Mail const& mail)
{
    constexpr std::size_t most = 200;
    auto words = text_in(error, "message");
    std::ranges::replace_if(
        words, [](unsigned char c) { return c < 0x20; }, ' ');
    std::string_view rest{mail.to};
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        if (words.find(rest.substr(0, end)) != std::string::npos) return {};
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return words.substr(0, most);
}

db::JobFailure failure_of(WebAnswer const& answer, Mail const& mail)
{
    auto const error = first_error(answer.body);
    auto const type = text_in(error, "error");
    auto const said = words_of(error, mail);
    auto const told =
        fmt::format(" ({}{}{}{}{})", answer.status, type.empty() ? "" : " ", type, said.empty() ? "" : ": ", said);
    if (answer.status == 403)
        return {.reason = "GOV.UK Notify does not know us. Check the API key and this machine's clock" + told};
    if (answer.status == 429 && type == "TooManyRequestsError")
        return {.reason = "Today's limit of GOV.UK Notify is used up; it starts again at midnight" + told};
    if (answer.status == 429) return {.reason = "GOV.UK Notify asked to send more slowly" + told};
    if (answer.status >= 500 || answer.status < 400)
        return {.reason = "GOV.UK Notify has trouble, and the message is tried again" + told};
    return {.reason = "GOV.UK Notify refused the message for good" + told, .permanent = true};
}

db::JobFailure unreachable(std::string const& why)
{
    return {.reason = "GOV.UK Notify could not be reached: " + why};
}

json::object personalisation_of(Mail const& mail)
{
    if (mail.channel == Channel::text) return {{"body", mail.content.short_text}};
    json::object out{{"subject", mail.content.subject}, {"body", mail.content.markdown}};
    if (mail.channel != Channel::letter) return out;
    std::string_view lines{mail.to};
    for (int number = 1; !lines.empty(); ++number) {
        auto const end = std::min(lines.find('\n'), lines.size());
        out[fmt::format("address_line_{}", number)] = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out;
}

/// For a query: a Message-ID holds "@", and nothing else that would have to be escaped.
std::string escaped(std::string text)
{
    if (auto const at = text.find('@'); at != std::string::npos) text.replace(at, 1, "%40");
    return text;
}

std::string_view path_of(Channel channel)
{
    switch (channel) {
    case Channel::email: return "email";
    case Channel::text: return "sms";
    case Channel::letter: return "letter";
    }
    return {};
}

class GovNotify final : public Gateway {
public:
    GovNotify(GovNotifyOptions options, Clock const& clock)
        : options_{std::move(options)}, clock_{clock}, web_{options_.connect_timeout, options_.timeout}
    {
        if (auto const problem = problem_of(options_); !problem.empty()) throw std::runtime_error{problem};
    }

    [[nodiscard]] bool carries(Channel channel) const override { return !template_of(channel).empty(); }

    std::expected<std::string, db::JobFailure> send(Mail const& mail) override
    {
        json::object body{{"template_id", template_of(mail.channel)},
                          {"personalisation", personalisation_of(mail)},
                          {"reference", mail.reference()}};
        if (mail.channel == Channel::email) body["email_address"] = mail.to;
        if (mail.channel == Channel::text) body["phone_number"] = mail.to;
        if (mail.channel == Channel::email && mail.content.unsubscribe.starts_with("https://"))
            body["one_click_unsubscribe_url"] = mail.content.unsubscribe;
        auto const answer = ask(fmt::format("/v2/notifications/{}", path_of(mail.channel)), json::serialize(body));
        if (!answer) return std::unexpected{unreachable(answer.error())};
        if (answer->status != 201) return std::unexpected{failure_of(*answer, mail)};
        std::error_code broken;
        auto id = text_in(json::parse(answer->body, broken), "id");
        if (!is_uuid(id)) return std::unexpected{failure_of({.status = 500, .body = {}}, mail)};
        return id;
    }

    std::expected<std::optional<std::string>, db::JobFailure> find(Mail const& mail) override
    {
        auto const answer = ask(fmt::format("/v2/notifications?template_type={}&reference={}", path_of(mail.channel),
                                            escaped(mail.reference())));
        if (!answer) return std::unexpected{unreachable(answer.error())};
        if (answer->status != 200) return std::unexpected{failure_of(*answer, mail)};
        std::error_code broken;
        auto const parsed = json::parse(answer->body, broken);
        auto const* const map = broken ? nullptr : parsed.if_object();
        auto const* const list =
            map != nullptr && map->contains("notifications") ? map->at("notifications").if_array() : nullptr;
        if (list == nullptr) return std::unexpected{failure_of({.status = 500, .body = {}}, mail)};
        for (auto const& one : *list)
            if (auto id = text_in(one, "id"); text_in(one, "reference") == mail.reference() && is_uuid(id))
                return std::optional{std::move(id)};
        return std::optional<std::string>{};
    }

    std::expected<Fate, db::JobFailure> fate_of(std::string const& provider_id) override
    {
        auto const answer = ask("/v2/notifications/" + provider_id);
        if (!answer) return std::unexpected{unreachable(answer.error())};
        if (answer->status == 404) return Fate::not_told; // it forgets after a week, and smoke tests at once
        if (answer->status != 200) return std::unexpected{failure_of(*answer, {})};
        std::error_code broken;
        return fate_named(text_in(json::parse(answer->body, broken), "status"));
    }

private:
    std::string const& template_of(Channel channel) const
    {
        switch (channel) {
        case Channel::email: return options_.email_template;
        case Channel::text: return options_.text_template;
        case Channel::letter: break;
        }
        return options_.letter_template;
    }

    std::expected<WebAnswer, std::string> ask(std::string const& path, std::string body = {})
    {
        return web_.ask({.url = options_.base_url + path,
                         .bearer = json_web_token(options_.api_key, clock_.now()),
                         .json = std::move(body)});
    }

    GovNotifyOptions options_;
    Clock const& clock_;
    Web web_;
};

}

std::string json_web_token(Secret const& api_key, Time now)
{
    auto const key = api_key.reveal();
    auto const secret = key.substr(key.size() - uuid_length);
    auto const service = key.substr(key.size() - 2 * uuid_length - 1, uuid_length);
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    auto const head = base64url(R"({"typ":"JWT","alg":"HS256"})");
    auto const claims = base64url(fmt::format(R"({{"iss":"{}","iat":{}}})", service, seconds));
    auto const text = head + "." + claims;
    return text + "." + base64url(hmac_sha256(secret, text));
}

bool is_uuid(std::string_view text)
{
    if (text.size() != uuid_length) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_hyphen ? text[i] != '-' : std::string_view{"0123456789abcdefABCDEF"}.find(text[i]) == text.npos)
            return false;
    }
    return true;
}

std::string problem_of(GovNotifyOptions const& options)
{
    auto const key = options.api_key.reveal();
    bool const is_key = key.size() >= 2 * uuid_length + 1 && key[key.size() - uuid_length - 1] == '-' &&
                        is_uuid(key.substr(key.size() - uuid_length)) &&
                        is_uuid(key.substr(key.size() - 2 * uuid_length - 1, uuid_length));
    if (!is_key)
        return "The API key of GOV.UK Notify is a name and two UUIDs, joined by hyphens. Copy the whole key when "
               "Notify "
               "shows it.";
    auto const& url = options.base_url;
    if (!url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") && !url.starts_with("http://localhost:"))
        return "The address of GOV.UK Notify begins with https://.";
    if (url.ends_with('/')) return "The address of GOV.UK Notify ends without a slash.";
    for (auto const* id : {&options.email_template, &options.text_template, &options.letter_template})
        if (!id->empty() && !is_uuid(*id))
            return fmt::format("\"{}\" is no id of a template. Copy it from the template's page in GOV.UK Notify.",
                               *id);
    return {};
}

Fate fate_named(std::string_view status)
{
    if (status == "delivered" || status == "received") return Fate::delivered;
    if (status == "sent") return Fate::not_told;
    if (status == "permanent-failure" || status == "temporary-failure" || status == "failed" ||
        status == "returned-letter")
        return Fate::unreachable;
    if (status == "technical-failure" || status == "cancelled" || status == "validation-failed" ||
        status == "virus-scan-failed")
        return Fate::provider_failed;
    return Fate::on_its_way; // created, sending, pending, accepted, and words that are added later
}

std::unique_ptr<Gateway> gov_notify(GovNotifyOptions options, Clock const& clock)
{
    return std::make_unique<GovNotify>(std::move(options), clock);
}

}
