// The catalogue's files as translators keep them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Entry {
    std::string id, plural;
    std::vector<std::string> texts;
};

std::string in_quotes(std::string const& line)
{
    auto const from = line.find('"'), to = line.rfind('"');
    return line.substr(from + 1, to - from - 1);
}

std::vector<Entry> entries_of(std::filesystem::path const& file)
{
    std::vector<Entry> entries;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("msgid ")) entries.push_back({in_quotes(line), "", {}});
        if (line.starts_with("msgid_plural ")) entries.back().plural = in_quotes(line);
        if (line.starts_with("msgstr")) entries.back().texts.push_back(in_quotes(line));
    }
    return entries;
}

std::set<std::string> names_in(std::string const& text)
{
    static std::regex const name{R"(\{[a-z_]+\})"};
    return {std::sregex_token_iterator{text.begin(), text.end(), name}, std::sregex_token_iterator{}};
}

std::vector<std::filesystem::path> files()
{
    std::vector<std::filesystem::path> found;
    for (auto const& entry : std::filesystem::directory_iterator{GUILDHALL_SOURCE_DIR "/src/core/ui/languages"})
        found.push_back(entry.path());
    return found;
}

}

TEST_CASE("languages: a sentence is translated once, and its {names} are those of the English")
{
    REQUIRE(files().size() == 2);
    for (auto const& file : files()) {
        std::set<std::string> seen;
        for (auto const& entry : entries_of(file)) {
            CHECK_MESSAGE(seen.insert(entry.id).second, file.filename().string() << ": " << entry.id);
            REQUIRE_FALSE(entry.texts.empty());
            for (auto const& text : entry.texts) {
                CHECK_FALSE(text.empty());
                auto const names = names_in(text);
                if (entry.plural.empty()) {
                    CHECK_MESSAGE(names == names_in(entry.id), entry.id);
                } else { // "one day" may do without the number
                    CHECK_MESSAGE((names == names_in(entry.id) || names.empty()), entry.id);
                }
            }
        }
    }
}

TEST_CASE("languages: plurals have all the forms that CLDR gives Welsh and Arabic")
{
    for (auto const& file : files()) {
        int plurals = 0;
        for (auto const& entry : entries_of(file)) {
            if (entry.plural.empty()) {
                CHECK(entry.texts.size() == 1);
            } else {
                ++plurals;
                CHECK_MESSAGE(entry.texts.size() == 6, entry.id);
            }
        }
        CHECK(plurals > 0);
    }
}
