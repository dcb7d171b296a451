#include "matching.hpp"

#include "names.hpp"

#include <base/date.hpp>
#include <base/text.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace guildhall::people {

namespace {

/// One of so many people is the one. Where a council knows fewer, joins are a little more careful than they need be.
constexpr double people_known = 400'000;
constexpr double certain_bits = 9.97; ///< 999 of 1,000
constexpr double likely_bits = 0;     ///< one of two

// How often each thing is so. Chances of agreement between strangers: a birthday is one of some 25,000 days, a
// household has two or three people among 400,000, a common surname is one in 250. Chances between records of one
// person: forms that were sent twice by the same people differ in so many cases (moves, new numbers, marriages, slips).
constexpr Evidence all_evidence[] = {
    {"email.same", "The email address is the same", 0.75, 2.5e-7},
    {"email.differs", "The email addresses differ", 0.25, 1},
    {"phone.same", "The phone number is the same", 0.70, 5e-7},
    {"phone.differs", "The phone numbers differ", 0.30, 1},
    {"born.same", "The date of birth is the same", 0.95, 4e-5},
    {"born.close", "The dates of birth differ by one slip", 0.03, 0.004},
    {"born.differs", "The dates of birth differ", 0.02, 0.996},
    {"given.same", "The first name is the same", 0.82, 0.012},
    {"given.nickname", "One first name is short for the other", 0.06, 0.003},
    {"given.close", "The first names differ by one slip, or one is an initial", 0.05, 0.006},
    {"given.differs", "The first names differ", 0.07, 0.979},
    {"surname.same", "The last name is the same", 0.90, 0.004},
    {"surname.close", "The last names differ by one slip", 0.04, 0.003},
    {"surname.differs", "The last names differ", 0.06, 0.993},
    {"address.same", "The address is the same", 0.70, 5e-6},
    {"postcode.same", "The postcode is the same", 0.10, 1e-4},
    {"address.differs", "The addresses differ", 0.20, 1},
    {"company.same", "The company number is the same", 0.95, 1e-7},
    {"company.differs", "The company numbers differ", 0.05, 1},
    {"organisation.same", "The name of the organisation is the same", 0.85, 1e-5},
    {"organisation.close", "The names of the organisation differ by one slip", 0.05, 1e-4},
    {"organisation.differs", "The names of the organisation differ", 0.10, 1},
};

/// Digits that changed places or one that is wrong; day and month the other way round.
Likeness likeness_of_days(Date a, Date b)
{
    if (a == b) return Likeness::same;
    bool const is_swapped =
        a.year() == b.year() && unsigned{a.month()} == unsigned{b.day()} && unsigned{a.day()} == unsigned{b.month()};
    return is_swapped || is_one_slip(iso_date(a), iso_date(b)) ? Likeness::close : Likeness::differs;
}

std::string folded_words(std::string_view text)
{
    std::string out;
    for (auto const& word : words_of(text)) out += word + " ";
    return out;
}

class Comparison {
public:
    Comparison(Details const& a, Details const& b) : a_{a}, b_{b} {}

    Judgement run()
    {
        compare_names();
        compare("email", a_.email, b_.email, [](auto x, auto y) { return folded(x) == folded(y); });
        compare("phone", a_.phone, b_.phone, std::equal_to<>{});
        compare("company", a_.company_number, b_.company_number, [](auto x, auto y) { return folded(x) == folded(y); });
        compare_born();
        compare_addresses();
        std::ranges::stable_sort(out_.evidence, std::greater{}, [](Evidence const* one) { return one->bits(); });
        out_.bits -= std::log2(people_known);
        out_.verdict = verdict();
        return std::move(out_);
    }

private:
    void add(std::string_view id)
    {
        auto const* const found = evidence_named(id);
        out_.evidence.push_back(found);
        out_.bits += found->bits();
    }
    void add(std::string_view what, Likeness likeness)
    {
        static constexpr std::string_view names[] = {"same", "nickname", "close", "differs"};
        add(fmt::format("{}.{}", what, names[static_cast<int>(likeness)]));
    }
    template <class Same> void compare(std::string_view what, std::string_view a, std::string_view b, Same same)
    {
        if (a.empty() || b.empty()) return;
        add(what, same(a, b) ? Likeness::same : Likeness::differs);
    }
    void compare_names()
    {
        if (!a_.first.empty() && !b_.first.empty()) add("given", likeness_of_given(a_.first, b_.first));
        if (!a_.last.empty() && !b_.last.empty()) add("surname", likeness_of_surname(a_.last, b_.last));
        if (!a_.organisation.empty() && !b_.organisation.empty())
            add("organisation", likeness_of_surname(a_.organisation, b_.organisation));
    }
    void compare_born()
    {
        if (a_.born && b_.born) add("born", likeness_of_days(*a_.born, *b_.born));
    }
    void compare_addresses()
    {
        bool const both_known = !a_.uprn.empty() && !b_.uprn.empty();
        bool const both_typed = !a_.address.empty() && !b_.address.empty();
        if (!both_known && !both_typed) return;
        bool const is_same = both_known ? a_.uprn == b_.uprn : folded_words(a_.address) == folded_words(b_.address);
        bool const same_postcode = !a_.postcode.empty() && a_.postcode == b_.postcode;
        add(is_same ? "address.same" : same_postcode ? "postcode.same" : "address.differs");
    }

    [[nodiscard]] bool has(std::string_view id) const
    {
        return std::ranges::any_of(out_.evidence, [&](Evidence const* one) { return one->id == id; });
    }
    [[nodiscard]] bool has_end(std::string_view end) const
    {
        return std::ranges::any_of(out_.evidence, [&](Evidence const* one) { return one->id.ends_with(end); });
    }
    [[nodiscard]] bool says_only_how_to_reach(Details const& one) const { return !one.has_name() && !one.born; }

    /// The rules on top. Email, phone, address and surname are shared by a household, which the arithmetic alone takes
    /// for independent, so a first name or a birthday that differs stands against all of them.
    [[nodiscard]] Verdict verdict() const
    {
        bool const named_otherwise = has("given.differs") || has("organisation.differs");
        bool const born_otherwise = has("born.differs");
        if (named_otherwise && !has("born.same") && !has("company.same")) return Verdict::different;
        if (born_otherwise && (has("given.close") || has("given.nickname"))) return Verdict::different;
        bool const reached_alike = has("email.same") || has("phone.same");
        if (says_only_how_to_reach(a_) || says_only_how_to_reach(b_)) return reach_alone(reached_alike);
        if (out_.bits < likely_bits) return Verdict::different;
        bool const names_agree = (has("given.same") || has("given.nickname")) && has("surname.same");
        bool const is_certain = names_agree || has("organisation.same") || has("company.same");
        bool const doubtful = named_otherwise || born_otherwise || has_end(".close") || has("surname.differs");
        bool const is_backed = reached_alike || has("born.same") || has("company.same");
        return is_certain && is_backed && !doubtful && out_.bits >= certain_bits ? Verdict::certain : Verdict::likely;
    }
    /// One of them says nothing but an address of email or a number. It is the same address that answers, and whoever
    /// reads it there reads all of it.
    [[nodiscard]] Verdict reach_alone(bool reached_alike) const
    {
        if (!reached_alike) return Verdict::different;
        bool const contradicts = has("email.differs") || has("phone.differs") || has("address.differs");
        return contradicts ? Verdict::likely : Verdict::certain;
    }

    Details const& a_;
    Details const& b_;
    Judgement out_;
};

}

double Evidence::bits() const
{
    return std::log2(same / chance);
}

Evidence const* evidence_named(std::string_view id)
{
    auto const found = std::ranges::find(all_evidence, id, &Evidence::id);
    return found != std::end(all_evidence) ? found : nullptr;
}

double Judgement::probability() const
{
    return 1 / (1 + std::exp2(-bits));
}

std::string Judgement::because() const
{
    std::string out;
    for (auto const* one : evidence) out += (out.empty() ? "" : " ") + std::string{one->id};
    return out;
}

Judgement judge(Details const& a, Details const& b)
{
    return Comparison{a, b}.run();
}

std::vector<Sentence> reasons_of(std::string_view because)
{
    std::vector<Sentence> sentences;
    while (!because.empty()) {
        auto const end = std::min(because.find(' '), because.size());
        if (auto const* found = evidence_named(because.substr(0, end))) sentences.push_back(found->words);
        because.remove_prefix(std::min(end + 1, because.size()));
    }
    return sentences;
}

}
