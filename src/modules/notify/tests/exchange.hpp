// A council's post: mail by SMTP, texts and letters by the simulator, and one event that asks for a message.
#pragma once

#include "notify_simulator.hpp"
#include "outbox.hpp"

#include <db/testing.hpp>
#include <http/testing.hpp>

#include <memory>
#include <string>
#include <vector>

namespace guildhall::notify::testing {

/// Mail by SMTP, as far as a test can tell.
class Postbag final : public Sender {
public:
    std::expected<void, db::JobFailure> send(Mail const& mail) override
    {
        if (refuses) return std::unexpected{db::JobFailure{"The mail server refused the message for good (550)", true}};
        sent.push_back(mail);
        return {};
    }
    std::vector<Mail> sent;
    bool refuses = false;
};

struct Exchange {
    db::TestDatabase database{notify::migrations()};
    Postbag bag;
    NotifySimulator simulator{database.clock};
    std::unique_ptr<Gateway> gateway = gov_notify({.base_url = simulator.url(),
                                                   .api_key = Secret{NotifySimulator::api_key()},
                                                   .text_template = std::string{NotifySimulator::text_template},
                                                   .letter_template = std::string{NotifySimulator::letter_template},
                                                   .timeout = std::chrono::milliseconds{300}},
                                                  database.clock);
    db::SubjectId subject;
    std::vector<Way> ways;
    std::optional<Subscription> subscription;
    std::string sms = "Larkmoor: we come on ((day)).";
    std::vector<std::int64_t> ended;  ///< subscriptions
    std::vector<std::string> answers; ///< texts that came back
    bool takes_answers = true;
    Deps deps{.database = *database,
              .from = {"no-reply@larkmoor.example", "Larkmoor Council"},
              .sender = bag,
              .sources = {},
              .gateway = gateway.get(),
              .callback_token = Secret{"a token of the council's"},
              .base_url = "https://larkmoor.example",
              .secret = "32 bytes that are the council's.",
              .topics = {{.name = "followers",
                          .what = "These are updates about a report that you follow.",
                          .end = [this](db::Tx&, std::int64_t id) { ended.push_back(id); }}},
              .answered = [this](db::Tx&, std::int64_t stream, std::string const& words) {
                  if (takes_answers) answers.push_back(std::to_string(stream) + ": " + words);
                  return takes_answers;
              }};
    http::Router router;

    Exchange()
    {
        deps.sources.push_back(
            {.types = {"bin.missed"}, .drafts = [this](db::Tx&, db::Event const& event) {
                 Draft draft{.recipient = ways,
                             .subject = subject,
                             .template_name = "missed-bin-received",
                             .message = *Template::parse("Subject: Your bin\nSMS: " + sms + "\n\nWe come on ((day))." +
                                                         (subscription ? "\n\n((unsubscribe link))" : "")),
                             .values = {{"day", "Friday"}},
                             .stream = event.stream,
                             .subscription = subscription};
                 return std::vector{draft};
             }});
        add_routes(router, deps);
    }
    void happen(std::vector<Way> to)
    {
        ways = std::move(to);
        auto const missed = [&](db::Tx& tx) {
            if (!subject) subject = tx.new_id<db::SubjectId>();
            tx.append({.type = "bin.missed", .stream = 77});
        };
        database->write(Actor::system(), missed).wait();
        db::EventPump{*database, {consumer(deps)}}.drain();
        run_jobs();
    }
    void run_jobs() { db::JobRunner{*database, {send_job(deps), check_job(deps)}}.drain(); }
    /// The jobs of a time that goes by.
    void wait(Duration time)
    {
        database.clock.advance(time);
        run_jobs();
    }
    std::vector<Delivery> deliveries()
    {
        return database->read([](db::Snapshot& s) { return deliveries_of(s, 77); });
    }
    std::vector<std::string> events()
    {
        return database->read([](db::Snapshot& s) {
            std::vector<std::string> types;
            for (auto const& event : db::events_of(s, 77))
                if (event.type.starts_with("message.")) types.push_back(event.type);
            return types;
        });
    }
    http::Response call(std::string path, std::string body, std::string token = "a token of the council's")
    {
        http::Request request;
        request.method = http::Method::post;
        request.path = std::move(path);
        request.body = std::move(body);
        request.headers = {{"authorization", "Bearer " + token}};
        return http::testing::answer(router, request);
    }
    int tell(std::string const& receipt) { return call("/notify/receipts", receipt).status; }
};

}
