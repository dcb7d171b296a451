// Papers, steps, lists of choices and other languages: each in a form, and every other line stays as it was.
#include "room.hpp"

#include <algorithm>
#include <sstream>

using namespace guildhall;
using namespace guildhall::editor;

namespace {

std::vector<std::string> lines_in(std::string const& text)
{
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// The lines of `before` that are not in `after`.
std::vector<std::string> gone(std::string const& before, std::string const& after)
{
    std::vector<std::string> missing;
    auto const kept = lines_in(after);
    for (auto const& line : lines_in(before))
        if (std::ranges::find(kept, line) == kept.end()) missing.push_back(line);
    return missing;
}

std::string text_of(Room& room, std::string const& service, std::string const& file)
{
    auto const draft = room.draft(service).value();
    auto const found = std::ranges::find(draft.files, file, &services::SourceFile::name);
    return found == draft.files.end() ? "" : found->text;
}

std::string without_entities(std::string text)
{
    for (auto const& [entity, sign] : {std::pair{"&quot;", "\""}, std::pair{"&#39;", "'"}, std::pair{"&lt;", "<"},
                                       std::pair{"&gt;", ">"}, std::pair{"&amp;", "&"}}) {
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, std::string_view{entity}.size(), sign);
    }
    return text;
}

std::string attribute(std::string_view tag, std::string_view name)
{
    auto const at = tag.find(" " + std::string{name} + "=\"");
    if (at == std::string_view::npos) return {};
    auto const value = tag.substr(at + name.size() + 3);
    return without_entities(std::string{value.substr(0, value.find('"'))});
}

/// What the page's inputs hold, with `typed` in place of some.
Room::Fields form_on(std::string const& page, Room::Fields const& typed)
{
    Room::Fields fields;
    auto const is_typed = [&](std::string const& name) {
        return std::ranges::any_of(typed, [&](auto const& one) { return one.first == name; });
    };
    auto const add = [&](std::string name, std::string value) {
        if (!name.empty() && name != "csrf" && !is_typed(name)) fields.emplace_back(std::move(name), std::move(value));
    };
    auto const from = page.find("name=\"revision\"");
    for (auto at = page.find('<', from); at != std::string::npos; at = page.find('<', at + 1)) {
        auto const tag = std::string_view{page}.substr(at, page.find('>', at) - at);
        if (tag.starts_with("</form")) break;
        if (tag.starts_with("<input") && (attribute(tag, "type") != "checkbox" && attribute(tag, "type") != "radio"))
            add(attribute(tag, "name"), attribute(tag, "value"));
        if (tag.starts_with("<input") && attribute(tag, "type") == "checkbox" && tag.find(" checked") != tag.npos)
            add(attribute(tag, "name"), attribute(tag, "value"));
        if (tag.starts_with("<textarea")) {
            auto const text = page.find('>', at) + 1;
            auto value = page.substr(text, page.find("</textarea>", text) - text);
            if (value.starts_with("\n")) value.erase(0, 1);
            add(attribute(tag, "name"), without_entities(value));
        }
        if (tag.starts_with("<select")) {
            auto const end = page.find("</select>", at);
            auto const chosen = page.find(" selected", at);
            auto const option = chosen < end ? page.rfind("<option", chosen) : std::string::npos;
            auto const whole =
                option == std::string::npos ? std::string_view{} : std::string_view{page}.substr(option, 200);
            add(attribute(tag, "name"), attribute(whole, "value"));
        }
    }
    fields.insert(fields.end(), typed.begin(), typed.end());
    return fields;
}

struct Desk : Room {
    std::string begin(std::string const& service)
    {
        auto const begun = post("sunniva", "/admin/services/" + service + "/draft", {});
        REQUIRE(begun.status == 303);
        return draft(service).value().text();
    }
    void save(std::string const& service, std::string const& item, Fields const& typed)
    {
        auto const path = "/admin/services/" + service + "/items/" + item;
        auto const page = get("sunniva", path);
        REQUIRE_MESSAGE(page.status == 200, path);
        auto const saved = post("sunniva", path, form_on(body_of(page), act_fields(service, typed)));
        REQUIRE_MESSAGE(saved.status == 303, body_of(saved));
    }
    Fields act_fields(std::string const& service, Fields const& typed) { return seen(service, typed); }
};

std::string const permit = "apply-resident-parking-permit";

}

TEST_CASE("editor: a form of papers and steps that is saved as it was changes nothing")
{
    Desk room;
    auto const before = room.begin(permit);
    for (auto const* item : {"pages/pay", "pages/vehicle-proof", "pages/home-proof/questions/home"}) {
        if (room.get("sunniva", "/admin/services/" + permit + "/items/" + item).status != 200) continue;
        room.save(permit, item, {});
        CHECK(room.draft(permit).value().text() == before);
    }
}

TEST_CASE("editor: papers that people must show, and what may replace them, are a form")
{
    Desk room;
    auto const before = room.begin(permit);
    std::string const item = "pages/home-proof/questions/home";
    CHECK(
        holds(body_of(room.get("sunniva", "/admin/services/" + permit + "/items/" + item)), "Your tenancy agreement"));
    room.save(permit, item,
              {{"documents-0-or", "Your tenancy agreement\nA letter from your landlord"},
               {"documents-1-label", "A photo of your front door"}});
    auto const after = room.draft(permit).value().text();
    CHECK(gone(before, after).size() == 1);
    CHECK(holds(after, "id: tenancy"));
    CHECK(holds(after, "A letter from your landlord"));
    auto const papers = room.sheet(permit).value({"pages", "home-proof", "questions", "home", "documents"});
    REQUIRE(papers.items.size() == 2);
    CHECK(papers.items[0].at("id") == "bill");
    CHECK(papers.items[1].at("label") == "A photo of your front door");
    CHECK_FALSE(papers.items[1].at("id").empty());
    REQUIRE(papers.items[0].find("or") != nullptr);
    CHECK(papers.items[0].find("or")->items.size() == 2);
    CHECK(room.library.examine(permit, room.draft(permit).value().files).is_sound);
}

TEST_CASE("editor: what is paid or booked on a page is a form, and the names it is given keep their places")
{
    Desk room;
    auto const before = room.begin(permit);
    room.save(permit, "pages/pay", {{"step-1-is", "\"permits\""}});
    auto const after = room.draft(permit).value().text();
    auto const lost = gone(before, after);
    REQUIRE(lost.size() == 1);
    CHECK(holds(lost.front(), "step: { pay:"));
    auto const step = room.sheet(permit).value({"pages", "pay", "step", "pay"});
    CHECK(step.at("amount") == "fee");
    CHECK(step.at("fund") == "\"permits\"");
    room.save(permit, "pages/pay", {{"step", ""}});
    CHECK(room.sheet(permit).value({"pages", "pay", "step"}).empty());
    room.save(permit, "pages/pay",
              {{"step", "book"}, {"step-0-name", "what"}, {"step-0-is", "\"van\""}, {"step-rows", "1"}});
    CHECK(room.sheet(permit).value({"pages", "pay", "step", "book"}).at("what") == "\"van\"");
}

TEST_CASE("editor: a service is translated beside its English sentences, and lines that stay are not touched")
{
    Desk room;
    std::string const service = "report-missed-bin";
    room.begin(service);
    auto const path = "/admin/services/" + service + "/items/translations/cy";
    auto const page = body_of(room.get("sunniva", path));
    CHECK(holds(page, "have no translation"));
    CHECK(room.get("sunniva", "/admin/services/" + service + "/items/translations/xx").status == 404);
    auto const titled = room.library.catalogue()->current(service)->definition.title;
    auto const save = [&](Room::Fields fields) {
        return room.post("sunniva", path, room.seen(service, std::move(fields))).status;
    };
    CHECK(save({{"lines", "2"},
                {"english-0", titled},
                {"other-0", "Rhoi gwybod: bin a fethwyd"},
                {"english-1", "Where is it, and \"when\"?"},
                {"other-1", "Ble mae?\nPryd?"}}) == 303);
    auto const file = service + ".cy.yaml";
    auto const first = text_of(room, service, file);
    CHECK(holds(body_of(room.get("sunniva", path)), "Rhoi gwybod: bin a fethwyd"));
    auto const examined = room.library.examine(service, room.draft(service).value().files);
    CHECK(examined.definition.in_language("cy").title == "Rhoi gwybod: bin a fethwyd");

    // One more, one other, one less.
    CHECK(save({{"lines", "2"},
                {"english-0", titled},
                {"other-0", "Rhoi gwybod: bin a fethwyd"},
                {"english-1", "Another sentence."},
                {"other-1", "Brawddeg arall."}}) == 303);
    auto const second = text_of(room, service, file);
    CHECK(gone(first, second).empty());
    CHECK(holds(second, "Brawddeg arall."));
    CHECK(save({{"lines", "1"}, {"english-0", "Another sentence."}, {"other-0", ""}}) == 303);
    CHECK(text_of(room, service, file) == first);
    CHECK(room.post("sunniva", path, {{"revision", "1"}, {"lines", "0"}}).status == 409);
}

TEST_CASE("editor: a list of choices is changed for its service, and answers keep their values")
{
    Desk room;
    std::string const service = "apply-in-year-school-place";
    room.begin(service);
    auto const before = text_of(room, service, "lists/schools.yaml");
    REQUIRE_FALSE(before.empty());
    room.save(service, "lists/schools", {});
    CHECK(text_of(room, service, "lists/schools.yaml") == before);
    auto const count = lines_in(before).size();
    room.save(service, "lists/schools",
              {{"label-1", "Brook Street School"}, {"label-" + std::to_string(count), "Hazel Grove School"}});
    auto const after = text_of(room, service, "lists/schools.yaml");
    CHECK(gone(before, after).size() == 1);
    CHECK(holds(after, "brook-street-primary"));
    CHECK(holds(after, "Brook Street School"));
    CHECK(holds(after, "hazel-grove-school"));
    CHECK(room.get("sunniva", "/admin/services/" + service + "/items/lists/nothing").status == 404);
    auto const examined = room.library.examine(service, room.draft(service).value().files);
    CHECK(examined.is_sound);
}
