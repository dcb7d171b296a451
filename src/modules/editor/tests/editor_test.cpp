// From nothing to a published service, through the pages.
#include "room.hpp"

using namespace guildhall;
using namespace guildhall::editor;

TEST_CASE("editor: a service is made from nothing, looked at by a second person, and published")
{
    Room room;
    auto const id = room.make();
    CHECK(id == "report-broken-bench");
    CHECK(room.ask(id,
                   {{"type", "location"}, {"label", "Where is the bench?"}, {"purpose", "Tells the team where to go."}})
              .status == 303);
    CHECK(room.ask(id, {{"type", "choice"},
                        {"label", "What is wrong with it?"},
                        {"purpose", "Tells the team what to bring."},
                        {"answers", "A leg is broken\nIt is dirty\nSomething else"},
                        {"another", "yes"}})
              .status == 303);
    auto const sheet = room.sheet(id);
    CHECK(sheet.words({"pages", "1", "questions", "0", "options", "1", "label"}) == "It is dirty");
    CHECK(sheet.words({"pages", "2", "id"}) == "contact");
    auto const examined = room.library.examine(id, room.draft(id)->files);
    for (auto const& problem : examined.problems) MESSAGE(problem.text());
    CHECK(examined.is_sound);
    auto const overview = body_of(room.get("sunniva", "/admin/services/" + id));
    CHECK(holds(overview, "What is wrong with it?"));
    CHECK(room.library.catalogue()->current(id) == nullptr);

    CHECK(room.act("sunniva", id, "review", {{"words", "Please look"}}).status == 303);
    CHECK(room.act("sunniva", id, "review/approval", {{"publish", "now"}}).status == 403);
    CHECK(holds(body_of(room.get("tobias", "/admin/services/" + id + "/review")), "Please look"));
    auto const done = room.act("tobias", id, "review/approval", {{"publish", "now"}});
    CHECK(done.status == 303);
    auto const* const version = room.library.catalogue()->current(id);
    REQUIRE(version);
    CHECK(version->definition.title == "Report a broken bench");
    CHECK(version->definition.messages.size() == 3);
    CHECK(holds(body_of(room.get("sunniva", location_of(done))), "Residents see it now"));
    auto const history = body_of(room.get("sunniva", "/admin/services/" + id + "/history"));
    CHECK(holds(history, "tobias Example"));
    CHECK(holds(history, "sent it for review"));
}

TEST_CASE("editor: nobody but editors and administrators comes in, and whoever did not sign in is asked to")
{
    Room room;
    auto const id = room.make();
    std::vector<std::string> const pages{"",
                                         "/new",
                                         "/" + id,
                                         "/" + id + "/source",
                                         "/" + id + "/items/start",
                                         "/" + id + "/items/messages/" + id + "-received",
                                         "/" + id + "/additions/question",
                                         "/" + id + "/review",
                                         "/" + id + "/versions",
                                         "/" + id + "/history",
                                         "/" + id + "/shipped",
                                         "/" + id + "/preview/start"};
    for (auto const& page : pages) {
        CAPTURE(page);
        CHECK(room.get("sunniva", "/admin/services" + page).status == 200);
        CHECK(room.get("ada", "/admin/services" + page).status == 200);
        CHECK(room.get("asha", "/admin/services" + page).status == 403);
        CHECK(room.get("audrey", "/admin/services" + page).status == 403);
        CHECK(room.get("", "/admin/services" + page).status == 303);
    }
    auto const before = room.draft(id)->revision;
    for (auto const* place :
         {"source", "items/start", "order", "removals", "draft/drop", "review", "review/approval", "review/changes",
          "review/comments", "publication", "rollback", "withdrawal", "offer", "shipped", "additions/question"}) {
        CAPTURE(place);
        CHECK(room.act("asha", id, place).status == 403);
        CHECK(room.act("audrey", id, place).status == 403);
    }
    CHECK(room.draft(id)->revision == before);
}

TEST_CASE("editor: a form changes its own lines of the YAML and nothing else")
{
    Room room;
    constexpr auto bin = "report-missed-bin";
    CHECK(room.post("sunniva", "/admin/services/report-missed-bin/draft", {}).status == 303);
    auto const before = room.draft(bin)->text();
    auto const base = std::string{"items/pages/out/questions/when-out"};
    auto const page = room.get("sunniva", "/admin/services/report-missed-bin/" + base);
    CHECK(holds(body_of(page), "Was the bin out by 6am?"));
    // Saved as it was shown, nothing changes, not even the revision.
    auto const shown = [&](std::string const& label) {
        return Room::Fields{{"label", label},
                            {"type", "yes/no"},
                            {"purpose", "We can go back only for bins that were out in time."},
                            {"missing", "Say whether the bin was out by 6am"},
                            {"required", "yes"}};
    };
    CHECK(room.act("sunniva", bin, base, shown("Was the bin out by 6am?")).status == 303);
    CHECK(room.draft(bin)->revision == 1);
    CHECK(room.act("sunniva", bin, base, shown("Was it out by 6am?")).status == 303);
    auto expected = before;
    auto const at = expected.find("Was the bin out by 6am?");
    expected.replace(at, std::string_view{"Was the bin out by 6am?"}.size(), "Was it out by 6am?");
    CHECK(room.draft(bin)->text() == expected);
}

TEST_CASE("editor: a condition is chosen in words, and written as FEEL")
{
    Room room;
    auto const id = room.make();
    room.ask(id,
             {{"type", "choice"}, {"label", "Which park?"}, {"purpose", "P."}, {"answers", "Heather Park\nMoor Park"}});
    room.ask(id, {{"type", "number"}, {"label", "How many benches?"}, {"purpose", "P."}});
    auto const base = std::string{"items/pages/many-benches/questions/many-benches"};
    Room::Fields fields{{"label", "How many benches?"},
                        {"type", "number"},
                        {"purpose", "P."},
                        {"required", "yes"},
                        {"when", ""},
                        {"when-0-question", "park"},
                        {"when-0-test", "is"},
                        {"when-0-value", "moor park"}};
    CHECK(room.act("sunniva", id, base, fields).status == 303);
    CHECK(room.sheet(id).words({"pages", "many-benches", "questions", "0", "when"}) == R"(park = "moor-park")");
    auto const page = body_of(room.get("sunniva", "/admin/services/" + id + "/" + base));
    CHECK(holds(page, "value=\"moor-park\""));
    // FEEL that was written by hand counts.
    fields[4] = {"when", R"(park in ("moor-park", "heather-park") and 1 < 2)"};
    CHECK(room.act("sunniva", id, base, fields).status == 303);
    CHECK(room.sheet(id).words({"pages", "many-benches", "questions", "0", "when"}) == fields[4].second);
}

TEST_CASE("editor: answers keep their values when their words change, and move up and down")
{
    Room room;
    auto const id = room.make();
    room.ask(id,
             {{"type", "choice"}, {"label", "Which park?"}, {"purpose", "P."}, {"answers", "Heather Park\nMoor Park"}});
    Room::Fields const fields{{"label", "Which park?"},
                              {"type", "choice"},
                              {"purpose", "P."},
                              {"required", "yes"},
                              {"options-rows", "3"},
                              {"options-0-was", "0"},
                              {"options-0-label", "Heath"},
                              {"options-1-was", "1"},
                              {"options-1-label", "Moor"},
                              {"options-2-label", "New Park"},
                              {"move", "options down 0"}};
    CHECK(room.act("sunniva", id, "items/pages/park/questions/park", fields).status == 303);
    auto const options = room.sheet(id).value({"pages", "park", "questions", "park", "options"});
    REQUIRE(options.items.size() == 3);
    CHECK(options.items[0].at("value") == "moor-park");
    CHECK(options.items[0].at("label") == "Moor");
    CHECK(options.items[1].at("value") == "heather-park");
    CHECK(options.items[2].at("value") == "new-park");
}

TEST_CASE("editor: of two who save at once the later one is told, and keeps what was typed")
{
    Room room;
    auto const id = room.make();
    auto const stale = room.seen(id);
    CHECK(room.act("tobias", id, "items/start", {{"title", "Tell us about a bench"}, {"summary", "S."}}).status == 303);
    auto fields = stale;
    fields.emplace_back("title", "My own title");
    fields.emplace_back("summary", "My own summary.");
    auto const refused = room.post("sunniva", "/admin/services/" + id + "/items/start", fields);
    CHECK(refused.status == 409);
    CHECK(holds(body_of(refused), "My own title"));
    CHECK(room.sheet(id).words({"title"}) == "Tell us about a bench");
    auto yaml = stale;
    yaml.emplace_back("text", "id: " + id + "\ntitle: Mine\n");
    auto const source = room.post("sunniva", "/admin/services/" + id + "/source", yaml);
    CHECK(source.status == 409);
    CHECK(holds(body_of(source), "title: Mine"));
    CHECK(holds(body_of(source), "Tell us about a bench"));
}

TEST_CASE("editor: YAML may hold errors, which stand at their lines; it is not sent before they are mended")
{
    Room room;
    auto const id = room.make();
    auto const text = room.draft(id)->text();
    CHECK(room.act("sunniva", id, "source", {{"text", text + "nonsense: 1\n"}}).status == 303);
    CHECK(holds(body_of(room.get("sunniva", "/admin/services/" + id + "/source")), "nonsense"));
    CHECK(room.act("sunniva", id, "review").status == 422);
    CHECK(room.act("sunniva", id, "source", {{"text", "id: [\n"}}).status == 303);
    for (auto const* page : {"", "/source", "/review", "/preview/start"})
        CHECK(room.get("sunniva", "/admin/services/" + id + page).status == 200);
    CHECK(room.get("sunniva", "/admin/services/" + id + "/items/start").status == 404);
    CHECK(room.act("sunniva", id, "source", {{"text", "id: other\n"}}).status == 422);
    CHECK(room.act("sunniva", id, "source", {{"text", text}}).status == 303);
    CHECK(room.act("sunniva", id, "review").status == 303);
}

TEST_CASE("editor: a reviewer asks for changes with words, and anybody may say something")
{
    Room room;
    auto const id = room.make();
    CHECK(room.act("sunniva", id, "review").status == 303);
    CHECK(room.act("tobias", id, "review/changes", {{"changes", " "}}).status == 422);
    CHECK(room.act("tobias", id, "review/changes", {{"changes", "Shorter, please"}}).status == 303);
    CHECK(room.draft(id)->state == services::DraftState::editing);
    CHECK(room.act("sunniva", id, "review/comments", {{"comment", "I will"}}).status == 303);
    auto const page = body_of(room.get("sunniva", "/admin/services/" + id + "/review"));
    CHECK(holds(page, "Shorter, please"));
    CHECK(holds(page, "I will"));
}

TEST_CASE("editor: versions are compared, gone back to, withdrawn and offered again")
{
    Room room;
    auto const id = room.make();
    room.publish(id);
    auto const path = "/admin/services/" + id;
    CHECK(room.post("sunniva", path + "/draft", {}).status == 303);
    CHECK(room.act("sunniva", id, "items/start",
                   {{"title", "Tell us about a bench"}, {"summary", "S."}, {"what_happens", "We come."}})
              .status == 303);
    room.publish(id);
    auto const compare = body_of(room.get("sunniva", path + "/compare?from=1&to=2"));
    CHECK(holds(compare, "Tell us about"));
    CHECK(room.get("sunniva", path + "/compare?from=1&to=9").status == 404);
    CHECK(room.post("sunniva", path + "/rollback", {{"number", "1"}}).status == 303);
    CHECK(room.library.catalogue()->current(id)->definition.title == "Report a broken bench");
    CHECK(room.post("sunniva", path + "/withdrawal", {}).status == 303);
    CHECK(room.library.catalogue()->current(id)->definition.withdrawn);
    CHECK(holds(body_of(room.get("sunniva", "/admin/services?state=withdrawn")), "Report a broken bench"));
    CHECK(room.post("sunniva", path + "/offer", {}).status == 303);
    CHECK_FALSE(room.library.catalogue()->current(id)->definition.withdrawn);
    CHECK(room.get("sunniva", path + "/versions").status == 200);

    // Where its address leads goes with the withdrawal, and comes back with the offer.
    CHECK(room.post("sunniva", path + "/withdrawal", {{"successor", "no-such"}}).status >= 400);
    CHECK(room.post("sunniva", path + "/withdrawal", {{"successor", "report-missed-bin"}}).status == 303);
    CHECK(room.library.catalogue()->current(id)->definition.successor == "report-missed-bin");
    CHECK(holds(body_of(room.get("sunniva", path + "/versions")), "Its address leads to"));
    CHECK(room.post("sunniva", path + "/offer", {}).status == 303);
    CHECK(room.library.catalogue()->current(id)->definition.successor.empty());
}

TEST_CASE("editor: a publication is planned for a day to come")
{
    Room room;
    auto const id = room.make();
    CHECK(room.act("sunniva", id, "review").status == 303);
    CHECK(room.act("tobias", id, "review/approval").status == 303);
    CHECK(
        room.act("sunniva", id, "publication", {{"at", "day"}, {"on-day", "9"}, {"on-month", "3"}, {"on-year", "2026"}})
            .status == 422);
    CHECK(room.act("sunniva", id, "publication",
                   {{"at", "day"}, {"on-day", "10"}, {"on-month", "3"}, {"on-year", "2026"}})
              .status == 303);
    CHECK(holds(body_of(room.get("sunniva", "/admin/services?state=scheduled")), "Report a broken bench"));
    CHECK(room.library.catalogue()->current(id) == nullptr);
    room.database.clock.advance(std::chrono::hours{22});
    db::JobRunner{*room.database, {services::publish_job(room.library)}}.drain();
    CHECK(room.library.catalogue()->current(id) != nullptr);
}

TEST_CASE("editor: what a newer shipped file brings is taken in hunk by hunk, and then it is no news any more")
{
    Room room;
    constexpr auto bin = "report-missed-bin";
    auto const path = std::string{"/admin/services/report-missed-bin"};
    CHECK(room.post("sunniva", path + "/draft", {}).status == 303);
    auto ours = room.draft(bin)->text();
    ours.replace(ours.find("title: Report a missed bin collection"), 37, "title: Tell us about a missed bin");
    CHECK(room.act("sunniva", bin, "source", {{"text", ours}}).status == 303);
    room.publish(bin);
    auto source = services::shipped_source();
    for (auto& file : source)
        if (file.name.ends_with("report-missed-bin.yaml")) {
            file.text.replace(file.text.find("title: Report a missed bin collection"), 37,
                              "title: Report a missed bin");
            file.text.replace(file.text.find("retention_days: 365"), 19, "retention_days: 200");
        }
    room.library.publish(source);
    CHECK(holds(body_of(room.get("sunniva", path)), "has changed since"));
    CHECK(room.post("sunniva", path + "/draft", {}).status == 303);
    auto const page = body_of(room.get("sunniva", path + "/shipped"));
    CHECK(holds(page, "retention_days: 200"));
    CHECK(holds(page, "Both changed this"));
    auto const hash_at = page.find("name=\"shipped\" value=\"");
    REQUIRE(hash_at != std::string::npos);
    auto const hash = page.substr(hash_at + 22, 64);
    Room::Fields sides{{"shipped", hash}};
    CHECK(room.act("sunniva", bin, "shipped", sides).status == 422);
    for (int at = 0; at < 20; ++at) {
        auto const name = "hunk-" + std::to_string(at);
        if (!holds(page, "name=\"" + name + "\"")) continue;
        sides.emplace_back(name, at < 3 ? "ours" : "theirs");
    }
    CHECK(room.act("sunniva", bin, "shipped", sides).status == 303);
    CHECK(room.sheet(bin).words({"title"}) == "Tell us about a missed bin");
    CHECK(room.sheet(bin).words({"retention_days"}) == "200");
    room.publish(bin);
    CHECK_FALSE(holds(body_of(room.get("sunniva", path)), "has changed since"));
}

TEST_CASE("editor: parts are moved and removed, and a mistake in a new one is said beside its field")
{
    Room room;
    auto const id = room.make();
    room.ask(id, {{"type", "text"}, {"label", "First thing?"}, {"purpose", "P."}});
    room.ask(id, {{"type", "text"}, {"label", "Second thing?"}, {"purpose", "P."}});
    CHECK(room.act("sunniva", id, "order", {{"item", "pages/second-thing"}, {"way", "up"}}).status == 303);
    CHECK(room.sheet(id).words({"pages", "0", "id"}) == "second-thing");
    CHECK(room.act("sunniva", id, "removals", {{"item", "pages/first-thing"}}).status == 303);
    CHECK(room.sheet(id).size({"pages"}) == 2);
    CHECK(room.act("sunniva", id, "removals", {{"item", "pages/nothing"}}).status == 404);
    auto const wrong = room.ask(id, {{"type", "choice"}, {"label", ""}, {"purpose", ""}, {"answers", "One"}});
    CHECK(wrong.status == 422);
    CHECK(holds(body_of(wrong), "Enter at least two answers"));
    CHECK(room.ask(id, {{"type", "text"}, {"label", "Check"}, {"purpose", "P."}}).status == 303);
    CHECK(room.sheet(id).place({"pages"}, "check-2").has_value());
}

TEST_CASE("editor: what people typed is shown and is never markup")
{
    Room room;
    auto const id = room.make("Bench <script>alert(1)</script> & more");
    for (auto const* page : {"", "/source", "/items/start", "/review", "/preview/start"}) {
        auto const body = body_of(room.get("sunniva", "/admin/services/" + id + page));
        CHECK_FALSE(holds(body, "<script>alert"));
        CHECK(holds(body, "&lt;script&gt;alert(1)"));
    }
}

TEST_CASE("editor: a copy of a service has its questions under its own name")
{
    Room room;
    auto const made = room.post("sunniva", "/admin/services",
                                {{"title", "Report a lost bin"},
                                 {"summary", "S."},
                                 {"verb", "report"},
                                 {"area", "waste"},
                                 {"owner", "waste-services"},
                                 {"working_days", "3"},
                                 {"from", "copy report-missed-bin"}});
    REQUIRE(made.status == 303);
    auto const sheet = room.sheet("report-lost-bin");
    CHECK(sheet.words({"id"}) == "report-lost-bin");
    CHECK(sheet.size({"pages"}) == 5);
    CHECK(room.library.examine("report-lost-bin", room.draft("report-lost-bin")->files).is_sound);
    for (auto const* from : {"template report", "template request", "template apply"}) {
        CAPTURE(from);
        auto const title = std::string{"Service from "} + from;
        auto const other = room.post("sunniva", "/admin/services",
                                     {{"title", title},
                                      {"summary", "S."},
                                      {"verb", "report"},
                                      {"area", "waste"},
                                      {"owner", "waste-services"},
                                      {"working_days", "3"},
                                      {"from", from}});
        REQUIRE(other.status == 303);
        auto const id = location_of(other).substr(location_of(other).rfind('/') + 1);
        auto const examined = room.library.examine(id, room.draft(id)->files);
        for (auto const& problem : examined.problems) MESSAGE(problem.text());
        CHECK(examined.is_sound);
    }
    CHECK(room.post("sunniva", "/admin/services", {{"title", ""}}).status == 422);
}

TEST_CASE("editor: a decision table is tried with a row, given to another tool as DMN, and taken in from one")
{
    Room room;
    auto const id = room.make();
    room.ask(id, {{"type", "number"}, {"label", "How old is the bench?"}, {"purpose", "P."}});
    auto yaml = room.draft(id).value().text();
    yaml +=
        "decisions:\n  - id: speed\n    title: How soon\n    hit: first\n    inputs: [old-bench]\n    outputs: [days]\n"
        "    rules:\n      - [\"> 20\", \"5\"]\n      - [\"-\", \"10\"]\n";
    REQUIRE(room.act("sunniva", id, "source", {{"text", yaml}}).status == 303);
    auto const base = "/admin/services/" + id;
    auto const page = body_of(room.get("sunniva", base + "/items/decisions/speed?try-0=30"));
    CHECK(holds(page, "The table gives:"));
    CHECK(holds(page, "<strong>5</strong>"));

    auto const file = room.get("sunniva", base + "/decisions/speed/dmn");
    CHECK(file.status == 200);
    CHECK(file.content_type.starts_with("application/xml"));
    auto xml = body_of(file);
    auto const ten = xml.find("<text>10</text>");
    REQUIRE(ten != std::string::npos);
    xml.replace(ten, 15, "<text>12</text>");
    CHECK(room.act("sunniva", id, "decisions/speed/dmn", {{"xml", xml}}).status == 303);
    CHECK(holds(room.draft(id).value().text(), "12"));
    auto const broken = room.act("sunniva", id, "decisions/speed/dmn", {{"xml", "<nothing/>"}});
    CHECK(broken.status == 422);
    CHECK(holds(body_of(broken), "error"));
}
