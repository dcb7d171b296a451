// How long the details of people are kept.
#include "office.hpp"

#include <db/jobs.hpp>

using namespace guildhall;
using namespace guildhall::cases;

namespace {

constexpr db::Query everything_said{"test.everything_said", R"sql(
    select (select count(*) from form_submission), (select count(*) from form_file), (select count(*) from case_note))sql"};
constexpr db::Query outbox{"test.outbox", "select recipient_hash, recipient, body, state from notify_outbox"};

struct Archive : Office {
    std::vector<std::string> photos; ///< blobs

    Archive()
    {
        write([](db::Tx& tx) { queue_retention(tx); });
    }
    /// A year and more of nights pass at once: the job is due, once.
    void after(std::chrono::days days)
    {
        database.clock.advance(days);
        db::JobRunner{*database, {retention_job(deps)}}.drain();
    }
    Opened street(std::string email = "sam@example.com")
    {
        return open("report-street-problem", street_answers("Heather Row", std::move(email)));
    }
    void end(Opened const& opened, std::string_view outcome = "done", Actor const& worker = street_worker())
    {
        write(
            [&](db::Tx& tx) {
                return cases::close(tx, deps, worker, opened.seen(of(opened).revision), outcome,
                                    "We filled the hole at your gate.");
            },
            worker)
            .value();
    }
    void add_photo(Opened const& opened)
    {
        static constexpr db::Query insert{"test.photo", R"sql(
            insert into form_file (id, draft, submission, subject, question, state, image, thumbnail, created_at)
            values ($1, 1, $2, $3, 'photo', 'ready', $4, $5, $6))sql"};
        auto const one = of(opened);
        auto const sealed = write([&](db::Tx& tx) { return tx.seal(one.subject, "a picture of a gate"); });
        photos = {blobs.put(sealed + "1"), blobs.put(sealed + "2")};
        write([&](db::Tx& tx) {
            tx.run(insert, tx.new_id<forms::FileId>(), one.submission, one.subject, photos[0], photos[1], tx.now());
        });
    }
    void tell(Opened const& opened)
    {
        notify::Draft draft{.recipient = std::string{"sam@example.com"},
                            .subject = of(opened).subject,
                            .template_name = "street-problem-received",
                            .message = notify::Template::parse("Subject: Hello\n\nYour gate").value(),
                            .values = {},
                            .stream = opened.id.value};
        notify::Source const source{.types = {"case.opened"}, .drafts = [&](db::Tx&, db::Event const& event) {
                                        return event.stream == opened.id.value ? std::vector{draft}
                                                                               : std::vector<notify::Draft>{};
                                    }};
        notify::Deps post{*database, {"no-reply@larkmoor.example", "Larkmoor Council"}, *sender, {source}};
        db::EventPump{*database, {notify::consumer(post)}}.drain();
    }
    std::unique_ptr<notify::Sender> sender = notify::folder_sender(folder.path() / "mail");
    std::array<std::int64_t, 3> said()
    {
        return read([](db::Snapshot& s) {
            return s
                .one(everything_said,
                     [](db::Row const& row) {
                         return std::array{row.integer(0), row.integer(1), row.integer(2)};
                     })
                .value();
        });
    }
};

}

TEST_CASE("cases: when a service keeps it no longer, everything personal about a closed case goes, and the log says so "
          "(R-378)")
{
    Archive archive;
    auto const opened = archive.street();
    archive.add_photo(opened);
    archive.tell(opened);
    archive.write([&](db::Tx& tx) { return add_information(tx, opened.reference, "It is by my gate"); }).value();
    archive.end(opened);
    CHECK(archive.said() == std::array<std::int64_t, 3>{1, 1, 2});

    archive.after(std::chrono::days{729});
    CHECK(archive.said() == std::array<std::int64_t, 3>{1, 1, 2});
    archive.after(std::chrono::days{2});
    CHECK(archive.said() == std::array<std::int64_t, 3>{0, 0, 0});
    for (auto const& photo : archive.photos) CHECK_FALSE(archive.blobs.get(photo));
    archive.read([](db::Snapshot& s) {
        s.for_each(outbox, [](db::Row const& row) {
            CHECK(row.text(0).size() < 64); // no hash of the address
            CHECK(row.bytes(1).empty());
            CHECK(row.is_null(2));
            CHECK(row.text(3) == "failed"); // it was still waiting
        });
    });

    auto const one = archive.of(opened);
    CHECK(one.forgotten == archive.database.clock.now());
    CHECK(one.place.empty());
    CHECK(one.longitude == doctest::Approx(-4.77).epsilon(1e-9));
    CHECK(one.latitude == doctest::Approx(53.70).epsilon(1e-9));
    // What figures need stays.
    CHECK(one.service == "report-street-problem");
    CHECK(one.summary == "A hole in the road");
    CHECK(one.outcome == "done");
    CHECK(one.closed.has_value());
    auto const log = archive.events(opened.id);
    CHECK(log.back().type == "case.forgotten");
    CHECK(log.back().actor_kind == ActorKind::system);

    // The person's key went too, so that a backup says no more than this.
    auto const sealing = [&] { archive.write([&](db::Tx& tx) { return tx.seal(one.subject, "again"); }); };
    CHECK_THROWS_AS(sealing(), db::Fault);
}

TEST_CASE("cases: open cases, and those of services that keep longer, lose nothing; each night asks for the next")
{
    Archive archive;
    auto const open_one = archive.street();
    auto const street = archive.street();
    auto const bin = archive.open("report-missed-bin", Office::bin_answers());
    archive.end(street);
    archive.end(bin, "done", Office::staff({"waste-services"}));
    archive.after(std::chrono::days{366}); // bins are kept for 365 days, streets for 730
    CHECK(archive.of(bin).forgotten.has_value());
    CHECK_FALSE(archive.of(street).forgotten.has_value());
    archive.after(std::chrono::days{366});
    CHECK(archive.of(street).forgotten.has_value());
    CHECK_FALSE(archive.of(open_one).forgotten.has_value());
    CHECK(archive.said() == std::array<std::int64_t, 3>{1, 0, 0});
}

TEST_CASE("cases: more than one night's portion is forgotten in one night")
{
    Archive archive;
    std::vector<Archive::Opened> all;
    for (int i = 0; i < 120; ++i) all.push_back(archive.street());
    for (auto const& one : all) archive.end(one);
    archive.after(std::chrono::days{731});
    CHECK(archive.said() == std::array<std::int64_t, 3>{0, 0, 0});
}

TEST_CASE("cases: nothing can be added about somebody who was forgotten, and tracking still says what was done")
{
    Front front;
    front.write([](db::Tx& tx) { queue_retention(tx); });
    auto const opened = front.open("report-street-problem", Office::street_answers("Heather Row", "sam@example.com"));
    auto const worker = Office::street_worker();
    front
        .write([&](db::Tx& tx) { return close(tx, front.deps, worker, opened.seen(), "done", "By your gate."); },
               worker)
        .value();
    CHECK(holds(body_of(front.get("/track/" + opened.reference.shown())), "By your gate."));
    front.database.clock.advance(std::chrono::days{731});
    db::JobRunner{*front.database, {retention_job(front.deps)}}.drain();

    auto const page = front.get("/track/" + opened.reference.shown());
    CHECK(page.status == 200);
    CHECK(holds(body_of(page), "What you told us was deleted on Thursday 9 March 2028"));
    CHECK_FALSE(holds(body_of(page), "By your gate."));
    CHECK_FALSE(holds(body_of(page), "Tell us more"));
    auto const adding = front.write([&](db::Tx& tx) { return add_information(tx, opened.reference, "Once more"); });
    REQUIRE_FALSE(adding);
    CHECK(adding.error() == Refusal::details_deleted);
    auto const noting =
        front.write([&](db::Tx& tx) { return note(tx, worker, opened.id, NoteKind::internal, "Who was it?"); }, worker);
    REQUIRE_FALSE(noting);
    CHECK(noting.error() == Refusal::details_deleted);
}

TEST_CASE("cases: whose case it was goes with the rest")
{
    static constexpr db::Query names{"test.names", "select count(*) from case_record where about is not null"};
    Archive archive;
    forms::Answers answers;
    answers.set("resident", {.person = forms::Person{"Zoe", "Quux", {}}});
    auto const opened = archive.open("apply-assisted-collection", std::move(answers));
    auto const named = [&] {
        return archive.read([](db::Snapshot& s) { return s.value<std::int64_t>(names).value(); });
    };
    archive.end(opened, "done", Office::staff({"waste-services"}));
    CHECK(archive.of(opened).about == "Zoe Quux");
    CHECK(named() == 1);
    archive.after(std::chrono::days{366});
    CHECK(archive.of(opened).about.empty());
    CHECK(named() == 0);
}
