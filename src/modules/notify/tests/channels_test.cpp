// One message on several channels: which is tried, what follows when it fails, and what a provider says afterwards.
#include "exchange.hpp"

#include <doctest/doctest.h>

using namespace guildhall;
using notify::Channel;
using notify::State;
using notify::Way;
using notify::testing::Exchange;
using notify::testing::NotifySimulator;
using Mood = NotifySimulator::Mood;

namespace {

Way const mobile{Channel::text, "07700 900123"};
Way const wrong_mobile{Channel::text, "07700 900002"};
Way const email{Channel::email, "sam@example.com"};
Way const home{Channel::letter, "Sam Hill\n1 Elm Road\nLarkmoor\nSW1A 1AA"};

}

TEST_CASE("notify: a text goes out through the provider, and its receipt says that it arrived (S1)")
{
    Exchange exchange;
    exchange.happen({mobile});
    REQUIRE(exchange.simulator.messages().size() == 1);
    auto const message = exchange.simulator.messages()[0];
    CHECK(message.to == "+447700900123");
    CHECK(message.body == "Larkmoor: we come on Friday.");
    REQUIRE(exchange.deliveries().size() == 1);
    CHECK(exchange.deliveries()[0].channel == Channel::text);
    CHECK(exchange.deliveries()[0].state == State::sent);
    for (auto const& receipt : exchange.simulator.settle()) CHECK(exchange.tell(receipt) == 200);
    CHECK(exchange.deliveries()[0].state == State::delivered);
    CHECK(exchange.deliveries()[0].delivered == exchange.database.clock.now());
    CHECK(exchange.events() == std::vector<std::string>{"message.sent", "message.delivered"});
    CHECK(exchange.bag.sent.empty());
}

TEST_CASE("R-234 notify: what cannot be reached on one way goes on to the next, in the person's order")
{
    Exchange exchange;
    exchange.happen({wrong_mobile, email, home});
    CHECK(exchange.bag.sent.empty()); // the provider has taken the text, and says nothing yet
    for (auto const& receipt : exchange.simulator.settle()) CHECK(exchange.tell(receipt) == 200);
    exchange.run_jobs();
    REQUIRE(exchange.bag.sent.size() == 1);
    CHECK(exchange.bag.sent[0].to == "sam@example.com");
    CHECK(exchange.bag.sent[0].content.text == "We come on Friday.\n");
    auto const states = exchange.deliveries();
    REQUIRE(states.size() == 2);
    CHECK(states[0].state == State::failed);
    CHECK(states[0].problem == "It could not be delivered: the address or number may be wrong");
    CHECK(states[1].state == State::sent);
    CHECK(states[1].instead_of == states[0].id);
    CHECK(exchange.events() == std::vector<std::string>{"message.sent", "message.failed", "message.sent"});
    CHECK(exchange.database->read([](db::Snapshot& s) { return db::dead_letters(s); }).empty());
}

TEST_CASE("notify: an address that the mail server refuses goes on to a letter")
{
    Exchange exchange;
    exchange.bag.refuses = true;
    exchange.happen({email, home});
    exchange.run_jobs();
    REQUIRE(exchange.simulator.messages().size() == 1);
    CHECK(exchange.simulator.messages()[0].type == "letter");
    CHECK(exchange.simulator.messages()[0].subject == "Your bin");
    exchange.simulator.settle(); // letters have no receipts: we ask
    exchange.wait(std::chrono::hours{1});
    CHECK(exchange.deliveries()[1].state == State::delivered);
}

TEST_CASE("notify: a letter that comes back weeks later is shown as failed")
{
    Exchange exchange;
    exchange.happen({home});
    auto const reference = exchange.simulator.messages()[0].reference;
    auto const back =
        R"({"notification_id":"740e5834-3a29-46b4-9a6f-000000000001","reference":")" + reference + R"("})";
    CHECK(exchange.call("/notify/returned-letters", back).status == 200);
    CHECK(exchange.deliveries()[0].state == State::failed);
    CHECK(exchange.deliveries()[0].problem == "The letter came back");
    CHECK(exchange.events().back() == "message.failed");
}

TEST_CASE("notify: ways that are none, and channels that nobody carries, are passed over")
{
    Exchange exchange;
    exchange.happen({{Channel::text, "01632 960001"}, email});
    REQUIRE(exchange.deliveries().size() == 1);
    CHECK(exchange.deliveries()[0].channel == Channel::email);
    CHECK(exchange.bag.sent.size() == 1);

    Exchange without_provider;
    without_provider.deps.gateway = nullptr;
    without_provider.happen({mobile});
    REQUIRE(without_provider.deliveries().size() == 1);
    CHECK(without_provider.deliveries()[0].state == State::failed);
    CHECK(without_provider.deliveries()[0].problem.starts_with("No way to send a text is set up"));
}

TEST_CASE("notify: a text whose answer was lost is not sent twice")
{
    Exchange exchange;
    exchange.simulator.set(Mood::drop_after_taking);
    exchange.happen({mobile});
    CHECK(exchange.deliveries()[0].state == State::queued);
    exchange.simulator.set(Mood::well);
    exchange.wait(std::chrono::minutes{1});
    CHECK(exchange.deliveries()[0].state == State::sent);
    CHECK(exchange.simulator.messages().size() == 1);
}

TEST_CASE("notify: a receipt that is faster than the answer stops the next attempt")
{
    Exchange exchange;
    exchange.simulator.set(Mood::drop_after_taking);
    exchange.happen({mobile});
    exchange.simulator.set(Mood::well);
    for (auto const& receipt : exchange.simulator.settle()) CHECK(exchange.tell(receipt) == 200);
    CHECK(exchange.deliveries()[0].state == State::delivered);
    auto const asked = exchange.simulator.requests();
    exchange.wait(std::chrono::minutes{1});
    CHECK(exchange.simulator.requests() == asked);
    CHECK(exchange.deliveries()[0].state == State::delivered);
}

TEST_CASE("notify: receipts that come twice, late or in another order change nothing that is known")
{
    Exchange exchange;
    exchange.happen({mobile, email});
    auto message = exchange.simulator.messages()[0];
    message.status = "delivered";
    auto const good = NotifySimulator::receipt_of(message);
    message.status = "temporary-failure";
    auto const bad = NotifySimulator::receipt_of(message);
    message.status = "sending";
    auto const early = NotifySimulator::receipt_of(message);
    for (auto const& receipt : {early, good, bad, good, early}) CHECK(exchange.tell(receipt) == 200);
    exchange.run_jobs();
    CHECK(exchange.deliveries().size() == 1);
    CHECK(exchange.deliveries()[0].state == State::delivered);
    CHECK(exchange.bag.sent.empty());
    CHECK(exchange.events() == std::vector<std::string>{"message.sent", "message.delivered"});

    Exchange other;
    other.happen({mobile, email});
    for (auto const& receipt : {bad, bad, good}) {
        auto text = receipt;
        auto const at = text.find(message.reference);
        text.replace(at, message.reference.size(), other.simulator.messages()[0].reference);
        CHECK(other.tell(text) == 200);
    }
    other.run_jobs();
    CHECK(other.bag.sent.size() == 1); // once, and the good news that came late is shown, too
    CHECK(other.deliveries()[0].state == State::delivered);
}

TEST_CASE("notify: what the provider never spoke of again is asked after")
{
    Exchange exchange;
    exchange.happen({wrong_mobile, email});
    exchange.wait(std::chrono::hours{1});
    CHECK(exchange.deliveries()[0].state == State::sent);
    exchange.simulator.settle(); // and its receipts are lost
    exchange.wait(std::chrono::hours{7});
    CHECK(exchange.deliveries()[0].state == State::failed);
    exchange.run_jobs();
    CHECK(exchange.bag.sent.size() == 1);
    auto const asked = exchange.simulator.requests();
    exchange.wait(std::chrono::hours{100});
    CHECK(exchange.simulator.requests() == asked);
}

TEST_CASE("notify: whoever is asked after without end is let go after a week, and nothing of the message is kept")
{
    Exchange exchange;
    exchange.happen({mobile, email});
    for (int day = 0; day < 10; ++day) exchange.wait(std::chrono::hours{24});
    CHECK(exchange.deliveries()[0].state == State::sent);
    auto const id = exchange.deliveries()[0].id;
    auto const row = exchange.database->read([&](db::Snapshot& s) { return notify::find_outgoing(s, id); });
    CHECK_FALSE(row->content.has_value());
    CHECK(row->rest.empty());
}

TEST_CASE("notify: a provider that is down holds a text for a day, but only ten minutes where there is another way")
{
    Exchange exchange;
    exchange.simulator.set(Mood::internal_error);
    exchange.happen({mobile});
    for (int hour = 0; hour < 10; ++hour) exchange.wait(std::chrono::hours{1});
    CHECK(exchange.deliveries()[0].state == State::queued);
    CHECK(exchange.deliveries()[0].problem.starts_with("GOV.UK Notify has trouble"));
    exchange.simulator.set(Mood::well);
    exchange.wait(std::chrono::hours{2});
    CHECK(exchange.deliveries()[0].state == State::sent);

    Exchange other;
    other.simulator.set(Mood::internal_error);
    other.happen({mobile, email});
    for (int minute = 0; minute < 20; ++minute) other.wait(std::chrono::minutes{5});
    CHECK(other.deliveries()[0].state == State::failed);
    CHECK(other.bag.sent.size() == 1);
}

TEST_CASE("notify: staff can have a message tried again that failed")
{
    Exchange exchange;
    exchange.bag.refuses = true;
    exchange.happen({email});
    REQUIRE(exchange.deliveries()[0].state == State::failed);
    auto const dead = exchange.database->read([](db::Snapshot& s) { return db::dead_letters(s); });
    REQUIRE(dead.size() == 1);
    exchange.bag.refuses = false;
    exchange.database->write(Actor::system(), [&](db::Tx& tx) { db::retry(tx, dead[0].id); }).wait();
    exchange.run_jobs();
    CHECK(exchange.bag.sent.size() == 1);
    CHECK(exchange.deliveries()[0].state == State::sent);
}

TEST_CASE("notify: the provider's calls need its token, and a council without one takes none")
{
    Exchange exchange;
    exchange.happen({mobile});
    auto const receipt = exchange.simulator.settle().at(0);
    CHECK(exchange.call("/notify/receipts", receipt, "a token of the council's.").status == 403);
    CHECK(exchange.call("/notify/receipts", receipt, "").status == 403);
    CHECK(exchange.deliveries()[0].state == State::sent);
    CHECK(exchange.call("/notify/receipts", receipt).status == 200);
    CHECK(exchange.deliveries()[0].state == State::delivered);

    Exchange closed;
    closed.deps.callback_token = Secret{};
    CHECK(closed.call("/notify/receipts", receipt, "").status == 403);
}

TEST_CASE("notify: a call that is none is refused, and one about somebody else's message is thanked for")
{
    Exchange exchange;
    exchange.happen({mobile});
    for (std::string const broken : {"", "{", "[]", "{}", "\"delivered\"", R"({"status":7})"})
        CHECK(exchange.tell(broken) == 400);
    for (std::string const reference :
         {"null", "\"\"", "\"@\"", "\"4d\"", "\"ffffffffffffffffff@x\"", "\"7@x\"", "\"zz@x\""})
        CHECK(exchange.tell(R"({"status":"permanent-failure","reference":)" + reference + "}") == 200);
    CHECK(exchange.deliveries()[0].state == State::sent);
}

TEST_CASE("notify: neither numbers, addresses nor words stand in rows, jobs or events")
{
    Exchange exchange;
    exchange.happen({wrong_mobile, email, home});
    static constexpr db::Query rows{"test.rows",
                                    "select recipient_hash, recipient, body, rest, problem from notify_outbox"};
    static constexpr db::Query jobs{"test.jobs", "select payload from job"};
    auto const secrets = {"7700900002", "sam@", "Elm Road", "Friday"};
    auto const look = [&](db::Snapshot& s) {
        s.for_each(rows, [&](db::Row const& row) {
            for (int column = 0; column < 5; ++column)
                for (auto const* secret : secrets) CHECK(row.bytes(column).find(secret) == std::string_view::npos);
        });
        s.for_each(jobs, [&](db::Row const& row) {
            for (auto const* secret : secrets) CHECK(row.text(0).find(secret) == std::string_view::npos);
        });
        for (auto const& event : db::events_of(s, 77))
            for (auto const* secret : secrets) CHECK(event.facts.find(secret) == std::string::npos);
    };
    exchange.database->read(look);
}

TEST_CASE("notify: whoever is forgotten while a text is on its way is not written to in another way")
{
    Exchange exchange;
    exchange.happen({wrong_mobile, email});
    exchange.database->write(Actor::system(), [&](db::Tx& tx) { tx.forget(exchange.subject); }).wait();
    for (auto const& receipt : exchange.simulator.settle()) CHECK(exchange.tell(receipt) == 200);
    exchange.run_jobs();
    CHECK(exchange.bag.sent.empty());
    CHECK(exchange.deliveries().size() == 1);
}

TEST_CASE("notify: the demo's folder has texts and letters, too")
{
    db::TestFolder folder;
    auto const sender = notify::folder_sender(folder.path());
    notify::Mail mail{.id = {5},
                      .message_id = "<5@larkmoor.example>",
                      .to = "+447700900123",
                      .from = "no-reply@larkmoor.example",
                      .from_name = "Larkmoor Council",
                      .date = from_millis(1773324300000),
                      .content = {.subject = "Your bin",
                                  .text = "We come.\n",
                                  .html = "",
                                  .short_text = "Larkmoor: we come.",
                                  .markdown = ""},
                      .channel = Channel::text};
    REQUIRE(sender->carries(Channel::letter));
    REQUIRE(sender->send(mail).has_value());
    mail.id = {6};
    mail.channel = Channel::letter;
    mail.to = home.address;
    REQUIRE(sender->send(mail).has_value());
    auto const text = notify::mail_in_folder(folder.path(), notify::OutboxId{5});
    REQUIRE(text.has_value());
    CHECK(text->channel == Channel::text);
    CHECK(text->to == "+447700900123");
    CHECK(text->text == "Larkmoor: we come.\n");
    auto const letter = notify::mail_in_folder(folder.path(), notify::OutboxId{6});
    REQUIRE(letter.has_value());
    CHECK(letter->subject == "Your bin");
    CHECK(letter->text == "We come.\n\n");
    CHECK(notify::mail_in_folder(folder.path()).size() == 2);
    CHECK_FALSE(notify::mail_in_folder(folder.path(), notify::OutboxId{7}).has_value());
}

TEST_CASE("notify: which numbers get texts")
{
    for (auto const* mobile :
         {"07700 900123", "+44 7700 900123", "0044 7700900123", "07624 123456", "+33 6 12 34 56 78"})
        CHECK_MESSAGE(notify::text_number(mobile).has_value(), mobile);
    for (auto const* other :
         {"01632 960001", "020 7946 0000", "07012 345678", "07612 345678", "999", "", "sam@example.com"})
        CHECK_MESSAGE(!notify::text_number(other).has_value(), other);
}

TEST_CASE("notify: how many texts the phone networks make of one")
{
    CHECK(notify::text_parts("") == 1);
    CHECK(notify::text_parts(std::string(160, 'a')) == 1);
    CHECK(notify::text_parts(std::string(161, 'a')) == 2);
    CHECK(notify::text_parts(std::string(306, 'a')) == 2);
    CHECK(notify::text_parts(std::string(307, 'a')) == 3);
    CHECK(notify::text_parts(std::string(159, 'a') + "£") == 1);
    CHECK(notify::text_parts(std::string(159, 'a') + "€") == 2); // takes two places
    CHECK(notify::text_parts(std::string(69, 'a') + "’") == 1);  // not in their alphabet: 70 at most
    CHECK(notify::text_parts(std::string(70, 'a') + "’") == 2);
    CHECK(notify::text_parts(std::string(67, 'a') + "ŵ") == 1);
}

TEST_CASE("template: a text has its own line, and without one it is the subject after the council's name")
{
    auto const with =
        notify::Template::parse("Subject: Your bin\nSMS: Bin on ((day)).\n\nWe come on ((day)) to ((place)).\n");
    REQUIRE(with);
    CHECK(with->placeholders() == std::vector<std::string>{"day", "place"});
    CHECK(with->render({{"day", "Friday\nnight"}}, "Larkmoor").short_text == "Bin on Friday night.");
    CHECK(with->body() == "We come on ((day)) to ((place)).\n");
    auto const without = notify::Template::parse("Subject: Your bin\n\nSMS: is no line of the head here.\n");
    REQUIRE(without);
    CHECK(without->render({}, "Larkmoor Council").short_text == "Larkmoor Council: Your bin");
    CHECK(without->body().starts_with("SMS:"));
    CHECK_FALSE(notify::Template::parse("Subject: Your bin\nSMS:\n\nWords.\n"));
    CHECK_FALSE(notify::Template::parse("Subject: Your bin\nSMS: Words.\n"));
}

TEST_CASE("template: what people typed is neither link, heading nor list in the provider's Markdown")
{
    auto const parsed =
        notify::Template::parse("Subject: x\n\n# About ((what))\n\n((words))\n\n* ((words))\n\n((list))\n\n"
                                "See [our page](https://larkmoor.example/a).\n");
    REQUIRE(parsed);
    notify::Personalisation values{{"what", "bins"}, {"words", "# [win](https://evil.example)\n* now"}};
    values.set("list", std::vector<std::string>{"- one", "1. two"});
    CHECK(parsed->render(values, "L").markdown ==
          "# About bins\n\n(win)(https://evil.example) * now\n\n* (win)(https://evil.example) * now\n\n"
          "* one\n* 1\u2060. two\n\nSee our page: https://larkmoor.example/a.\n");
}
