#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <base/reference.hpp>

#include <algorithm>
#include <set>

using namespace guildhall;

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}

TEST_CASE("reference: what is shown, typed in any way, is the same reference")
{
    CHECK(rc::check([] {
        auto const reference = Reference::random();
        RC_ASSERT(reference.stored().size() == 11U);
        RC_ASSERT(reference.shown().size() == 13U);
        RC_ASSERT(Reference::parse(reference.shown()) == reference);
        RC_ASSERT(Reference::parse(reference.stored()) == reference);
        RC_ASSERT(Reference::from_stored(reference.stored()) == reference);
        auto spoken = " " + reference.shown() + " ";
        std::ranges::transform(spoken, spoken.begin(), [](unsigned char c) { return std::tolower(c); });
        std::ranges::replace(spoken, '-', ' ');
        RC_ASSERT(Reference::parse(spoken) == reference);
        // As copied out of a mail's sentence, and as a word processor writes hyphens.
        RC_ASSERT(Reference::parse("\xE2\x80\x8E" + reference.shown() + ".") == reference);
        auto const stored = reference.stored();
        RC_ASSERT(Reference::parse(stored.substr(0, 4) + "\xE2\x80\x93" + stored.substr(4)) == reference);
    }));
}

TEST_CASE("reference: every wrong character is noticed, at every place")
{
    for (int round = 0; round < 20; ++round) {
        auto const right = Reference::random().stored();
        for (std::size_t place = 0; place < right.size(); ++place) {
            for (char const other : alphabet) {
                if (other == right[place]) continue;
                auto wrong = right;
                wrong[place] = other;
                CHECK_FALSE(Reference::parse(wrong));
            }
        }
    }
}

TEST_CASE("reference: every two characters that change places are noticed")
{
    for (int round = 0; round < 50; ++round) {
        auto const right = Reference::random().stored();
        for (std::size_t a = 0; a < right.size(); ++a) {
            for (std::size_t b = a + 1; b < right.size(); ++b) {
                if (right[a] == right[b]) continue;
                auto wrong = right;
                std::swap(wrong[a], wrong[b]);
                CHECK_FALSE(Reference::parse(wrong));
            }
        }
    }
}

TEST_CASE("reference: I and L are read as 1 and O as 0; U and other characters are none")
{
    for (int round = 0; round < 200; ++round) {
        auto const reference = Reference::random();
        CHECK(reference.stored().find_first_of("ILOU") == std::string::npos);
        auto misread = reference.stored();
        for (char& c : misread) {
            if (c == '1') c = round % 2 ? 'I' : 'l';
            if (c == '0') c = 'o';
        }
        CHECK(Reference::parse(misread) == reference);
        auto with_u = reference.stored();
        with_u[3] = 'U';
        CHECK_FALSE(Reference::parse(with_u));
    }
    for (std::string_view const bad :
         {"", "-", "7HK2-9QF3", "7HK2-9QF3-MTX0-1", "7HK2_9QF3_MTX", "<script>alert", "７HK29QF3MTX"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(Reference::parse(bad));
    }
}

TEST_CASE("reference: two are never the same")
{
    std::set<Reference> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(Reference::random());
    CHECK(seen.size() == 10'000);
}

TEST_CASE("reference: whatever is typed, the answer is a reference that reads back or nothing")
{
    CHECK(rc::check([](std::string const& typed) {
        auto const reference = Reference::parse(typed);
        if (reference) RC_ASSERT(Reference::parse(reference->shown()) == reference);
    }));
}
