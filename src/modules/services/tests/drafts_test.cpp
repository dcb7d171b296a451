// From a draft to the next version: who may do what, what a file brings beside a council's own words, and nothing that
// is overwritten.
#include <services/drafts.hpp>
#include <services/source.hpp>

#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace guildhall;
using namespace guildhall::services;

namespace {

Actor editor(std::int64_t id, Role role = Role::content_editor)
{
    Actor actor;
    actor.kind = ActorKind::staff;
    actor.person = PersonId{id};
    actor.roles = {role};
    return actor;
}

constexpr auto bin = "report-missed-bin";

struct House {
    db::TestDatabase database{migrations()};
    Library library{*database};
    Source shipped = shipped_source();
    House() { library.publish(shipped); }

    template <class F> auto write(Actor const& actor, F f) { return database->write(actor, std::move(f)).wait(); }
    std::optional<Draft> draft(std::string_view service = bin)
    {
        return database->read([&](db::Snapshot& snapshot) { return find_draft(snapshot, service); });
    }
    SeenDraft seen(std::string_view service = bin) { return {std::string{service}, draft(service).value().revision}; }
    Source with_title(Source files, std::string const& title)
    {
        auto sheet = Sheet::read(files.front().text).value();
        REQUIRE(sheet.set({"title"}, Written::of(title)));
        files.front().text = sheet.text();
        return files;
    }
    void begin(Actor const& who, std::string const& title)
    {
        auto const files = library.files_of(bin);
        REQUIRE(write(who, [&](db::Tx& tx) { return start_draft(tx, bin, files, 1); }).has_value());
        auto const at = seen();
        REQUIRE(write(who, [&](db::Tx& tx) { return save_draft(tx, at, with_title(files, title)); }).has_value());
    }
    DraftChange send(Actor const& who)
    {
        auto const problems = library.examine(bin, draft()->files).problems;
        auto const at = seen();
        return write(who, [&](db::Tx& tx) { return send_for_review(tx, at, problems, ""); });
    }
    DraftChange approve(Actor const& who)
    {
        auto const problems = library.examine(bin, draft()->files).problems;
        auto const at = seen();
        return write(who, [&](db::Tx& tx) { return approve_draft(tx, at, problems, "Its name is what it is"); });
    }
    DraftChange publish(Actor const& who)
    {
        auto const examined = library.examine(bin, draft()->files);
        auto const at = seen();
        auto const done = write(who, [&](db::Tx& tx) { return publish_draft(tx, library, at, examined); });
        library.reload();
        return done;
    }
    std::string title() { return library.catalogue()->current(bin)->definition.title; }
    Source file_with_title(std::string const& title)
    {
        auto source = shipped;
        for (auto& file : source)
            if (file.name.ends_with("report-missed-bin.yaml")) file = with_title({file}, title).front();
        return source;
    }
};

}

TEST_CASE("services: a draft is written by one, approved by another, and is then the next version")
{
    House house;
    auto const una = editor(11);
    auto const ravi = editor(12);
    house.begin(una, "Tell us about a missed bin");
    CHECK(house.title() == "Report a missed bin collection");
    CHECK(house.approve(ravi).error() == DraftRefusal::not_now);
    REQUIRE(house.send(una).has_value());
    CHECK(house.approve(una).error() == DraftRefusal::own_work);
    CHECK(house.publish(ravi).error() == DraftRefusal::not_now);
    REQUIRE(house.approve(ravi).has_value());
    CHECK(house.draft()->reviewer == PersonId{12});
    auto const number = house.publish(una);
    REQUIRE(number.has_value());
    CHECK(*number == 2);
    CHECK(house.title() == "Tell us about a missed bin");
    CHECK_FALSE(house.draft().has_value());
    auto const steps = house.database->read([](db::Snapshot& s) { return steps_of(s, bin); });
    std::vector<std::string> kinds;
    for (auto const& step : steps) kinds.push_back(step.kind);
    CHECK(kinds == std::vector<std::string>{"published", "approved", "sent for review", "saved", "began"});
    CHECK(steps.front().number == 2);
}

TEST_CASE("services: nobody but an editor touches a draft, and a change takes the approval away")
{
    House house;
    auto const una = editor(11);
    auto const files = house.library.files_of(bin);
    for (auto const& who : {editor(1, Role::agent), editor(1, Role::auditor), Actor::anonymous()})
        CHECK(house.write(who, [&](db::Tx& tx) { return start_draft(tx, bin, files, 1); }).error() ==
              DraftRefusal::not_allowed);
    house.begin(una, "A");
    CHECK(house.write(una, [&](db::Tx& tx) { return start_draft(tx, bin, files, 1); }).error() ==
          DraftRefusal::exists_already);
    auto const at = house.seen();
    auto const agent = editor(1, Role::agent);
    CHECK(house.write(agent, [&](db::Tx& tx) { return save_draft(tx, at, files); }).error() ==
          DraftRefusal::not_allowed);
    CHECK(house.write(agent, [&](db::Tx& tx) { return drop_draft(tx, at); }).error() == DraftRefusal::not_allowed);
    CHECK(house.write(agent, [&](db::Tx& tx) { return comment_on(tx, bin, "Words"); }).error() ==
          DraftRefusal::not_allowed);
    REQUIRE(house.send(una).has_value());
    REQUIRE(house.approve(editor(12, Role::administrator)).has_value());
    auto const approved = house.seen();
    REQUIRE(house.write(una, [&](db::Tx& tx) { return save_draft(tx, approved, files); }).has_value());
    CHECK(house.draft()->state == DraftState::editing);
    CHECK(house.publish(una).error() == DraftRefusal::not_now);
}

TEST_CASE("services: of two who save the same draft the later one is refused, and what was saved stays")
{
    House house;
    house.begin(editor(11), "First words");
    auto const stale = SeenDraft{bin, house.seen().revision - 1};
    auto const other = house.with_title(house.library.files_of(bin), "Second words");
    CHECK(house.write(editor(12), [&](db::Tx& tx) { return save_draft(tx, stale, other); }).error() ==
          DraftRefusal::changed_meanwhile);
    CHECK(house.draft()->text().find("First words") != std::string::npos);
}

TEST_CASE("services: a draft with errors is neither sent nor published, and its reviewer says what to change")
{
    House house;
    auto const una = editor(11);
    house.begin(una, "A");
    auto broken = house.draft()->files;
    broken.front().text += "nonsense: 1\n";
    auto const at = house.seen();
    REQUIRE(house.write(una, [&](db::Tx& tx) { return save_draft(tx, at, broken); }).has_value());
    CHECK(house.send(una).error() == DraftRefusal::not_sound);
    auto const examined = house.library.examine(bin, house.draft()->files);
    CHECK_FALSE(examined.is_sound);
    REQUIRE(examined.problems.size() >= 1);
    CHECK(examined.problems.front().file.ends_with("report-missed-bin.yaml"));
    auto const again = house.seen();
    auto const sound = house.library.files_of(bin);
    REQUIRE(house.write(una, [&](db::Tx& tx) { return save_draft(tx, again, sound); }).has_value());
    REQUIRE(house.send(una).has_value());
    auto const sent = house.seen();
    CHECK(house.write(editor(12), [&](db::Tx& tx) { return ask_for_changes(tx, sent, "  "); }).error() ==
          DraftRefusal::words_missing);
    REQUIRE(house.write(editor(12), [&](db::Tx& tx) { return ask_for_changes(tx, sent, "Say why"); }).has_value());
    CHECK(house.draft()->state == DraftState::editing);
}

TEST_CASE("services: hard words are published only where a second person says why")
{
    House house;
    auto const una = editor(11);
    house.begin(una, "A");
    std::vector<Problem> const hard{
        {.file = "x", .sentence = "Hard", .remedy = "", .severity = Problem::Severity::words}};
    auto const at = house.seen();
    REQUIRE(house.write(una, [&](db::Tx& tx) { return send_for_review(tx, at, hard, ""); }).has_value());
    auto const sent = house.seen();
    CHECK(house.write(editor(12), [&](db::Tx& tx) { return approve_draft(tx, sent, hard, " "); }).error() ==
          DraftRefusal::reason_missing);
    REQUIRE(house.write(editor(12), [&](db::Tx& tx) { return approve_draft(tx, sent, hard, "A name"); }).has_value());
    CHECK(house.draft()->reason == "A name");
}

TEST_CASE("services: a draft is published on its day, and not if it was changed before")
{
    House house;
    auto const una = editor(11);
    house.begin(una, "Later words");
    REQUIRE(house.send(una).has_value());
    REQUIRE(house.approve(editor(12)).has_value());
    auto const at = house.seen();
    auto const when = house.database.clock.now() + std::chrono::hours{2};
    REQUIRE(house.write(una, [&](db::Tx& tx) { return schedule_draft(tx, at, when); }).has_value());
    CHECK(house.draft()->publish_at == when);
    auto const run = [&] { db::JobRunner{*house.database, {publish_job(house.library)}}.drain(); };
    run();
    CHECK(house.title() == "Report a missed bin collection");
    house.database.clock.advance(std::chrono::hours{3});
    run();
    CHECK(house.title() == "Later words");
    CHECK_FALSE(house.draft().has_value());

    house.begin(una, "Never");
    REQUIRE(house.send(una).has_value());
    REQUIRE(house.approve(editor(12)).has_value());
    auto const again = house.seen();
    auto const soon = house.database.clock.now() + std::chrono::hours{1};
    REQUIRE(house.write(una, [&](db::Tx& tx) { return schedule_draft(tx, again, soon); }).has_value());
    auto const scheduled = house.seen();
    auto const files = house.draft()->files;
    REQUIRE(house.write(una, [&](db::Tx& tx) { return save_draft(tx, scheduled, files); }).has_value());
    house.database.clock.advance(std::chrono::hours{2});
    run();
    CHECK(house.title() == "Later words");
}

TEST_CASE("services: a council's own version stays in front of a shipped file that changes later")
{
    House house;
    auto const una = editor(11);
    house.begin(una, "Our words");
    REQUIRE(house.send(una).has_value());
    REQUIRE(house.approve(editor(12)).has_value());
    REQUIRE(house.publish(una).has_value());
    house.library.publish(house.shipped);
    CHECK(house.title() == "Our words");
    house.library.publish(house.file_with_title("New shipped words"));
    CHECK(house.title() == "Our words");
    CHECK(Sheet::read(house.library.files_of(bin).front().text)->words({"title"}) == "New shipped words");
    auto const old = house.database->read([](db::Snapshot& s) { return newest_file_version(s, bin); });
    REQUIRE(old.has_value());
    CHECK(Sheet::read(old->front().text)->words({"title"}) == "Report a missed bin collection");
}

TEST_CASE("services: rolling back publishes the older files again, and every version stays")
{
    House house;
    auto const una = editor(11);
    house.begin(una, "Our words");
    REQUIRE(house.send(una).has_value());
    REQUIRE(house.approve(editor(12)).has_value());
    REQUIRE(house.publish(una).has_value());
    auto const files = house.database->read([](db::Snapshot& s) { return files_of_version(s, bin, 1); });
    REQUIRE(files.has_value());
    auto const examined = house.library.examine(bin, *files);
    REQUIRE(examined.is_sound);
    auto const number =
        house.write(una, [&](db::Tx& tx) { return publish_at_once(tx, bin, examined, *files, "rolled back"); });
    house.library.reload();
    CHECK(number == 3);
    CHECK(house.title() == "Report a missed bin collection");
    auto const versions = house.database->read([](db::Snapshot& s) { return versions_of(s, bin); });
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].published_by == PersonId{11});
    CHECK_FALSE(versions[2].by_editor);
    CHECK(house.library.catalogue()->current(bin)->definition.messages.size() == 4);
}
