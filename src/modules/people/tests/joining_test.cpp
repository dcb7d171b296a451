// Random joins and partings against a model: a parent for each record, and what was written about it.
#include "bureau.hpp"

#include <rapidcheck.h>

#include <map>
#include <set>

using namespace guildhall;
using namespace guildhall::people;

namespace {

/// What must be true: each record has a parent or none; the person is whoever hangs together.
class Model {
public:
    explicit Model(std::vector<RecordId> ids)
    {
        for (auto const id : ids) parent_[id] = {};
    }
    [[nodiscard]] RecordId root(RecordId id) const
    {
        while (parent_.at(id)) id = parent_.at(id);
        return id;
    }
    bool join(RecordId a, RecordId b)
    {
        auto const one = root(a);
        auto const other = root(b);
        if (one == other) return false;
        parent_[std::max(one, other)] = std::min(one, other);
        return true;
    }
    bool part(RecordId id)
    {
        if (!parent_[id]) return false;
        parent_[id] = {};
        return true;
    }
    [[nodiscard]] std::set<RecordId> together(RecordId id) const
    {
        std::set<RecordId> out;
        for (auto const& [other, _] : parent_)
            if (root(other) == root(id)) out.insert(other);
        return out;
    }
    [[nodiscard]] std::vector<RecordId> joined() const
    {
        std::vector<RecordId> out;
        for (auto const& [id, parent] : parent_)
            if (parent) out.push_back(id);
        return out;
    }

private:
    std::map<RecordId, RecordId> parent_;
};

/// Seven people who have nothing in common.
std::vector<Bureau::Met> strangers(Bureau& bureau)
{
    static constexpr char const* names[] = {"Ada", "Bruno", "Cyra", "Dov", "Esme", "Fitz", "Gwen"};
    std::vector<Bureau::Met> met;
    for (auto const* name : names)
        met.push_back(bureau.meet({.first = name, .last = "Example", .email = std::string{name} + "@example.org"}));
    return met;
}

std::set<RecordId> records_of(Person const& person)
{
    std::set<RecordId> ids;
    for (auto const& record : person.records) ids.insert(record.id);
    return ids;
}

}

TEST_CASE("people: however persons are joined and parted, nothing is lost and nothing is in two places")
{
    Bureau bureau;
    auto const met = strangers(bureau);
    std::vector<RecordId> ids;
    for (auto const& one : met) ids.push_back(one.id);
    Model model{ids};                                  // goes on from run to run, as a council does
    std::map<RecordId, std::set<std::string>> written; // by the record it stands at
    CHECK(rc::check([&] {
        auto const steps = *rc::gen::inRange(1, 12);
        for (int step = 0; step < steps; ++step) {
            auto const a = *rc::gen::elementOf(ids);
            auto const b = *rc::gen::elementOf(ids);
            switch (*rc::gen::inRange(0, 5)) {
            case 0:
            case 1: {
                auto const joined = bureau.join(a, b);
                if (model.join(a, b))
                    RC_ASSERT(joined.value() == model.root(a));
                else
                    RC_ASSERT(joined.error() == Refusal::same_person);
                break;
            }
            case 2:
            case 3: {
                auto const parted = bureau.part(a);
                if (model.part(a))
                    RC_ASSERT(parted.value() == a);
                else
                    RC_ASSERT(parted.error() == Refusal::not_joined);
                break;
            }
            default: {
                auto const words = "fact " + std::to_string(written[model.root(a)].size()) + " at " +
                                   std::to_string(model.root(a).value);
                RC_ASSERT(bureau.note(a, "need", words).has_value());
                written[model.root(a)].insert(words);
            }
            }
        }
        for (auto const id : ids) {
            auto const person = bureau.find(id);
            RC_ASSERT(person.has_value());
            RC_ASSERT(person->id == model.root(id));
            auto const together = model.together(id);
            RC_ASSERT(records_of(*person) == together);
            std::set<std::string> wanted;
            for (auto const one : together) wanted.insert(written[one].begin(), written[one].end());
            auto const words = bureau.words_about(id);
            RC_ASSERT(words.size() == wanted.size());
            RC_ASSERT((std::set<std::string>{words.begin(), words.end()}) == wanted);
        }
    }));
    // Undone in whatever order, everybody is alone again and says what they said.
    for (auto const id : model.joined()) CHECK(bureau.part(id));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const person = bureau.find(ids[i]);
        REQUIRE(person);
        CHECK(person->records.size() == 1);
        CHECK(person->records[0].source.subject == met[i].subject);
        CHECK(person->records[0].details.email.starts_with(person->records[0].details.first));
    }
}

TEST_CASE(
    "people: somebody who writes hundreds of times stays one person, and what contradicts is found among all of it")
{
    Bureau bureau;
    auto const first = bureau.meet(asha()).id;
    auto moved = asha();
    moved.address = "3 Quarry Lane, Larkmoor";
    moved.uprn = "1000099";
    for (int i = 0; i < 150; ++i) CHECK(bureau.root_of(bureau.meet(i % 2 == 0 ? asha() : moved).id) == first);
    auto born_otherwise = asha();
    born_otherwise.born = Date{std::chrono::year{1951}, std::chrono::January, std::chrono::day{2}};
    auto const other = bureau.meet(born_otherwise).id;
    CHECK(bureau.root_of(other) == other);
    // Staff say that it is her all the same: from now on one of her records contradicts whatever comes.
    CHECK(bureau.join(first, other));
    auto const next = bureau.meet(asha()).id;
    CHECK(bureau.root_of(next) == next);
    auto const shown = bureau.suggestions(next);
    REQUIRE(shown.size() == 1);
    CHECK(shown.front().other.id == first);
}
