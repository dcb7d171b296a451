// A service that is no longer on offer: where its address leads, and what becomes of those who began.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

/// The library with the large service changed.
services::Source with_everything(std::string_view more)
{
    auto source = library_source();
    source.front().text.append(more);
    return source;
}

}

TEST_CASE("forms: the address of a withdrawn service leads to its successor, which says why")
{
    Front front;
    front.library.publish(with_everything("withdrawn: true\nsuccessor: report-small\n"));
    Browser browser{front};
    auto const sent_on = browser.get("/services/report-everything");
    CHECK(sent_on.status == 303);
    CHECK(sent_on.location == "/services/report-small?instead-of=report-everything");
    auto const page = browser.follow(sent_on);
    CHECK(page.has("You looked for Report everything. This has taken its place."));
    CHECK(page.has("Start now"));
    // The words are only said where they are true.
    CHECK_FALSE(browser.get("/services/report-small?instead-of=report-small").has("taken its place"));
    CHECK_FALSE(browser.get("/services/report-small?instead-of=no-such").has("taken its place"));
}

TEST_CASE("forms: of two forms that were merged the catalogue has one, and both old addresses lead there (R-043)")
{
    Front front;
    auto source = with_everything("withdrawn: true\nsuccessor: report-small\n");
    auto other = source.front();
    other.name = "streets/report-anything.yaml";
    other.text.replace(other.text.find("report-everything"), std::string_view{"report-everything"}.size(),
                       "report-anything");
    source.push_back(other);
    for (auto const& problem : front.library.publish(source)) FAIL(problem.text());
    auto const on_offer = front.library.catalogue()->all();
    REQUIRE(on_offer.size() == 1);
    CHECK(on_offer.front()->definition.id == "report-small");
    Browser browser{front};
    for (auto const* old : {"report-everything", "report-anything"}) {
        auto const sent_on = browser.get("/services/" + std::string{old});
        CHECK(sent_on.status == 303);
        CHECK(browser.follow(sent_on).path == "/services/report-small");
    }
}

TEST_CASE("forms: the address of a withdrawn service without a successor says that it is gone and where to ask")
{
    Front front;
    front.library.publish(with_everything("withdrawn: true\nother_ways: [Ask at the library.]\n"));
    Browser browser{front};
    auto const page = browser.get("/services/report-everything");
    CHECK(page.status == 410);
    for (auto const* said : {"We no longer offer this.", "Search for what you need", "Ask at the library.",
                             "Talk to a person", "01632 960000"})
        CHECK_MESSAGE(page.has(said), said);
    for (auto const* not_said : {"Start now", "Before you start", "What will happen"})
        CHECK_MESSAGE(!page.has(not_said), not_said);
}

TEST_CASE(
    "forms: whoever began a service finishes it after it was withdrawn or lost its file, and nobody else begins it")
{
    auto const way_off = [&](bool by_file) {
        if (!by_file) return with_everything("withdrawn: true\nsuccessor: report-small\n");
        auto source = library_source();
        source.erase(source.begin());
        return source;
    };
    for (bool const by_file : {false, true}) {
        Front front;
        Browser browser{front};
        auto const page = browser.fill(begin(browser), {{"kind", "bin"}});
        front.library.publish(way_off(by_file));
        auto const start = browser.get("/services/report-everything");
        CHECK(start.status == 200);
        CHECK(start.has("You can still finish what you began."));
        CHECK(browser.get(page.path).status == 200);

        Browser late{front};
        auto const token = late.get("/services/report-small");
        CHECK(late.get("/services/report-everything").status == (by_file ? 410 : 303));
        auto press = late.filled(token, "/services/report-small/start", {});
        press.path = "/services/report-everything/start";
        CHECK(late.send(press).location == "/services/report-everything");
        CHECK(front.drafts() == 1);
    }
}
