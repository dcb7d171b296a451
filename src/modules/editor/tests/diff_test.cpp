#include "diff.hpp"

#include <doctest/doctest.h>

using namespace guildhall::editor;

namespace {

std::string side(std::vector<Piece> const& pieces, Change without)
{
    std::string out;
    for (auto const& piece : pieces)
        if (piece.change != without) out += piece.text;
    return out;
}

}

TEST_CASE("editor: the lines that changed, and both texts can be made from them again")
{
    std::string const before = "a\nb\nc\nd\n";
    std::string const after = "a\nx\nc\nd\ne\n";
    auto const pieces = changed_lines(before, after);
    CHECK(pieces == std::vector<Piece>{{Change::same, "a\n"},
                                       {Change::taken_out, "b\n"},
                                       {Change::put_in, "x\n"},
                                       {Change::same, "c\n"},
                                       {Change::same, "d\n"},
                                       {Change::put_in, "e\n"}});
    CHECK(side(pieces, Change::put_in) == before);
    CHECK(side(pieces, Change::taken_out) == after);
    CHECK(changed_lines("", "").empty());
    CHECK(changed_lines("", "a") == std::vector<Piece>{{Change::put_in, "a"}});
    CHECK(changed_lines("a", "") == std::vector<Piece>{{Change::taken_out, "a"}});
}

TEST_CASE("editor: texts of any shape come back whole from their differences")
{
    unsigned seed = 1;
    auto const next = [&seed](unsigned below) { return (seed = seed * 1103515245 + 12345) / 65536 % below; };
    for (int round = 0; round < 300; ++round) {
        std::string texts[3];
        for (auto& text : texts)
            for (auto n = next(30); n > 0; --n) text.append(1, static_cast<char>('a' + next(4))).append(1, '\n');
        auto const pieces = changed_lines(texts[0], texts[1]);
        CHECK(side(pieces, Change::put_in) == texts[0]);
        CHECK(side(pieces, Change::taken_out) == texts[1]);
        std::string base;
        std::string theirs;
        std::string ours;
        for (auto const& hunk : three_way(texts[0], texts[1], texts[2]))
            base += hunk.base, theirs += hunk.theirs, ours += hunk.ours;
        CHECK(base == texts[0]);
        CHECK(theirs == texts[1]);
        CHECK(ours == texts[2]);
    }
}

TEST_CASE("editor: within a sentence the words that changed are named")
{
    auto const pieces = changed_words("Tell us by Monday", "Tell us by Friday");
    CHECK(pieces ==
          std::vector<Piece>{{Change::same, "Tell us by "}, {Change::taken_out, "Monday"}, {Change::put_in, "Friday"}});
}

TEST_CASE("editor: what one side changed is taken, what both changed differently is a conflict")
{
    auto const hunks = three_way("a\nb\nc\nd\ne\n", "a\nB\nc\nD1\ne\n", "a\nb\nc\nD2\ne\nf\n");
    CHECK(hunks == std::vector<Hunk>{{Hunk::Kind::same, "a\n", "a\n", "a\n"},
                                     {Hunk::Kind::theirs, "b\n", "B\n", "b\n"},
                                     {Hunk::Kind::same, "c\n", "c\n", "c\n"},
                                     {Hunk::Kind::conflict, "d\n", "D1\n", "D2\n"},
                                     {Hunk::Kind::same, "e\n", "e\n", "e\n"},
                                     {Hunk::Kind::ours, "", "", "f\n"}});
    auto const alike = three_way("a\n", "b\n", "b\n");
    REQUIRE(alike.size() == 1);
    CHECK(alike[0].kind == Hunk::Kind::both);
}

TEST_CASE("editor: texts that have nothing in common and are long are compared in a moment")
{
    std::string before;
    std::string after;
    for (int i = 0; i < 5000; ++i) {
        before += "left " + std::to_string(i) + "\n";
        after += "right " + std::to_string(i) + "\n";
    }
    auto const pieces = changed_lines(before, after);
    CHECK(pieces.size() == 10'000);
}
