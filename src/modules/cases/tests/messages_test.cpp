// What the person who reported it is told.
#include "office.hpp"
#include "pages.hpp"
#include "reach.hpp"

using namespace guildhall;
using namespace guildhall::cases;

namespace {

class Postbag final : public notify::Sender {
public:
    [[nodiscard]] bool carries(notify::Channel) const override { return true; }
    std::expected<void, db::JobFailure> send(notify::Mail const& mail) override
    {
        std::lock_guard lock{mutex_};
        if (refuses_email && mail.channel == notify::Channel::email)
            return std::unexpected{db::JobFailure{"The mail server refused the message for good (550)", true}};
        sent.push_back(mail);
        return {};
    }
    std::vector<notify::Mail> sent;
    bool refuses_email = false;

private:
    std::mutex mutex_;
};

struct PostOffice : Office {
    Postbag bag;
    notify::Deps post{*database, {"no-reply@larkmoor.example", "Larkmoor Council"}, bag, {}};
    Actor worker = Office::street_worker();

    PostOffice() { post.sources.push_back(message_source(deps)); }
    void deliver()
    {
        db::EventPump{*database, {notify::consumer(post)}}.drain();
        db::JobRunner{*database, {notify::send_job(post)}}.drain();
    }
    Opened reported(std::string email = "sam@example.com")
    {
        return open("report-street-problem", street_answers("Heather Row", std::move(email)));
    }
    template <class F> void work(F verb) { write(verb, worker).value(); }
};

}

TEST_CASE("cases: a rehearsal tells what the person would read, word for word, and leaves nothing behind")
{
    PostOffice office;
    auto const catalogue = office.library.catalogue();
    auto const& version = *catalogue->current("report-street-problem");
    auto const answers = Office::street_answers("Heather Row", "sam@example.com");
    auto const opened = office.reported();
    office.deliver();
    forms::Submission const tried{.id = {},
                                  .version = version,
                                  .subject = {},
                                  .answers = answers,
                                  .team = version.definition.owner,
                                  .deadline = office.of(opened).target,
                                  .council = office.council};
    auto const rehearsal = rehearse(office.deps, tried, opened.reference);
    CHECK(rehearsal.team == "Street services");
    CHECK(rehearsal.stage == version.definition.stages.front().title);
    REQUIRE(rehearsal.messages.size() > 1);
    CHECK(rehearsal.messages.front().to == "sam@example.com");
    CHECK(rehearsal.messages.front().subject == office.bag.sent.front().content.subject);
    CHECK(rehearsal.messages.front().text == office.bag.sent.front().content.text);
    office.deliver();
    CHECK(office.bag.sent.size() == 1);

    auto const silent = Office::street_answers();
    forms::Submission const without{.id = {},
                                    .version = version,
                                    .subject = {},
                                    .answers = silent,
                                    .team = version.definition.owner,
                                    .deadline = office.of(opened).target,
                                    .council = office.council};
    CHECK(rehearse(office.deps, without, opened.reference).messages.empty());
}

TEST_CASE(
    "R-060 R-226 R-436 cases: a report is acknowledged with what happens, by when, how to ask, and a wish for feedback")
{
    PostOffice office;
    auto const opened = office.reported();
    office.deliver();
    REQUIRE(office.bag.sent.size() == 1);
    auto const& mail = office.bag.sent.front();
    CHECK(mail.to == "sam@example.com");
    CHECK(holds(mail.content.subject, opened.reference.shown()));
    auto const by = office.council.translator(ui::Language::en).date(office.of(opened).target);
    CHECK(holds(mail.content.text, "We look at it by " + by));
    CHECK(holds(mail.content.text, "If you have not heard from us by " + by));
    CHECK(holds(mail.content.text, "Were these pages easy to use?"));
    CHECK(holds(mail.content.text, office.council.settings.base_url + "/track/" + opened.reference.shown()));
    CHECK(holds(mail.content.text, office.council.settings.brand.phone));
    CHECK_FALSE(holds(mail.content.text, "(("));
    auto const states = office.read([&](db::Snapshot& s) { return notify::deliveries_of(s, opened.id.value); });
    REQUIRE(states.size() == 1);
    CHECK(states[0].state == notify::State::sent);
    CHECK(states[0].template_name == "street-problem-received");
}

TEST_CASE("R-057 R-065 R-225 cases: each stage that the public sees sends one message, however often the log is read")
{
    PostOffice office;
    auto const opened = office.reported();
    office.work([&](db::Tx& tx) { return move(tx, office.deps, office.worker, opened.seen(), "scheduled"); });
    office.deliver();
    office.work([&](db::Tx& tx) { return note(tx, office.worker, opened.id, NoteKind::internal, "Not for outside"); });
    office.work(
        [&](db::Tx& tx) { return close(tx, office.deps, office.worker, opened.seen(2), "done", "We filled it."); });
    office.deliver();
    office.deliver();
    REQUIRE(office.bag.sent.size() == 3);
    CHECK(holds(office.bag.sent[2].content.text, "We filled it."));
    for (auto const& mail : office.bag.sent) CHECK_FALSE(holds(mail.content.text, "Not for outside"));
}

TEST_CASE("R-057 cases: whoever reported it is told the reason when it could not be done")
{
    PostOffice office;
    auto const opened = office.reported();
    office.work([&](db::Tx& tx) {
        return could_not_do(tx, office.deps, office.worker, opened.seen(), "We could not find it");
    });
    office.deliver();
    REQUIRE(office.bag.sent.size() == 2);
    CHECK(holds(office.bag.sent[1].content.text, "We could not find it"));
}

TEST_CASE("cases: nothing is sent without an address, to whoever was forgotten, or to the sender of abuse")
{
    PostOffice office;
    SUBCASE("no address was given")
    {
        office.reported("");
        office.deliver();
        CHECK(office.bag.sent.empty());
    }
    SUBCASE("the person was forgotten before the message was made")
    {
        auto const opened = office.reported();
        auto const subject = office.of(opened).subject;
        office.write([&](db::Tx& tx) { tx.forget(subject); });
        office.deliver();
        CHECK(office.bag.sent.empty());
    }
    SUBCASE("it was abuse, and messages of before still wait in the log")
    {
        auto const opened = office.reported();
        office.deliver();
        CHECK(office.bag.sent.size() == 1);
        office.work([&](db::Tx& tx) { return move(tx, office.deps, office.worker, opened.seen(), "scheduled"); });
        office.work([&](db::Tx& tx) { return mark_abuse(tx, office.worker, opened.seen(2), "Threats"); });
        office.deliver();
        CHECK(office.bag.sent.size() == 1);
    }
}

TEST_CASE(
    "cases: a message that cannot be filled in is refused before it is published, with its line and what to write")
{
    CHECK(message_problems("Subject: Hello\n\nYour reference is ((reference)).\n").empty());
    auto const open_bracket = message_problems("Subject: Hello\n\nDear ((name\n");
    REQUIRE(open_bracket.size() == 1);
    CHECK(open_bracket[0].line == 3);
    auto const mistyped = message_problems("Subject: Hello\n\nIt is\n((refrence)), ((Promise_Date)).\n");
    REQUIRE(mistyped.size() == 1);
    CHECK(mistyped[0].line == 4);
    CHECK(holds(mistyped[0].sentence, "((refrence))"));
    CHECK(holds(mistyped[0].remedy, "tracking link"));
    CHECK(services::check(services::shipped_source(), message_problems).problems.empty());

    services::Source broken{{"messages/missed-bin-done.txt", "Subject: Done\n\n((\n"}};
    auto const checked = services::check(services::overlaid(services::shipped_source(), broken), message_problems);
    CHECK(std::ranges::none_of(checked.good, [](auto const& service) { return service.id == "report-missed-bin"; }));
    CHECK(checked.problems.front().file == "messages/missed-bin-done.txt");
}

TEST_CASE("cases: whatever a message may name is filled in")
{
    PostOffice office;
    std::string every = "Subject: Hello\n\n";
    auto const remedy = message_problems("Subject: Hello\n\n((nothing))\n").front().remedy;
    auto rest = std::string_view{remedy}.substr(remedy.find(": ") + 2);
    for (rest.remove_suffix(1); !rest.empty();) {
        auto const name = rest.substr(0, rest.find(", "));
        every += "((" + std::string{name} + "))\n";
        rest.remove_prefix(std::min(rest.size(), name.size() + 2));
    }
    office.library.publish(
        services::overlaid(services::shipped_source(), {{"messages/street-problem-received.txt", every}}));
    auto const opened = office.reported();
    auto const event = office.events(opened.id).front();
    auto const drafts = office.write([&](db::Tx& tx) { return office.post.sources.front().drafts(tx, event); });
    REQUIRE(drafts.size() == 1);
    CHECK(drafts[0].message.placeholders().size() == 11);
    CHECK(drafts[0].message.missing(drafts[0].values).empty());
}

TEST_CASE("messages: who leaves a mobile number and no email is told by text (S1)")
{
    PostOffice office;
    auto answers = Office::street_answers();
    answers.set("phone", {.values = {"07700 900123"}});
    auto const opened = office.open("report-street-problem", answers);
    office.deliver();
    REQUIRE(office.bag.sent.size() == 1);
    auto const& text = office.bag.sent.front();
    CHECK(text.channel == notify::Channel::text);
    CHECK(text.to == "+447700900123");
    CHECK(holds(text.content.short_text, office.council.settings.brand.name + ": we have your report"));
    CHECK(holds(text.content.short_text, opened.reference.shown()));
    CHECK(holds(text.content.short_text, "/track/" + opened.reference.shown()));
    CHECK(notify::text_parts(text.content.short_text) <= 2);

    answers.set("phone", {.values = {"01632 960001"}}); // a landline
    office.open("report-street-problem", answers);
    office.deliver();
    CHECK(office.bag.sent.size() == 1);
}

TEST_CASE("R-234 messages: an email comes before a text, and a text follows where it is refused")
{
    PostOffice office;
    auto answers = Office::street_answers("Heather Row", "sam@example.com");
    answers.set("phone", {.values = {"07700 900123"}});
    office.open("report-street-problem", answers);
    office.bag.refuses_email = true;
    office.deliver();
    REQUIRE(office.bag.sent.size() == 1);
    CHECK(office.bag.sent.front().channel == notify::Channel::text);
}

TEST_CASE("messages: the check says when a text is too long, and knows what it may name")
{
    auto const problems = [](std::string const& sms) {
        return message_problems("Subject: Your report\nSMS: " + sms + "\n\nWords.\n");
    };
    CHECK(problems("((council)): we have your report ((reference)). ((tracking link))").empty());
    REQUIRE(problems(std::string(500, 'a')).size() == 1);
    CHECK(problems(std::string(500, 'a'))[0].line == 2);
    CHECK(problems(std::string(201, 'a') + "\u0175").size() == 1);
    REQUIRE(problems("Hello ((first name))").size() == 1);
    CHECK(holds(problems("Hello ((first name))")[0].sentence, "((first name))"));
}

TEST_CASE("messages: the tracking page says that the first way failed, and nothing of the address")
{
    PostOffice office;
    auto answers = Office::street_answers("Heather Row", "sam@example.com");
    answers.set("phone", {.values = {"07700 900123"}});
    auto const opened = office.open("report-street-problem", answers);
    office.bag.refuses_email = true;
    office.deliver();
    auto const seen = office.read([&](db::Snapshot& s) { return tracking(s, office.deps, opened.reference); });
    REQUIRE(seen->detour.has_value());
    CHECK(seen->detour->failed == notify::Channel::email);
    CHECK(seen->detour->instead == notify::Channel::text);
    auto const t = office.council.translator(ui::Language::en);
    std::string const page = tracking_page({.tracking = *seen}, t).take();
    CHECK(holds(page, "We could not reach you by email. We sent a text instead."));
    CHECK_FALSE(holds(page, "900123"));
    CHECK_FALSE(holds(page, "sam@"));

    auto const other = office.reported("kim@example.com"); // no other way
    office.deliver();
    auto const told = office.read([&](db::Snapshot& s) { return tracking(s, office.deps, other.reference); });
    CHECK(holds(tracking_page({.tracking = *told}, t).take(), "call us to give us another way to reach you"));
}

TEST_CASE("R-230 messages: what a person chose in the form comes first, and only who chose it gets a letter")
{
    PostOffice office;
    auto answers = Office::bin_answers();
    answers.set("email", {.values = {"sam@example.com"}});
    answers.set("phone", {.values = {"07700 900123"}});
    auto const ways_of = [&](std::string wish) {
        answers.set("bin", {.values = {std::move(wish)}}); // stands in for the question of how
        auto const opened = office.open("report-missed-bin", answers);
        auto definition = office.library.catalogue()->current("report-missed-bin")->definition;
        definition.told_by = "bin";
        auto const one = office.of(opened);
        return office.read([&](db::Snapshot& s) { return recipient_of(s, definition, one).ways; });
    };
    notify::Way const email{notify::Channel::email, "sam@example.com"};
    notify::Way const text{notify::Channel::text, "+447700900123"};
    notify::Way const letter{notify::Channel::letter, "The householder\nFlat 2\n12 Heather Row\nLarkmoor\nZZ1 1AA"};
    CHECK(ways_of("email") == std::vector{email, text});
    CHECK(ways_of("text") == std::vector{text, email});
    CHECK(ways_of("letter") == std::vector{letter, email, text});
    CHECK(ways_of("food") == std::vector{email, text}); // nothing that anybody can be told by
}
