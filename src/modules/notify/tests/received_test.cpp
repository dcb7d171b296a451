// Texts that people send back.
#include "exchange.hpp"

#include <doctest/doctest.h>

using namespace guildhall;
using notify::Channel;
using notify::testing::Exchange;

namespace {

std::string text(std::string const& id, std::string const& words, std::string const& number = "447700900123")
{
    return R"({"id":")" + id + R"(","source_number":")" + number +
           R"(","destination_number":"07700987654","message":")" + words +
           R"(","date_received":"2026-03-12T12:15:30.000000Z"})";
}

std::vector<notify::StrayText> strays(Exchange& exchange)
{
    return exchange.database->read([](db::Snapshot& s) { return notify::stray_texts(s); });
}

}

TEST_CASE("received texts: an answer goes to what the number was last written to about, once")
{
    Exchange exchange;
    exchange.happen({{Channel::text, "07700 900123"}});
    CHECK(exchange.call("/notify/received-texts", text("a", "It is mended")).status == 200);
    CHECK(exchange.call("/notify/received-texts", text("a", "It is mended")).status == 200);
    CHECK(exchange.answers == std::vector<std::string>{"77: It is mended"});
    CHECK(strays(exchange).empty());
    exchange.database.clock.advance(std::chrono::days{27});
    CHECK(exchange.call("/notify/received-texts", text("b", "Thanks")).status == 200);
    CHECK(exchange.answers.size() == 2);
}

TEST_CASE("received texts: what belongs to nothing is kept for staff, sealed, for 30 days")
{
    Exchange exchange;
    exchange.happen({{Channel::text, "07700 900123"}});
    CHECK(exchange.call("/notify/received-texts", text("a", "Who are you", "447700900124")).status == 200);
    exchange.takes_answers = false;
    CHECK(exchange.call("/notify/received-texts", text("b", "Too late")).status == 200);
    exchange.database.clock.advance(std::chrono::days{36});
    exchange.takes_answers = true;
    CHECK(exchange.call("/notify/received-texts", text("c", "After five weeks")).status == 200);
    CHECK(exchange.answers.empty());
    REQUIRE(strays(exchange).size() == 3);
    CHECK(strays(exchange)[0].words == "After five weeks");
    CHECK(strays(exchange)[0].number == "+447700900123");
    static constexpr db::Query rows{"test.received", "select provider_hash, number, words from notify_received"};
    exchange.database->read([](db::Snapshot& s) {
        s.for_each(rows, [](db::Row const& row) {
            for (int column = 0; column < 3; ++column) {
                CHECK(row.bytes(column).find("7700900") == std::string_view::npos);
                CHECK(row.bytes(column).find("late") == std::string_view::npos);
            }
        });
    });
    CHECK(notify::tidy_job(exchange.deps).run({}).has_value());
    CHECK(strays(exchange).size() == 1);
}

TEST_CASE("received texts: only the provider may send them, and what is none is refused")
{
    Exchange exchange;
    CHECK(exchange.call("/notify/received-texts", text("a", "x"), "guessed").status == 403);
    CHECK(exchange.call("/notify/received-texts", "{}").status == 400);
    CHECK(exchange.call("/notify/received-texts", "nothing").status == 400);
    CHECK(strays(exchange).empty());
}

TEST_CASE("received texts: whoever is forgotten is not found by their number")
{
    Exchange exchange;
    exchange.happen({{Channel::text, "07700 900123"}});
    exchange.database->write(Actor::system(), [](db::Tx& tx) { notify::forget_recipients(tx, 77); }).wait();
    CHECK(exchange.call("/notify/received-texts", text("a", "Hello")).status == 200);
    CHECK(exchange.answers.empty());
    for (auto const& read : db::whole_reads(*exchange.database)) FAIL_CHECK(read);
}
