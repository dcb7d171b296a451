// Messages that people may end, by RFC 8058.
#include "exchange.hpp"

#include <doctest/doctest.h>

using namespace guildhall;
using notify::Channel;
using notify::testing::Exchange;

namespace {

std::string address_in(Exchange& exchange)
{
    exchange.subscription = notify::Subscription{"followers", 4711};
    exchange.happen({{Channel::email, "sam@example.com"}});
    REQUIRE(exchange.bag.sent.size() == 1);
    return exchange.bag.sent[0].content.unsubscribe;
}

http::Response ask(Exchange& exchange, http::Method method, std::string const& address)
{
    http::Request request;
    request.method = method;
    request.path = address.substr(std::string_view{"https://larkmoor.example"}.size());
    if (method == http::Method::post) request.form.add("List-Unsubscribe", "One-Click");
    return http::testing::answer(exchange.router, request);
}

}

TEST_CASE("unsubscribe: a message that may be ended carries the headers of RFC 8058, and the others do not")
{
    Exchange exchange;
    auto const address = address_in(exchange);
    CHECK(address.starts_with("https://larkmoor.example/unsubscribe/"));
    auto const mime = notify::mime_of(exchange.bag.sent[0]);
    CHECK(http::testing::holds(mime, "\r\nList-Unsubscribe: <" + address + ">\r\n"));
    CHECK(http::testing::holds(mime, "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    CHECK(http::testing::holds(exchange.bag.sent[0].content.text, address)); // for people, in the words

    exchange.subscription.reset();
    exchange.happen({{Channel::email, "sam@example.com"}});
    CHECK_FALSE(http::testing::holds(notify::mime_of(exchange.bag.sent.at(1)), "List-Unsubscribe"));
}

TEST_CASE("unsubscribe: opening the link changes nothing, a POST without cookies ends it, once")
{
    Exchange exchange;
    auto const address = address_in(exchange);
    for (int scanner = 0; scanner < 3; ++scanner) {
        auto const page = ask(exchange, http::Method::get, address);
        CHECK(page.status == 200);
        CHECK(http::testing::holds(http::testing::body_of(page), "These are updates about a report that you follow."));
        CHECK(http::testing::holds(http::testing::body_of(page), "<form method=\"post\">"));
    }
    CHECK(exchange.ended.empty());
    CHECK(ask(exchange, http::Method::post, address).status == 200);
    CHECK(exchange.ended == std::vector<std::int64_t>{4711});
    CHECK(ask(exchange, http::Method::post, address).status == 200);
    CHECK(exchange.ended.size() == 1);
}

TEST_CASE("unsubscribe: a guessed link, one of a topic that is gone, and one after its time end nothing")
{
    Exchange exchange;
    auto const address = address_in(exchange);
    auto guess = address;
    guess.back() = guess.back() == '0' ? '1' : '0';
    CHECK(ask(exchange, http::Method::get, guess).status == 404);
    CHECK(ask(exchange, http::Method::post, guess).status == 404);
    exchange.database.clock.advance(std::chrono::days{180});
    CHECK(ask(exchange, http::Method::get, address).status == 404);
    CHECK(ask(exchange, http::Method::post, address).status == 404);
    CHECK(exchange.ended.empty());

    Exchange other;
    auto const of_topic = address_in(other);
    other.deps.topics.clear();
    CHECK(ask(other, http::Method::post, of_topic).status == 404);
}

TEST_CASE("unsubscribe: the token is not in the database, is another one in each message, and goes after its time")
{
    Exchange exchange;
    auto const first = address_in(exchange);
    auto const token = first.substr(first.rfind('/') + 1);
    CHECK(token.size() == 40);
    static constexpr db::Query rows{"test.links", "select token_hash from notify_unsubscribe"};
    int links = 0;
    auto const look = [&](db::Snapshot& s) {
        links = 0;
        s.for_each(rows, [&](db::Row const& row) {
            ++links;
            CHECK(row.text(0).find(token) == std::string_view::npos);
        });
    };
    exchange.database->read(look);
    CHECK(links == 1);
    exchange.happen({{Channel::email, "sam@example.com"}});
    CHECK(exchange.bag.sent.at(1).content.unsubscribe != first);
    exchange.database.clock.advance(std::chrono::days{181});
    CHECK(notify::tidy_job(exchange.deps).run({}).has_value());
    exchange.database->read(look);
    CHECK(links == 0);
}

TEST_CASE("unsubscribe: the provider gets the address for its own button")
{
    Exchange exchange;
    exchange.subscription = notify::Subscription{"followers", 4711};
    auto const through =
        notify::gov_notify({.base_url = exchange.simulator.url(),
                            .api_key = Secret{notify::testing::NotifySimulator::api_key()},
                            .email_template = std::string{notify::testing::NotifySimulator::email_template}},
                           exchange.database.clock);
    exchange.deps.gateway = through.get();
    exchange.happen({{Channel::email, "sam@example.com"}});
    REQUIRE(exchange.simulator.messages().size() == 1);
    CHECK(exchange.simulator.messages()[0].unsubscribe.starts_with("https://larkmoor.example/unsubscribe/"));
}
