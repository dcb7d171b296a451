// Random services, walked at random: forwards, back, by address, with old pages and with those of other versions.
#include "front.hpp"
#include "random_service.hpp"
#include "store.hpp"
#include "ticket.hpp"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <cstdlib>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const root = "/services/random-walk";

std::string text_of(RandomAnswers const& answers)
{
    std::string out;
    for (auto const& [question, answer] : answers) out += question + "=" + answer + " ";
    return out;
}

std::string text_of(RandomDraft const& draft)
{
    auto out = text_of(draft.answers);
    for (auto const& [group, rows] : draft.rows)
        for (auto const& row : rows) out += fmt::format("{}[{}]( {})", group, row.id, text_of(row.answers));
    for (auto const& end : draft.passed) out += " past " + end;
    return out;
}

RandomAnswers plain(Answers const& answers)
{
    RandomAnswers out;
    for (auto const& [question, answer] : answers.all()) out[question] = answer.text();
    return out;
}

std::string text_of(Answers const& answers)
{
    RandomDraft draft{.answers = plain(answers), .rows = {}, .last = {}, .passed = {}};
    for (auto const& [group, rows] : answers.groups())
        for (auto const& row : rows.rows) draft.rows[group].push_back({row.id.value, plain(row.answers)});
    draft.passed = {answers.ends_passed().begin(), answers.ends_passed().end()};
    return text_of(draft);
}

/// Publishes versions of one service; opening a council for each walk would take longer than the walk.
struct Library {
    Front front;
    std::string last;

    void publish(RandomService const& service)
    {
        auto text = service.yaml("random-walk");
        if (text == last) return;
        auto source = library_source();
        source.push_back({"small/random-walk.yaml", text});
        for (auto const& problem : front.library.publish(source)) RC_FAIL(problem.text() + "\n" + text);
        last = std::move(text);
    }
};

/// Somebody on the way through, and what her draft should hold.
class Walk {
public:
    Walk(Library& library, RandomService const& service, Dice& dice)
        : front_{library.front}, browser_{front_}, service_{service}, dice_{dice}
    {
        begin(browser_, "random-walk");
    }

    void go_on()
    {
        switch (dice_.below(10)) {
        case 0: return visit_any();
        case 1: return answer_again();
        case 2: return answer_out_of_turn();
        case 3: return answer_another_version();
        case 4: return replay();
        case 5: return start_again();
        case 6: return remove_row();
        case 7: return add_row();
        default: return answer_next();
        }
    }

    void end()
    {
        for (int tries = 0; tries < 60 && now().landing() != "check"; ++tries) answer_next();
        auto const way = now();
        RC_ASSERT(way.landing() == "check");
        front_.database.clock.advance(std::chrono::minutes{7}); // so many walks in one hour would be too many
        auto const sent = front_.submissions();
        auto const check = browser_.get(root + "/check");
        RC_ASSERT(check.status == 200);
        RC_ASSERT(browser_.submit(check, root + "/submission", {}).location == root + "/sent");
        RC_ASSERT(front_.submissions() == sent + 1);
        auto expected = way.asked;
        expected.passed.clear();
        auto const submission = front_.last_submission();
        RC_ASSERT(text_of(submission.answers) == text_of(expected));
        // What comes later changes nothing.
        auto r = post(way.steps.front(), {{way.steps.front().page->id, "x"}});
        RC_ASSERT(browser_.send(r).location == root + "/sent");
        RC_ASSERT(front_.submissions() == sent + 1);
    }

private:
    [[nodiscard]] RandomWay now() const { return {service_, draft_}; }
    Draft stored()
    {
        return front_.database->read(
            [&](db::Snapshot& s) { return find_draft(s, browser_.cookie, "random-walk").value(); });
    }
    void is_as_expected()
    {
        auto const draft = stored();
        RC_ASSERT(text_of(draft.answers) == text_of(draft_));
    }

    http::Request post(RandomStep const& step, Fields const& fields)
    {
        auto r = browser_.request(http::Method::post, root + "/" + step.place());
        r.form.add("csrf", r.csrf_token());
        auto const draft = stored();
        r.form.add("resume", make_ticket(front_.council.secret, "random-walk", {draft.id, draft.version}, r.received));
        for (auto const& [name, value] : fields) r.form.add(name, value);
        return r;
    }

    /// An answer for every question of the page, hidden ones too, and fields that nobody asked for.
    Fields answers_for(RandomStep const& step)
    {
        Fields fields{{"nobody-asked", "1"}};
        for (auto const& q : step.page->questions) fields.emplace_back(q.id, answer_to(q));
        if (dice_.one_in(4)) fields.emplace_back(service_.pages.back().id, "yes");
        return fields;
    }
    std::string answer_to(RandomQuestion const& q)
    {
        if (!q.required && dice_.one_in(3)) return {};
        switch (q.type) {
        case RandomType::yes_no: return dice_.one_in(3) ? "no" : "yes";
        case RandomType::choice: return std::string(1, "abc"[dice_.below(3)]);
        case RandomType::text: return fmt::format("words {}", ++words_);
        case RandomType::number: return std::to_string(++words_);
        }
        return {};
    }

    /// What should come of a page's answers that were taken.
    void take(RandomStep const& step, http::Form const& form)
    {
        auto into = &draft_.answers;
        if (step.group) {
            auto& rows = draft_.rows[step.group->id];
            auto row = std::ranges::find(rows, step.row, &RandomRow::id);
            if (row == rows.end()) row = rows.insert(rows.end(), RandomRow{++draft_.last[step.group->id], {}});
            into = &row->answers;
        }
        for (auto const* q : step.questions) {
            into->erase(q->id);
            if (auto const value = form.value(q->id); !value.empty()) (*into)[q->id] = value;
        }
        drop_hidden();
    }
    void drop_hidden() { draft_ = RandomWay{service_, draft_, false}.asked; }

    /// Sends a page, whether its turn has come or not, and says whether it was taken.
    void send(RandomStep const& wanted, http::Request r)
    {
        auto const way = now();
        auto const* step = turn_of(way, wanted);
        auto const page = browser_.send(r);
        RC_ASSERT(page.status == 303);
        if (step && !step->page->questions.empty()) {
            take(*step, r.form);
        } else if (!step) {
            RC_ASSERT(page.location == root + "/" + way.landing());
        }
        is_as_expected();
        auto const at = browser_.follow(page);
        RC_ASSERT(at.status == 200);
    }

    /// The page with its questions, where it is on the way and nothing before it is missing; else null.
    static RandomStep const* turn_of(RandomWay const& way, RandomStep const& wanted)
    {
        if (wanted.group && wanted.row == 0) {
            auto const found = way.beginnings.find(wanted.group->id);
            if (found == way.beginnings.end() || found->second.page != wanted.page) return nullptr;
            auto const list = std::ranges::find(way.steps, wanted.group, &RandomStep::page);
            return list - way.steps.begin() <= static_cast<std::ptrdiff_t>(way.gap) ? &found->second : nullptr;
        }
        auto const found = std::ranges::find_if(
            way.steps, [&](auto const& step) { return step.page == wanted.page && step.row == wanted.row; });
        if (found == way.steps.end() || found - way.steps.begin() > static_cast<std::ptrdiff_t>(way.gap))
            return nullptr;
        return &*found;
    }

    /// Any page of the definition, of any row.
    RandomStep any()
    {
        std::vector<RandomStep> all;
        for (auto const& page : service_.pages) {
            all.push_back({.page = &page, .group = nullptr, .row = 0, .questions = {}});
            for (auto const& of_row : page.pages)
                for (std::int64_t row = 0; row < 3; ++row)
                    all.push_back({.page = &of_row, .group = &page, .row = row, .questions = {}});
        }
        return all[dice_.below(all.size())];
    }

    // ---- what people do

    void answer_next()
    {
        auto const way = now();
        if (way.gap < way.steps.size()) {
            auto step = way.steps[way.gap];
            if (step.page->most > 0) step = way.beginnings.at(step.page->id);
            return keep_and_send(step);
        }
        if (way.end.empty()) return;
        auto const page = browser_.get(root + "/ends/" + way.end);
        RC_ASSERT(page.status == 200);
        RC_ASSERT(browser_.submit(page, page.path, {}).status == 303);
        draft_.passed.insert(way.end);
        is_as_expected();
    }
    void keep_and_send(RandomStep const& step)
    {
        auto r = post(step, answers_for(step));
        old_.emplace_back(step, r);
        send(step, std::move(r));
    }
    void answer_again()
    {
        auto const way = now();
        auto const at = std::min(way.steps.size(), way.gap + 1);
        if (at == 0) return;
        auto const& step = way.steps[dice_.below(at)];
        if (step.page->most == 0) keep_and_send(step);
    }
    void answer_out_of_turn()
    {
        auto const step = any();
        if (step.page->most == 0) keep_and_send(step);
    }
    void visit_any()
    {
        auto const step = any();
        auto const way = now();
        auto page = browser_.get(root + "/" + step.place());
        bool const is_list = step.page->most > 0;
        if (!turn_of(way, step)) {
            RC_ASSERT(page.status == 303);
            if (way.landing() != "check") RC_ASSERT(page.location == root + "/" + way.landing());
        } else if (!is_list) {
            RC_ASSERT(page.status == 200);
        }
        RC_ASSERT(browser_.follow(page).status == 200);
        is_as_expected();
    }
    void answer_another_version()
    {
        auto const step = any();
        auto r = post(step, answers_for(step));
        http::Form form;
        auto const draft = stored();
        for (auto const& [name, value] : r.form.fields())
            form.add(name, name != "resume"
                               ? value
                               : make_ticket(front_.council.secret, "random-walk",
                                             {draft.id, services::VersionId{draft.version.value + 1}}, r.received));
        r.form = std::move(form);
        changes_nothing(step, std::move(r));
    }
    void changes_nothing(RandomStep const& step, http::Request r)
    {
        auto const way = now();
        auto const page = browser_.send(r);
        is_as_expected();
        bool const is_open =
            way.gap == way.steps.size() || step.place() == way.landing() || step.place() == way.steps[way.gap].place();
        if (page.status == 409)
            RC_ASSERT(is_open);
        else
            RC_ASSERT(page.location == root + "/" + way.landing());
    }
    /// A page that was sent before, once more: of this draft it is going back; of another it is nothing.
    void replay()
    {
        if (old_.empty()) return;
        auto const at = dice_.below(old_.size());
        auto const [step, request] = old_[at];
        if (at < of_older_drafts_) return changes_nothing(step, request);
        send(step, request);
    }
    void start_again()
    {
        if (!dice_.one_in(3)) return;
        auto r = browser_.request(http::Method::post, root + "/start");
        r.form.add("csrf", r.csrf_token());
        r.form.add("again", "1");
        RC_ASSERT(browser_.send(r).status == 303);
        draft_ = {};
        of_older_drafts_ = old_.size();
        is_as_expected();
    }
    void add_row()
    {
        auto const way = now();
        if (way.beginnings.empty()) return;
        keep_and_send(way.beginnings.begin()->second);
    }
    void remove_row()
    {
        if (draft_.rows.empty()) return;
        auto& [group, rows] = *draft_.rows.begin();
        if (rows.empty()) return;
        auto const row = rows[dice_.below(rows.size())].id;
        auto const path = fmt::format("{}/{}/{}/remove", root, group, row);
        auto const page = browser_.get(path);
        RC_ASSERT(page.status == 200);
        RC_ASSERT(browser_.submit(page, path, {}).status == 303);
        std::erase_if(rows, [&](auto const& one) { return one.id == row; });
        drop_hidden();
        is_as_expected();
    }

    Front& front_;
    Browser browser_;
    RandomService const& service_;
    Dice& dice_;
    RandomDraft draft_;
    std::vector<std::pair<RandomStep, http::Request>> old_;
    std::size_t of_older_drafts_ = 0;
    int words_ = 0;
};

}

TEST_CASE(
    "forms: whatever somebody does on the way, the draft holds the answers to what is asked and nothing else, and "
    "just these are sent (R-022, R-029)")
{
    Library library;
    auto const one_throw = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<int>(0, 256));
    CHECK(rc::check("walks", [&] {
        Dice dice{*rc::gen::container<std::vector<int>>(400, one_throw)};
        RandomService const service{dice};
        library.publish(service);
        Walk walk{library, service, dice};
        for (std::size_t step = 0; step < 25; ++step) walk.go_on();
        walk.end();
    }));
}
