// Whatever staff and residents try in whatever order, a case obeys its service's table.
#include "office.hpp"

#include "stages.hpp"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <map>

using namespace guildhall;
using namespace guildhall::cases;

namespace {

enum class Act { move, close, could_not_do, abuse, assign, note, inform, read_news };

struct Try {
    Act act{};
    std::string word;      ///< of a stage, or words
    bool is_stale = false; ///< it was decided on what was seen before the last change
};

rc::Gen<Try> a_try()
{
    return rc::gen::build<Try>(
        rc::gen::set(&Try::act, rc::gen::element(Act::move, Act::move, Act::close, Act::could_not_do, Act::abuse,
                                                 Act::assign, Act::note, Act::inform, Act::read_news)),
        rc::gen::set(&Try::word, rc::gen::element<std::string>("reported", "scheduled", "scheduled", "done",
                                                               "could-not-do", "nonsense", "", "Some words")),
        rc::gen::set(&Try::is_stale, rc::gen::element(true, false, false, false, false, false)));
}

struct Desk : Office {
    Actor worker = Office::street_worker();

    Changed attempt(Case const& before, Reference const& reference, Try const& it)
    {
        database.clock.advance(std::chrono::minutes{3}); // nobody presses twice here
        Seen const seen{before.id, before.revision - (it.is_stale ? 1 : 0)};
        return write(
            [&](db::Tx& tx) -> Changed {
                switch (it.act) {
                case Act::move: return move(tx, deps, worker, seen, it.word);
                case Act::close: return close(tx, deps, worker, seen, it.word, "We came and looked");
                case Act::could_not_do: return could_not_do(tx, deps, worker, seen, it.word);
                case Act::abuse: return mark_abuse(tx, worker, seen, it.word);
                case Act::assign: return assign(tx, worker, seen, {});
                case Act::note: return note(tx, worker, before.id, NoteKind::internal, it.word);
                case Act::inform: return add_information(tx, reference, it.word);
                case Act::read_news: return news_read(tx, worker, seen);
                }
                std::unreachable();
            },
            worker);
    }
    /// Why a fresh look says that it must be refused; nothing: it must be done.
    std::optional<Refusal> expected(Case const& one, Try const& it)
    {
        Table const table{deps, one};
        bool const has_words = !it.word.empty();
        bool const is_end = it.word == "done" || it.word == "could-not-do";
        bool const asks_what_was_seen = it.act != Act::note && it.act != Act::inform;
        if (asks_what_was_seen && it.is_stale) return Refusal::changed_meanwhile;
        bool const needs_open = asks_what_was_seen && it.act != Act::read_news;
        if (needs_open && !one.is_open()) return Refusal::already_closed;
        switch (it.act) {
        case Act::move:
            if (is_end || !table.allows(one.stage, it.word)) return Refusal::not_a_next_stage;
            return {};
        case Act::close:
            if (!is_end) return Refusal::unknown_outcome;
            return {};
        case Act::could_not_do:
        case Act::abuse:
        case Act::note:
            if (!has_words) return Refusal::words_missing;
            return {};
        case Act::inform:
            if (one.abuse) return Refusal::already_closed;
            if (!has_words) return Refusal::words_missing;
            return {};
        case Act::assign:
        case Act::read_news: return {};
        }
        return {};
    }
};

void check_invariants(Desk& desk, Case const& first, Case const& now)
{
    RC_ASSERT(now.closed.has_value() == !now.outcome.empty());
    Table const table{desk.deps, now};
    auto const* const stage = table.find(now.stage);
    RC_ASSERT(stage != nullptr);
    RC_ASSERT(!closes(*stage) || !now.is_open());
    RC_ASSERT(now.abuse == (now.outcome == "abuse"));
    RC_ASSERT(now.target == first.target);
    RC_ASSERT(now.service_version == first.service_version);
}

}

TEST_CASE("R-054 cases: whatever is tried in whatever order, the transition table holds and every change is one event")
{
    Desk desk;
    std::map<Act, int> done;
    int refused = 0;
    CHECK(rc::check("tries", [&] {
        auto const opened = desk.open();
        auto const first = desk.of(opened);
        auto const tries = *rc::gen::container<std::vector<Try>>(8, a_try());
        for (auto const& it : tries) {
            auto const before = desk.of(opened);
            auto const events = desk.events(opened.id).size();
            auto const refusal = desk.expected(before, it);
            auto const result = desk.attempt(before, opened.reference, it);
            auto const after = desk.of(opened);
            check_invariants(desk, first, after);
            if (refusal) {
                ++refused;
                RC_ASSERT(!result.has_value());
                RC_ASSERT(result.error() == *refusal);
                RC_ASSERT(after.revision == before.revision);
                RC_ASSERT(desk.events(opened.id).size() == events);
                continue;
            }
            RC_ASSERT(result.has_value());
            ++done[it.act];
            RC_ASSERT(after.revision == before.revision + (it.act == Act::note ? 0 : 1));
            RC_ASSERT(desk.events(opened.id).size() == events + (it.act == Act::abuse ? 2 : 1));
            if (it.act == Act::move) RC_ASSERT(after.stage == it.word);
        }
    }));
    // The tries reach every act, and refusals too: else nothing was shown.
    CHECK(refused > 20);
    CHECK(done.size() == 8);
}

TEST_CASE("cases: a page offers exactly the stages that the table lets follow")
{
    Desk desk;
    auto const opened = desk.open();
    auto const ids = [&] {
        std::vector<std::string> out;
        for (auto const& stage : next_stages(desk.deps, desk.of(opened))) out.push_back(stage.id);
        return out;
    };
    CHECK(ids() == std::vector<std::string>{"scheduled", "done", "could-not-do"});
    desk.attempt(desk.of(opened), opened.reference, {Act::move, "scheduled"}).value();
    CHECK(ids() == std::vector<std::string>{"done", "could-not-do"});
    desk.attempt(desk.of(opened), opened.reference, {Act::close, "done"}).value();
    CHECK(ids().empty());
}
