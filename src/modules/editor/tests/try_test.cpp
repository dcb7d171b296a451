// Trying a draft out, from the editor: the pages themselves are shown by the room forms.
#include "room.hpp"

using namespace guildhall;
using namespace guildhall::editor;

TEST_CASE("editor: a draft is tried by those who may edit, and by nobody else (S2)")
{
    Room room;
    auto const service = room.make();
    auto const tried = "/admin/services/" + service + "/try";
    CHECK(holds(body_of(room.get("sunniva", "/admin/services/" + service)), tried));
    auto const shown = room.get("sunniva", tried);
    CHECK(shown.status == 200);
    CHECK(holds(body_of(shown), "Report a broken bench"));
    CHECK(holds(body_of(shown), "You are trying this out"));
    CHECK(room.get("tobias", tried).status == 200);
    CHECK(room.get("ada", tried).status == 200);
    CHECK(room.get("asha", tried).status == 403);
    CHECK(room.get("audrey", tried).status == 403);
    CHECK(location_of(room.get("", tried)).starts_with("/desk/sign-in"));
    CHECK(room.post("asha", tried + "/start", {}).status == 403);
}

TEST_CASE(
    "editor: what keeps a published service from being open is said in the list and on its page, with its reading age")
{
    Room room;
    std::string waits;
    for (auto const* version : room.library.catalogue()->all()) {
        auto const offer = room.library.catalogue()->offer(version->definition, room.council.today());
        if (offer.state == services::Offer::State::not_built_yet) waits = version->definition.id;
    }
    REQUIRE_FALSE(waits.empty());
    auto const list = body_of(room.get("sunniva", "/admin/services"));
    auto const row = list.substr(list.find("/admin/services/" + waits + "\""), 900);
    auto const own = row.substr(0, row.find("</tr>"));
    CHECK(own.find("Not open yet") != std::string::npos);
    CHECK(own.find("Needs: ") != std::string::npos);
    CHECK(own.find("Published") == std::string::npos);
    auto const page = room.get("sunniva", "/admin/services/" + waits);
    CHECK(holds(body_of(page), "Residents cannot begin it yet"));
    CHECK(holds(body_of(page), "Reading age of all its words: "));
    CHECK_FALSE(
        holds(body_of(room.get("sunniva", "/admin/services/report-missed-bin")), "Residents cannot begin it yet"));
}

TEST_CASE("editor: what is wrong in a cell of a decision table stands at the cell, and the summary leads there")
{
    Room room;
    auto const service = room.make();
    auto text = room.draft(service).value().text();
    text += "decisions:\n"
            "  - id: outcome\n"
            "    inputs: [ 1 + 1 ]\n"
            "    outputs: [ result ]\n"
            "    rules:\n"
            "      - [ '2', '\"two\"' ]\n"
            "      - [ '>= = 3', '\"three\"' ]\n";
    room.act("sunniva", service, "source", {{"text", text}});
    auto const table = "/admin/services/" + service + "/items/decisions/outcome";
    auto const shown = room.get("sunniva", table);
    CHECK(holds(body_of(shown), "id=\"cell-1-0-error\""));
    CHECK(holds(body_of(shown), "href=\"#cell-1-0\""));
    CHECK_FALSE(holds(body_of(shown), "id=\"cell-0-0-error\""));

    auto const result = text.replace(text.find("'>= = 3', '\"three\"'"), 19, "'3', 'three four'");
    room.act("sunniva", service, "source", {{"text", result}});
    CHECK(holds(body_of(room.get("sunniva", table)), "id=\"cell-1-1-error\""));
    auto const input = text.replace(text.find("1 + 1"), 5, "1 + +");
    room.act("sunniva", service, "source", {{"text", input}});
    CHECK(holds(body_of(room.get("sunniva", table)), "id=\"input-0-error\""));
}
