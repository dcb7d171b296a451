// Small services made by dice, and what should become of a walk through one: a second, plainer telling of which pages
// are asked, that the product is compared with.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guildhall::forms::testing {

/// Throws made in advance, so that a test that fails can be made smaller; noughts when they are used up.
class Dice {
public:
    explicit Dice(std::vector<int> throws) : throws_{std::move(throws)} {}
    std::size_t below(std::size_t n)
    {
        return n < 2 || at_ >= throws_.size() ? 0 : static_cast<std::size_t>(throws_[at_++]) % n;
    }
    bool one_in(std::size_t n) { return below(n) == n - 1; }

private:
    std::vector<int> throws_;
    std::size_t at_ = 0;
};

/// Nothing, or: a question has this answer, or a group more rows than one.
struct RandomWhen {
    std::string question, value; ///< empty question: always
    std::string group;
    std::string name; ///< of a value or decision that says the same; "": it is written out
    bool in_table = false;
    [[nodiscard]] bool always() const { return question.empty() && group.empty(); }
};

enum class RandomType { yes_no, choice, text, number };
struct RandomQuestion {
    std::string id;
    RandomType type = RandomType::yes_no;
    bool required = true;
    RandomWhen when;
};

struct RandomPage {
    std::string id;
    RandomWhen when;
    std::vector<RandomQuestion> questions;
    std::size_t least = 0, most = 0; ///< rows; most 0: no group
    std::vector<RandomPage> pages;   ///< of a row
    RandomWhen exit;                 ///< leads to the end "end-PAGE", unless it is always
};

class RandomService {
public:
    explicit RandomService(Dice& dice);
    std::vector<RandomPage> pages;
    [[nodiscard]] std::string yaml(std::string const& id) const;

private:
    using Known = std::vector<std::pair<std::string, RandomType>>;
    RandomWhen when(Dice& dice, Known const& known, std::vector<std::string> const& groups);
    RandomQuestion question(Dice& dice, Known const& known);
    RandomPage row_page(Dice& dice, Known& known);
    int number_ = 0;
};

using RandomAnswers = std::map<std::string, std::string>;
struct RandomRow {
    std::int64_t id = 0;
    RandomAnswers answers;
};
/// What a draft should hold.
struct RandomDraft {
    RandomAnswers answers;
    std::map<std::string, std::vector<RandomRow>> rows;
    std::map<std::string, std::int64_t> last; ///< number given
    std::set<std::string> passed;             ///< ends
};

struct RandomStep {
    RandomPage const* page = nullptr;
    RandomPage const* group = nullptr;
    std::int64_t row = 0; ///< 0 with a group: a new one
    std::vector<RandomQuestion const*> questions;
    bool is_complete = true;
    [[nodiscard]] std::string place() const;
};

/// The way through a service that these answers make.
struct RandomWay {
    std::vector<RandomStep> steps;
    std::map<std::string, RandomStep> beginnings; ///< of groups with room for one more
    std::string end;                              ///< "": none
    RandomDraft asked;                            ///< what is answered of it
    std::size_t gap;                              ///< the first step that is not complete; steps.size(): none

    RandomWay(RandomService const& service, RandomDraft const& draft, bool stops_at_ends = true);
    /// Where whoever goes on should be: "page", "ends/end", "check".
    [[nodiscard]] std::string landing() const;

private:
    void add(RandomStep step, RandomAnswers const& given, RandomAnswers& into, RandomAnswers& seen);
    [[nodiscard]] bool holds(RandomWhen const& when, RandomAnswers const& seen) const;
    std::map<std::string, std::size_t> counts_;
};

}
