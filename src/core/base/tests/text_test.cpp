#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <support/shared_files.hpp>

#include <base/csv.hpp>
#include <base/text.hpp>

#include <boost/json.hpp>

using namespace guildhall;

TEST_CASE("text: white space around and between words is tidied")
{
    CHECK(trimmed(" \t\r\n a b \n") == "a b");
    CHECK(trimmed("  \n").empty());
    CHECK(collapsed("  a \r\n\t b  c ") == "a b c");
    CHECK(collapsed("").empty());
    // As copied from a web page, a document or an address book.
    CHECK(trimmed("\xC2\xA0\xE2\x80\x8B \xE3\x80\x80").empty());
    CHECK(trimmed("\xE2\x80\xAA a\xC2\xA0 b\xE2\x80\xAC") == "a\xC2\xA0 b");
    CHECK(collapsed("a\xC2\xA0 \xE2\x80\x89"
                    "b") == "a b");
    CHECK(collapsed("\xEF\xBB\xBF"
                    "a b") == "a b");
    CHECK(collapsed("می‌خواهم 👨‍👩‍👧") ==
          "می‌خواهم 👨‍👩‍👧"); // its joiners are part of the words
    CHECK(trimmed("\xC3\xA9t\xC3\xA9") == "\xC3\xA9t\xC3\xA9");
    CHECK(trimmed("\xA0\x80\x8B") == "\xA0\x80\x8B"); // no UTF-8: left as it is
    CHECK(rc::check([](std::string const& text) {
        auto const once = collapsed(text);
        RC_ASSERT(collapsed(once) == once);
        RC_ASSERT(trimmed(once) == once);
        RC_ASSERT(once.find("  ") == std::string::npos);
    }));
}

TEST_CASE("text: folding makes spellings comparable")
{
    CHECK(folded("Éirène ÇELİK") == "eirene celik");
    CHECK(folded("ﬁnance") == "finance");
    CHECK(folded("ＢＩＮ") == "bin");
    CHECK(folded("Tŷ Mawr") == folded("TY\xCC\x82 MAWR"));
    CHECK(folded("\xFF\xFE").size() > 0); // not UTF-8: no crash, something stands for it
    CHECK(words_of("St Mary\xE2\x80\x99s Rd, 12-14") == std::vector<std::string>{"st", "marys", "rd", "12", "14"});
    CHECK(words_of(" ,.-' ").empty());
    CHECK(words_of("日本 bins") == std::vector<std::string>{"日本", "bins"});
    CHECK(rc::check([](std::string const& text) { RC_ASSERT(folded(folded(text)) == folded(text)); }));
}

TEST_CASE("text: the length is counted in characters, not bytes")
{
    CHECK(length_of("") == 0);
    CHECK(length_of("bins") == 4);
    CHECK(length_of("Tŷ") == 2);
    CHECK(length_of("😀") == 1);
}

TEST_CASE("text: what is too long is cut between two characters, never inside one")
{
    CHECK(cut_to("abc", 5) == "abc");
    CHECK(cut_to("abc", 3) == "abc");
    CHECK(cut_to("abc", 2) == "ab");
    CHECK(cut_to("tŷ", 2) == "t");
    CHECK(cut_to("tŷ", 3) == "tŷ");
    CHECK(cut_to("\xF0\x9F\x98\x80", 3).empty());
    CHECK(cut_to("\x80\x80\x80", 2).empty());
}

TEST_CASE("csv: the public examples read as their JSON says")
{
    auto const folder = test::shared_path("standards/csv-spectrum/csvs");
    if (!std::filesystem::exists(folder)) {
        std::printf("skipped: csv-spectrum is not here\n");
        return;
    }
    int files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        auto const name = entry.path().stem().string();
        CAPTURE(name);
        auto const records = csv::read(test::contents(entry.path()));
        REQUIRE(records);
        auto json_text = test::contents(test::shared_path("standards/csv-spectrum/json") / (name + ".json"));
        if (name == "location_coordinates") continue; // its degree signs are not UTF-8
        auto expected = boost::json::parse(json_text);
        if (expected.is_object()) expected = boost::json::array{expected};
        REQUIRE(records->size() == expected.as_array().size() + 1);
        for (std::size_t row = 1; row < records->size(); ++row) {
            for (std::size_t column = 0; column < records->front().size(); ++column) {
                auto const& wanted = expected.as_array()[row - 1].at(records->front()[column]).as_string();
                // Which line break stands in a field is not what these examples are about.
                std::string got = (*records)[row][column];
                std::string expected_text{wanted};
                std::erase(got, '\r');
                std::erase(expected_text, '\r');
                CHECK(got == expected_text);
            }
        }
        ++files;
    }
    CHECK(files > 8);
}

TEST_CASE("csv: what is written reads back; only what a spreadsheet would run has an apostrophe in front")
{
    auto const field = rc::gen::container<std::string>(
        rc::gen::element('a', ' ', ',', '"', '\n', '\r', '=', '+', '-', '1', '.', '@', '\t', '\xC3', '\''));
    CHECK(rc::check([&] {
        auto const fields = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(field));
        std::string out;
        csv::write(out, {fields.begin(), fields.end()});
        auto const back = csv::read(out);
        RC_ASSERT(back.has_value());
        RC_ASSERT(back->size() == 1U);
        RC_ASSERT(back->front().size() == fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto const& got = back->front()[i];
            RC_ASSERT(got == fields[i] || got == "'" + fields[i]);
        }
    }));
}

TEST_CASE("csv: formulas are guarded and plain numbers are not")
{
    struct Sample {
        std::string_view field, line;
    };
    static constexpr Sample samples[] = {
        {"=1+1", "\"'=1+1\"\r\n"},
        {"@SUM(A1)", "\"'@SUM(A1)\"\r\n"},
        {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"\r\n"},
        {"-2+3", "\"'-2+3\"\r\n"},
        {"-12.50", "-12.50\r\n"},
        {"+441632960001", "+441632960001\r\n"},
        {"-", "\"'-\"\r\n"},
        {"a=b", "a=b\r\n"},
        {"\t=1", "\"'\t=1\"\r\n"},
        {"", "\r\n"},
    };
    for (auto const& sample : samples) {
        std::string out;
        csv::write(out, {sample.field});
        CHECK(out == sample.line);
    }
}

TEST_CASE("csv: a broken file is named by the line where its record begins")
{
    auto const open = csv::read("a,b\n1,\"two\nthree");
    REQUIRE_FALSE(open);
    CHECK(open.error().line == 2);
    auto const behind = csv::read("a,b\r\n\"x\ny\",1\r\n\"1\"2,3\r\n");
    REQUIRE_FALSE(behind);
    CHECK(behind.error().line == 4);
    CHECK(csv::read("\xEF\xBB\xBF"
                    "a,b")
              ->front() == csv::Record{"a", "b"});
    CHECK(csv::read("")->empty());
    CHECK(rc::check([](std::string const& bytes) { (void)csv::read(bytes); }));
}

TEST_CASE("text: broken UTF-8 is not taken for a blank, and collapsing twice changes nothing more")
{
    std::string const broken = "#\xE0\xC2\xE0\xC2\n\n\nA\n";
    CHECK(collapsed(broken) == "#\xE0\xC2\xE0\xC2 A");
    CHECK(collapsed(collapsed(broken)) == collapsed(broken));
    CHECK(trimmed("\xC2\xA0 a \xE2\x80\x83") == "a");
}
