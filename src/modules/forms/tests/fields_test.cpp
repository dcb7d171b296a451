// Each type of question: what it takes, and what it says to what it does not take.
#include "front.hpp"

#include <base/text.hpp>

#include <boost/json.hpp>

#include <sstream>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

/// A browser on a page of the service, everything before it answered.
struct At {
    Front front;
    Browser asha{front};
    Page page;

    explicit At(std::string const& wanted)
    {
        page = begin(asha);
        page = asha.fill(page, {{"kind", "bin"}});
        asha.fill(page, {{"words", "Words"}});
        asha.fill(asha.get("/services/report-everything/where"), {{"spot", "Here"}});
        asha.fill(asha.get("/services/report-everything/home"), {{"home-uprn", "1001"}});
        page = asha.get("/services/report-everything/" + wanted);
        REQUIRE(page.status == 200);
    }
    Page send(Fields const& typed) { return asha.submit(page, page.path, typed); }
    /// The page refuses, names the field in its summary, says the sentence twice, and its title begins with "Error".
    void refuses(Fields const& typed, std::string const& field, std::string const& sentence)
    {
        auto const again = send(typed);
        INFO(sentence);
        CHECK(again.status == 422);
        CHECK(again.has("<title>Error: "));
        CHECK(again.has("href=\"#" + field + "\">" + sentence));
        CHECK(again.has("id=\"" + field + "\""));
        CHECK(again.has("id=\"" + field + "-error\""));
    }
};

}

TEST_CASE("forms: a choice takes what the list has and nothing else (R-027)")
{
    At at{"what"};
    at.refuses({{"kind", ""}}, "kind", "Choose what the problem is");
    at.refuses({}, "kind", "Choose what the problem is");
    at.refuses({{"kind", "dragon"}}, "kind", "Choose one of the answers in the list");
    CHECK(at.send({{"kind", "hole"}}).status == 303);
    CHECK(at.asha.get("/services/report-everything/what").has("value=\"hole\" checked"));
}

TEST_CASE("forms: yes or no")
{
    At at{"what"};
    at.page = at.asha.follow(at.send({{"kind", "hole"}}));
    at.refuses({{"deep", ""}}, "deep", "Choose yes or no");
    at.refuses({{"deep", "perhaps"}}, "deep", "Choose yes or no");
    CHECK(at.send({{"deep", "no"}}).status == 303);
}

TEST_CASE("forms: every mistake of a page is told at once, and what was typed stays")
{
    At at{"details"};
    auto const again = at.send({{"words", ""}, {"marks", "dragon"}, {"name", std::string(201, 'x')}});
    CHECK(again.status == 422);
    CHECK(again.has("href=\"#words\">Enter an answer"));
    CHECK(again.has("href=\"#marks\">Choose only answers in the list"));
    CHECK(again.has("href=\"#name\">Your answer must be 200 characters or fewer"));
    CHECK(again.has("value=\"" + std::string(201, 'x') + "\""));
    auto const contact = at.asha.get("/services/report-everything/contact");
    auto const typed = at.asha.submit(contact, contact.path, {{"email", "not <an> address"}, {"phone", "12"}});
    CHECK(typed.has("href=\"#email\">Enter an email address in the correct format, like name@example.com"));
    CHECK(typed.has("href=\"#phone\">Enter a phone number"));
    CHECK(typed.has("value=\"not &lt;an&gt; address\""));
}

TEST_CASE("forms: long text is counted in characters, and shows its limit")
{
    At at{"details"};
    CHECK(at.page.has("You can enter up to 50 characters"));
    std::string fifty;
    for (int i = 0; i < 50; ++i) fifty += "é";
    CHECK(at.send({{"words", fifty}}).status == 303);
    at.refuses({{"words", fifty + "é"}}, "words", "Your answer must be 50 characters or fewer");
    at.refuses({{"words", " \n "}}, "words", "Enter an answer");
}

TEST_CASE("forms: email and phone are optional here, and kept in one form")
{
    At at{"contact"};
    CHECK(at.page.has("Email address (optional)"));
    CHECK(at.send({{"email", ""}, {"phone", ""}}).location == "/services/report-everything/check");
    CHECK(at.send({{"email", " Asha@Example.ORG "}, {"phone", "(01632) 960 001"}}).status == 303);
    auto const again = at.asha.get("/services/report-everything/contact");
    CHECK(again.has("value=\"Asha@example.org\""));
    CHECK(again.has("value=\"01632 960001\""));
    at.refuses({{"email", "a@b"}}, "email", "Enter an email address in the correct format, like name@example.com");
}

TEST_CASE("forms: a location is words, a point, or both; a point elsewhere is told what to do")
{
    At at{"where"};
    CHECK(at.page.has("data-location=\"spot\""));
    CHECK(at.page.has("id=\"spot-lon\""));
    at.refuses({{"spot", ""}}, "spot", "Tell us where it is");
    CHECK(at.send({{"spot", "Near the shop"}}).status == 303);
    CHECK(at.send({{"spot", ""}, {"spot-lon", "-1.25"}, {"spot-lat", "53.25"}}).status == 303);
    CHECK(at.asha.get("/services/report-everything/where").has("value=\"-1.250000\""));
    at.refuses({{"spot", "Near the shop"}, {"spot-lon", "13.4"}, {"spot-lat", "52.5"}}, "spot",
               "That place is outside the area of Larkmoor Council.");
    for (auto const* broken : {"nan", "inf", "-1.5x", "400", "1e999"})
        at.refuses({{"spot", "Near the shop"}, {"spot-lon", broken}, {"spot-lat", "53.5"}}, "spot",
                   "We cannot read that place.");
    at.refuses({{"spot", "Near the shop"}, {"spot-lon", "-1.5"}}, "spot", "We cannot read that place.");
    // The refused point is not sent again: words are enough.
    auto const again = at.send({{"spot", "Near the shop"}, {"spot-lon", "13.4"}, {"spot-lat", "52.5"}});
    CHECK(again.has("value=\"Near the shop\""));
    CHECK(at.asha.submit(again, again.path, {{"spot", "Near the shop"}}).status == 303);
}

TEST_CASE("forms: an address is found by postcode or words, chosen from a list, and kept with its UPRN (R-026)")
{
    At at{"home"};
    auto const search = at.asha.get("/services/report-everything/home?search=home");
    CHECK(search.has("name=\"home\""));
    auto const list = at.asha.submit(search, search.path, {{"home", "ZZ1 1AA"}});
    CHECK(list.status == 200);
    CHECK(list.has("12 Heather Row, Larkmoor, ZZ1 1AA"));
    CHECK(list.has("value=\"1002\""));
    auto const unchosen = at.asha.submit(list, list.path, {});
    CHECK(unchosen.status == 422);
    CHECK(unchosen.has("href=\"#home-uprn\">Choose an address"));
    CHECK(unchosen.has("14 Heather Row")); // the list is still there
    CHECK(at.asha.submit(list, list.path, {{"home-uprn", "9999"}}).status == 422);
    CHECK(at.asha.submit(unchosen, list.path, {{"home-uprn", "1002"}}).status == 303);
    auto const chosen = at.asha.get("/services/report-everything/home");
    CHECK(chosen.has("value=\"1002\" checked"));
    CHECK(at.asha.get("/services/report-everything/check").has("14 Heather Row, Larkmoor, ZZ1 1AA"));
}

TEST_CASE("forms: an address that the gazetteer lacks is typed by hand, with each part checked")
{
    At at{"home"};
    auto const search = at.asha.get("/services/report-everything/home?search=home");
    auto const unknown = at.asha.submit(search, search.path, {{"home", "99 Nowhere"}});
    CHECK(unknown.status == 422);
    CHECK(unknown.has("href=\"#home\">We cannot find that address."));
    CHECK(unknown.has("href=\"/services/report-everything/home?by-hand=home\""));
    CHECK(at.asha.submit(search, search.path, {{"home", ""}}).has("Enter a postcode or part of the address"));

    at.page = at.asha.get("/services/report-everything/home?by-hand=home");
    CHECK(at.page.has("name=\"home-postcode\""));
    auto const missing = at.send({{"home-line", ""}, {"home-town", ""}, {"home-postcode", ""}});
    CHECK(missing.status == 422);
    for (auto const* sentence :
         {"Enter the house number or name, and the street", "Enter the town or city", "Enter the postcode"})
        CHECK_MESSAGE(missing.has(sentence), sentence);
    at.refuses({{"home-line", "1 New Road"}, {"home-town", "Larkmoor"}, {"home-postcode", "nonsense"}}, "home-postcode",
               "Enter a full UK postcode");
    CHECK(at.send({{"home-line", "1 New Road"}, {"home-town", "Larkmoor"}, {"home-postcode", "zz11aa"}}).status == 303);
    CHECK(at.asha.get("/services/report-everything/home").has("value=\"1 New Road\""));
}

TEST_CASE("forms: what a person typed cannot become markup, on any page that shows it")
{
    At at{"details"};
    std::string const attack = "<script>alert(1)</script>\"'>";
    at.send({{"words", attack}, {"name", attack}});
    for (auto const* path : {"/services/report-everything/details", "/services/report-everything/check"}) {
        auto const page = at.asha.get(path);
        CHECK(page.has("&lt;script&gt;alert(1)"));
        CHECK_FALSE(page.has("<script>alert"));
    }
}

TEST_CASE("forms: each question's inputs are tied to a label")
{
    for (auto const* page : {"what", "details", "where", "home", "photo", "contact"}) {
        At at{page};
        auto const& body = at.page.body;
        for (std::size_t from = 0; (from = body.find("<label", from)) != std::string::npos; ++from) {
            auto const id = body.find("for=\"", from) + 5;
            auto const target = body.substr(id, body.find('"', id) - id);
            CHECK_MESSAGE(body.find("id=\"" + target + "\"") != std::string::npos, page, " ", target);
        }
    }
}

TEST_CASE("forms: strings that break other programs are answers like any other, on every page that shows them")
{
    auto const file = std::filesystem::path{GUILDHALL_SOURCE_DIR} / "../shared/standards/bad-input/blns.json";
    if (!std::filesystem::exists(file)) {
        MESSAGE("skipped: no list of bad input at ", file.string());
        return;
    }
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    At at{"details"};
    int tried = 0;
    auto const list = boost::json::parse(text.str());
    for (auto const& entry : list.as_array()) {
        std::string const bad{entry.as_string()};
        // Control characters never get past the http layer.
        if (std::ranges::any_of(bad, [](unsigned char c) { return c < 0x20 || c == 0x7f; })) continue;
        ++tried;
        for (auto const& [page, fields] :
             {std::pair{"details", Fields{{"words", bad}, {"marks", bad}, {"name", bad}}},
              std::pair{"where", Fields{{"spot", bad}, {"spot-lon", bad}, {"spot-lat", bad}}},
              std::pair{"home", Fields{{"home", bad}}},
              std::pair{"home", Fields{{"home-line", bad}, {"home-town", bad}, {"home-postcode", bad}}},
              std::pair{"contact", Fields{{"email", bad}, {"phone", bad}}}}) {
            auto const path = std::string{"/services/report-everything/"} + page;
            auto request = at.asha.filled(at.page, at.page.path, fields);
            request.path = path;
            auto const answer = at.asha.send(request);
            INFO(page, " ", bad);
            CHECK((answer.status == 200 || answer.status == 303 || answer.status == 422));
            CHECK_FALSE((bad.find('<') != std::string::npos && bad.size() > 8 && answer.has(bad)));
        }
    }
    CHECK(tried > 400);
}
