// From an event to a mail: the consumer, the outbox, the job and its bad days.
#include "outbox.hpp"

#include <db/testing.hpp>
#include <doctest/doctest.h>

#include <mutex>

using namespace guildhall;

namespace {

/// A sender that fails as often as a test asks for.
class MoodySender final : public notify::Sender {
public:
    std::expected<void, db::JobFailure> send(notify::Mail const& mail) override
    {
        std::lock_guard lock{mutex_};
        tried.push_back(mail);
        if (failures-- > 0)
            return std::unexpected{db::JobFailure{"The mail server asked to try later (451)", permanent}};
        return {};
    }
    std::vector<notify::Mail> tried;
    int failures = 0;
    bool permanent = false;

private:
    std::mutex mutex_;
};

struct PostOffice {
    db::TestDatabase database{notify::migrations()};
    MoodySender sender;
    db::SubjectId subject;
    std::string address = "sam@example.com";
    notify::Deps deps{*database, {"noreply@larkmoor.example", "Larkmoor Council"}, sender, {}};

    PostOffice()
    {
        deps.sources.push_back({.types = {"bin.missed"}, .drafts = [this](db::Tx&, db::Event const& event) {
                                    notify::Draft draft{
                                        .recipient = address,
                                        .subject = subject,
                                        .template_name = "missed-bin-received",
                                        .message = *notify::Template::parse("Subject: Your bin\n\nWe come on ((day))."),
                                        .values = {{"day", "Friday"}},
                                        .stream = event.stream};
                                    return std::vector{draft, draft}; // a source that repeats itself sends once
                                }});
    }
    void happen()
    {
        database
            ->write(Actor::system(),
                    [&](db::Tx& tx) {
                        if (!subject) subject = tx.new_id<db::SubjectId>();
                        tx.append({.type = "bin.missed", .stream = 77});
                        tx.append({.type = "bin.emptied", .stream = 77});
                    })
            .wait();
    }
    void pump() { db::EventPump{*database, {notify::consumer(deps)}}.drain(); }
    void run_jobs() { db::JobRunner{*database, {notify::send_job(deps)}}.drain(); }
    std::vector<notify::Delivery> deliveries()
    {
        return database->read([](db::Snapshot& s) { return notify::deliveries(s); });
    }
    std::vector<std::string> events()
    {
        return database->read([](db::Snapshot& s) {
            std::vector<std::string> types;
            for (auto const& event : db::events_of(s, 77)) types.push_back(event.type);
            return types;
        });
    }
};

}

TEST_CASE("outbox: an event becomes one mail, and staff see that it was sent but not what it said")
{
    PostOffice post;
    post.happen();
    post.pump();
    REQUIRE(post.deliveries().size() == 1);
    CHECK(post.deliveries()[0].state == notify::State::queued);
    post.run_jobs();
    REQUIRE(post.sender.tried.size() == 1);
    auto const& mail = post.sender.tried[0];
    CHECK(mail.to == "sam@example.com");
    CHECK(mail.from == "noreply@larkmoor.example");
    CHECK(mail.content.text == "We come on Friday.\n");
    CHECK(mail.message_id.ends_with("@larkmoor.example>"));
    CHECK(mail.date == post.database.clock.now());

    auto const sent = post.deliveries()[0];
    CHECK(sent.state == notify::State::sent);
    CHECK(sent.attempts == 1);
    CHECK(sent.stream == 77);
    CHECK(sent.sent == post.database.clock.now());
    CHECK(post.events() == std::vector<std::string>{"bin.missed", "bin.emptied", "message.sent"});
    auto const row = post.database->read([&](db::Snapshot& s) { return notify::find_outgoing(s, sent.id); });
    CHECK_FALSE(row->content.has_value());
}

TEST_CASE("outbox: a consumer that sees an event again, and a job that runs again, send nothing twice")
{
    PostOffice post;
    post.happen();
    post.pump();
    auto const event = post.database->read([](db::Snapshot& s) { return db::events_of(s, 77).front(); });
    post.database->write(Actor::system(), [&](db::Tx& tx) { notify::consumer(post.deps).handle(tx, event); }).wait();
    post.run_jobs();
    CHECK(post.deliveries().size() == 1);
    auto const id = post.deliveries()[0].id;
    CHECK(notify::send_job(post.deps)
              .run({.id = {1}, .kind = "notify.send", .payload = std::to_string(id.value), .attempt = 2})
              .has_value());
    CHECK(post.sender.tried.size() == 1);
}

TEST_CASE("outbox: a mail server's bad hour is waited out, with the same Message-ID each time")
{
    PostOffice post;
    post.sender.failures = 2;
    post.happen();
    post.pump();
    for (int i = 0; i < 10 && post.deliveries()[0].state == notify::State::queued; ++i) {
        post.run_jobs();
        if (i == 0) CHECK(post.deliveries()[0].problem == "The mail server asked to try later (451)");
        post.database.clock.advance(std::chrono::minutes{2});
    }
    REQUIRE(post.sender.tried.size() == 3);
    CHECK(post.sender.tried[0].message_id == post.sender.tried[2].message_id);
    CHECK(notify::mime_of(post.sender.tried[0]) == notify::mime_of(post.sender.tried[2]));
    CHECK(post.deliveries()[0].state == notify::State::sent);
    CHECK(post.deliveries()[0].attempts == 3);
    CHECK(post.deliveries()[0].problem.empty());
}

TEST_CASE("outbox: a refusal for good is shown to staff as failed and stays on the dead-letter list")
{
    PostOffice post;
    post.sender.failures = 1;
    post.sender.permanent = true;
    post.happen();
    post.pump();
    post.run_jobs();
    CHECK(post.deliveries()[0].state == notify::State::failed);
    CHECK(post.events().back() == "message.failed");
    auto const dead = post.database->read([](db::Snapshot& s) { return db::dead_letters(s); });
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].reason.find("sam") == std::string::npos);
    post.database.clock.advance(std::chrono::hours{2});
    post.run_jobs();
    CHECK(post.sender.tried.size() == 1);
}

TEST_CASE("outbox: a mail server that is down is waited for, and after a day staff see the mail as failed")
{
    PostOffice post;
    post.sender.failures = 1000;
    post.happen();
    post.pump();
    for (int i = 0; i < 20; ++i) {
        post.run_jobs();
        post.database.clock.advance(std::chrono::hours{1});
    }
    CHECK(post.deliveries()[0].state == notify::State::queued);
    for (int i = 0; i < 20; ++i) {
        post.run_jobs();
        post.database.clock.advance(std::chrono::hours{2});
    }
    CHECK(post.sender.tried.size() == 33);
    CHECK(post.deliveries()[0].state == notify::State::failed);
}

TEST_CASE("outbox: an address that is none is recorded as failed and never sent")
{
    PostOffice post;
    post.address = "sam@example.com\r\nBcc: everybody@example.com";
    post.happen();
    post.pump();
    post.run_jobs();
    CHECK(post.sender.tried.empty());
    CHECK(post.deliveries()[0].state == notify::State::failed);
}

TEST_CASE("outbox: what was waiting for a person who is forgotten is not sent")
{
    PostOffice post;
    post.happen();
    post.pump();
    post.database->write(Actor::system(), [&](db::Tx& tx) { tx.forget(post.subject); }).wait();
    post.run_jobs();
    CHECK(post.sender.tried.empty());
    CHECK(post.deliveries()[0].state == notify::State::failed);
    CHECK(post.deliveries()[0].problem == "The person's data was deleted");
}

TEST_CASE("outbox: neither address nor words stand in the database")
{
    PostOffice post;
    post.happen();
    post.pump();
    static constexpr db::Query whole{"test.outbox", "select recipient_hash, recipient, body from notify_outbox"};
    post.database->read([&](db::Snapshot& s) {
        s.for_each(whole, [](db::Row const& row) {
            for (int column = 0; column < 3; ++column) {
                CHECK(row.bytes(column).find("sam@") == std::string_view::npos);
                CHECK(row.bytes(column).find("Friday") == std::string_view::npos);
            }
        });
    });
}

TEST_CASE("outbox: the demo's folder can be read like a mailbox, newest first")
{
    db::TestFolder folder;
    auto const sender = notify::folder_sender(folder.path() / "mail");
    for (std::int64_t id : {5, 300}) {
        notify::Mail const mail{.id = {id},
                                .message_id = "<x@larkmoor.example>",
                                .to = "sam@example.com",
                                .from = "noreply@larkmoor.example",
                                .from_name = "Larkmoor Council",
                                .date = from_millis(1773324300000),
                                .content = {"Number " + std::to_string(id), "Hello\n", "<p>Hello</p>\n"}};
        REQUIRE(sender->send(mail).has_value());
        REQUIRE(sender->send(mail).has_value()); // a repeat takes the place of the first
    }
    auto const mails = notify::mail_in_folder(folder.path() / "mail");
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].subject == "Number 300");
    CHECK(mails[1].text == "Hello\n");
    CHECK(notify::mail_in_folder(folder.path() / "none").empty());
    CHECK(notify::mail_in_folder(folder.path() / "mail", 1).size() == 1);
}

TEST_CASE("notify: forgetting to whom messages went keeps that they went, and stops what still waits")
{
    PostOffice post;
    post.happen();
    post.pump();
    post.database->write(Actor::system(), [](db::Tx& tx) { notify::forget_recipients(tx, 77); }).wait();
    post.run_jobs();
    CHECK(post.sender.tried.empty());
    REQUIRE(post.deliveries().size() == 1);
    CHECK(post.deliveries()[0].state == notify::State::failed);
    CHECK(post.deliveries()[0].problem == "The person's data was deleted");
}

TEST_CASE("notify: what it sends, lists and forgets goes by an index")
{
    PostOffice post;
    post.happen();
    post.pump();
    post.run_jobs();
    CHECK(post.deliveries().size() == 1);
    post.database->read([](db::Snapshot& s) { return notify::deliveries_of(s, 77); });
    post.database->write(Actor::system(), [](db::Tx& tx) { notify::forget_recipients(tx, 77); }).wait();
    for (auto const& read : db::whole_reads(*post.database)) FAIL_CHECK(read);
}
