// The case page and what is done there.
#include "room.hpp"

#include <algorithm>
#include <regex>

using namespace guildhall;
using namespace guildhall::desk;

TEST_CASE("desk: a case page shows what was said, who said it, what happened and what can follow")
{
    Room room;
    auto const opened =
        room.open(Room::street_answers("Outside 12 Heather Row", "A hole as wide as a wheel", "sam@example.com"));
    room.post("asha", opened.path("/notes"), {{"words", "Ask the drains team"}, {"kind", "internal"}});
    auto const page = room.get("asha", opened.path());
    CHECK(page.status == 200);
    CHECK(page.caching == http::Caching::personal);
    auto const& body = body_of(page);
    for (auto const* words : {"A hole in the road", "A hole as wide as a wheel", "Outside 12 Heather Row",
                              "sam@example.com", "Ask the drains team", "asha Example", "We have planned the work",
                              "5 working days left", "Nobody yet", "Close as done", "We could not find it"})
        CHECK_MESSAGE(holds(body, words), words);
    CHECK(holds(body, opened.reference.shown()));
}

TEST_CASE("desk: another team's case is not there, whatever is asked of it")
{
    Room room;
    auto const opened = room.open();
    CHECK(room.get("asha", opened.path()).status == 200);
    CHECK(room.get("wyn", opened.path()).status == 404);
    CHECK(room.get("asha", "/desk/cases/12345").status == 404);
    for (auto const* act : {"/stage", "/assignment", "/notes", "/closure", "/abuse", "/news"}) {
        CAPTURE(std::string{act});
        Room::Fields const fields{{"revision", "1"},  {"stage", "scheduled"}, {"assignee", "me"},
                                  {"words", "Hello"}, {"outcome", "done"},    {"kind", "public"}};
        CHECK(room.post("wyn", opened.path(act), fields).status == 404);
        CHECK(room.post("audrey", opened.path(act), fields).status == 403);
        CHECK(room.post("", opened.path(act), fields).status == 303);
    }
    CHECK(room.of(opened).revision == 1);
    auto const stage = room.post("asha", opened.path("/stage"), room.seen(opened, {{"stage", "scheduled"}}));
    CHECK(stage.status == 303);
    CHECK(room.of(opened).stage == "scheduled");
}

TEST_CASE("desk: an auditor sees everything and is offered nothing")
{
    Room room;
    auto const opened = room.open();
    auto const page = body_of(room.get("audrey", opened.path()));
    CHECK(holds(page, "A deep hole"));
    CHECK_FALSE(holds(page, "action=\"" + opened.path()));
    CHECK(holds(body_of(room.get("asha", opened.path())), "action=\"" + opened.path()));
}

TEST_CASE("desk: staff take a case, move it, and close it with words that the person reads")
{
    Room room;
    auto const opened = room.open();
    room.post("asha", opened.path("/assignment"), room.seen(opened, {{"assignee", "me"}}));
    CHECK(room.of(opened).assignee == room.people["asha"]);
    room.post("asha", opened.path("/assignment"),
              room.seen(opened, {{"assignee", std::to_string(room.people["ben"].value)}}));
    CHECK(room.of(opened).assignee == room.people["ben"]);
    room.post("ben", opened.path("/assignment"), room.seen(opened, {{"assignee", "0"}}));
    CHECK_FALSE(room.of(opened).assignee);
    room.post("ben", opened.path("/stage"), room.seen(opened, {{"stage", "scheduled"}}));
    auto const closed =
        room.post("ben", opened.path("/closure"), room.seen(opened, {{"outcome", "done"}, {"words", "We filled it."}}));
    CHECK(location_of(closed) == opened.path());
    CHECK(room.of(opened).outcome == "done");
    auto const page = body_of(room.get("ben", opened.path()));
    CHECK(holds(page, "We filled it."));
    CHECK_FALSE(holds(page, "/closure"));
    auto const tracked =
        room.database->read([&](db::Snapshot& s) { return cases::tracking(s, room.cases_deps, opened.reference); });
    REQUIRE(tracked->said.size() == 1);
    CHECK(tracked->said[0].text == "We filled it.");
}

TEST_CASE("desk: could not do says a reason of the service and one's own words, and never nothing")
{
    Room room;
    auto const opened = room.open();
    auto const silent = room.post("asha", opened.path("/closure"),
                                  room.seen(opened, {{"outcome", "could-not-do"}, {"reason", ""}, {"words", " "}}));
    CHECK(silent.status == 422);
    CHECK(holds(body_of(silent), "href=\"#not-done-words\""));
    CHECK(room.of(opened).is_open());
    room.post(
        "asha", opened.path("/closure"),
        room.seen(opened,
                  {{"outcome", "could-not-do"}, {"reason", "We could not find it"}, {"words", "We looked twice."}}));
    CHECK(room.of(opened).outcome == "could-not-do");
    auto const tracked =
        room.database->read([&](db::Snapshot& s) { return cases::tracking(s, room.cases_deps, opened.reference); });
    REQUIRE(tracked->said.size() == 1);
    CHECK(tracked->said[0].text == "We could not find it\nWe looked twice.");
}

TEST_CASE("desk: whoever was slower is told so and loses nothing that was typed")
{
    Room room;
    auto const opened = room.open();
    auto const seen_by_both = room.seen(opened, {{"outcome", "done"}, {"words", "Typed with care"}});
    CHECK(room.post("ben", opened.path("/stage"), room.seen(opened, {{"stage", "scheduled"}})).status == 303);
    auto const late = room.post("asha", opened.path("/closure"), seen_by_both);
    CHECK(late.status == 409);
    CHECK(holds(body_of(late), "Somebody changed this case after you opened it"));
    CHECK(holds(body_of(late), "Typed with care"));
    CHECK(holds(body_of(late), "name=\"revision\" value=\"2\"")); // so that sending again works
    CHECK(room.of(opened).is_open());

    auto const broken = room.post("asha", opened.path("/stage"), {{"stage", "scheduled"}, {"revision", "x"}});
    CHECK(broken.status == 409);
    auto const unknown = room.post("asha", opened.path("/stage"), room.seen(opened, {{"stage", "nonsense"}}));
    CHECK(unknown.status == 422);
    auto const nobody = room.post("asha", opened.path("/assignment"), room.seen(opened, {{"assignee", "nobody"}}));
    CHECK(nobody.status == 422);
    CHECK_FALSE(room.of(opened).assignee);
}

TEST_CASE("desk: what was just done can be undone where the table lets it, without being asked first")
{
    Room room;
    auto const opened = room.open();
    auto const given =
        room.post("asha", opened.path("/assignment"), room.seen(opened, {{"assignee", "me"}, {"was", "0"}}));
    CHECK(location_of(given) == opened.path("?undo-assignee=0"));
    auto const page = body_of(room.get("asha", location_of(given)));
    CHECK(holds(page, "Given to asha Example"));
    CHECK(holds(page, "id=\"undo\""));
    CHECK_FALSE(holds(body_of(room.get("asha", opened.path())), "id=\"undo\""));
    // The shipped services do not let a report go back to the start.
    auto const moved =
        room.post("asha", opened.path("/stage"), room.seen(opened, {{"stage", "scheduled"}, {"was", "reported"}}));
    CHECK_FALSE(holds(body_of(room.get("asha", location_of(moved))), "id=\"undo\""));
}

TEST_CASE("desk: news is shown until somebody has read it")
{
    Room room;
    auto const opened = room.open();
    room.write([&](db::Tx& tx) { return cases::add_information(tx, opened.reference, "It is deeper"); }).value();
    CHECK(holds(body_of(room.get("asha", opened.path())), "The person has told us more"));
    room.post("asha", opened.path("/news"), room.seen(opened, {}));
    auto const after = body_of(room.get("asha", opened.path()));
    CHECK_FALSE(holds(after, "The person has told us more"));
    CHECK(holds(after, "It is deeper"));
}

TEST_CASE("desk: a public note is read on the tracking page, an internal one is not")
{
    Room room;
    auto const opened = room.open();
    room.post("asha", opened.path("/notes"), {{"words", "We come on Friday"}, {"kind", "public"}});
    room.post("asha", opened.path("/notes"), {{"words", "Bring the big lorry"}, {"kind", "internal"}});
    room.post("asha", opened.path("/notes"), {{"words", "Sent by a broken form"}, {"kind", "nonsense"}});
    auto const tracked =
        room.database->read([&](db::Snapshot& s) { return cases::tracking(s, room.cases_deps, opened.reference); });
    REQUIRE(tracked->said.size() == 1);
    CHECK(tracked->said[0].text == "We come on Friday");
    auto const empty = room.post("asha", opened.path("/notes"), {{"words", ""}, {"kind", "public"}});
    CHECK(empty.status == 422);
    CHECK(holds(body_of(empty), "Enter some words"));
}

TEST_CASE("desk: a note whose form is sent again much later is kept once, and what was added to it is kept")
{
    Room room;
    auto const opened = room.open();
    auto const once_on = [](std::string const& page) {
        static constexpr std::string_view before = "name=\"once\" value=\"";
        auto const at = page.find(before);
        REQUIRE(at != std::string::npos);
        return page.substr(at + before.size(), page.find('"', at + before.size()) - at - before.size());
    };
    auto const notes = [&] {
        auto const one = room.of(opened);
        auto const story = room.database->read([&](db::Snapshot& s) { return cases::timeline(s, one); });
        return std::ranges::count(story, "case.noted", &cases::TimelineEntry::type);
    };
    auto const once = once_on(body_of(room.get("asha", opened.path())));
    auto const send = [&](std::string words, std::string const& kind = "internal") {
        return room.post("asha", opened.path("/notes"), {{"words", std::move(words)}, {"kind", kind}, {"once", once}});
    };
    CHECK(once_on(body_of(send(""))) == once); // refused: the page that comes back is still the same note
    CHECK(send("Bring the big lorry").status == 303);
    room.database.clock.advance(std::chrono::minutes{10});
    CHECK(location_of(send("Bring the big lorry")) == opened.path());
    CHECK(notes() == 1);
    CHECK(send("Bring the big lorry, and a crane").status == 303);
    CHECK(send("Bring the big lorry", "public").status == 303);
    CHECK(notes() == 3);
    auto const next = once_on(body_of(room.get("asha", opened.path())));
    CHECK(next != once);
    room.post("asha", opened.path("/notes"), {{"words", "Bring the big lorry"}, {"kind", "internal"}, {"once", next}});
    CHECK(notes() == 4); // somebody means it
}

namespace {

/// A photo as the room forms keeps it when it is ready.
forms::FileId add_photo(Room& room, Room::Opened const& opened)
{
    static constexpr db::Query insert{"test.add_photo", R"sql(
        insert into form_file (id, draft, submission, subject, question, state, image, thumbnail, created_at)
        values ($1, 0, $2, $3, 'photo', 'ready', $4, $5, $6))sql"};
    auto const one = room.of(opened);
    struct Sealed {
        std::string full, thumbnail;
    };
    auto const sealed = room.write([&](db::Tx& tx) {
        return Sealed{tx.seal(one.subject, "the whole photo"), tx.seal(one.subject, "a small photo")};
    });
    auto const full = room.blobs.put(sealed.full);
    auto const thumbnail = room.blobs.put(sealed.thumbnail);
    return room.write([&](db::Tx& tx) {
        auto const id = tx.new_id<forms::FileId>();
        tx.run(insert, id, one.submission, one.subject, full, thumbnail, tx.now());
        return id;
    });
}

}

TEST_CASE("desk: a photo is shown to those who may see its case, and to nobody once it is abuse")
{
    Room room;
    auto const opened = room.open();
    auto const path = "/desk/photos/" + std::to_string(add_photo(room, opened).value);
    auto const small = room.get("asha", path + "/thumbnail");
    CHECK(small.status == 200);
    CHECK(small.content_type == "image/jpeg");
    CHECK(body_of(small) == "a small photo");
    CHECK(body_of(room.get("asha", path + "/full")) == "the whole photo");
    CHECK(room.get("asha", path + "/original").status == 404);
    CHECK(room.get("wyn", path + "/full").status == 404);
    CHECK(room.get("", path + "/full").status == 303);
    CHECK(room.get("asha", "/desk/photos/999/full").status == 404);

    auto const marked = room.post("asha", opened.path("/abuse"), room.seen(opened, {{"words", "Threats"}}));
    CHECK(marked.status == 303);
    CHECK(room.of(opened).abuse);
    CHECK(room.get("asha", path + "/full").status == 404);
    CHECK(room.get("ada", path + "/thumbnail").status == 404);
}

TEST_CASE("desk: marking as abuse asks for a reason")
{
    Room room;
    auto const opened = room.open();
    auto const silent = room.post("asha", opened.path("/abuse"), room.seen(opened, {{"words", ""}}));
    CHECK(silent.status == 422);
    CHECK(holds(body_of(silent), "href=\"#abuse-words\""));
    CHECK(room.of(opened).is_open());
}

TEST_CASE("desk: markup in whatever people type comes out as text")
{
    Room room;
    for (std::string const payload : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'",
                                      "</textarea><svg onload=alert(1)>", "javascript:alert(1)", "{{7*7}}<b>"}) {
        CAPTURE(payload);
        auto const opened = room.open(Room::street_answers("Heather Row " + payload, payload, payload));
        room.post("asha", opened.path("/notes"), {{"words", payload}, {"kind", "internal"}});
        room.write([&](db::Tx& tx) { return cases::add_information(tx, opened.reference, payload); }).value();
        auto const refused =
            room.post("asha", opened.path("/closure"), {{"outcome", "done"}, {"words", payload}, {"revision", "9"}});
        CHECK(refused.status == 409);
        auto const missing = room.get("asha", "/desk?reference=" + payload);
        auto const queue = room.get("asha", "/desk?team=" + payload);
        for (auto const& page : {room.get("asha", opened.path()), room.get("asha", "/desk"), refused, missing, queue}) {
            auto const& body = body_of(page);
            for (auto const* part :
                 {"<script>alert", "<img src=x", "<svg onload", "<b>", "\"><img", "href=\"javascript"})
                CHECK_MESSAGE(!holds(body, part), part);
        }
    }
}

TEST_CASE("desk: where a person's details were deleted, the case says so, shows none and takes no note")
{
    Room room;
    auto const opened =
        room.open(Room::street_answers("Outside 12 Heather Row", "A hole as wide as a wheel", "sam@example.com"));
    room.post("asha", opened.path("/closure"), room.seen(opened, {{"outcome", "done"}, {"words", "By the gate"}}));
    room.write([](db::Tx& tx) { cases::queue_retention(tx); });
    room.database.clock.advance(std::chrono::days{731});
    db::JobRunner{*room.database, {cases::retention_job(room.cases_deps)}}.drain();

    room.tokens.clear(); // the session is long over
    auto const page = room.get("asha", opened.path());
    CHECK(page.status == 200);
    auto const& body = body_of(page);
    CHECK(holds(body, "This person&#39;s details were deleted on Thursday 9 March 2028."));
    CHECK(holds(body, "The person&#39;s details were deleted")); // in the story
    for (auto const* words : {"sam@example.com", "A hole as wide", "Outside 12", "By the gate", "/notes\""})
        CHECK_FALSE_MESSAGE(holds(body, words), words);
    auto const refused = room.post("asha", opened.path("/notes"), {{"words", "Who was it?"}, {"kind", "internal"}});
    CHECK(refused.status == 409);
    CHECK(holds(body_of(refused), "details were deleted, so nothing can be added"));
}

namespace {

/// The hidden fields of the form that goes to `action`.
Room::Fields hidden_fields_of(std::string const& body, std::string const& action)
{
    Room::Fields fields;
    auto const from = body.find("action=\"" + action + "\"");
    REQUIRE(from != std::string::npos);
    auto const form = body.substr(from, body.find("</form>", from) - from);
    static std::regex const field{R"re(<input type="hidden" name="([^"]*)" value="([^"]*)">)re"};
    for (std::sregex_iterator at{form.begin(), form.end(), field}, end; at != end; ++at)
        fields.emplace_back((*at)[1], (*at)[2]);
    return fields;
}

std::int64_t notes_of(Room& room, Room::Opened const& opened)
{
    return room.database->read([&](db::Snapshot& s) {
        return std::ranges::count(cases::timeline(s, room.of(opened)), "case.noted", &cases::TimelineEntry::type);
    });
}

}

TEST_CASE("desk: a note that is sent after the session ended waits for signing in, is there again and is saved once")
{
    Room room;
    auto const opened = room.open();
    std::string const browser(43, 'b');
    auto const send = [&](std::string const& path, Room::Fields const& fields, std::string const& staff,
                          bool with_csrf) {
        auto r = room.request(http::Method::post, path);
        r.headers.emplace_back("cookie", "browser=" + browser + (staff.empty() ? "" : "; staff=" + staff));
        if (with_csrf) r.form.add("csrf", r.csrf_token());
        for (auto const& [name, value] : fields)
            if (name != "csrf") r.form.add(name, value);
        return room.answer(r);
    };
    Room::Fields const note{{"revision", "1"}, {"words", "Ask the drains team"}, {"kind", "internal"}};

    auto const asked = send(opened.path("/notes"), note, "an-old-session", true);
    CHECK(asked.status == 403);
    CHECK(holds(body_of(asked), "what you wrote is kept"));
    CHECK(notes_of(room, opened) == 0);

    auto fields = hidden_fields_of(body_of(asked), "/desk/sign-in");
    auto const with = [&](std::string password) {
        auto all = fields;
        all.emplace_back("email", "asha@larkmoor.example");
        all.emplace_back("password", std::move(password));
        return all;
    };
    auto const mistyped = send("/desk/sign-in", with("a wrong phrase"), "", true);
    CHECK(mistyped.status == 422);
    fields = hidden_fields_of(body_of(mistyped), "/desk/sign-in");
    auto const signed_in = send("/desk/sign-in", with("a long enough phrase"), "", true);
    REQUIRE(signed_in.status == 200);
    REQUIRE(signed_in.cookies.size() == 1);
    CHECK(holds(body_of(signed_in), "<span class=\"d-words\">Ask the drains team</span>"));
    CHECK(notes_of(room, opened) == 0); // signing in alone saves nothing

    auto const again = hidden_fields_of(body_of(signed_in), opened.path("/notes"));
    for (int presses = 0; presses < 2; ++presses)
        CHECK(send(opened.path("/notes"), again, signed_in.cookies[0].value, true).status == 303);
    CHECK(notes_of(room, opened) == 1);
    CHECK(holds(body_of(room.get("asha", opened.path())), "Ask the drains team"));

    // A page of somebody else's cannot put words into the sign-in page.
    auto const foreign = send(opened.path("/notes"), note, "", false);
    CHECK(foreign.status == 303);
    CHECK(location_of(foreign) == "/desk/sign-in");
}

TEST_CASE("desk: a case is named after whose it is, in its title and in the list, where the service says so")
{
    Room room;
    auto answers = Room::street_answers();
    answers.set("resident", {.person = forms::Person{"Zoe", "Quux", {}}});
    answers.set("details", {.values = {"By the <gate>"}});
    auto const opened = room.open(answers, "apply-assisted-collection");
    CHECK(room.of(opened).about == "Zoe Quux");
    CHECK(holds(body_of(room.get("wyn", opened.path())), "Get help to put your bins out: Zoe Quux</h1>"));
    CHECK(holds(body_of(room.get("wyn", "/desk")), "Get help to put your bins out: Zoe Quux"));
    // Of a service that does not say whose case it is, a name stays among the answers.
    auto const street = room.open(answers);
    CHECK(room.of(street).about.empty());
    // The name is nowhere in plain text, and goes with the person's key.
    static constexpr db::Query names{"test.about", "select about from case_record where about is not null"};
    auto const sealed = room.database->read([](db::Snapshot& s) {
        return s.one(names, [](db::Row const& row) { return std::string{row.bytes(0)}; }).value();
    });
    CHECK(sealed.find("Quux") == std::string::npos);
    room.write([&](db::Tx& tx) { tx.forget(room.of(opened).subject); });
    CHECK(room.of(opened).about.empty());
}

TEST_CASE("desk: staff read what the rules worked out, where the definition has a label for it, as it was then")
{
    Room room;
    auto const opened =
        room.open(Room::street_answers(), "order-bin", R"({"extra-rubbish":"yes","unlabelled":"canary"})");
    auto const page = body_of(room.get("wyn", opened.path()));
    CHECK(holds(page, "What we worked out from it"));
    CHECK(holds(page, "Can have a second rubbish bin</dt><dd><span class=\"d-words\">yes</span>"));
    CHECK_FALSE(holds(page, "canary"));
    CHECK_FALSE(holds(body_of(room.get("asha", room.open().path())), "What we worked out"));
}
