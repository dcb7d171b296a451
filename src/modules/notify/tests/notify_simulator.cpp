#include "notify_simulator.hpp"

#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/secret.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <charconv>

namespace guildhall::notify::testing {

namespace json = boost::json;

namespace {

SinkAnswer error(int status, std::string_view type, std::string_view message)
{
    json::object const body{{"status_code", status},
                            {"errors", json::array{json::object{{"error", type}, {"message", message}}}}};
    return {.status = status, .body = json::serialize(body)};
}

SinkAnswer invalid(std::string_view message)
{
    return error(400, "ValidationError", message);
}

std::string from_base64url(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                          &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return {};
    out.resize(size);
    return out;
}

std::string text_of(json::object const& object, std::string_view key)
{
    auto const* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->as_string().c_str()} : std::string{};
}

json::value nullable(std::string const& text)
{
    if (text.empty()) return nullptr;
    return json::value(text); // in braces it would be a list
}

std::string iso(Time at)
{
    auto const day = std::chrono::floor<std::chrono::days>(at);
    Date const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.000000Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

/// "" where it is a number that texts reach.
std::string problem_of_number(std::string const& number)
{
    std::string digits;
    for (char const c : number)
        if (c >= '0' && c <= '9')
            digits += c;
        else if (std::string_view{" +-()"}.find(c) == std::string_view::npos)
            return "phone_number Must not contain letters or symbols";
    if (digits.size() < 8) return "phone_number Not enough digits";
    if (digits.size() > 15) return "phone_number Too many digits";
    if (!number.starts_with("+44") && !number.starts_with("0")) return {};
    auto const phone = Phone::parse(number);
    if (!phone || !phone->e164().starts_with("+447")) return "phone_number Not a UK mobile number";
    return {};
}

std::string problem_of_letter(json::object const& values)
{
    std::vector<std::string> lines;
    for (int n = 1; n <= 7; ++n)
        if (auto line = text_of(values, fmt::format("address_line_{}", n)); !line.empty()) lines.push_back(line);
    if (text_of(values, "address_line_1").empty()) return "personalisation address_line_1 is a required property";
    if (lines.size() < 3) return "Address must be at least 3 lines";
    if (!Postcode::parse(lines.back())) return "Last line of address must be a real UK postcode or another country";
    for (auto const& line : lines)
        if (std::string_view{"@()=[]\"\\/,<>"}.find(line.front()) != std::string_view::npos)
            return "Address lines must not start with any of the following characters: @ ( ) = [ ] \" \\ / , < >";
    return {};
}

struct Kind {
    std::string_view type, address_key, template_id;
    std::vector<std::string_view> known;
};

Kind const* kind_of(std::string_view type)
{
    using S = NotifySimulator;
    static std::array const kinds{
        Kind{"sms",
             "phone_number",
             S::text_template,
             {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"}},
        Kind{"email",
             "email_address",
             S::email_template,
             {"email_address", "template_id", "personalisation", "reference", "email_reply_to_id",
              "one_click_unsubscribe_url"}},
        Kind{"letter", "", S::letter_template, {"template_id", "personalisation", "reference"}}};
    auto const found = std::ranges::find(kinds, type, &Kind::type);
    return found == kinds.end() ? nullptr : &*found;
}

/// The contract's checks in their order; status 0 where all is well.
SinkAnswer check(Kind const& kind, json::object const& body)
{
    SinkAnswer const fine{.status = 0, .body = {}};
    for (auto const& [key, value] : body)
        if (std::ranges::find(kind.known, std::string_view{key}) == kind.known.end())
            return invalid(fmt::format("Additional properties are not allowed ({} was unexpected)", std::string{key}));
    if (text_of(body, "template_id").empty()) return invalid("template_id is a required property");
    auto const address = text_of(body, kind.address_key);
    if (!kind.address_key.empty() && address.empty())
        return invalid(fmt::format("{} is a required property", kind.address_key));
    if (kind.type == "sms" && !problem_of_number(address).empty()) return invalid(problem_of_number(address));
    if (kind.type == "email" && !Email::parse(address)) return invalid("email_address Not a valid email address");
    auto const unsubscribe = text_of(body, "one_click_unsubscribe_url");
    if (!unsubscribe.empty() && !unsubscribe.starts_with("https://"))
        return invalid("one_click_unsubscribe_url is not a valid https url");
    if (text_of(body, "reference").size() > 1000) return invalid("reference is too long");
    if (text_of(body, "template_id") != kind.template_id) return error(400, "BadRequestError", "Template not found");
    auto const* given = body.if_contains("personalisation");
    if (given != nullptr && !given->is_object()) return invalid("personalisation is not of type object");
    auto const values = given != nullptr ? given->as_object() : json::object{};
    if (!values.contains("body")) return error(400, "BadRequestError", "Missing personalisation: body");
    if (kind.type != "sms" && !values.contains("subject"))
        return error(400, "BadRequestError", "Missing personalisation: subject");
    if (auto const problem = kind.type == "letter" ? problem_of_letter(values) : std::string{}; !problem.empty())
        return invalid(problem);
    return fine;
}

std::string digits_of(std::string_view number)
{
    std::string out;
    for (char const c : number)
        if (c >= '0' && c <= '9') out += c;
    return out.starts_with("44") ? "0" + out.substr(2) : out;
}

bool is_smoke_test(std::string const& to)
{
    static std::array const numbers{"07700900000", "07700900111", "07700900222"};
    static std::array const addresses{"simulate-delivered@notifications.service.gov.uk",
                                      "simulate-delivered-2@notifications.service.gov.uk",
                                      "simulate-delivered-3@notifications.service.gov.uk"};
    return std::ranges::find(numbers, digits_of(to)) != numbers.end() ||
           std::ranges::find(addresses, to) != addresses.end();
}

std::string end_of(NotifySimulator::Message const& message)
{
    if (message.type == "letter") return "received";
    auto const digits = digits_of(message.to);
    if (message.to == "temp-fail@simulator.notify" || digits == "07700900003") return "temporary-failure";
    if (message.to == "perm-fail@simulator.notify" || digits == "07700900002") return "permanent-failure";
    return "delivered";
}

json::object shown(NotifySimulator::Message const& message)
{
    json::object out{{"id", message.id},         {"type", message.type},
                     {"status", message.status}, {"created_at", iso(message.created)},
                     {"body", message.body},     {"subject", message.subject}};
    out["reference"] = nullable(message.reference);
    return out;
}

std::string_view value_of(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with("=")) return pair.substr(name.size() + 1);
    }
    return {};
}

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int code = 0;
        bool const is_escape = text[i] == '%' && i + 2 < text.size() &&
                               std::from_chars(&text[i + 1], &text[i + 3], code, 16).ec == std::errc{};
        out += is_escape ? static_cast<char>(code) : text[i];
        if (is_escape) i += 2;
    }
    return out;
}

}

void NotifySimulator::set(Mood mood)
{
    std::lock_guard lock{mutex_};
    mood_ = mood;
}

void NotifySimulator::limit_per_minute(std::size_t most)
{
    std::lock_guard lock{mutex_};
    per_minute_ = most;
}

void NotifySimulator::limit_per_day(std::size_t most)
{
    std::lock_guard lock{mutex_};
    per_day_ = most;
}

std::vector<NotifySimulator::Message> NotifySimulator::messages() const
{
    std::lock_guard lock{mutex_};
    return messages_;
}

std::size_t NotifySimulator::requests() const
{
    std::lock_guard lock{mutex_};
    return requests_;
}

std::vector<std::string> NotifySimulator::settle()
{
    std::lock_guard lock{mutex_};
    std::vector<std::string> receipts;
    for (auto& message : messages_) {
        if (message.status != "created" && message.status != "accepted") continue;
        message.status = end_of(message);
        if (message.type != "letter") receipts.push_back(receipt_of(message));
    }
    return receipts;
}

std::string NotifySimulator::receipt_of(Message const& message)
{
    json::object receipt{{"id", message.id},
                         {"to", message.to},
                         {"status", message.status},
                         {"created_at", iso(message.created)},
                         {"completed_at", iso(message.created)},
                         {"sent_at", iso(message.created)},
                         {"notification_type", message.type},
                         {"template_id", message.type == "sms" ? text_template : email_template},
                         {"template_version", 1}};
    receipt["reference"] = nullable(message.reference);
    return json::serialize(receipt);
}

SinkAnswer NotifySimulator::answer(SinkRequest const& request)
{
    std::unique_lock lock{mutex_};
    ++requests_;
    if (mood_ == Mood::slow) {
        lock.unlock();
        std::this_thread::sleep_for(std::chrono::milliseconds{700});
        lock.lock();
    }
    if (mood_ == Mood::internal_error) return error(500, "Exception", "Internal server error");
    auto const authorization = request.headers.find("authorization");
    if (authorization == request.headers.end())
        return error(401, "AuthError", "Unauthorized: authentication token must be provided");
    if (auto const problem = problem_of_token(authorization->second); !problem.empty())
        return error(403, "AuthError", problem);

    constexpr std::string_view root = "/v2/notifications";
    std::string_view target{request.target};
    if (!target.starts_with(root)) return error(404, "NoResultFound", "No result found");
    target.remove_prefix(root.size());
    if (request.method == "POST")
        return take(request, std::string{target.substr(std::min<std::size_t>(1, target.size()))});
    if (target.empty() || target.starts_with('?')) return list(target.substr(std::min<std::size_t>(1, target.size())));
    return show(target.substr(1));
}

std::string NotifySimulator::problem_of_token(std::string_view authorization) const
{
    constexpr std::string_view bearer = "Bearer ";
    if (!authorization.starts_with(bearer)) return "Unauthorized: authentication bearer scheme must be used";
    auto const token = authorization.substr(bearer.size());
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (first == last) return "Invalid token: Not enough segments";
    std::error_code broken;
    auto const head = json::parse(from_base64url(token.substr(0, first)), broken);
    auto const claims = json::parse(from_base64url(token.substr(first + 1, last - first - 1)), broken);
    if (broken || !head.is_object() || !claims.is_object()) return "Invalid token: signature, api token is not valid";
    if (text_of(head.as_object(), "alg") != "HS256") return "Invalid token: algorithm used is not HS256";
    if (from_base64url(token.substr(last + 1)) != hmac_sha256(secret, token.substr(0, last)))
        return "Invalid token: API key not found";
    if (text_of(claims.as_object(), "iss") != service) return "Invalid token: service not found";
    auto const* issued = claims.as_object().if_contains("iat");
    auto const now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    if (issued == nullptr || !issued->is_int64() || std::abs(issued->as_int64() - now) > 30)
        return "Error: Your system clock must be accurate to within 30 seconds";
    return {};
}

SinkAnswer NotifySimulator::within_limits()
{
    auto const now = clock_.now();
    auto const since = [&](Time begin) {
        return static_cast<std::size_t>(std::ranges::count_if(taken_, [&](Time at) { return at > begin; }));
    };
    if (since(now - std::chrono::minutes{1}) >= per_minute_)
        return error(429, "RateLimitError",
                     fmt::format("Exceeded rate limit for key type test of {} requests per 60 seconds", per_minute_));
    if (since(std::chrono::floor<std::chrono::days>(now)) >= per_day_)
        return error(429, "TooManyRequestsError", fmt::format("Exceeded send limits (sms: {}) for today", per_day_));
    return {.status = 0, .body = {}};
}

SinkAnswer NotifySimulator::take(SinkRequest const& request, std::string const& type)
{
    auto const* const kind = kind_of(type);
    if (kind == nullptr) return error(404, "NoResultFound", "No result found");
    std::error_code broken;
    auto const parsed = json::parse(request.body, broken);
    if (broken || !parsed.is_object()) return error(400, "BadRequestError", "Invalid JSON supplied in POST data");
    auto const& body = parsed.as_object();
    if (auto refused = check(*kind, body); refused.status != 0) return refused;
    if (auto refused = within_limits(); refused.status != 0) return refused;
    taken_.push_back(clock_.now());

    auto const& values = body.at("personalisation").as_object();
    Message message{.id = fmt::format("740e5834-3a29-46b4-9a6f-{:012x}", ++made_),
                    .reference = text_of(body, "reference"),
                    .type = type,
                    .to = type == "letter" ? text_of(values, "address_line_1") : text_of(body, kind->address_key),
                    .status = type == "letter" ? "accepted" : "created",
                    .subject = text_of(values, "subject"),
                    .body = text_of(values, "body"),
                    .unsubscribe = text_of(body, "one_click_unsubscribe_url"),
                    .created = clock_.now()};
    json::object answer{{"id", message.id},
                        {"uri", "https://api.notifications.service.gov.uk/v2/notifications/" + message.id},
                        {"scheduled_for", nullptr},
                        {"content", json::object{{"body", message.body}, {"from_number", "LARKMOOR"}}},
                        {"template", json::object{{"id", kind->template_id}, {"version", 1}, {"uri", "https://x"}}}};
    answer["reference"] = nullable(message.reference);
    if (!is_smoke_test(message.to)) messages_.push_back(std::move(message));
    return {.status = 201, .body = json::serialize(answer), .hang_up = mood_ == Mood::drop_after_taking};
}

SinkAnswer NotifySimulator::list(std::string_view query) const
{
    auto const reference = unescaped(value_of(query, "reference"));
    auto const type = value_of(query, "template_type");
    json::array found;
    for (auto const& message : messages_)
        if ((reference.empty() || message.reference == reference) && (type.empty() || message.type == type))
            found.push_back(shown(message));
    return {.status = 200, .body = json::serialize(json::object{{"notifications", found}, {"links", json::object{}}})};
}

SinkAnswer NotifySimulator::show(std::string_view id) const
{
    if (id.size() != 36) return invalid("id is not a valid UUID");
    auto const found = std::ranges::find(messages_, id, &Message::id);
    if (found == messages_.end()) return error(404, "NoResultFound", "No result found");
    return {.status = 200, .body = json::serialize(shown(*found))};
}

}
