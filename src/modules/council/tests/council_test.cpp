// Boundaries, hosts, addresses, and the day by which something is promised.
#include <council/council.hpp>

#include <base/date.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>
#include <support/shared_files.hpp>

#include <fstream>

using namespace guildhall;
using namespace guildhall::council;
using namespace std::chrono_literals;

namespace {

std::string problem_of(std::string const& toml)
{
    db::TestFolder folder;
    std::ofstream{folder.path() / "council.toml"} << toml;
    try {
        (void)read_settings(folder.path());
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "";
}

geo::Polygon boundary_of(std::string const& json)
{
    db::TestFolder folder;
    std::ofstream{folder.path() / "boundary.geojson"} << json;
    return read_polygon(folder.path() / "boundary.geojson");
}

struct Place {
    db::TestDatabase database;
    db::TestFolder folder;
    db::BlobStore blobs{folder.path()};
    Council council;

    explicit Place(Settings settings = larkmoor())
        : council{std::move(settings), folder.path(), std::string(32, 's'), *database, blobs}
    {}
};

Time utc(Date day, std::chrono::milliseconds clock)
{
    return Time{std::chrono::sys_days{day}} + clock;
}

}

TEST_CASE("council: a setting that cannot work is refused with file, line and remedy")
{
    struct Mistake {
        std::string toml, says;
    };
    Mistake const mistakes[] = {
        {"slug = \"Lark moor\"\n", "council.toml:1: \"Lark moor\" is no short name"},
        {"name = \"A\"\nhosts = []\n", "council.toml:2: Without a host name"},
        {"name = \"A\"\nhosts = [\"https://larkmoor.example\"]\n",
         "council.toml:2: \"https://larkmoor.example\" is no host name"},
        {"hosts = \"larkmoor.example\"\n", "council.toml:1: \"hosts\" is a list"},
        {"hosts = [1]\n", "council.toml:1: \"hosts\" holds text only"},
        {"name = 7\n", "council.toml:1: \"name\" is text"},
        {"base_url = \"https://larkmoor.example/\"\n", "without a slash at the end"},
        {"base_url = \"larkmoor.example\"\n", "cannot stand before a path"},
        {"mail_from = \"Larkmoor Council\"\n", "council.toml:1: \"Larkmoor Council\" is no email address"},
        {"name = \"A\"\ndemo = \"no\"\n", "council.toml:2: \"demo\" is true or false"},
        {"accent = \"orange\"\n", "\"orange\" is not a colour"},
        {"colour = \"#ffffff\"\n", "too pale"},
        {"colour = \"#17543\"\n", "is not a colour"},
        {"teams = 3\n", "Teams are a table"},
        {"[teams]\nwaste = 3\n", "council.toml:2: A team has a name in quotes"},
        {"boundary = \"nowhere.geojson\"\n", "nowhere.geojson"},
        {"name = \"A\n", "council.toml:1:"},
        {"name = \"A\"\nname = \"B\"\n", "council.toml:2:"},
    };
    for (auto const& mistake : mistakes) {
        auto const problem = problem_of(mistake.toml);
        CHECK_MESSAGE(problem.find(mistake.says) != std::string::npos, mistake.toml << " -> " << problem);
    }
    CHECK(problem_of("hosts = [\"localhost\"]\nmail_from = \"no-reply@localhost\"\n").empty());
    CHECK_THROWS_WITH(read_settings("/nowhere"), doctest::Contains("/nowhere/council.toml cannot be read"));
}

TEST_CASE("council: host names are kept as the server compares them, and odd characters survive writing")
{
    db::TestFolder folder;
    auto settings = larkmoor();
    settings.hosts = {"Forms.Larkmoor.Example"};
    settings.brand.name = "Cyngor \xE2\x80\x9CT\xC5\xB7\xE2\x80\x9D \\ \"A\"";
    settings.brand.address = "1 Market Square\nLarkmoor\tZZ1 1AA\x7F";
    settings.teams = {{"a.b", "Odd slug"}, {"waste", "Waste"}};
    settings.is_demo = false;
    write_settings(folder.path(), settings);
    auto const again = read_settings(folder.path());
    CHECK(again.hosts == std::vector<std::string>{"forms.larkmoor.example"});
    CHECK(again.brand.name == settings.brand.name);
    CHECK(again.brand.address == settings.brand.address);
    REQUIRE(again.team("a.b"));
    CHECK(again.team("a.b")->name == "Odd slug");
    CHECK(again.team("nobody") == nullptr);
    CHECK_FALSE(again.is_demo);
    CHECK(again.slug == settings.slug);
    CHECK(again.base_url == settings.base_url);
    CHECK(again.mail_from == settings.mail_from);
}

TEST_CASE("council: a boundary is a closed polygon on the globe, or several")
{
    auto const square = boundary_of(
        R"({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[1,0.5],[1,1],[0.5,0.5]]]})");
    CHECK(geo::contains(square, {1.5, 1.5}));
    CHECK_FALSE(geo::contains(square, {0.9, 0.6})); // the hole
    auto const feature =
        boundary_of(R"({"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":
        [[[[0,0],[1,0],[1,1],[0,0]]],[[[10,10],[11,10],[11,11],[10,10]]]]}})");
    CHECK(geo::contains(feature, {0.9, 0.1}));
    CHECK(geo::contains(feature, {10.9, 10.1}));
    CHECK_FALSE(geo::contains(feature, {5, 5}));
    for (std::string const bad :
         {"", "{", "[]", "null", R"({"type":"Polygon"})", R"({"type":"Polygon","coordinates":[]})",
          R"({"type":"Polygon","coordinates":[[]]})", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]})",
          R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})",
          R"({"type":"Polygon","coordinates":[[[0,0],[1000,0],[1,1],[0,0]]]})",
          R"({"type":"Polygon","coordinates":[[["0",0],[1,0],[1,1],[0,0]]]})",
          R"({"type":"Feature","geometry":null,"properties":{}})", R"({"type":"MultiPolygon","coordinates":[]})"}) {
        CAPTURE(bad);
        CHECK_THROWS_WITH_AS(boundary_of(bad), doctest::Contains("boundary.geojson is not a GeoJSON polygon"),
                             std::runtime_error);
    }
}

TEST_CASE("council: the public GeoJSON samples are told apart")
{
    auto const folder = test::shared_path("standards/geojson");
    if (!std::filesystem::exists(folder)) {
        std::printf("skipped: standards/geojson is not here\n");
        return;
    }
    int good = 0;
    int bad = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
        auto const path = entry.path().string();
        if (!entry.is_regular_file() || path.find("/schema/") != std::string::npos) continue;
        if (path.ends_with("bad-bbox.json")) continue; // nobody reads a bbox
        CAPTURE(path);
        bool const is_polygon =
            path.find("/valid/polygon/") != std::string::npos || path.find("/valid/multipolygon/") != std::string::npos;
        if (is_polygon) {
            CHECK_NOTHROW(read_polygon(path));
            ++good;
        } else {
            CHECK_THROWS_AS(read_polygon(path), std::runtime_error);
            ++bad;
        }
    }
    CHECK(good >= 4);
    CHECK(bad >= 40);
}

TEST_CASE(
    "council: a promise of two working days ends with the day, over weekends, bank holidays and summer time (R-060)")
{
    Place place;
    auto const& council = place.council;
    // Monday noon: Wednesday, 23:59:59.
    CHECK(council.deadline(utc(2026y / 3 / 9, 12h), 2) == utc(2026y / 3 / 11, 24h - 1s));
    // Maundy Thursday: Good Friday and Easter Monday do not count; by then it is summer time.
    CHECK(council.deadline(utc(2026y / 4 / 2, 12h), 2) == utc(2026y / 4 / 8, 23h - 1s));
    // Half past eleven at night, UTC, is Tuesday on a British summer wall.
    CHECK(council.deadline(utc(2026y / 7 / 6, 23h + 30min), 0) == utc(2026y / 7 / 7, 23h - 1s));
    // The night when the clock goes back has 25 hours.
    CHECK(council.deadline(utc(2026y / 10 / 23, 12h), 0) == utc(2026y / 10 / 23, 23h - 1s));
    CHECK(council.deadline(utc(2026y / 10 / 23, 12h), 1) == utc(2026y / 10 / 26, 24h - 1s));
}

TEST_CASE("council: what is outside the boundary, or on no globe, is not inside; without a boundary everything is")
{
    Place const place;
    CHECK(place.council.is_inside({-4.77, 53.71}));
    CHECK_FALSE(place.council.is_inside({-0.1, 51.5}));
    CHECK_FALSE(place.council.is_inside({std::numeric_limits<double>::quiet_NaN(), 53.7}));
    auto settings = larkmoor();
    settings.boundary.clear();
    Place const open{std::move(settings)};
    CHECK(open.council.is_inside({-0.1, 51.5}));
    CHECK_FALSE(open.council.is_inside({-200, 51.5}));
    CHECK(place.council.today() == 2026y / 3 / 9);
}
