// One's own answers to keep.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto submission = "/services/report-everything/submission";

std::vector<notify::Draft> mails(Front& front)
{
    static constexpr db::Query wanted{"test.wanted", "select stream from event where type = 'form.copy_wanted'"};
    auto const source = message_source(front.deps);
    return front.database
        ->write(Actor::system(),
                [&](db::Tx& tx) {
                    std::vector<notify::Draft> all;
                    for (auto const stream :
                         tx.all(wanted, [](db::Row const& row) { return row.get<std::int64_t>(0); })) {
                        db::Event event{};
                        event.type = "form.copy_wanted";
                        event.stream = stream;
                        for (auto& draft : source.drafts(tx, event)) all.push_back(std::move(draft));
                    }
                    return all;
                })
        .wait();
}

}

TEST_CASE("copies: answers can be printed before and after sending, and only for an hour after it")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    CHECK(check.has("href=\"/answers/report-everything\""));
    auto const before = asha.get("/answers/report-everything");
    CHECK(before.has("The lid is broken"));
    CHECK(before.has("Not sent yet."));
    CHECK_FALSE(before.has("Email me a copy"));
    asha.submit(check, submission, {});
    auto const after = asha.get("/answers/report-everything");
    CHECK(after.has("The lid is broken"));
    CHECK(after.has("Your reference is"));
    Browser other{front};
    CHECK(other.get("/answers/report-everything").location == "/services/report-everything");
    front.database.clock.advance(std::chrono::minutes{61});
    CHECK(asha.get("/answers/report-everything").location == "/services/report-everything/sent");
}

TEST_CASE("copies: a copy is emailed only where somebody asks for it, and only to the address in the form")
{
    Front front;
    Browser asha{front};
    asha.submit(walk_to_check(asha, begin(asha)), submission, {});
    CHECK(mails(front).empty());
    auto const page = asha.get("/answers/report-everything");
    CHECK(page.has("Emails are not private"));
    CHECK(asha.follow(asha.submit(page, "/answers/report-everything/copy", {{"email", "thief@example.org"}}))
              .has("We are sending a copy"));
    auto const sent = mails(front);
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().recipient.ways.at(0).address == "canary@example.org");
    auto const& lines = sent.front().values.find("answers")->items;
    CHECK(std::ranges::find(lines, "What is wrong? The lid is broken") != lines.end());
    for (int i = 0; i < 5; ++i) asha.submit(page, "/answers/report-everything/copy", {});
    CHECK(mails(front).size() == 3); // nobody's mailbox is flooded
}
