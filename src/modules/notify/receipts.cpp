// What GOV.UK Notify tells us by itself: receipts of texts and emails, and letters that came back. It says so again
// every five minutes, five times, until it is answered with 2xx, so what we do not know is answered so, too.
#include "gov_notify.hpp"
#include "received.hpp"
#include "unsubscribe.hpp"

#include <notify/notify.hpp>

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <optional>

namespace guildhall::notify {

namespace json = boost::json;

namespace {

std::optional<json::object> object_in(std::string const& body)
{
    std::error_code broken;
    auto parsed = json::parse(body, broken);
    if (broken || !parsed.is_object()) return std::nullopt;
    return std::move(parsed.as_object());
}

std::string text_in(json::object const& object, std::string_view key)
{
    auto const* const found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

http::Response said(int status, std::string_view words)
{
    return http::text(status, std::string{words} + "\n");
}

/// The bearer token that was typed into Notify. Without one in our settings nobody may.
http::Access from_provider(Deps const& deps)
{
    return {.name = "provider", .check = [&deps](http::Request const& request) -> std::optional<http::Response> {
                constexpr std::string_view bearer = "Bearer ";
                auto const sent = request.header("authorization");
                bool const is_ours = !deps.callback_token.empty() && sent.starts_with(bearer) &&
                                     same_secret(sent.substr(bearer.size()), deps.callback_token.reveal());
                if (is_ours) return std::nullopt;
                return said(403, "This address is for our message provider, with its token.");
            }};
}

// POST /notify/receipts
Task<http::Response> take_receipt(http::Request const& request, Deps& deps)
{
    auto const receipt = object_in(request.body);
    auto const status = receipt ? text_in(*receipt, "status") : std::string{};
    if (status.empty()) co_return said(400, "A receipt is a JSON object with id, reference and status.");
    auto const reference = text_in(*receipt, "reference");
    auto const fate = fate_named(status);
    auto const record = [&](db::Tx& tx) { return record_fate(tx, deps, reference, fate); };
    bool const is_known = co_await deps.database.write(Actor::system(), record);
    if (!is_known) spdlog::info("notify: a receipt is about no message of ours");
    co_return said(200, "Thank you.");
}

// POST /notify/received-texts
Task<http::Response> take_text(http::Request const& request, Deps& deps)
{
    auto const sent = object_in(request.body);
    ReceivedText const text{.provider_id = sent ? text_in(*sent, "id") : "",
                            .number = sent ? text_in(*sent, "source_number") : "",
                            .words = sent ? text_in(*sent, "message") : ""};
    if (text.provider_id.empty() || text.number.empty())
        co_return said(400, "A received text is a JSON object with id, source_number and message.");
    auto const record = [&](db::Tx& tx) { record_text(tx, deps, text); };
    co_await deps.database.write(Actor::system(), record);
    co_return said(200, "Thank you.");
}

// POST /notify/returned-letters
Task<http::Response> take_returned_letter(http::Request const& request, Deps& deps)
{
    auto const letter = object_in(request.body);
    if (!letter || text_in(*letter, "notification_id").empty())
        co_return said(400, "A returned letter is a JSON object with notification_id and reference.");
    auto const reference = text_in(*letter, "reference");
    auto const record = [&](db::Tx& tx) { return record_return(tx, reference); };
    bool const is_known = co_await deps.database.write(Actor::system(), record);
    if (!is_known) spdlog::info("notify: a returned letter is none of ours");
    co_return said(200, "Thank you.");
}

}

void add_routes(http::Router& router, Deps& deps)
{
    add_unsubscribe_routes(router, deps);
    auto const provider = from_provider(deps);
    auto const post = [&](std::string_view pattern, http::WriteHandler handler) {
        router.add({.method = http::Method::post,
                    .pattern = std::string{pattern},
                    .access = provider,
                    .limits = {},
                    .csrf = false, // it has credentials of its own
                    .read = {},
                    .write = std::move(handler)});
    };
    post("/notify/receipts", [&deps](auto const& r) { return take_receipt(r, deps); });
    post("/notify/received-texts", [&deps](auto const& r) { return take_text(r, deps); });
    post("/notify/returned-letters", [&deps](auto const& r) { return take_returned_letter(r, deps); });
}

}
