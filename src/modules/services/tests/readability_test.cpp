// The reading age: on texts of known level, and its promises.
#include <services/readability.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace guildhall::services;

namespace {

/// The three columns of an article: elementary, intermediate, advanced.
std::vector<std::string> levels_of(std::filesystem::path const& file)
{
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    std::vector<std::string> levels(3);
    // Quoted cells with line breaks in them: one state, three columns.
    std::size_t column = 0;
    bool in_quotes = false;
    for (char const c : text.str()) {
        if (c == '"')
            in_quotes = !in_quotes;
        else if (c == ',' && !in_quotes)
            ++column;
        else if (c == '\n' && !in_quotes)
            column = 0;
        if (column < 3 && c != '"') levels[column] += c == '\n' && in_quotes ? ' ' : c;
    }
    return levels;
}

}

TEST_CASE("services: what teachers wrote for beginners needs a lower reading age than what they wrote for the advanced")
{
    auto const folder = std::filesystem::path{GUILDHALL_SOURCE_DIR} / "../shared/data/readability/onestopenglish";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: the corpus of texts by level is not here");
        return;
    }
    int right = 0, all = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        auto const levels = levels_of(entry.path());
        auto const easy = readability(levels[0]);
        auto const hard = readability(levels[2]);
        if (easy.words < 200 || hard.words < 200) continue;
        ++all;
        right += easy.age < hard.age;
    }
    REQUIRE(all > 150);
    MESSAGE(right << " of " << all << " articles in the right order");
    CHECK(right * 100 >= all * 97);
}

TEST_CASE("services: short words in short sentences are easy, and the worst sentence comes first")
{
    auto const easy = readability("We have your report. We look at it today. You hear from us soon.");
    CHECK(easy.age < 6);
    CHECK_FALSE(easy.is_hard());
    CHECK(easy.sentences == 3);
    auto const hard =
        readability("We have your report. Notification of determination necessitates documentary verification. "
                    "Applications without satisfactory evidence are automatically disregarded. Supplementary "
                    "information regarding eligibility requirements is available electronically. Considerable "
                    "delays are inevitable. Representations necessitate appropriate consideration.");
    CHECK(hard.age > oldest_reading_age);
    CHECK(hard.is_hard());
    CHECK(hard.worst.front().words >= 5);
    CHECK(hard.worst.front().text.find("report") == std::string::npos);
    CHECK_FALSE(readability("Unfortunately unavailable.").is_hard()); // too little to judge
}

TEST_CASE("services: a sentence over 25 words is hard whatever its words are")
{
    std::string text;
    for (int i = 0; i < 26; ++i) text += i == 0 ? "We" : " go";
    CHECK(readability(text + ".").is_hard());
    CHECK(readability(text + ".").worst.front().words == 26);
    auto const shorter = readability(text.substr(0, text.size() - 3) + ".");
    CHECK(shorter.worst.front().words == longest_sentence);
    CHECK_FALSE(shorter.is_hard());
}

TEST_CASE("services: options, Markdown, addresses and the names in messages do not count")
{
    CHECK(readability("Recycling\nGarden waste\n").words == 0);
    CHECK(readability("See [our page](https://a.example/very/long/address) now.").words == 4);
    CHECK(readability("Your number is ((reference)).").words == 4);
    CHECK(readability("").age == 0);
}

TEST_CASE("services: words that cannot be avoided count as short ones")
{
    NecessaryWords const necessary{"# of forms\nsafeguarding referral # and its plural\n"};
    CHECK(necessary.size() == 2);
    CHECK(necessary.contains("Referrals"));
    auto const text = "We read your safeguarding referral today.";
    CHECK(readability(text, necessary).age < readability(text).age);
}
