#include "town.hpp"

#include "replay/replay.hpp"

#include <base/date.hpp>

using namespace guildhall;
using namespace guildhall::app::testing;

namespace {

namespace fs = std::filesystem;

constexpr auto map_text = R"(name: Test Town
columns:
  id: NUMBER
  opened: OPENED
  closed: CLOSED
  category: KIND
  text: TEXT
  outcome: WHY
  longitude: X
  latitude: Y
  place: STREET
dates: { format: "%Y-%m-%d %H:%M:%S", zone: America/New_York }
boundary: boundary.geojson
service: report-street-problem
questions: { category: category, location: location, text: details, email: email }
no_location: [[-70.5, 42.5]]
unknown_place: Not known
not_done: [Nothing found]
categories: { Hole: pothole, Lamp: street-light, Dump: fly-tipping }
)";

constexpr auto boundary_text =
    R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-71,42],[-70,42],[-70,43],[-71,43],[-71,42]]]}})";

/// Twenty-four sound rows that overlap in time, and eight that are not.
std::string rows()
{
    std::string csv = "NUMBER,OPENED,CLOSED,KIND,TEXT,WHY,X,Y,STREET\n";
    constexpr std::array kinds{"Hole", "Lamp", "Dump"};
    for (int i = 0; i < 24; ++i) {
        auto const opened = fmt::format("2015-03-{:02} 08:{:02}:00", 1 + i / 3, i % 3 == 2 ? 0 : i);
        auto const closed =
            i % 4 == 3 ? std::string{} : fmt::format("2015-03-{:02} 08:{:02}:00", 1 + i / 3 + i % 2, 30 + i % 20);
        auto const why = i % 5 == 0   ? "Nothing found here"
                         : i % 5 == 1 ? ""
                         : i % 5 == 2 ? "=Done, \"twice\""
                                      : "Done\nin two lines";
        csv += fmt::format(
            "{},{},{},{},\"Number {} says: é, \"\"quotes\"\" & <tags>\",\"{}\",-70.{:02},42.{:02},{} Main St\n", i,
            opened, closed, kinds[i % 3], i, std::string_view{why} == "=Done, \"twice\"" ? "=Done, \"\"twice\"\"" : why,
            10 + i, 20 + i, i);
    }
    csv += "30,2015-03-04 09:00:00,2015-03-03 09:00:00,Hole,Closes before it opens,Done,-70.5,42.4,1 Main St\n"; // good
    csv += "31,2015-03-04 09:00:00,2015-03-05 09:00:00,Lamp,No point and no street,Done,-70.5,42.5,\n";          // good
    csv += "32,2015-03-04 09:00:00,,Hole,Outside the boundary,,-60.5,42.4,2 Main St\n";
    csv += "33,2015-03-04 09:00:00,,Hole,A point that is none,,west,north,2 Main St\n";
    csv += "34,2015-02-30 09:00:00,,Hole,A day that does not exist,,-70.5,42.4,2 Main St\n";
    csv += "35,2015-03-04 09:00:00,,Hole,,,-70.5,42.4,2 Main St\n"; // no words
    csv += "36,2015-03-04 09:00:00,,Cat,A kind that nobody mapped,,-70.5,42.4,2 Main St\n";
    csv += "3,2015-03-04 09:00:00,,Hole,A number that was there before,,-70.5,42.4,2 Main St\n";
    csv += ",,,,,,,,\n";
    csv += "37,2015-03-04 09:00:00,,Hole," + std::string(4001, 'x') + ",,-70.5,42.4,2 Main St\n";
    return csv;
}

struct Town {
    db::TestFolder folder;
    fs::path const file = write("requests.csv", rows());
    fs::path const map = write("map.yaml", map_text);
    fs::path const boundary = write("boundary.geojson", boundary_text);
    fs::path const report = folder.path() / "report.txt";
    [[nodiscard]] fs::path write(std::string const& name, std::string const& text) const
    {
        std::ofstream{folder.path() / name, std::ios::binary} << text;
        return folder.path() / name;
    }
};

}

TEST_CASE("replay: every sound row goes through the residents' forms, is closed at the desk and comes back as it was")
{
    Town const town;
    auto const ran = run(
        {"replay", town.file, "--map", town.map, "--council", town.folder.path() / "council", "--report", town.report});
    auto const report = contents(town.report);
    CAPTURE(report);
    CAPTURE(ran.err);
    // 26 sound rows of which 6 stay open; each gets an acknowledgement, word of the plan, and of the end.
    CHECK(ran.out == "34 received, 26 opened, 0 followed, 8 refused, 20 closed, 66 mails, 0 mismatches\n");
    CHECK(ran.code == 0);
    CHECK(report.find("does not match") == std::string::npos);
    CHECK(ran.err.find("records, ") != std::string::npos); // progress

    auto const refused = [&](std::string_view words) {
        return report.find(std::string{": refused: "}.append(words)) != std::string::npos;
    };
    CHECK(refused("That place is outside the area of Test Town."));
    CHECK(refused("We cannot read that place."));
    CHECK(refused("The opening date in OPENED cannot be read."));
    CHECK(refused("Tell us what is wrong"));
    CHECK(refused("Choose what the problem is"));
    CHECK(refused("The number 3 was there before."));
    CHECK(refused("Your answer must be 4000 characters or fewer"));
    CHECK(report.find(town.file.string() + ":") == 0);
    CHECK(report.find("A number that was there before") == std::string::npos); // no words of people

    auto const again = run({"replay", town.file, "--map", town.map, "--council", town.folder.path() / "council"});
    CHECK(again.code == 1);
    CHECK(again.err.find("holds cases already") != std::string::npos);
}

TEST_CASE("replay: a limit stops early, and what the service does not have is named with its line in the map")
{
    Town const town;
    auto const limited =
        run({"replay", town.file, "--map", town.map, "--council", town.folder.path() / "few", "--limit", "5"});
    CHECK(limited.out.starts_with("5 received, 5 opened, 0 followed, 0 refused, "));
    CHECK(limited.code == 0);

    auto const said = [&](std::string_view from, std::string const& to) {
        std::string text = map_text;
        text.replace(text.find(from), from.size(), to);
        auto const changed = town.write("changed.yaml", text);
        auto const ran = run({"replay", town.file, "--map", changed, "--council", town.folder.path() / "none"});
        CHECK(ran.code == 1);
        return ran.err;
    };
    CHECK(said("Hole: pothole", "Hole: crater")
              .find("changed.yaml:19: \"crater\" is no answer of the question \"category\".") != std::string::npos);
    CHECK(said("text: details", "text: detail")
              .find("changed.yaml:15: The service report-street-problem has no question \"detail\".") !=
          std::string::npos);
    CHECK(said("location: location", "location: details").find("is of type long text, not location") !=
          std::string::npos);
    CHECK(said("service: report-street-problem", "service: report-a-comet")
              .find("There is no service \"report-a-comet\".") != std::string::npos);
    CHECK(said("boundary.geojson", "nowhere.geojson").find("nowhere.geojson") != std::string::npos);
}
