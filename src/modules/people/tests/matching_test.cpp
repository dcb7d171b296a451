#include "bureau.hpp"

#include "matching.hpp"
#include "names.hpp"

#include <rapidcheck.h>

#include <algorithm>

using namespace guildhall;
using namespace guildhall::people;

namespace {

Verdict verdict(Details const& a, Details const& b)
{
    auto const there = judge(a, b);
    auto const back = judge(b, a);
    CHECK(there.verdict == back.verdict);
    CHECK(there.bits == doctest::Approx(back.bits));
    return there.verdict;
}

Details named(std::string first, std::string last)
{
    return {.first = std::move(first), .last = std::move(last)};
}

}

TEST_CASE("matching: names are alike although people shorten them, mistype them or write accents")
{
    CHECK(likeness_of_given("Bob", "Robert") == Likeness::nickname);
    CHECK(likeness_of_given("robbie", "Bob") == Likeness::nickname);
    CHECK(likeness_of_given("Zoë", "ZOE") == Likeness::same);
    CHECK(likeness_of_given("A", "Asha") == Likeness::close);
    CHECK(likeness_of_given("Asha Mary", "Asha") == Likeness::close);
    CHECK(likeness_of_given("Ahsa", "Asha") == Likeness::close);
    CHECK(likeness_of_given("Asha", "Mira") == Likeness::differs);
    CHECK(likeness_of_given("Ann", "Bob") == Likeness::differs);
    CHECK(likeness_of_surname("O'Brien", "OBrien") == Likeness::same);
    CHECK(likeness_of_surname("Kapoor", "Kapor") == Likeness::close);
    CHECK(likeness_of_surname("Kapoor", "Kapoer") == Likeness::close);
    CHECK(likeness_of_surname("Kapoor", "Kaporo") == Likeness::close);
    CHECK(likeness_of_surname("Ng", "Li") == Likeness::differs);
    CHECK(likeness_of_surname("Bob", "Robert") == Likeness::differs);
}

TEST_CASE("matching: one slip is one letter more, fewer or other, or two that changed places")
{
    CHECK(rc::check([] {
        auto const word = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
        auto const at = *rc::gen::inRange<std::size_t>(0, word.size());
        auto slip = word;
        switch (*rc::gen::inRange(0, 4)) {
        case 0: slip.insert(at, 1, 'z'); break;
        case 1: slip.erase(at, 1); break;
        case 2: slip[at] = 'z'; break; // the generator gives no z
        default:
            if (at + 1 < word.size()) std::swap(slip[at], slip[at + 1]);
        }
        RC_ASSERT(is_one_slip(word, slip) == (word != slip));
        RC_ASSERT(is_one_slip(slip, word) == (word != slip));
        RC_ASSERT(!is_one_slip(word, word + "zz"));
    }));
}

TEST_CASE("matching: the same name with the same email address, number or birthday is certain, and says why")
{
    auto const judgement = judge(asha(), asha());
    CHECK(judgement.verdict == Verdict::certain);
    auto const reasons = reasons_of(judgement.because());
    CHECK(std::ranges::find(reasons, Sentence{"The email address is the same"}) != reasons.end());
    CHECK(std::ranges::find(reasons, Sentence{"The date of birth is the same"}) != reasons.end());
    auto by_email = named("ASHA", "kapoor");
    by_email.email = "Asha@Example.org";
    CHECK(verdict(asha(), by_email) == Verdict::certain);
    auto nickname = named("Bob", "Marlow");
    nickname.phone = "+447700900123";
    auto long_name = named("Robert", "Marlow");
    long_name.phone = "+447700900123";
    CHECK(verdict(nickname, long_name) == Verdict::certain);
}

TEST_CASE("matching: people of one household are not taken for each other, however much they share")
{
    auto mira = asha();
    mira.first = "Mira";
    mira.born = Date{std::chrono::year{2009}, std::chrono::May, std::chrono::day{2}};
    CHECK(verdict(asha(), mira) == Verdict::different);
    mira.born.reset();
    CHECK(verdict(asha(), mira) == Verdict::different);
    // Twins, or somebody who writes another first name: a person decides.
    mira.born = asha().born;
    CHECK(verdict(asha(), mira) == Verdict::likely);
    // Father and son of one name.
    auto son = asha();
    son.born = Date{std::chrono::year{2001}, std::chrono::July, std::chrono::day{30}};
    CHECK(verdict(asha(), son) != Verdict::certain);
    // The same name at the same address, and nothing else known.
    auto a = named("John", "Smith");
    a.address = "12 Heather Row";
    a.postcode = "ZZ1 1AA";
    CHECK(verdict(a, a) == Verdict::likely);
}

TEST_CASE("matching: letters that changed places and a birthday with one slip are offered, and not joined")
{
    auto typo = asha();
    typo.last = "Kaporo";
    CHECK(verdict(asha(), typo) == Verdict::likely);
    auto swapped = asha();
    swapped.born = Date{std::chrono::year{1980}, std::chrono::December, std::chrono::day{4}};
    auto const judgement = judge(asha(), swapped);
    CHECK(judgement.verdict == Verdict::likely);
    CHECK(judgement.because().find("born.close") != std::string::npos);
}

TEST_CASE("matching: a common name alone is nothing; a bare email address belongs to whoever reads it")
{
    CHECK(verdict(named("John", "Smith"), named("John", "Smith")) == Verdict::different);
    Details bare;
    bare.email = "asha@example.org";
    CHECK(verdict(bare, bare) == Verdict::certain);
    CHECK(verdict(bare, asha()) == Verdict::certain);
    bare.phone = "+441632960999";
    CHECK(verdict(bare, asha()) == Verdict::likely);
    Details other;
    other.email = "somebody@example.org";
    CHECK(verdict(other, asha()) == Verdict::different);
}

TEST_CASE("matching: more that agrees never makes it less probable")
{
    auto const base = named("Asha", "Kapoor");
    auto with_email = base;
    with_email.email = "asha@example.org";
    auto with_both = with_email;
    with_both.born = asha().born;
    CHECK(judge(base, base).bits < judge(with_email, with_email).bits);
    CHECK(judge(with_email, with_email).bits < judge(with_both, with_both).bits);
    CHECK(judge(with_both, with_both).probability() < 1.0000001);
    CHECK(judge(base, base).probability() < 0.5);
}
