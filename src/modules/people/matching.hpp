// Whether two sources speak of the same person, and why: the probabilistic linkage of Fellegi and Sunter ("A theory for
// record linkage", Journal of the American Statistical Association 64, 1969), with rules on top that a member of staff
// can check by hand (docs/adr/0019). Pure functions.
#pragma once

#include <base/message.hpp>
#include <people/details.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::people {

/// One thing that was compared. `same` is the chance of it where both are one person, `chance` where they are two.
struct Evidence {
    std::string_view id; ///< "email.same": as kept beside what was joined
    Sentence words;      ///< "The email address is the same"
    double same, chance;
    [[nodiscard]] double bits() const;
};
/// Null for a name that is none.
Evidence const* evidence_named(std::string_view id);

enum class Verdict {
    different,
    likely, ///< for staff to decide
    certain ///< joined by itself; can be parted again
};

struct Judgement {
    Verdict verdict = Verdict::different;
    double bits = 0; ///< log2 of the odds that both are one person
    std::vector<Evidence const*> evidence;
    [[nodiscard]] double probability() const;
    [[nodiscard]] std::string because() const; ///< names of evidence with spaces between
};

[[nodiscard]] Judgement judge(Details const& a, Details const& b);

/// The sentences that `because` stands for, the strongest first as it was kept.
std::vector<Sentence> reasons_of(std::string_view because);

}
