#include "town.hpp"

#include <base/file.hpp>
#include <ui/assets.hpp>

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

namespace {

/// A service that one council alone offers.
constexpr auto heron = R"(id: report-a-heron
title: Report a heron
summary: Tell us about a heron that stands in the way.
area: streets
verb: report
owner: street-services
promise: { acknowledge: at once, working_days: 1 }
words: [heronry]
pages:
  - id: what
    questions:
      - { id: what, type: text, label: "Where does it stand?", purpose: Says where. }
received: street-problem-received
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";

/// Two councils behind one door, each with a member of staff of the same name and rights.
struct Two {
    db::TestFolder folder;
    ManualClock clock{from_millis(1'773'046'800'000)};
    FrontDoor door{any_port(), clock};
    Site& wend = add("wend");
    Site& arrow = add("arrow");
    Visitor resident{.client = "192.0.2.1"};
    Visitor wend_staff{.client = "192.0.2.2"};
    Visitor arrow_staff{.client = "192.0.2.3"};

    Two() { door.start(); }
    Site& add(std::string const& slug)
    {
        auto options = make_council(folder.path() / slug, slug);
        if (slug == "wend") {
            std::filesystem::create_directories(options.folder / "services" / "streets");
            std::ofstream{options.folder / "services" / "streets" / "report-a-heron.yaml"} << heron;
        }
        auto& site = door.add(std::move(options));
        add_staff(site, "sam@council.example", {Role::agent, Role::team_lead, Role::administrator},
                  {"street-services"});
        return site;
    }
    [[nodiscard]] Browser at(std::string const& slug) const { return {door.port(), slug + ".example"}; }
};

std::size_t files_in(std::filesystem::path const& folder)
{
    if (!std::filesystem::exists(folder)) return 0;
    std::filesystem::recursive_directory_iterator const all{folder};
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [](auto const& entry) { return entry.is_regular_file(); }));
}

}

TEST_CASE("two councils in one process leak nothing: cases, drafts, sessions, photos, search, mail")
{
    Two two;
    auto wend = two.at("wend");
    auto arrow = two.at("arrow");
    auto const reference =
        send_report(wend, two.resident, two.clock, {.text = "A canary word: xylograph", .photo = small_photo()});
    for (auto const& site : two.door.sites()) site->settle();
    sign_in(wend, two.wend_staff, "sam@council.example");
    sign_in(arrow, two.arrow_staff, "sam@council.example");

    SUBCASE("a case is at home in one council")
    {
        auto const path = case_path(wend, two.wend_staff, reference);
        REQUIRE_FALSE(path.empty());
        CHECK(says(wend.get(two.wend_staff, path), "xylograph"));
        CHECK(case_path(arrow, two.arrow_staff, reference).empty());
        CHECK(arrow.get(two.arrow_staff, path).status == 404);
        CHECK(says(wend.get(two.wend_staff, "/desk/export.csv?service=report-street-problem"), reference.shown()));
        CHECK_FALSE(
            says(arrow.get(two.arrow_staff, "/desk/export.csv?service=report-street-problem"), reference.shown()));
        CHECK(wend.get(two.resident, "/track/" + reference.shown()).status == 200);
        CHECK(arrow.get(two.resident, "/track/" + reference.shown()).status == 404);
    }
    SUBCASE("a photo is at home in one council")
    {
        auto const page = wend.get(two.wend_staff, case_path(wend, two.wend_staff, reference));
        auto const at = page.body.find("/desk/photos/");
        REQUIRE(at != std::string::npos);
        auto const photo = page.body.substr(at, page.body.find('"', at) - at);
        CHECK(wend.get(two.wend_staff, photo).status == 200);
        CHECK(arrow.get(two.arrow_staff, photo).status == 404);
        CHECK(files_in(two.folder.path() / "wend" / "blobs") > 0);
        CHECK(files_in(two.folder.path() / "arrow" / "blobs") == 0);
    }
    SUBCASE("a session opens one desk")
    {
        CHECK(wend.get(two.wend_staff, "/desk").status == 200);
        auto const refused = arrow.get(two.wend_staff, "/desk");
        CHECK(refused.status == 303);
        CHECK(refused.location.starts_with("/desk/sign-in"));
    }
    SUBCASE("a draft is at home in one council, even for whoever carries cookie and form across")
    {
        Visitor other{.client = "192.0.2.9"};
        auto const page = answer_pages(wend, other, {.text = "A second canary: quoin"}, "photo");
        CHECK(says(wend.get(other, "/services/report-street-problem/details"), "quoin"));
        CHECK_FALSE(says(arrow.get(other, "/services/report-street-problem/details"), "quoin"));
        auto const sent = arrow.send(other, page.forms().at(0), {});
        CHECK_FALSE(sent.is_redirect());
        CHECK_FALSE(says(arrow.follow(other, sent), "quoin"));
    }
    SUBCASE("search and services are each council's own")
    {
        CHECK(says(wend.get(two.resident, "/search?q=heronry"), "Report a heron"));
        CHECK_FALSE(says(arrow.get(two.resident, "/search?q=heronry"), "Report a heron"));
        CHECK(wend.get(two.resident, "/services/report-a-heron").status == 200);
        CHECK(arrow.get(two.resident, "/services/report-a-heron").status == 404);
    }
    SUBCASE("mail leaves from one council")
    {
        CHECK(files_in(two.wend.mail_folder()) == 1);
        CHECK(files_in(two.arrow.mail_folder()) == 0);
    }
    SUBCASE("a host that is nobody's gets nothing")
    {
        Browser stranger{two.door.port(), "elsewhere.example"};
        Visitor visitor{.client = "192.0.2.7"};
        CHECK(stranger.get(visitor, "/").status == 421);
    }
}

TEST_CASE("council: a logo stands in the header of every page, and is served as an image")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    auto options = make_council(folder.path() / "wend", "wend");
    auto const toml = options.folder / "council.toml";
    auto const settings = read_file(toml);
    std::ofstream{toml} << "logo = \"logo.svg\"\n" << settings;
    std::ofstream{options.folder / "logo.svg"} << "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    FrontDoor door{any_port(), clock};
    door.add(std::move(options));
    door.start();
    Browser wend{door.port(), "wend.example"};
    Visitor resident{.client = "192.0.2.1"};
    for (auto const* path : {"/", "/services/report-street-problem", "/nowhere"}) {
        auto const page = wend.get(resident, path);
        auto const at = page.body.find("/assets/council-", page.body.find("c-header__logo"));
        REQUIRE(at != std::string::npos);
        auto const image = wend.get(resident, page.body.substr(at, page.body.find('"', at) - at));
        CHECK(image.status == 200);
        CHECK(image.body.starts_with("<svg"));
    }
}

TEST_CASE("council: its own font is in its stylesheet and served from its own host, under the same strict policy")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    auto options = make_council(folder.path() / "wend", "wend");
    std::ofstream{options.folder / "council.toml", std::ios::app}
        << "\n[font]\nfamily = \"Moor Sans\"\nregular = \"moor.woff2\"\n";
    std::ofstream{options.folder / "moor.woff2"} << "wOF2 and letters";
    FrontDoor door{any_port(), clock};
    door.add(std::move(options));
    door.start();
    Browser wend{door.port(), "wend.example"};
    Visitor resident{.client = "192.0.2.1"};
    auto const page = wend.get(resident, "/");
    auto const from = page.body.find("/assets/council-");
    auto const styles = wend.get(resident, page.body.substr(from, page.body.find('"', from) - from));
    CHECK(says(styles, "--council-font:\"Moor Sans\""));
    CHECK(says(styles, "var(--council-font,"));
    auto const face = styles.body.find("@font-face");
    REQUIRE(face != std::string::npos);
    auto const at = styles.body.find("/assets/council-", face);
    auto const font = wend.get(resident, styles.body.substr(at, styles.body.find(')', at) - at));
    CHECK(font.status == 200);
    CHECK(font.body == "wOF2 and letters");
    CHECK(ui::content_security_policy().contains("font-src 'self';"));
}

TEST_CASE("council: a service whose team the council does not have is told to the administrator by name")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    auto options = make_council(folder.path() / "wend", "wend");
    options.adjust = [](council::Settings& settings) {
        std::erase_if(settings.teams, [](auto const& team) { return team.slug == "waste-services"; });
    };
    LogOfEverything const log;
    Site const site{std::move(options), clock};
    CHECK(log.text().contains("service report-missed-bin: council.toml has no team \"waste-services\"."));
    CHECK_FALSE(log.text().contains("service report-street-problem:"));
}
