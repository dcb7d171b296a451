// The export: declared columns only, no formulas, nothing sealed, nobody else's cases.
#include "export.hpp"
#include "room.hpp"

#include <base/csv.hpp>

using namespace guildhall;
using namespace guildhall::desk;

namespace {

struct Table {
    std::vector<csv::Record> records;
    [[nodiscard]] std::string at(std::size_t row, std::string_view column) const
    {
        auto const& header = records.at(0);
        auto const found = std::ranges::find(header, column);
        REQUIRE(found != header.end());
        return records.at(row).at(static_cast<std::size_t>(found - header.begin()));
    }
};

Table exported(Room& room, std::string const& who = "lee", std::string const& more = {})
{
    auto const response = room.get(who, "/desk/export.csv?service=report-street-problem" + more);
    REQUIRE(response.status == 200);
    auto records = csv::read(body_of(response));
    REQUIRE(records.has_value());
    return {std::move(*records)};
}

}

TEST_CASE("desk: an export has the declared columns, exact times and points, and nothing that identifies")
{
    Room room;
    auto answers =
        Room::street_answers("Outside 12 Heather Row", "First line\nsecond, \"quoted\"", "canary@example.com");
    answers.set("phone", {.values = {"01632 960123"}});
    auto const opened = room.open(answers);
    room.database.clock.advance(std::chrono::milliseconds{90'125});
    room.post("asha", opened.path("/closure"), room.seen(opened, {{"outcome", "done"}, {"words", "We filled it."}}));

    auto const table = exported(room);
    CHECK(table.records.at(0) == csv::Record{"reference", "service", "version", "team", "stage", "opened", "target",
                                             "closed", "outcome", "place", "longitude", "latitude", "said", "category",
                                             "location", "details", "photo"});
    REQUIRE(table.records.size() == 2);
    CHECK(table.at(1, "reference") == opened.reference.shown());
    CHECK(table.at(1, "version") == "1");
    CHECK(table.at(1, "opened") == "2026-03-09T09:00:00Z");
    CHECK(table.at(1, "closed") == "2026-03-09T09:01:30.125Z");
    CHECK(table.at(1, "outcome") == "done");
    CHECK(table.at(1, "place") == "Outside Heather Row");
    CHECK(table.at(1, "longitude") == "-4.7712345");
    CHECK(table.at(1, "latitude") == "53.7012345");
    CHECK(table.at(1, "said") == "We filled it.");
    CHECK(table.at(1, "category") == "pothole");
    CHECK(table.at(1, "location") == "Outside 12 Heather Row");
    CHECK(table.at(1, "details") == "First line\nsecond, \"quoted\"");
    for (auto const& field : table.records.at(1)) {
        CHECK_FALSE(holds(field, "canary"));
        CHECK_FALSE(holds(field, "960123"));
    }
}

TEST_CASE("desk: an export opens in a spreadsheet without running anything")
{
    Room room;
    for (auto const* formula : {"=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "\tx", "=1"})
        room.open(Room::street_answers("Heather Row", formula));
    room.open(Room::street_answers("=cmd|' /C calc'!A0", "plain"));
    auto const table = exported(room);
    CHECK(table.records.size() == 8);
    for (std::size_t row = 1; row < table.records.size(); ++row)
        for (auto const* column : {"details", "location", "place", "said"}) {
            auto const field = table.at(row, column);
            CHECK_MESSAGE((field.empty() || std::string_view{"=+-@\t\r"}.find(field.front()) == std::string_view::npos),
                          field);
        }
}

TEST_CASE("desk: an export is for leads, of their own teams' cases, and of the days asked for")
{
    Room room;
    auto const first = room.open();
    room.database.clock.advance(std::chrono::days{10});
    auto const second = room.open();
    CHECK(room.get("asha", "/desk/export.csv?service=report-street-problem").status == 403);
    CHECK(room.get("audrey", "/desk/export.csv?service=report-street-problem").status == 403);
    CHECK(room.get("", "/desk/export.csv?service=report-street-problem").status == 303);
    CHECK(room.get("lee", "/desk/export.csv?service=report-unicorn").status == 404);
    CHECK(room.get("lee", "/desk/export.csv?service=report-street-problem&from=yesterday").status == 422);

    CHECK(exported(room, "lee").records.size() == 3);
    CHECK(exported(room, "ada").records.size() == 3);
    auto const late = exported(room, "lee", "&from=2026-03-10");
    REQUIRE(late.records.size() == 2);
    CHECK(late.at(1, "reference") == second.reference.shown());
    auto const early = exported(room, "lee", "&to=2026-03-09");
    REQUIRE(early.records.size() == 2);
    CHECK(early.at(1, "reference") == first.reference.shown());

    room.arrive("wendy", {Role::team_lead}, {"waste-services"});
    CHECK(exported(room, "wendy").records.size() == 1);
}

TEST_CASE("desk: an export of many cases has every one once, and is never in memory as a whole")
{
    Room room;
    room.write([&](db::Tx& tx) {
        auto const catalogue = room.library.catalogue();
        auto const answers = Room::street_answers();
        for (int at = 0; at < 1100; ++at) {
            forms::Submission const submission{.id = tx.new_id<forms::SubmissionId>(),
                                               .version = *catalogue->current("report-street-problem"),
                                               .subject = tx.new_id<db::SubjectId>(),
                                               .answers = answers,
                                               .team = "street-services",
                                               .deadline = tx.now() + std::chrono::days{5},
                                               .council = room.council};
            cases::open(tx, room.cases_deps, submission);
        }
    });
    auto const response = room.get("lee", "/desk/export.csv?service=report-street-problem");
    auto const& pieces = std::get<http::PiecesBody>(response.body);
    std::string text;
    while (auto const piece = pieces.next()) {
        CHECK(std::ranges::count(*piece, '\n') <= 201);
        text += *piece;
    }
    Table const table{csv::read(text).value()};
    std::vector<std::string> references;
    for (std::size_t row = 1; row < table.records.size(); ++row) references.push_back(table.records[row][0]);
    std::ranges::sort(references);
    CHECK(references.size() == 1100);
    CHECK(std::ranges::adjacent_find(references) == references.end());
}

TEST_CASE("desk: what an older version sealed stays closed, also when the newest version does not seal it")
{
    Room room;
    auto source = services::shipped_source();
    auto const change = [&](std::string_view before, std::string_view after) {
        for (auto& file : source) {
            if (!file.name.ends_with("report-street-problem.yaml")) continue;
            auto const at = file.text.find(before);
            REQUIRE(at != std::string::npos);
            file.text.replace(at, before.size(), after);
        }
    };
    change("        max_length: 4000\n", "        max_length: 4000\n        sensitive: true\n");
    CHECK(room.library.publish(source).empty());
    room.open(Room::street_answers("Heather Row", "canary words"));
    auto const sealed = exported(room);
    CHECK(std::ranges::find(sealed.records.at(0), "details") == sealed.records.at(0).end());

    change("        sensitive: true\n", "");
    CHECK(room.library.publish(source).empty());
    room.open(Room::street_answers("Heather Row", "open words"));
    auto const table = exported(room);
    REQUIRE(table.records.size() == 3);
    CHECK(table.at(1, "details") == "open words");
    CHECK(table.at(2, "details").empty());
}

TEST_CASE("desk: an export leaves no case out, also not one whose version can no longer be read")
{
    static constexpr db::Query wound{"test.wound", "update service_version set source = 'id: [' where id = $1"};
    Room room;
    room.open();
    auto source = services::shipped_source();
    for (auto& file : source)
        if (file.name.ends_with("report-street-problem.yaml")) file.text += "\n# changed\n";
    auto const first = room.library.catalogue()->current("report-street-problem")->id;
    CHECK(room.library.publish(source).empty());
    room.database->write(Actor::system(), [&](db::Tx& tx) { return tx.run(wound, first); }).wait();
    room.library.publish(services::Source{});
    auto const table = exported(room);
    REQUIRE(table.records.size() == 2);
    CHECK(table.at(1, "service") == "report-street-problem");
    CHECK(table.at(1, "team") == "street-services");
    CHECK(table.at(1, "version").empty());
    CHECK(table.at(1, "category").empty());
}
