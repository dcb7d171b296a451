// A client that knows nothing but HTML walks forms that other builders' files were turned into, along every branch it
// can find, to their end.
#include "front.hpp"

#include <services/import.hpp>

#include <base/file.hpp>

#include <filesystem>
#include <map>
#include <set>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string attribute(std::string_view tag, std::string_view name)
{
    auto const at = tag.find(" " + std::string{name} + "=\"");
    if (at == std::string_view::npos) return {};
    auto const value = tag.substr(at + name.size() + 3);
    return std::string{value.substr(0, value.find('"'))};
}

/// One field of a page, as the page says it.
struct Asked {
    std::string kind; ///< of the input: "radio", "text"; "textarea", "select"
    std::vector<std::string> values;
};
using AskedByName = std::map<std::string, Asked>;

AskedByName asked_by(Page const& page)
{
    AskedByName asked;
    auto const from = page.body.find("action=\"" + page.path + "\"");
    if (from == std::string::npos) return asked;
    auto const form = std::string_view{page.body}.substr(from, page.body.find("</form>", from) - from);
    std::string select;
    for (std::size_t at = 0; (at = form.find('<', at)) != std::string_view::npos; ++at) {
        auto const tag = form.substr(at, form.find('>', at) - at);
        auto const name = attribute(tag, "name");
        if (tag.starts_with("<input")) {
            auto const kind = attribute(tag, "type");
            if (kind == "hidden" || name.empty()) continue;
            asked[name].kind = kind;
            if (kind == "radio" || kind == "checkbox") asked[name].values.push_back(attribute(tag, "value"));
        } else if (tag.starts_with("<textarea")) {
            asked[name].kind = "textarea";
        } else if (tag.starts_with("<select")) {
            asked[select = name].kind = "select";
        } else if (tag.starts_with("<option") && !attribute(tag, "value").empty()) {
            asked[select].values.push_back(attribute(tag, "value"));
        }
    }
    return asked;
}

/// What somebody would type into a field of this name and kind.
std::string typed_into(std::string_view name, std::string_view kind)
{
    if (name.ends_with("-day")) return "12";
    if (name.ends_with("-month")) return "3";
    if (name.ends_with("-year")) return "2026";
    if (name.ends_with("-postcode")) return "ZZ1 1AA";
    if (name.ends_with("-line")) return "1 Canary Close";
    if (name.ends_with("-town")) return "Larkmoor";
    if (kind == "email") return "canary@example.org";
    return "7";
}

/// Files of theirs that nobody can walk, and why.
std::set<std::string> const no_forms{
    "countries.json", // the entries of a list that a field of theirs takes, without pages and a flow
};

/// Walks a service again and again, and each time takes an answer that was not taken before, where there is one.
class Walker {
public:
    Walker(Front& front, services::Definition const& definition) : front_{front}, definition_{definition} {}

    void walk_everything()
    {
        for (int idle = 0, walks = 0; idle < 40 && walks < 150; ++walks) {
            auto const known = tried_.size();
            walk_once();
            idle = tried_.size() == known ? idle + 1 : 0;
        }
    }
    [[nodiscard]] std::set<std::string> const& visited() const { return visited_; }
    [[nodiscard]] int ends() const { return ends_; }

private:
    void walk_once()
    {
        Browser browser{front_};
        auto page = begin(browser, definition_.id);
        auto const root = "/services/" + definition_.id + "/";
        for (int steps = 0; steps < 80; ++steps) {
            CAPTURE(page.path);
            CAPTURE(page.body);
            REQUIRE(page.status == 200);
            if (page.path == root + "check") {
                front_.database.clock.advance(std::chrono::minutes{7}); // so many in one hour would be too many
                page = browser.follow(browser.submit(page, root + "submission", {{"website", ""}}));
                REQUIRE(page.path == root + "sent");
                ++ends_;
                return;
            }
            auto const id = page.path.substr(root.size());
            if (id.starts_with("end")) {
                ++ends_;
                return;
            }
            visited_.insert(id);
            if (auto const by_hand = page.body.find("?by-hand=");
                by_hand != std::string::npos && !page.has("-postcode\"")) {
                auto const from = page.body.rfind('"', by_hand) + 1;
                auto const path = page.path;
                page = browser.get(page.body.substr(from, page.body.find('"', by_hand) - from));
                page.path = path;
            }
            auto const next = browser.fill(page, answers_to(page, id));
            REQUIRE(next.path != page.path);
            page = next;
        }
        FAIL("A walk never ended.");
    }

    Fields answers_to(Page const& page, std::string const& id)
    {
        Fields fields;
        for (auto const& [name, asked] : asked_by(page)) {
            if (asked.kind == "file" || asked.kind == "submit") continue;
            if (asked.values.empty())
                fields.emplace_back(name, typed_into(name, asked.kind));
            else
                fields.emplace_back(name, choose(id + "#" + name, asked.values));
            for (auto const& value : asked.values) {
                if (asked.kind == "checkbox" && value != fields.back().second && roll() % 2 == 0)
                    fields.emplace_back(name, value);
            }
        }
        return fields;
    }

    std::string choose(std::string const& question, std::vector<std::string> const& values)
    {
        for (auto const& value : values)
            if (tried_.insert(question + "=" + value).second) return value;
        return values[roll() % values.size()];
    }
    unsigned roll()
    {
        turn_ = turn_ * 1'103'515'245U + 12'345U;
        return turn_ >> 16U;
    }

    Front& front_;
    services::Definition const& definition_;
    std::set<std::string> tried_, visited_;
    int ends_ = 0;
    unsigned turn_ = 7;
};

}

TEST_CASE("forms: whole forms of another builder are walked to their ends along every branch")
{
    std::filesystem::path const folder{GUILDHALL_SOURCE_DIR "/../shared/standards/moj-forms/fixtures"};
    if (!std::filesystem::is_directory(folder)) {
        MESSAGE("Skipped: forms of other builders are not here.");
        return;
    }
    int walked = 0, pages = 0, visited = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        auto const name = entry.path().filename().string();
        CAPTURE(name);
        services::ImportAs const as{.id = "imported-" + std::to_string(walked)};
        auto const imported = services::import_form("moj-forms", read_file(entry.path()), as);
        if (no_forms.contains(name)) {
            CHECK_FALSE(imported);
            continue;
        }
        REQUIRE(imported);
        // A photo cannot be typed: who walks says that it can be left out.
        auto yaml = imported->yaml;
        constexpr std::string_view left_out = "required: false\n        ";
        for (std::size_t at = 0; (at = yaml.find("type: file\n", at)) != std::string::npos; at += left_out.size() + 10)
            yaml.insert(at, left_out);
        Front front;
        services::Source source;
        for (auto const& file : services::shipped_source())
            if (file.name.starts_with("messages/")) source.push_back(file);
        source.push_back({"imported/" + as.id + ".yaml", yaml});
        source.push_back(
            {"words.txt", "online\nservice\navailable\nalso\nregister\nregistering\n"}); // their words stay
        for (auto const& problem : front.library.publish(source)) FAIL_CHECK(problem.text(), "\n", yaml);
        auto const catalogue = front.library.catalogue();
        auto const* version = catalogue->current(as.id);
        REQUIRE(version);
        Walker walker{front, version->definition};
        walker.walk_everything();
        CHECK(walker.ends() > 0);
        // A branch on an answer that the way to it rules out leads nowhere in their form either.
        for (auto const& page : version->definition.pages) {
            ++pages;
            if (walker.visited().contains(page.id))
                ++visited;
            else
                MESSAGE(name, ": no answers lead to page ", page.id);
        }
        ++walked;
    }
    CHECK(walked >= 20);
    MESSAGE(walked, " forms, ", visited, " of ", pages, " pages walked through");
    CHECK(visited * 100 >= pages * 98);
}
