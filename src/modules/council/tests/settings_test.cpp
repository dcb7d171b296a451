#include <council/council.hpp>

#include <db/testing.hpp>
#include <doctest/doctest.h>

#include <fstream>

using namespace guildhall;
using namespace guildhall::council;
using namespace std::chrono_literals;

namespace {

constexpr auto march = std::chrono::March;

Settings read(std::string const& toml)
{
    db::TestFolder folder;
    std::ofstream{folder.path() / "council.toml"} << toml;
    return read_settings(folder.path());
}

std::string problem_of(std::string const& toml)
{
    try {
        read(toml);
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "";
}

bool says(std::string const& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("settings: a notice shows on its days, both ends included")
{
    auto const settings = read("[[notice]]\ntitle = \"Late bins\"\nfrom = 2026-03-10\nuntil = 2026-03-12\n"
                               "[[notice]]\ntitle = \"Always\"\n");
    CHECK(settings.notices_on(2026y / march / 9).size() == 1);
    CHECK(settings.notices_on(2026y / march / 10).size() == 2);
    CHECK(settings.notices_on(2026y / march / 12).size() == 2);
    CHECK(settings.notices_on(2026y / march / 13).size() == 1);
    CHECK(settings.notices_on(2026y / march / 13).front().title == "Always");
}

TEST_CASE("settings: what is written reads back the same")
{
    db::TestFolder folder;
    auto settings = larkmoor();
    settings.notices.push_back(
        {"Quotes \" and \\ stay", "Text", "https://example.org/a", 2026y / march / 1, 2026y / march / 2});
    write_settings(folder.path(), settings);
    auto const again = read_settings(folder.path());
    CHECK(again.brand.phone == settings.brand.phone);
    CHECK(again.brand.languages == settings.brand.languages);
    REQUIRE(again.boundary.size() == 1);
    CHECK(geo::contains(again.boundary, {-4.775, 53.71}) == geo::contains(settings.boundary, {-4.775, 53.71}));
    REQUIRE(again.notices.size() == settings.notices.size());
    auto const& notice = again.notices.back();
    CHECK(notice.title == "Quotes \" and \\ stay");
    CHECK(notice.link == "https://example.org/a");
    CHECK(notice.from == settings.notices.back().from);
    CHECK(notice.until == settings.notices.back().until);
    CHECK_FALSE(again.notices.front().from.has_value());
    REQUIRE(again.teams.size() == settings.teams.size());
    CHECK(again.team("waste-services")->name == "Waste services");
}

TEST_CASE("settings: a logo is a small image beside council.toml")
{
    db::TestFolder folder;
    auto const toml = [&](std::string const& logo) {
        std::ofstream{folder.path() / "council.toml"} << "name = \"A\"\nlogo = \"" << logo << "\"\n";
        try {
            auto const settings = read_settings(folder.path());
            CHECK(settings.logo == folder.path() / logo);
        } catch (std::runtime_error const& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(says(toml("logo.svg"), "council.toml:2: There is no file"));
    std::ofstream{folder.path() / "logo.svg"} << "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    CHECK(toml("logo.svg").empty());
    CHECK(says(toml("logo.html"), "SVG, PNG or WebP"));
    std::ofstream{folder.path() / "large.png"} << std::string(40'000, 'x');
    CHECK(says(toml("large.png"), "smaller than"));
}

TEST_CASE("settings: a mistake is named with file, line and remedy")
{
    CHECK(problem_of("name = \"Larkmoor\"\n").empty());
    auto const mistyped = problem_of("name = \"Larkmoor\"\ncolor = \"#17543f\"\n");
    CHECK(says(mistyped, "council.toml:2:"));
    CHECK(says(mistyped, "\"color\" is no setting"));
    CHECK(says(problem_of("name = \"A\"\ncolour = \"#eeeeee\"\n"), "council.toml:2: The colour #eeeeee is too pale"));
    CHECK(says(problem_of("time_zone = \"Mars/Olympus\"\n"), "no such time zone"));
    CHECK(says(problem_of("languages = [\"tlh\"]\n"), "no language \"tlh\""));
    CHECK(says(problem_of("[[notice]]\ntext = \"No title\"\n"), "needs a title"));
    CHECK(says(problem_of("[[notice]]\ntitle = \"A\"\nlink = \"javascript:alert(1)\"\n"), "https://"));
    CHECK(says(problem_of("[[notice]]\ntitle = \"A\"\nlink = \"//elsewhere.example\"\n"), "https://"));
    CHECK(says(problem_of("[[notice]]\ntitle = \"A\"\nfrom = \"soon\"\n"), "is a day"));
    CHECK(says(problem_of("[[notice]]\ntitle = \"A\"\nfrom = 2026-03-12\nuntil = 2026-03-11\n"),
               "ends before it begins"));
    CHECK(says(problem_of("[[notice]]\ntitle = \"A\"\nuntill = 2026-03-12\n"), "is no setting"));
    CHECK(says(problem_of("notice = \"late\"\n"), "Notices are a list"));
}

TEST_CASE("settings: a council in Scotland works on Easter Monday and rests on the second of January (R-060)")
{
    using std::chrono::April;
    using std::chrono::January;
    auto const english = read("name = \"A\"\n").calendar;
    auto const scottish = read("name = \"A\"\ncalendar = \"scotland\"\n").calendar;
    auto const irish = read("name = \"A\"\ncalendar = \"northern-ireland\"\n").calendar;
    CHECK_FALSE(english.is_working_day(2026y / April / 6));
    CHECK(scottish.is_working_day(2026y / April / 6));
    CHECK(english.is_working_day(2026y / January / 2));
    CHECK_FALSE(scottish.is_working_day(2026y / January / 2));
    CHECK(english.is_working_day(2026y / march / 17));
    CHECK_FALSE(irish.is_working_day(2026y / march / 17));
    CHECK(says(problem_of("name = \"A\"\ncalendar = \"atlantis\"\n"), "council.toml:2: There is no calendar"));

    db::TestFolder folder;
    auto settings = larkmoor();
    settings.nation = "scotland";
    write_settings(folder.path(), settings);
    CHECK(read_settings(folder.path()).calendar.is_working_day(2026y / April / 6));
}

TEST_CASE("settings: a council's font is a family and files beside council.toml, and cannot reach into the styles")
{
    db::TestFolder folder;
    auto const toml = [&](std::string const& lines) -> std::string {
        std::ofstream{folder.path() / "council.toml"} << "name = \"A\"\n[font]\n" << lines;
        try {
            auto const settings = read_settings(folder.path());
            CHECK(settings.brand.font == "Moor Sans");
            return std::to_string(settings.font_files.size());
        } catch (std::runtime_error const& error) {
            return error.what();
        }
    };
    std::ofstream{folder.path() / "moor.woff2"} << "wOF2";
    CHECK(toml("family = \"Moor Sans\"\n") == "0");
    CHECK(toml("family = \"Moor Sans\"\nregular = \"moor.woff2\"\nbold = \"moor.woff2\"\n") == "2");
    CHECK(says(toml("family = \"Moor Sans\"\nbold = \"gone.woff2\"\n"), "council.toml:2: There is no file"));
    CHECK(says(toml("family = \"Moor Sans\"\nregular = \"moor.ttf\"\n"), "A font is a WOFF2 file"));
    CHECK(says(toml("family = \"x\\\"}body{display:none}\"\n"), "A font has a name of letters"));
    CHECK(says(toml("regular = \"moor.woff2\"\n"), "A font has a name of letters"));
    std::ofstream{folder.path() / "moor.woff2"} << std::string(50'000, 'x');
    CHECK(says(toml("family = \"Moor Sans\"\nregular = \"moor.woff2\"\n"), "The font has 50000 bytes"));
}

TEST_CASE("settings: GOV.UK Notify is named with its key and templates, beside council.toml")
{
    auto const none = read("name = \"Larkmoor\"\n");
    CHECK_FALSE(none.gov_notify.has_value());
    auto const settings = read("[govuk_notify]\napi_key_file = \"notify.key\"\ntext_template = \"f33517ff\"\n");
    REQUIRE(settings.gov_notify.has_value());
    CHECK(settings.gov_notify->api_key_file.filename() == "notify.key");
    CHECK(settings.gov_notify->api_key_file.is_absolute());
    CHECK(settings.gov_notify->callback_token_file.empty());
    CHECK(settings.gov_notify->text_template == "f33517ff");
    CHECK(says(problem_of("[govuk_notify]\ntext_template = \"f33517ff\"\n"), "write api_key_file"));
    CHECK(says(problem_of("[govuk_notify]\napi_key_file = \"k\"\n"), "needs a template"));
    CHECK(says(problem_of("[govuk_notify]\napi_key = \"k\"\n"), "\"api_key\" is no setting"));
    CHECK(says(problem_of("govuk_notify = true\n"), "is a table"));
}
