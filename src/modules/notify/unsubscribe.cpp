#include "unsubscribe.hpp"

#include <base/secret.hpp>
#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/page.hpp>
#include <ui/prose.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::notify {

using namespace ui::literals;

namespace {

/// RFC 8058 names no time; people find old mails, and laws ask for a month at least.
constexpr auto link_works_for = std::chrono::days{180};

Topic const* topic_named(Deps const& deps, std::string_view name)
{
    auto const found = std::ranges::find(deps.topics, name, &Topic::name);
    return found == deps.topics.end() ? nullptr : &*found;
}

struct Found {
    std::string topic;
    std::int64_t subscription = 0;
    bool used = false;
};

std::optional<Found> find_link(db::Snapshot& snapshot, std::string_view token, Time now)
{
    static constexpr db::Query select{"notify.unsubscribe_link", R"sql(
        select topic, subscription, used_at from notify_unsubscribe where token_hash = $1 and expires_at > $2)sql"};
    return snapshot.one(
        select,
        [](db::Row const& row) {
            return Found{row.get<std::string>(0), row.integer(1), row.get<std::optional<Time>>(2).has_value()};
        },
        sha256_hex(token), now);
}

ui::Translator translator_of(http::Request const& request, Deps const& deps)
{
    return {ui::language_from(request.header("accept-language"), request.cookie("language")), deps.time_zone};
}

http::Response answer(http::Request const& request, Deps const& deps, int status, std::string const& title,
                      ui::Html const& content)
{
    auto const t = translator_of(request, deps);
    return http::page(status,
                      ui::page({.t = t, .brand = deps.brand, .title = title, .path = "/"},
                               ui::html("<h1 class=\"govuk-heading-l\">"_html, title, "</h1>\n"_html, content)));
}

http::Response gone(http::Request const& request, Deps const& deps)
{
    auto const t = translator_of(request, deps);
    return answer(request, deps, 404, t("This link does not work any more"),
                  ui::paragraph(t("Use the link in the newest message that you got from us. Or call us.")));
}

// GET /unsubscribe/{token}: scanners of mail open it, so it changes nothing.
http::Response ask(http::Request const& request, Deps const& deps)
{
    auto const now = deps.database.clock().now();
    auto const found = deps.database.read(
        [&](db::Snapshot& snapshot) { return find_link(snapshot, request.path_text("token"), now); });
    auto const* const topic = found ? topic_named(deps, found->topic) : nullptr;
    if (topic == nullptr) return gone(request, deps);
    auto const t = translator_of(request, deps);
    auto const form =
        ui::html("<form method=\"post\">\n"_html, ui::hidden("List-Unsubscribe", "One-Click"),
                 ui::button({.text = t("Stop these messages"), .prevent_double_click = true}), "</form>\n"_html);
    return answer(request, deps, 200, t("Do you want to stop these messages?"),
                  ui::html(ui::paragraph(t(topic->what)), form));
}

// POST /unsubscribe/{token}: by mail programs with "List-Unsubscribe=One-Click" and without cookies, and by our page.
Task<http::Response> end(http::Request const& request, Deps& deps)
{
    std::string const token{request.path_text("token")};
    auto const stop = [&](db::Tx& tx) { return end_subscription(tx, deps, token); };
    auto const ending = co_await deps.database.write(Actor::system(), stop);
    if (ending == Ending::unknown) co_return gone(request, deps);
    auto const t = translator_of(request, deps);
    co_return answer(request, deps, 200, t("You get no more of these messages"),
                     ui::paragraph(t("We have stopped them. You need to do nothing else.")));
}

}

std::string unsubscribe_address(db::Tx& tx, Deps const& deps, db::EventId event, Subscription const& subscription)
{
    static constexpr db::Query insert{"notify.keep_unsubscribe_link", R"sql(
        insert into notify_unsubscribe (token_hash, topic, subscription, expires_at) values ($1, $2, $3, $4)
        on conflict (token_hash) do nothing)sql"};
    auto const whole =
        hmac_sha256(deps.secret, fmt::format("unsubscribe:{}:{}:{}", subscription.topic, subscription.id, event.value));
    auto const token = sha256_hex(whole).substr(0, 40);
    tx.run(insert, sha256_hex(token), subscription.topic, subscription.id, tx.now() + link_works_for);
    return deps.base_url + "/unsubscribe/" + token;
}

Ending end_subscription(db::Tx& tx, Deps const& deps, std::string_view token)
{
    static constexpr db::Query use{"notify.use_unsubscribe_link",
                                   "update notify_unsubscribe set used_at = $2 where token_hash = $1"};
    auto const found = find_link(tx, token, tx.now());
    auto const* const topic = found ? topic_named(deps, found->topic) : nullptr;
    if (topic == nullptr) return Ending::unknown;
    if (found->used) return Ending::done;
    topic->end(tx, found->subscription);
    tx.run(use, sha256_hex(token), tx.now());
    return Ending::done;
}

void forget_old_links(db::Tx& tx)
{
    static constexpr db::Query remove{"notify.forget_old_links",
                                      "delete from notify_unsubscribe where expires_at <= $1"};
    tx.run(remove, tx.now());
}

void add_unsubscribe_routes(http::Router& router, Deps& deps)
{
    router.get("/unsubscribe/{token}", http::anyone(), [&deps](auto const& r) { return ask(r, deps); });
    router.add({.method = http::Method::post,
                .pattern = "/unsubscribe/{token}",
                .access = http::anyone(),
                .limits = {},
                .csrf = false, // the token is the permission, and mail programs have no cookies
                .read = {},
                .write = [&deps](auto const& r) { return end(r, deps); }});
}

}
