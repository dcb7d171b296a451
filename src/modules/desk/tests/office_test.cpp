// Messages, failed work, and administration.
#include "room.hpp"

#include <db/jobs.hpp>

#include <fstream>

using namespace guildhall;
using namespace guildhall::desk;

namespace {

/// Sends what is due: into the folder of the demo, or nowhere at all.
void deliver(Room& room, notify::Sender& sender)
{
    notify::Deps post{*room.database, {"no-reply@larkmoor.example", "Larkmoor Council"}, sender, {}};
    post.sources.push_back(cases::message_source(room.cases_deps));
    db::EventPump{*room.database, {notify::consumer(post)}}.drain();
    db::JobRunner{*room.database, {notify::send_job(post)}}.drain();
}

class Refusing final : public notify::Sender {
public:
    std::expected<void, db::JobFailure> send(notify::Mail const&) override
    {
        return std::unexpected{db::JobFailure{"The mail server said no (550)", true}};
    }
};

}

TEST_CASE("desk: staff see that a message left, and what it says in a demonstration only")
{
    Room room;
    auto const opened = room.open(Room::street_answers("Heather Row", "A deep hole", "sam@example.com"));
    auto const folder = notify::folder_sender(room.council.folder / "mail");
    deliver(room, *folder);
    auto const outbox = body_of(room.get("asha", "/desk/outbox"));
    CHECK(holds(outbox, "street-problem-received"));
    CHECK(holds(outbox, "Sent"));
    CHECK_FALSE(holds(outbox, "sam@example.com"));
    CHECK_FALSE(holds(outbox, opened.reference.shown()));
    auto const at = outbox.find("/desk/outbox/");
    REQUIRE(at != std::string::npos);
    auto const address = outbox.substr(at, outbox.find('"', at) - at);
    auto const mail = room.get("asha", address);
    CHECK(mail.status == 200);
    CHECK(holds(body_of(mail), "sam@example.com"));
    CHECK(holds(body_of(mail), "href=\"/track/" + opened.reference.shown() + "\""));
    CHECK(room.get("", address).status == 303);
    // Another team's: neither its state nor, in the demonstration, its words.
    CHECK_FALSE(holds(body_of(room.get("wyn", "/desk/outbox")), "street-problem-received"));
    CHECK(room.get("wyn", address).status == 404);
    CHECK(holds(body_of(room.get("asha", opened.path())), "street-problem-received"));

    std::ofstream{room.folder.path() / "secret.eml"} << "To: x\r\n\r\nsecret";
    for (auto const* name : {"..%2fsecret.eml", "../secret.eml", "secret.eml", "0000000000000000.eml", ".eml",
                             "7fffffffffffffff.eml", "ffffffffffffffff.eml"}) {
        auto r = room.request(http::Method::get, "/desk/outbox/x");
        r.headers.emplace_back("cookie", "staff=" + room.token_of("asha"));
        auto match = room.router.find(r.method, r.path);
        r.path_parameters = {{"name", name}};
        REQUIRE_FALSE(match.route->access.check(r).has_value());
        int status = 0;
        try {
            status = match.route->read(r).status;
        } catch (http::Halt const& halt) {
            status = halt.response.status;
        }
        CHECK_MESSAGE(status == 404, name);
    }
}

TEST_CASE("desk: a real council's mails cannot be read at the desk, not even from its folder")
{
    Room room{false};
    room.open(Room::street_answers("Heather Row", "A deep hole", "sam@example.com"));
    auto const folder = notify::folder_sender(room.council.folder / "mail");
    deliver(room, *folder);
    auto const outbox = body_of(room.get("asha", "/desk/outbox"));
    CHECK(holds(outbox, "street-problem-received"));
    CHECK_FALSE(holds(outbox, "/desk/outbox/"));
    for (auto const& entry : std::filesystem::directory_iterator{room.council.folder / "mail"})
        CHECK(room.get("asha", "/desk/outbox/" + entry.path().filename().string()).status == 404);
}

TEST_CASE("desk: a mail of the demonstration is shown as text, whatever is in it")
{
    Room room;
    auto const opened = room.open(Room::street_answers("Heather Row", "A deep hole", "sam@example.com"));
    auto const folder = notify::folder_sender(room.council.folder / "mail");
    room.post("asha", opened.path("/closure"),
              room.seen(opened, {{"outcome", "done"}, {"words", "<script>alert(1)</script> & <b>done</b>"}}));
    deliver(room, *folder);
    int read = 0;
    for (auto const& entry : std::filesystem::directory_iterator{room.council.folder / "mail"}) {
        auto const page = body_of(room.get("asha", "/desk/outbox/" + entry.path().filename().string()));
        CHECK_FALSE(holds(page, "<script>alert"));
        CHECK_FALSE(holds(page, "<b>done"));
        read += holds(page, "&lt;script&gt;alert(1)&lt;/script&gt;") ? 1 : 0;
    }
    CHECK(read == 1);
}

TEST_CASE("desk: a text of the demonstration can be read, and the case says how it went")
{
    Room room;
    auto answers = Room::street_answers();
    answers.set("phone", {.values = {"07700 900123"}});
    auto const opened = room.open(answers);
    auto const folder = notify::folder_sender(room.council.folder / "mail");
    deliver(room, *folder);
    auto const outbox = body_of(room.get("asha", "/desk/outbox"));
    CHECK(holds(outbox, "Text message"));
    auto const at = outbox.find("/desk/outbox/");
    REQUIRE(at != std::string::npos);
    auto const text = body_of(room.get("asha", outbox.substr(at, outbox.find('"', at) - at)));
    CHECK(holds(text, "+447700900123"));
    CHECK(holds(text, "we have your report"));
    auto const page = body_of(room.get("asha", opened.path()));
    CHECK(holds(page, "<strong>Text message: Sent</strong>"));
    CHECK(holds(page, "Message sent: Text message"));
}

TEST_CASE("desk: the outbox has pages")
{
    Room room;
    for (int at = 0; at < 60; ++at)
        room.open(Room::street_answers("Heather Row", "A hole", "sam" + std::to_string(at) + "@example.com"));
    auto const folder = notify::folder_sender(room.council.folder / "mail");
    deliver(room, *folder);
    auto const first = body_of(room.get("asha", "/desk/outbox"));
    auto const at = first.find("/desk/outbox?before=");
    REQUIRE(at != std::string::npos);
    auto const second = body_of(room.get("asha", first.substr(at, first.find('"', at) - at)));
    auto const rows = [](std::string_view page) {
        int count = 0;
        for (auto row = page.find("street-problem-received"); row != std::string_view::npos;
             row = page.find("street-problem-received", row + 1))
            ++count;
        return count;
    };
    CHECK(rows(first) == 50);
    CHECK(rows(second) == 10);
}

TEST_CASE("desk: what failed is on a list, and leads put it back to work")
{
    Room room;
    room.open(Room::street_answers("Heather Row", "A deep hole", "sam@example.com"));
    Refusing refusing;
    deliver(room, refusing);
    auto const letters = [&] { return room.database->read([](db::Snapshot& s) { return db::dead_letters(s); }); };
    REQUIRE(letters().size() == 1);
    auto const list = body_of(room.get("asha", "/desk/dead-letters"));
    CHECK(holds(list, "The mail server said no (550)"));
    CHECK_FALSE(holds(list, "sam@example.com"));
    CHECK_FALSE(holds(list, "/attempt"));
    auto const path = "/desk/dead-letters/" + std::to_string(letters()[0].id.value) + "/attempt";
    CHECK(holds(body_of(room.get("lee", "/desk/dead-letters")), path));
    CHECK(room.post("asha", path, {}).status == 403);
    CHECK(letters().size() == 1);
    CHECK(room.post("lee", path, {}).status == 303);
    CHECK(letters().empty());
}

TEST_CASE("desk: administrators see staff, services and health; others do not")
{
    Room room;
    auto const page = room.get("ada", "/admin");
    CHECK(page.status == 200);
    for (auto const* words : {"asha@larkmoor.example", "Street services", "Report a missed bin collection",
                              "report-street-problem", "Events still to be dealt with", "<dd>7</dd>"})
        CHECK_MESSAGE(holds(body_of(page), words), words);
    for (auto const* name : {"asha", "lee", "audrey"}) {
        CHECK(room.get(name, "/admin").status == 403);
        CHECK(room.post(name, "/admin/staff", {}).status == 403);
    }
}

TEST_CASE("desk: somebody added gets a link that is shown once and opens the account")
{
    Room room;
    Room::Fields fields{{"name", "Nia <b>Example"}, {"email", "nia@larkmoor.example"}, {"teams", "street-services"}};
    auto const refused = room.post("ada", "/admin/staff", fields);
    CHECK(refused.status == 422);
    CHECK(holds(body_of(refused), "Choose at least one role"));
    CHECK(holds(body_of(refused), "value=\"nia@larkmoor.example\""));
    CHECK(holds(body_of(refused), "Nia &lt;b&gt;Example"));

    fields.emplace_back("roles", "agent");
    auto const added = room.post("ada", "/admin/staff", fields);
    CHECK(added.status == 201);
    CHECK(added.caching == http::Caching::personal);
    auto const base = room.council.settings.base_url;
    auto const at = body_of(added).find(base + "/desk/set-password/");
    REQUIRE(at != std::string::npos);
    auto const link = body_of(added).substr(at + base.size(), body_of(added).find('<', at) - at - base.size());
    CHECK_FALSE(holds(body_of(room.get("ada", "/admin")), "/desk/set-password/"));
    CHECK(room.get("", link).status == 200);
    CHECK(room.post("", link, {{"password", "a long enough phrase"}}).status == 303);
    CHECK(room.get("nia", "/desk").status == 200);

    auto const twice = room.post("ada", "/admin/staff", fields);
    CHECK(twice.status == 422);
    CHECK(holds(body_of(twice), "works here already"));
    Room::Fields const foreign{
        {"name", "Oz"}, {"email", "oz@larkmoor.example"}, {"roles", "agent"}, {"teams", "pirates"}};
    CHECK(room.post("ada", "/admin/staff", foreign).status == 422);
    auto const again = room.post("ada", "/admin/staff/" + std::to_string(room.people["ben"].value) + "/link", {});
    CHECK(holds(body_of(again), "/desk/set-password/"));
    CHECK(room.post("ada", "/admin/staff/999/link", {}).status == 404);
}
