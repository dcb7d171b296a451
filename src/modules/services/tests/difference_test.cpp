// What changed, in words.
#include <services/difference.hpp>
#include <services/services.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace guildhall::services;

namespace {

std::string missed_bin()
{
    auto const source = shipped_source();
    return std::ranges::find(source, "waste/report-missed-bin.yaml", &SourceFile::name)->text;
}

std::string changed(std::string text, std::string_view before, std::string_view after)
{
    auto const at = text.find(before);
    REQUIRE(at != std::string::npos);
    return text.replace(at, before.size(), after);
}

}

TEST_CASE("services: the difference between two texts is told in words, with the place")
{
    struct Change {
        std::string_view before, after, sentence, item;
    };
    constexpr Change changes[] = {
        {"title: Report a missed bin collection", "title: Tell us",
         "The service: title was \"Report a missed bin collection\" and is \"Tell us\".", "title"},
        {"label: Which bin did we not empty?", "label: Which bin?",
         "Question \"bin\": label was \"Which bin did we not empty?\" and is \"Which bin?\".",
         "pages/bin/questions/bin/label"},
        {"          - { value: food, label: Food waste }\n", "", "Question \"bin\", option \"food\" is gone.",
         "pages/bin/questions/bin/options/food"},
        {"working_days: 2", "working_days: 3", "The service: working_days was \"2\" and is \"3\".",
         "promise/working_days"},
        {"    when: when-out = \"no\"\n", "", "Page \"late\": when is gone; it was \"when-out = \"no\"\".",
         "pages/late/when"},
        {"  - The road was blocked\n", "", "The service: could_not_do has no line \"The road was blocked\" any more.",
         "could_not_do"},
    };
    auto const text = missed_bin();
    CHECK(differences(text, text)->empty());
    for (auto const& change : changes) {
        auto const found = differences(text, changed(text, change.before, change.after));
        CAPTURE(std::string{change.after});
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        CHECK(found->front().sentence == change.sentence);
        CHECK(found->front().item == change.item);
    }
}

TEST_CASE("services: what is written another way is no difference, and what is no YAML is refused")
{
    CHECK(differences("id: a\ntitle: \"B c\"\n", "# a comment\nid: a\ntitle: B c\n")->empty());
    CHECK_FALSE(differences("id: [", "id: a"));
}
