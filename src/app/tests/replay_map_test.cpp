#include "replay/compare.hpp"
#include "replay/page.hpp"
#include "replay/records.hpp"

#include <services/services.hpp>

#include <base/date.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

using namespace guildhall;
using namespace guildhall::replay;

namespace {

constexpr auto usual = R"(name: A town
columns:
  id: NUMBER
  opened: OPENED
  closed: CLOSED
  category: KIND
  text: [TITLE, KIND]
  outcome: WHY
  longitude: X
  latitude: Y
  place: STREET
dates: { format: "%d/%m/%Y %H:%M", zone: Europe/London }
service: report-street-problem
questions: { category: category, location: location, text: details, email: email }
no_location: [[0, 0]]
unknown_place: Not known
not_done: [Nothing found]
categories:
  Hole: pothole
  "*": other
)";

class Files {
public:
    [[nodiscard]] std::filesystem::path write(std::string const& name, std::string const& text) const
    {
        auto const file = folder_.path() / name;
        std::ofstream{file, std::ios::binary} << text;
        return file;
    }
    [[nodiscard]] Map map(std::string const& text = usual) const { return read_map(write("map.yaml", text)); }
    [[nodiscard]] std::vector<Record> records(std::string const& csv, std::string const& map_text = usual) const
    {
        auto const map = this->map(map_text);
        return read_records(write("requests.csv", csv), map);
    }
    /// What is said about a map where `from` is replaced by `to`, without the file's path.
    [[nodiscard]] std::string problem(std::string const& from, std::string const& to) const
    {
        std::string text = usual;
        REQUIRE(text.find(from) != std::string::npos);
        text.replace(text.find(from), from.size(), to);
        auto const file = write("map.yaml", text);
        try {
            read_map(file);
        } catch (std::runtime_error const& error) {
            std::string const said = error.what();
            REQUIRE(said.starts_with(file.string() + ":"));
            return said.substr(file.string().size() + 1);
        }
        return {};
    }

private:
    db::TestFolder folder_;
};

std::string changed(std::string const& from, std::string const& to)
{
    std::string text = usual;
    text.replace(text.find(from), from.size(), to);
    return text;
}

std::string iso(std::optional<Time> at)
{
    return at ? iso_time(*at) : "nothing";
}

constexpr auto header = "NUMBER,OPENED,CLOSED,KIND,TITLE,WHY,X,Y,STREET\n";

}

TEST_CASE("replay: dates are read as cities write them, in their zone, or not at all")
{
    Dates const town{.formats = {"%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d"}, .zone = "America/New_York"};
    CHECK(iso(town.read("01/31/2015 03:46:15 PM")) == "2015-01-31T20:46:15Z");
    CHECK(iso(town.read("07/31/2015 12:00:00 AM")) == "2015-07-31T04:00:00Z");
    CHECK(iso(town.read(" 2015-01-31 ")) == "2015-01-31T05:00:00Z");
    CHECK(iso(town.read("02/30/2015 03:46:15 PM")) == "nothing");
    CHECK(iso(town.read("31/01/2015 03:46:15 PM")) == "nothing");
    CHECK(iso(town.read("01/31/2015 03:46:15 PM and more")) == "nothing");
    CHECK(iso(town.read("")) == "nothing");
    Dates const offsets{.formats = {"%d.%m.%Y %H:%M %z"}, .zone = "Europe/London"};
    CHECK(iso(offsets.read("31.01.2015 12:00 +0200")) == "2015-01-31T10:00:00Z");
    Dates const epoch{.formats = {"epoch-millis"}, .zone = "UTC"};
    CHECK(iso(epoch.read("1422719175000")) == "2015-01-31T15:46:15Z");
    CHECK(iso(epoch.read("14227x")) == "nothing");
}

TEST_CASE("replay: ISO 8601 in the shapes that open data has")
{
    auto const read = [](std::string_view text) { return iso(read_iso(text, "Europe/London")); };
    CHECK(read("2015-07-01") == "2015-06-30T23:00:00Z");
    CHECK(read("2015-07-01T08:15") == "2015-07-01T07:15:00Z");
    CHECK(read("2015-07-01 08:15:30") == "2015-07-01T07:15:30Z");
    CHECK(read("2015-07-01T08:15:30.250") == "2015-07-01T07:15:30Z");
    CHECK(read("2015-07-01T08:15:30Z") == "2015-07-01T08:15:30Z");
    CHECK(read("2015-07-01T08:15:30.000+02:00") == "2015-07-01T06:15:30Z");
    CHECK(read("2015-07-01T08:15:30-0500") == "2015-07-01T13:15:30Z");
    CHECK(read("2015-07-01 08:15:30 +01") == "2015-07-01T07:15:30Z");
    CHECK(read("20150701T081530Z") == "2015-07-01T08:15:30Z");
    for (auto const* broken :
         {"", "2015", "2015-13-01", "2015-02-29", "2015-07-01T", "2015-07-01T25:00", "2015-07-01T08:61",
          "2015-07-01T08:15:30+", "2015-07-01T08:15:30Z!", "01/07/2015", "2015-07--1"}) {
        CAPTURE(broken);
        CHECK(read(broken) == "nothing");
    }
}

TEST_CASE("replay: a mistake in a map names file and line and says what to write")
{
    Files const files;
    CHECK(files.problem("name: A town\n", "").find("\"the map\" needs a line \"name: ...\"") != std::string::npos);
    CHECK(files.problem("  id: NUMBER\n", "").starts_with("3: \"columns\" needs a line \"id: ...\""));
    CHECK(files.problem("  id: NUMBER", "  idd: NUMBER")
              .starts_with("3: \"idd\" is no key of \"columns\". Known are: id,"));
    CHECK(files.problem("  latitude: Y\n", "").find("needs both") != std::string::npos);
    CHECK(files.problem("  latitude: Y\n", "  latitude: Y\n  point: P\n").find("not both") != std::string::npos);
    CHECK(files.problem("Europe/London", "Atlantis/Capital").starts_with("12: \"Atlantis/Capital\" is no time zone."));
    CHECK(files.problem("[[0, 0]]", "[[0]]").starts_with("15: A point is [longitude, latitude]."));
    CHECK(files.problem("no_location:", "layout: { delimiter: ab }\nno_location:")
              .starts_with("15: \"delimiter\" is one character."));
    CHECK(files.problem("no_location:", "statuses: { Done: done }\nno_location:")
              .starts_with("15: \"statuses\" needs the column"));
    CHECK(files.problem("no_location:", "point_order: sideways\nno_location:").starts_with("15: \"point_order\" is"));
    CHECK(files.problem("columns:", "columns: [").find(":") != std::string::npos);
    CHECK_THROWS_AS(read_map("/nowhere/map.yaml"), std::runtime_error);
}

TEST_CASE("replay: a row becomes what a resident would type and what staff did")
{
    Files const files;
    auto const records =
        files.records(std::string{header} +
                      "1,01/07/2015 10:00,02/07/2015 09:30,Hole,A big hole,Filled,-1.5,53.2,Elm Road\n"
                      "2,01/07/2015 10:00,,Lamp,,,0,0,\n"
                      "3,01/07/2015 10:00,30/06/2015 10:00,Hole,\"Two\r\nlines \",Nothing found there,-1.5,53.2,\n");
    REQUIRE(records.size() == 3);
    CHECK(records[0].category == "pothole");
    CHECK(records[0].text == "A big hole");
    CHECK(records[0].place == "Elm Road");
    CHECK(records[0].point() == geo::Point{-1.5, 53.2});
    CHECK(records[0].email == "record-1@replay.example");
    CHECK(iso(records[0].opened) == "2015-07-01T09:00:00Z");
    CHECK(iso(records[0].closed) == "2015-07-02T08:30:00Z");
    CHECK(records[0].end == End::done);
    CHECK(records[0].outcome == "Filled");
    CHECK(records[1].category == "other");
    CHECK(records[1].text == "Lamp"); // the first column that is not empty
    CHECK_FALSE(records[1].point().has_value());
    CHECK(records[1].place == "Not known");
    CHECK_FALSE(records[1].closed.has_value());
    CHECK(records[2].text == "Two\nlines");
    CHECK(records[2].place.empty()); // the point says where
    CHECK(records[2].end == End::not_done);
    CHECK(records[2].closed == records[2].opened); // it closes before it opens
}

TEST_CASE("replay: rows that cannot be used say why and are all counted")
{
    Files const files;
    auto const records = files.records(std::string{header} + "1,01/07/2015 10:00,,Hole,x,,,,\n"
                                                             "1,01/07/2015 10:00,,Hole,x,,,,\n"
                                                             "2,31/02/2015 10:00,,Hole,x,,,,\n"
                                                             "3,01/07/2015 10:00,never,Hole,x,,,,\n"
                                                             ",01/07/2015 10:00,,Hole,x,,,,\n"
                                                             "4,01/07/2015 10:00\n"
                                                             "5,01/07/2015 10:00,,Hole,Stra\xDF"
                                                             "e,,,,\n"
                                                             "\n"
                                                             ",,,,,,,,\n");
    REQUIRE(records.size() == 8); // a line without anything is none
    CHECK(records[0].refusal.empty());
    CHECK(records[1].refusal == "The number 1 was there before.");
    CHECK(records[2].refusal == "The opening date in OPENED cannot be read.");
    CHECK(records[3].refusal == "The closing date in CLOSED cannot be read.");
    CHECK(records[4].refusal == "The row has no number in NUMBER.");
    CHECK(records[5].refusal == "The row has 2 fields, the header has 9.");
    CHECK(records[5].line == 7);
    CHECK(records[6].refusal.starts_with("The row is not UTF-8."));
    CHECK_FALSE(records[7].refusal.empty());
}

TEST_CASE(
    "replay: other cities' layouts: delimiter, decimal comma, one column for the point, several for the text, a status")
{
    Files const files;
    auto const text = std::string{R"(name: Another town
layout: { delimiter: ";", decimal: ",", encoding: windows-1252 }
columns:
  id: Nr
  opened: Von
  closed: Bis
  status: Stand
  category: Art
  text: { all: [Titel, Text], between: ": " }
  outcome: Stand
  point: Ort
dates: { zone: Europe/Berlin }
service: report-street-problem
questions: { category: category, location: location, text: details }
statuses: { erledigt: done, abgelehnt: not-done, "*": open }
categories: { Loch: pothole }
)"};
    auto const records =
        files.records("Nr;Von;Bis;Stand;Art;Titel;Text;Ort\n"
                      "1;2015-07-01T10:00:00;2015-07-02;erledigt;Loch;Stra\xDF"
                      "e;tief;(52,5; 13,25)\n"
                      "2;2015-07-01T10:00:00+02:00;2015-07-02;abgelehnt;Loch;;nur Text;POINT (13,25 52,5)\n"
                      "3;2015-07-01;2015-07-02;offen;Baum;x;;irgendwo\n",
                      text);
    // The delimiter stands inside an unquoted point: that row has a field too many, and says so.
    REQUIRE(records.size() == 3);
    CHECK(records[0].refusal == "The row has 9 fields, the header has 8.");
    CHECK(records[1].text == "nur Text");
    CHECK(records[1].point() == geo::Point{13.25, 52.5});
    CHECK(records[1].end == End::not_done);
    CHECK(records[1].outcome == "abgelehnt");
    CHECK(records[1].email.empty());
    CHECK(iso(records[1].opened) == "2015-07-01T08:00:00Z");
    CHECK_FALSE(records[2].closed.has_value());
    CHECK(records[2].category.empty()); // no "*" in this map: the page will ask
    CHECK(records[2].longitude == "irgendwo");

    auto const quoted = files.records("Nr;Von;Bis;Stand;Art;Titel;Text;Ort\n1;2015-07-01T10:00:00;;offen;Loch;Stra\xDF"
                                      "e;tief;\"(52,5; 13,25)\"\n",
                                      text);
    CHECK(quoted.at(0).text == "Straße: tief");
    CHECK(quoted.at(0).point() == geo::Point{13.25, 52.5});
}

TEST_CASE("replay: a column that the file does not have is named, with those that it has")
{
    Files const files;
    auto const said = [&](std::string const& csv, std::string const& map = usual) -> std::string {
        try {
            static_cast<void>(files.records(csv, map));
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return {};
    };
    auto const missing = said("NUMBER,OPENED\n1,2\n");
    CHECK(missing.find("requests.csv:1: There is no column \"CLOSED\"") != std::string::npos);
    CHECK(missing.find("The file has: NUMBER, OPENED.") != std::string::npos);
    CHECK(said("").find("requests.csv:1: The file is empty.") != std::string::npos);
    CHECK(said(std::string{header} + "1,\"no end\n").find("requests.csv:2: A quoted field has no closing quote.") !=
          std::string::npos);
    CHECK(said(header, changed("no_location:", "layout: { encoding: klingon }\nno_location:"))
              .find("There is no encoding \"klingon\"") != std::string::npos);
}

TEST_CASE("replay: forms are filled in as they are shown, and nothing is sent that they do not offer")
{
    Page const page{
        .status = 200, .location = {}, .body = R"(<h1>What?</h1><form method="post" action="/a/b?x=1" novalidate>
        <input type="hidden" name="csrf" value="a&amp;b"><input class="r" id="k" name="kind" type="radio" value="hole">
        <input class="r" name="kind" type="radio" value="bin" checked><textarea name="words" rows="3">one &lt; two</textarea>
        <select name="who"><option value="1">A</option><option value="2" selected>B</option></select>
        <button type="submit" name="stage" value="done">Done</button></form>)"};
    auto const form = page.form("/b");
    CHECK(form.filled({}) == Fields{{"csrf", "a&b"}, {"kind", "bin"}, {"words", "one < two"}, {"who", "2"}});
    CHECK(form.filled({{"kind", "hole"}, {"stage", "done"}}) ==
          Fields{{"csrf", "a&b"}, {"kind", "hole"}, {"words", "one < two"}, {"who", "2"}, {"stage", "done"}});
    CHECK_THROWS_AS((void)form.filled({{"kind", "cat"}}), std::runtime_error);
    CHECK_THROWS_AS((void)form.filled({{"colour", "red"}}), std::runtime_error);
    CHECK_THROWS_AS((void)page.form("/c"), std::runtime_error);
    CHECK(page.complaint() == "What?");
}

TEST_CASE("replay: an export that is not what the file said is found out, field by field")
{
    Files const files;
    auto const map = files.map();
    auto const records = read_records(
        files.write("requests.csv",
                    std::string{header} +
                        "1,01/07/2015 10:00,02/07/2015 09:30,Hole,A big hole,=Filled,-1.5,53.2,Elm Road\n"),
        map);
    auto const source = services::check(services::shipped_source());
    auto const service = std::ranges::find(source.good, "report-street-problem", &services::Definition::id);
    auto const reference = Reference::random();
    std::vector<Fate> const fates{{.reference = reference, .refusal = {}, .closed = true, .complaint = {}}};
    auto const columns =
        std::string{"reference,opened,closed,outcome,longitude,latitude,said,category,details,location\r\n"};
    auto const row =
        reference.shown() +
        ",2015-07-01T09:00:00Z,2015-07-02T08:30:00Z,done,-1.5,53.2,'=Filled,pothole,A big hole,Elm Road\r\n";
    auto const against = [&](std::string const& from, std::string const& to) {
        auto changed_row = row;
        changed_row.replace(changed_row.find(from), from.size(), to);
        auto const found = compare(columns + changed_row, map, *service, records, fates);
        return found.empty() ? std::string{} : found.at(0).sentence;
    };
    CHECK(compare(columns + row, map, *service, records, fates).empty());
    CHECK(against("A big hole", "A bog hole") ==
          "text: 10 bytes in the file, 10 in the export, the first difference at byte 4");
    CHECK(against("pothole", "other").starts_with("category:"));
    CHECK(against("Elm Road", "Elm").starts_with("place:"));
    CHECK(against("-1.5", "-1.50001").starts_with("longitude"));
    CHECK(against("53.2", "").starts_with("latitude"));
    CHECK(against("09:00:00", "09:00:01").starts_with("opened:"));
    CHECK(against("2015-07-02T08:30:00Z", "").starts_with("closed:"));
    CHECK(against(",done,", ",could-not-do,").starts_with("outcome:"));
    CHECK(against("'=Filled", "").starts_with("words of the outcome:"));
    CHECK(compare(columns, map, *service, records, fates).at(0).sentence == "its case is not in the export");
    auto const stranger = Reference::random().shown() + row.substr(reference.shown().size());
    CHECK(compare(columns + row + stranger, map, *service, records, fates).size() == 1);
}
