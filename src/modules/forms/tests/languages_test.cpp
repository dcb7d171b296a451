// Services in the language that somebody chose, as far as they are translated.
#include "front.hpp"

#include <functional>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const root = "/services/give-compliment";

/// The shipped service in Welsh, after `change` to its files.
struct Welsh {
    Front front;
    Browser asha{front};

    explicit Welsh(std::function<void(std::string& text)> const& change = {})
    {
        auto source = services::shipped_source();
        for (auto& file : source) {
            if (change && file.name.find("give-compliment") != std::string::npos) change(file.text);
        }
        for (auto const& problem : front.library.publish(source)) FAIL(problem.text());
        asha.jar["language"] = "cy";
    }
};

std::string in_welsh(std::string const& words)
{
    return "<span lang=\"cy\">" + words + "</span>";
}

}

TEST_CASE("forms: whoever chose Welsh reads a service's own words in Welsh, each said to be Welsh, and is heard in the "
          "same words as others (R-419)")
{
    Welsh welsh;
    auto& asha = welsh.asha;
    auto const start = asha.get(root);
    CHECK(start.has("<html lang=\"cy\""));
    CHECK(start.has(">" + in_welsh("Dweud diolch") + "</h1>"));
    CHECK(start.has(in_welsh("Rhowch wybod i ni pan fydd rhywun wedi gwneud yn dda.")));
    CHECK_MESSAGE(start.has(" lang=\"en\" dir=\"ltr\""), "our own words are English");

    auto page = begin(asha, "give-compliment");
    CHECK(page.has(in_welsh("Pwy wnaeth yn dda?")));
    CHECK(page.has(in_welsh("Enw, tîm neu wasanaeth. Mae dyfalu yn iawn.")));
    auto const wrong = asha.submit(page, page.path, {});
    CHECK(wrong.status == 422);
    CHECK(wrong.has("href=\"#whom\">" + in_welsh("Dywedwch wrthym pwy wnaeth yn dda")));
    page = asha.fill(page, {{"whom", "Criw'r biniau"}});
    page = asha.fill(page, {{"what", "Popeth"}});
    page = asha.fill(page, {{"share", "yes"}});
    CHECK(page.has("<div lang=\"cy\"><p class=\"govuk-body\">Gallwch adael"));
    CHECK(page.has(in_welsh("Rhif ffôn") + " (optional)"));
    auto const check = asha.fill(page, {});
    CHECK(check.path == root + "/check");
    CHECK(check.has(in_welsh("Beth wnaethon nhw?")));
    CHECK(asha.submit(check, root + "/submission", {}).location == root + "/sent");
    CHECK(asha.get(root + "/sent").has(in_welsh("Rydym yn dangos eich geiriau i&#39;r rhai a wnaeth yn dda.")));

    auto const stored = welsh.front.last_submission();
    CHECK(stored.answers.find("share")->text() == "yes");
    auto const lines =
        answer_lines(welsh.front.library.catalogue()->version(stored.version)->definition, stored.answers);
    CHECK_MESSAGE(lines.front().label == "Who did well?", "staff read it in English");
    // The next person chose nothing.
    Browser ben{welsh.front};
    CHECK(ben.get(root).has("<h1 class=\"govuk-heading-l\">Say thank you</h1>"));
}

TEST_CASE("forms: a sentence that is not translated stays English and does not say that it is Welsh")
{
    Welsh welsh{[](std::string& text) {
        auto const at = text.find("\"Who did well?\":");
        if (at != std::string::npos) text.erase(at, text.find('\n', at) + 1 - at);
    }};
    auto const page = begin(welsh.asha, "give-compliment");
    CHECK(page.has("Who did well?"));
    CHECK_FALSE(page.has(in_welsh("Who did well?")));
    CHECK(page.has(in_welsh("Enw, tîm neu wasanaeth. Mae dyfalu yn iawn.")));
}

TEST_CASE("forms: a translated sentence is Welsh whatever is filled in")
{
    Welsh welsh{[](std::string& text) {
        for (auto const& [from, to] : {std::pair{"What did they do?", "What did ((whom)) do?"},
                                       std::pair{"Beth wnaethon nhw?", "Beth wnaeth ((whom))?"}}) {
            auto const at = text.find(from);
            if (at != std::string::npos) text.replace(at, std::string_view{from}.size(), to);
        }
    }};
    auto const page = welsh.asha.fill(begin(welsh.asha, "give-compliment"), {{"whom", "Criw'r biniau"}});
    CHECK(page.has(in_welsh("Beth wnaeth Criw&#39;r biniau?")));
}
