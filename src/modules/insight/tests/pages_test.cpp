// The pages of figures, as managers see them.
#include "office.hpp"

#include <base/csv.hpp>
#include <services/readability.hpp>

#include <fmt/format.h>

using namespace guildhall;
using namespace guildhall::insight;
using namespace guildhall::insight::testing;
using http::testing::body_of;
using http::testing::holds;

TEST_CASE(
    "insight: forms are listed by use, those that nobody uses first, in the bands that managers asked for (R-035)")
{
    Office office;
    office.count("used-form", "started", "", 2000);
    office.count("used-form", "sent", "", 1500);
    office.count("rare-form", "started", "", 40);
    office.count("rare-form", "sent", "", 29);
    auto const view = office.use();
    REQUIRE(view.lines.size() == 3);
    CHECK(view.lines[0].service == "unused-form");
    CHECK(view.lines[1].service == "rare-form");
    CHECK(view.lines[2].service == "used-form");
    CHECK(band_of(0) == Band::never);
    CHECK(band_of(1) == Band::under_30);
    CHECK(band_of(29) == Band::under_30);
    CHECK(band_of(30) == Band::under_200);
    CHECK(band_of(199) == Band::under_200);
    CHECK(band_of(200) == Band::under_1000);
    CHECK(band_of(999) == Band::under_1000);
    CHECK(band_of(1000) == Band::more);

    auto const lead = Person::with(office, Role::team_lead);
    auto const page = body_of(lead.get("/admin/insight/forms"));
    CHECK(page.find("0: never used") < page.find("1 to 29"));
    CHECK(page.find("1 to 29") < page.find("1,000 or more"));
    CHECK(holds(page, "Used fewer than 30 times in a year"));
}

TEST_CASE("insight: the share of started forms that were sent is shown for each form (R-046)")
{
    Office office;
    office.count("used-form", "started", "", 200);
    office.count("used-form", "sent", "", 124);
    office.count("used-form", "sent", "", 26, "phone");
    office.count("used-form", "reached", "what", 200);
    office.count("used-form", "answered", "what", 150);
    office.count("used-form", "stopped", "what", 50);
    office.count("used-form", "took", "what 3", 150);
    office.count("used-form", "erred", "what", 12);
    office.count("used-form", "errors", "what", 30);
    auto const lead = Person::with(office, Role::team_lead);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "75%"));
    auto const page = body_of(lead.get("/admin/insight/forms/used-form"));
    for (auto const* said : {"75%", "1 to 2 minutes", "What is it?", "Sent with the help of staff", "17%", "Version 1"})
        CHECK_MESSAGE(holds(page, said), said);
    auto const csv = body_of(lead.get("/admin/insight/forms/used-form/figures.csv"));
    CHECK(holds(csv, "stopped at page,what,50"));
    CHECK(csv::read(csv).has_value());
}

TEST_CASE("insight: a decision needs a reason, is shown in the list, and auditors cannot make one (R-035)")
{
    Office office;
    auto const lead = Person::with(office, Role::team_lead);
    auto const path = "/admin/insight/forms/rare-form/mark";
    CHECK(lead.post(path, {{"mark", "retire"}}).status == 422);
    CHECK(lead.post(path, {{"mark", "explode"}, {"note", "x"}}).status == 422);
    CHECK(lead.post(path, {{"mark", "retire"}, {"note", "Nobody needs it"}}).status == 303);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "Retire: Nobody needs it"));

    auto const auditor = Person::with(office, Role::auditor);
    CHECK(auditor.get("/admin/insight/forms").status == 200);
    CHECK(auditor.post(path, {{"mark", "keep"}}).status == 403);
    CHECK(Person::with(office, Role::agent).get("/admin/insight/forms").status == 403);
    CHECK(Person{office, {}, {}}.get("/admin/insight/forms").status == 303);
}

TEST_CASE("insight: the reading age of each form and of each version is shown (R-046)")
{
    Office office;
    office.count("used-form", "started", "", 20);
    auto const lead = Person::with(office, Role::team_lead);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "Reading age"));
    auto const age = services::readability(office.library.catalogue()->current("used-form")->definition).age;
    REQUIRE(age > 0);
    CHECK(holds(body_of(lead.get("/admin/insight/forms/used-form")), fmt::format("{:.1f}", age)));
    CHECK(holds(body_of(lead.get("/admin/insight/forms.csv")), fmt::format(",{:.1f},", age)));
}

TEST_CASE("insight: little use of a new form, or of one that cannot be begun, is no surprise (R-035)")
{
    Office office;
    auto lead = Person::with(office, Role::team_lead);
    CHECK(holds(body_of(lead.get("/admin/insight/forms")), "New this year"));
    CHECK_FALSE(holds(body_of(lead.get("/admin/insight/forms")), "Cannot be begun now"));
    office.database.clock.advance(std::chrono::days{400});
    lead.sign_in();
    CHECK(lead.get("/admin/insight/forms").status == 200);
    CHECK_FALSE(holds(body_of(lead.get("/admin/insight/forms")), "New this year"));
}
