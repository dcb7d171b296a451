// Sentences in the reader's language: fallbacks, plurals, dates, and translations that nobody asks for any more.
#include <ui/translator.hpp>

#include <base/date.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <support/shared_files.hpp>

#include <algorithm>
#include <filesystem>

using namespace guildhall;
using namespace guildhall::ui;
using namespace std::chrono_literals;
namespace shared = guildhall::test;

namespace {

Translator in(Language language)
{
    return {language, "Europe/London"};
}

/// All of the sources, with what C++ joins joined: "one " "sentence".
std::string sources()
{
    std::string all;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{GUILDHALL_SOURCE_DIR "/src"}) {
        auto const path = entry.path().string();
        bool const is_source = path.ends_with(".cpp") || path.ends_with(".hpp");
        if (is_source && path.find("/tests/") == std::string::npos) all += shared::contents(entry.path());
    }
    std::string joined;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == '"' && (i == 0 || all[i - 1] != '\\')) {
            auto next = i + 1;
            while (next < all.size() && (all[next] == ' ' || all[next] == '\n')) ++next;
            if (next > i + 1 && next < all.size() && all[next] == '"' && !joined.ends_with('"')) {
                i = next;
                continue;
            }
        }
        joined += all[i];
    }
    return joined;
}

std::vector<std::string> ids_of(std::string const& po)
{
    std::vector<std::string> ids;
    bool goes_on = false;
    for (std::size_t at = 0; at < po.size();) {
        auto const end = std::min(po.find('\n', at), po.size());
        auto const line = po.substr(at, end - at);
        at = end + 1;
        auto const from = line.find('"');
        auto const text = from == std::string::npos ? "" : line.substr(from + 1, line.rfind('"') - from - 1);
        if (line.starts_with("msgid")) {
            ids.push_back(text);
            goes_on = true;
        } else if (line.starts_with('"') && goes_on) {
            ids.back() += text;
        } else {
            goes_on = false;
        }
    }
    std::erase(ids, "");
    return ids;
}

}

TEST_CASE(
    "translator: a sentence appears in the reader's language, and in English where that language lacks it (R-017)")
{
    CHECK(in(Language::en)("Skip to main content") == "Skip to main content");
    CHECK(in(Language::cy)("Skip to main content") == "Neidio i'r prif gynnwys");
    CHECK(in(Language::ar)("Skip to main content") != "Skip to main content");
    CHECK(in(Language::cy)("A sentence that nobody has translated") == "A sentence that nobody has translated");
    CHECK(in(Language::cy)(Message::verbatim("Error {n}")) == "Error {n}"); // data of a service is never translated
}

TEST_CASE("translator: names are filled in once; values are not looked into")
{
    auto const t = in(Language::en);
    CHECK(t("Enter {what}", {{"what", "a {what}"}}) == "Enter a {what}");
    CHECK(t("Enter {what}", {{"other", "x"}}) == "Enter {what}");
    CHECK(t("Enter {what}") == "Enter {what}");
    CHECK(t(Message{"Enter {what} and {what}", {{"what", "it"}}}) == "Enter it and it");
    CHECK(t(Message{"Broken {what", {{"what", "it"}}}) == "Broken {what");
}

TEST_CASE("translator: plurals follow each language's own rules")
{
    auto const days = [](Language language, std::int64_t n) { return in(language).plural(n, "{n} day", "{n} days"); };
    CHECK(days(Language::en, 0) == "0 days");
    CHECK(days(Language::en, 1) == "1 day");
    CHECK(days(Language::en, 2) == "2 days");
    CHECK(days(Language::cy, 2) == "2 ddiwrnod");
    CHECK(days(Language::cy, 7) == "7 diwrnod");
    CHECK(in(Language::cy).plural(2, "{n} year", "{n} years") == "2 flynedd");
    CHECK(in(Language::cy).plural(6, "{n} year", "{n} years") == "6 blynedd");
    // What is not translated follows English.
    CHECK(in(Language::cy).plural(1, "{n} unicorn", "{n} unicorns") == "1 unicorn");
    CHECK(in(Language::ar).plural(3, "{n} unicorn", "{n} unicorns") == "3 unicorns");
    CHECK(rc::check([&] {
        auto const n = *rc::gen::inRange<std::int64_t>(3, 100'000);
        for (auto const language : {Language::en, Language::cy})
            RC_ASSERT(days(language, n).find(std::to_string(n)) != std::string::npos);
    }));
}

TEST_CASE("translator: the language is what was chosen, else the first wish of the browser that we have, else English")
{
    CHECK(language_from("cy, en;q=0.8", "") == Language::cy);
    CHECK(language_from("fr, cy-GB;q=0.9, en;q=0.8", "") == Language::cy);
    CHECK(language_from("fr-FR,de", "") == Language::en);
    CHECK(language_from("ar", "en") == Language::en);
    CHECK(language_from("", "ar") == Language::ar);
    CHECK(language_from("", "") == Language::en);
    CHECK(language_from("cy", "klingon") == Language::cy);
    CHECK(rc::check([](std::string const& header) { (void)language_from(header, header); }));
}

TEST_CASE("translator: dates are the council's, in the reader's words")
{
    auto const summer_night = Time{std::chrono::sys_days{2026y / 7 / 1}} + 23h + 5min;
    CHECK(in(Language::en).date(summer_night) == "Thursday 2 July 2026");
    CHECK(in(Language::en).date_and_time(summer_night) == "Thursday 2 July 2026 at 12:05am");
    CHECK(in(Language::en).date_and_time(Time{std::chrono::sys_days{2026y / 3 / 12}} + 14h) ==
          "Thursday 12 March 2026 at 2pm");
    CHECK(in(Language::cy).date(Date{2026y / 3 / 12}) != in(Language::en).date(Date{2026y / 3 / 12}));
    CHECK(in(Language::cy).date(Date{2026y / 3 / 12}).find("2026") != std::string::npos);
}

TEST_CASE("translator: no translation is left over from a sentence that is gone")
{
    auto const code = sources();
    REQUIRE(code.size() > 100'000);
    for (auto const& entry : std::filesystem::directory_iterator{GUILDHALL_SOURCE_DIR "/src/core/ui/languages"}) {
        auto const ids = ids_of(shared::contents(entry.path()));
        CHECK(ids.size() > 50);
        for (auto const& id : ids)
            CHECK_MESSAGE(code.find('"' + id + '"') != std::string::npos,
                          entry.path().filename().string() << " translates what no page says: " << id);
    }
}
