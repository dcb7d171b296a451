#include "bureau.hpp"

#include <fmt/format.h>
#include <http/site.hpp>
#include <http/testing.hpp>

#include <map>

using namespace guildhall;
using namespace guildhall::people;
using http::testing::body_of;
using http::testing::location_of;

namespace {

bool holds(http::Response const& page, std::string_view words)
{
    return http::testing::holds(body_of(page), words);
}

/// The pages as a browser meets them, without sockets.
struct Front : Bureau {
    identity::Deps identity_deps{*database, council.brand(), "Europe/London"};
    Deps deps{council, identity_deps, search, {}};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};
    std::map<std::string, std::string, std::less<>> tokens;
    std::map<std::string, PersonId, std::less<>> staff_ids;

    Front()
    {
        identity::add_routes(router, identity_deps);
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
        arrive("wren", {Role::agent});
        arrive("audrey", {Role::auditor});
        arrive("ivo", {Role::administrator});
        arrive("sunniva", {Role::content_editor});
        // A case of the street team for each form.
        deps.timelines.push_back([this](db::Snapshot&, Actor const&, std::vector<Source> const& sources) {
            std::vector<Entry> entries;
            for (auto const& source : sources)
                if (source.team == "street-services")
                    entries.push_back({.at = database.clock.now(),
                                       .what = "Report a street problem",
                                       .state = "Being looked at",
                                       .href = fmt::format("/desk/cases/{}", source.submission),
                                       .is_open = true});
            return entries;
        });
    }
    void arrive(std::string const& name, std::vector<Role> roles)
    {
        static auto const hash = identity::hash_password(Secret{"a long enough phrase"});
        staff_ids[name] = write([&](db::Tx& tx) {
            auto const id =
                identity::add_staff(tx, {name + "@larkmoor.example", name + " Example", roles, {"contact-centre"}})
                    .value();
            identity::set_password(tx, id, hash);
            return id;
        });
    }
    http::Request request(http::Method method, std::string path)
    {
        http::Request r;
        r.method = method;
        r.client = "192.0.2.1";
        r.site = &site;
        r.path = path.substr(0, path.find('?'));
        if (path.find('?') != std::string::npos) {
            auto const pair = path.substr(path.find('?') + 1);
            r.query.add(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        }
        return r;
    }
    std::string const& token_of(std::string const& name)
    {
        auto& token = tokens[name];
        if (!token.empty()) return token;
        auto r = request(http::Method::post, "/desk/sign-in");
        r.form.add("email", name + "@larkmoor.example");
        r.form.add("password", "a long enough phrase");
        return token = http::testing::answer(router, r).cookies.at(0).value;
    }
    http::Response get(std::string const& name, std::string path)
    {
        auto r = request(http::Method::get, std::move(path));
        r.headers.emplace_back("cookie", "staff=" + token_of(name));
        return http::testing::answer(router, r);
    }
    http::Response post(std::string const& name, std::string path,
                        std::vector<std::pair<std::string, std::string>> const& fields)
    {
        auto r = request(http::Method::post, std::move(path));
        r.headers.emplace_back("cookie", "staff=" + token_of(name));
        for (auto const& [field, value] : fields) r.form.add(field, value);
        return http::testing::answer(router, r);
    }
    static std::string path(RecordId id, std::string_view rest = {})
    {
        return fmt::format("/desk/people/{}{}", id.value, rest);
    }
};

}

TEST_CASE("people: a page says who it is, what they asked for and what may be the same person; any record's address "
          "leads there")
{
    Front front;
    auto const met = front.meet(asha());
    auto const again = front.meet(asha());
    auto typo = asha();
    typo.last = "Kaporo";
    auto const likely = front.meet(typo);
    auto const page = front.get("wren", Front::path(met.id, "?case=7"));
    CHECK(page.status == 200);
    for (auto const* words : {"Asha Kapoor", "12 Heather Row", "01632 960001", "Report a street problem", "2 are open",
                              "They left an email address", "May be the same person",
                              "The last names differ by one slip", "The email address is the same"})
        CHECK_MESSAGE(holds(page, words), words);
    auto const moved = front.get("wren", Front::path(again.id));
    CHECK(moved.status == 303);
    CHECK(location_of(moved) == Front::path(met.id));
    CHECK(front.get("wren", Front::path(RecordId{12345})).status == 404);
    CHECK(front.get("sunniva", Front::path(met.id)).status == 403);

    auto const joined = front.post("wren", Front::path(met.id, "/joins"), {{"other", std::to_string(likely.id.value)}});
    CHECK(location_of(joined) == Front::path(met.id));
    auto const whole = front.get("wren", Front::path(met.id));
    CHECK(holds(whole, "Also known as"));
    CHECK(holds(whole, "Asha Kaporo"));
    auto const parted =
        front.post("wren", Front::path(met.id, "/partings"), {{"record", std::to_string(likely.id.value)}});
    CHECK(location_of(parted) == Front::path(likely.id));
}

TEST_CASE("people: a merge of a person with themselves is refused in plain words, and nothing else changes")
{
    Front front;
    auto const met = front.meet(asha());
    auto const page = front.post("wren", Front::path(met.id, "/joins"), {{"other", std::to_string(met.id.value)}});
    CHECK(page.status == 422);
    CHECK(holds(page, "This is one and the same person. Choose somebody else"));
    CHECK(front.post("wren", Front::path(met.id, "/joins"), {{"other", "nobody"}}).status == 404);
    CHECK(front.post("audrey", Front::path(met.id, "/joins"), {{"other", "1"}}).status == 403);
    CHECK(front.find(met.id)->records.size() == 1);
}

TEST_CASE("people: markup in whatever people type comes out as text")
{
    Front front;
    Details details{.first = "<script>", .last = "\"'&", .email = "a@example.org", .address = "<b>Row"};
    auto const met = front.meet(details);
    CHECK(front.post("wren", Front::path(met.id, "/facts"), {{"kind", "need"}, {"words", "<img src=x>"}}).status ==
          303);
    front.search.build();
    std::vector<http::Response> pages;
    for (auto const& path : {Front::path(met.id), Front::path(met.id, "/household"),
                             "/desk/people/new?to=" + std::to_string(met.id.value)})
        pages.push_back(front.get("wren", path));
    for (auto const* path : {"/desk/people/search", "/desk/people/found"})
        pages.push_back(front.post("wren", path, {{"q", "script"}, {"for", ""}}));
    for (auto const& page : pages) {
        CHECK(page.status == 200);
        CHECK_FALSE(holds(page, "<script>\"'"));
        CHECK_FALSE(holds(page, "<script> "));
        CHECK_FALSE(holds(page, "<img src=x>"));
        CHECK_FALSE(holds(page, "<b>Row"));
    }
}

TEST_CASE("people: the search page finds by any fragment, and before it is ready by whole addresses and numbers")
{
    Front front;
    front.meet(asha());
    auto const early = front.post("wren", "/desk/people/search", {{"q", "asha@example.org"}});
    CHECK(holds(early, "The search is being made ready"));
    CHECK(holds(early, "Asha Kapoor"));
    CHECK(holds(front.post("wren", "/desk/people/search", {{"q", "kapo"}}), "Nobody that you may see has that"));
    front.search.build();
    CHECK(holds(front.post("wren", "/desk/people/search", {{"q", "kapo"}}), "Asha Kapoor"));
    auto const fragment = front.post("wren", "/desk/people/found", {{"q", "kapo"}});
    CHECK(holds(fragment, "Asha Kapoor"));
    CHECK_FALSE(holds(fragment, "<html"));
    CHECK(front.post("sunniva", "/desk/people/found", {{"q", "kapo"}}).status == 403);
}

TEST_CASE("people: what was typed into a refused form stands there again, with what to mend")
{
    Front front;
    auto const met = front.meet(asha());
    auto const page = front.post("wren", Front::path(met.id, "/facts"),
                                 {{"kind", "alert"}, {"words", "Barks at strangers"}, {"review", "2020-01-01"}});
    CHECK(page.status == 422);
    CHECK(holds(page, "Enter a day in the next 12 months"));
    CHECK(holds(page, "Barks at strangers"));
    auto const fresh =
        front.post("wren", "/desk/people", {{"kind", "group"}, {"organisation", "Moor Choir"}, {"phone", "12"}});
    CHECK(fresh.status == 422);
    CHECK(holds(fresh, "Enter a phone number"));
    CHECK(holds(fresh, "Moor Choir"));
    auto const saved = front.post("wren", "/desk/people", {{"kind", "group"}, {"organisation", "Moor Choir"}});
    REQUIRE(saved.status == 303);
    CHECK(holds(front.get("wren", location_of(saved)), "Community group"));
    CHECK(front.post("wren", location_of(saved) + "/erasure", {}).status == 403);
    CHECK(front.post("ivo", location_of(saved) + "/erasure", {}).status == 303);
    CHECK(front.get("wren", location_of(saved)).status == 404);
}

TEST_CASE("people: opening a page is written down with its reason before it is shown, and an auditor reads who looked")
{
    Front front;
    auto const met = front.meet(asha());
    auto const hidden =
        front.meet({.first = "Rowan", .last = "Hidden", .email = "r@example.org"}, true, "safeguarding");
    front.get("wren", Front::path(met.id, "?case=7"));
    front.get("wren", Front::path(hidden.id)); // 404: nothing to see, nobody looked
    front.post("audrey", Front::path(met.id, "/facts"), {});
    auto const log = front.get("audrey", "/desk/people/looks");
    CHECK(log.status == 200);
    CHECK(holds(log, "wren Example"));
    CHECK(holds(log, "Asha Kapoor"));
    CHECK(holds(log, "From a case"));
    CHECK_FALSE(holds(log, "Rowan"));
    CHECK(holds(front.get("audrey", Front::path(met.id, "/looks")), "wren Example"));
    CHECK_FALSE(holds(log, fmt::format("{}", hidden.id.value)));
    for (auto const* name : {"wren", "ivo", "sunniva"}) {
        CHECK(front.get(name, "/desk/people/looks").status == 403);
        CHECK(front.get(name, Front::path(met.id, "/looks")).status == 403);
    }
}

TEST_CASE(
    "people: nobody looks unseen: a refused change shows the page, a household shows everybody, and both are looks")
{
    Front front;
    auto const met = front.meet(asha());
    auto mira = asha();
    mira.first = "Mira";
    mira.email = "mira@example.org";
    mira.born.reset();
    auto const other = front.meet(mira);
    auto const looks_at = [&](RecordId id) {
        auto const auditor = Bureau::staff({}, Role::auditor);
        return front.read([&](db::Snapshot& s) { return looks(s, auditor, id, {}, INT64_MAX).size(); });
    };
    auto const refused = front.post("wren", Front::path(met.id, "/facts"), {{"kind", "need"}, {"words", ""}});
    CHECK(refused.status == 422);
    CHECK(holds(refused, "01632 960001"));
    CHECK(looks_at(met.id) == 1);
    CHECK(looks_at(other.id) == 0);
    auto const household = front.get("wren", Front::path(met.id, "/household"));
    CHECK(household.status == 200);
    CHECK(holds(household, "Mira Kapoor"));
    CHECK(looks_at(met.id) == 2);
    CHECK(looks_at(other.id) == 1);
}
