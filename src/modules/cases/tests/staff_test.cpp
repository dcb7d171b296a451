// What staff see and do.
#include "office.hpp"

#include "store.hpp"

using namespace guildhall;
using namespace guildhall::cases;

namespace {

/// The same case, of which only the team may know.
Office::Opened restricted(Office& office)
{
    auto one = office.of(office.open());
    one.sensitivity = Sensitivity::restricted;
    auto const reference = Reference::random();
    one.reference = reference.stored();
    one.id = office.write([&](db::Tx& tx) {
        one.id = tx.new_id<CaseId>();
        insert(tx, one);
        return one.id;
    });
    return {one.id, reference};
}

}

TEST_CASE("cases: staff see their own teams' cases, and others do not; the restricted ones are their team's alone")
{
    Office office;
    auto const normal = office.open();
    auto const secret = restricted(office);
    struct Viewer {
        char const* who;
        Actor actor;
        bool sees_normal, sees_secret;
    };
    auto without_session = Office::street_worker();
    without_session.kind = ActorKind::resident;
    std::vector<Viewer> const viewers{
        {"a colleague of the team", Office::street_worker(), true, true},
        {"a colleague of another team", Office::staff({"waste-services"}), false, false},
        {"nobody's colleague", Office::staff({}), false, false},
        {"an administrator of another team", Office::staff({"waste-services"}, Role::administrator), true, false},
        {"an auditor", Office::staff({}, Role::auditor), true, false},
        {"a resident who claims a team", without_session, false, false},
        {"an anonymous resident", Actor::anonymous(), false, false},
        {"the system", Actor::system(), false, false}};
    for (auto const& viewer : viewers) {
        CAPTURE(std::string{viewer.who});
        office.read([&](db::Snapshot& s) {
            auto const visible = Cases{s}.visible_to(viewer.actor);
            CHECK(visible.find(normal.id).has_value() == viewer.sees_normal);
            CHECK(visible.find(normal.reference).has_value() == viewer.sees_normal);
            CHECK(visible.find(secret.id).has_value() == viewer.sees_secret);
            std::size_t expected = viewer.sees_secret ? 3 : viewer.sees_normal ? 2 : 0;
            CHECK(visible.list({}).cases.size() == expected); // restricted() opens a normal one on the way
            CHECK(visible.count({}) == static_cast<std::int64_t>(expected));
        });
    }
}

TEST_CASE("cases: whoever may look but not work is told so, and nothing changes")
{
    Office office;
    auto const opened = office.open();
    auto const work = [&](Actor const& actor) {
        return office.write([&](db::Tx& tx) { return move(tx, office.deps, actor, opened.seen(), "scheduled"); },
                            actor);
    };
    CHECK(work(Office::staff({}, Role::auditor)).error() == Refusal::not_allowed);
    CHECK(work(Office::staff({"waste-services"})).error() == Refusal::not_found);
    CHECK(work(Actor::anonymous()).error() == Refusal::not_found);
    CHECK(office.of(opened).revision == 1);
    CHECK(work(Office::street_worker()) == 2);
    CHECK(office.of(opened).stage == "scheduled");
}

TEST_CASE("cases: two staff cannot overwrite each other")
{
    Office office;
    auto const opened = office.open();
    auto const asha = Office::staff({"street-services"}, Role::agent, {1});
    auto const ben = Office::staff({"street-services"}, Role::agent, {2});
    auto const seen_by_both = opened.seen();
    CHECK(office.write([&](db::Tx& tx) { return move(tx, office.deps, asha, seen_by_both, "scheduled"); }, asha) == 2);
    auto const second =
        office.write([&](db::Tx& tx) { return close(tx, office.deps, ben, seen_by_both, "done"); }, ben);
    CHECK(second.error() == Refusal::changed_meanwhile);
    CHECK(office.of(opened).is_open());
    CHECK(office.events(opened.id).size() == 2);

    // The row itself refuses too, should a verb ever forget to ask.
    auto stale = office.of(opened);
    --stale.revision;
    stale.stage = "done";
    CHECK_FALSE(office.write([&](db::Tx& tx) { return update(tx, stale); }));
    CHECK(office.of(opened).stage == "scheduled");
}

TEST_CASE("R-054 cases: a case cannot be closed without an outcome, and not with one that its service does not know")
{
    Office office;
    auto const opened = office.open();
    auto const worker = Office::street_worker();
    auto const closed = [&](std::string_view outcome, std::string_view words = {}) {
        return office.write([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(), outcome, words); },
                            worker);
    };
    CHECK(closed("").error() == Refusal::unknown_outcome);
    CHECK(closed("finished").error() == Refusal::unknown_outcome);
    CHECK(closed("scheduled").error() == Refusal::unknown_outcome);
    CHECK(closed("could-not-do").error() == Refusal::words_missing);
    CHECK(closed("done", std::string(5001, 'x')).error() == Refusal::words_too_long);
    auto const by_moving =
        office.write([&](db::Tx& tx) { return move(tx, office.deps, worker, opened.seen(), "done"); }, worker);
    CHECK(by_moving.error() == Refusal::not_a_next_stage);
    CHECK(office.of(opened).is_open());

    CHECK(closed("done", "We filled it.") == 2);
    auto const one = office.of(opened);
    CHECK(one.outcome == "done");
    CHECK(one.closed == office.database.clock.now());
    auto const again =
        office.write([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(2), "done"); }, worker);
    CHECK(again.error() == Refusal::already_closed);
}

TEST_CASE("cases: work is given to those who can do it, and back to the team")
{
    Office office;
    auto const opened = office.open();
    auto const worker = Office::street_worker();
    auto const colleague = office.account("ben@larkmoor.example", {"street-services"});
    auto const stranger = office.account("cleo@larkmoor.example", {"waste-services"});
    auto const auditor = office.account("dai@larkmoor.example", {"street-services"}, Role::auditor);
    auto const give = [&](PersonId to, std::int64_t revision) {
        return office.write([&](db::Tx& tx) { return assign(tx, worker, opened.seen(revision), to); }, worker);
    };
    CHECK(give(stranger, 1).error() == Refusal::unknown_person);
    CHECK(give(auditor, 1).error() == Refusal::unknown_person);
    CHECK(give({999}, 1).error() == Refusal::unknown_person);
    CHECK(give(colleague, 1) == 2);
    CHECK(office.of(opened).assignee == colleague);
    CHECK(give({}, 2) == 3);
    CHECK_FALSE(office.of(opened).assignee);
}

TEST_CASE("cases: what a person adds is news to the team until somebody has read it")
{
    Office office;
    auto const opened = office.open();
    auto const worker = Office::street_worker();
    CHECK(office.write([&](db::Tx& tx) { return add_information(tx, opened.reference, "  "); }).error() ==
          Refusal::words_missing);
    CHECK(office.write([&](db::Tx& tx) { return add_information(tx, opened.reference, "It is deeper now"); }) == 2);
    auto const news = [&] {
        return office.read(
            [&](db::Snapshot& s) { return Cases{s}.visible_to(worker).count(Filter{.has_news = true}); });
    };
    CHECK(news() == 1);
    CHECK(office.write([&](db::Tx& tx) { return news_read(tx, worker, opened.seen(2)); }, worker) == 3);
    CHECK(news() == 0);
}

TEST_CASE("cases: words that are sent twice, by a button pressed twice, are written once")
{
    Office office;
    auto const opened = office.open();
    auto const worker = Office::street_worker();
    auto const add = [&](std::string_view words) {
        return office.write([&](db::Tx& tx) { return add_information(tx, opened.reference, words); });
    };
    auto const write_note = [&](NoteKind kind) {
        return office.write([&](db::Tx& tx) { return note(tx, worker, opened.id, kind, "Ask the drains team"); },
                            worker);
    };
    CHECK(add("It is deeper now") == 2);
    CHECK(add("It is deeper now") == 2);
    CHECK(add("And wider") == 3);
    CHECK(write_note(NoteKind::internal) == 3);
    CHECK(write_note(NoteKind::internal) == 3);
    CHECK(office.events(opened.id).size() == 4);
    CHECK(write_note(NoteKind::public_) == 3); // another reader
    office.database.clock.advance(std::chrono::minutes{3});
    CHECK(add("It is deeper now") == 4); // and again later, which is news
    CHECK(office.events(opened.id).size() == 6);
}

TEST_CASE("cases: the timeline tells the whole story in its order, with words and with who did it")
{
    Office office;
    auto const opened = office.open();
    auto const asha = office.account("asha@larkmoor.example", {"street-services"});
    auto const worker = Office::staff({"street-services"}, Role::agent, asha);
    auto const then = [&](auto verb) {
        office.database.clock.advance(std::chrono::minutes{5});
        office.write(verb, worker).value();
    };
    then([&](db::Tx& tx) { return assign(tx, worker, opened.seen(1), asha); });
    then([&](db::Tx& tx) { return move(tx, office.deps, worker, opened.seen(2), "scheduled"); });
    then([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::internal, "Ask the drains team"); });
    then([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::public_, "We come on Friday"); });
    then([&](db::Tx& tx) { return add_information(tx, opened.reference, "It is deeper now"); });
    then([&](db::Tx& tx) { return news_read(tx, worker, opened.seen(4)); });
    then([&](db::Tx& tx) { return close(tx, office.deps, worker, opened.seen(5), "done", "Filled"); });

    auto const entries = office.read([&](db::Snapshot& s) { return timeline(s, office.of(opened)); });
    std::vector<std::string> types;
    for (auto const& entry : entries) types.push_back(entry.type);
    CHECK(types == std::vector<std::string>{"case.opened", "case.assigned", "case.moved", "case.noted", "case.noted",
                                            "case.information_added", "case.information_read", "case.closed"});
    REQUIRE(entries.size() == 8);
    CHECK(entries[0].stage == "reported");
    CHECK(entries[1].assignee == asha);
    CHECK(entries[1].person == asha);
    CHECK(entries[1].by == ActorKind::staff);
    CHECK(entries[2].stage == "scheduled");
    CHECK(entries[3].words == "Ask the drains team");
    CHECK(entries[3].note == NoteKind::internal);
    CHECK(entries[4].note == NoteKind::public_);
    CHECK(entries[5].words == "It is deeper now");
    CHECK(entries[7].outcome == "done");
    CHECK(entries[7].words == "Filled");
    for (std::size_t at = 1; at < entries.size(); ++at) CHECK(entries[at - 1].at < entries[at].at);
}

TEST_CASE("cases: whoever is forgotten leaves a timeline without words")
{
    Office office;
    auto const opened = office.open();
    office.write([&](db::Tx& tx) { return add_information(tx, opened.reference, "It is deeper now"); }).value();
    auto const subject = office.of(opened).subject;
    office.write([&](db::Tx& tx) { tx.forget(subject); });
    auto const entries = office.read([&](db::Snapshot& s) { return timeline(s, office.of(opened)); });
    REQUIRE(entries.size() == 2);
    CHECK(entries[1].type == "case.information_added");
    CHECK(entries[1].words.empty());
}
