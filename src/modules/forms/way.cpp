#include "way.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms {

std::string Step::place() const
{
    if (!group) return page->id;
    return fmt::format("{}/{}/{}", group->id, row == new_row ? "new" : std::to_string(row.value), page->id);
}

Step whole(services::Page const& page, services::Page const* group, RowId row)
{
    Step step{.page = &page, .questions = {}, .group = group, .row = row};
    for (auto const& question : page.questions) step.questions.push_back(&question);
    return step;
}

Way::Way(services::Definition const& definition, Answers const& answers, Surroundings const& around)
    : definition_{definition}, answers_{answers}, around_{around}, facts_{definition, around}
{
    for (auto const& page : definition.pages) {
        if (!ending_) go(page);
    }
}

void Way::go(services::Page const& page)
{
    if (!facts_.holds(page.when)) return;
    if (!page.repeat) {
        if (add(page, nullptr, {}, answers_)) look_for_end(steps_.back());
        return;
    }
    go_through_rows(page);
    if (ending_) return;
    take({.page = &page, .questions = {}, .group = nullptr, .row = {}});
    look_for_end(steps_.back());
}

/// Rows are asked one after the other, each with what was asked before the group and in the row itself.
void Way::go_through_rows(services::Page const& group)
{
    feel::List rows;
    for (auto const& row : answers_.rows(group.id)) {
        facts_.enter_row();
        for (auto const& page : group.pages) {
            if (!facts_.holds(page.when) || !add(page, &group, row.id, row.answers)) continue;
            look_for_end(steps_.back());
            if (ending_) return;
        }
        rows.emplace_back(facts_.leave_row());
    }
    if (rows.size() < static_cast<std::size_t>(group.repeat->most)) {
        facts_.enter_row();
        for (auto const& page : group.pages) {
            if (!facts_.holds(page.when)) continue;
            beginnings_.push_back(std::make_unique<Step>(whole(page, &group, new_row)));
            std::erase_if(beginnings_.back()->questions, [&](auto const* q) { return !facts_.holds(q->when); });
            break;
        }
        facts_.leave_row();
    }
    facts_.keep_rows(group.id, std::move(rows));
}

/// False where the page asks nothing and says nothing.
bool Way::add(services::Page const& page, services::Page const* group, RowId row, Answers const& answers)
{
    Step step{.page = &page, .questions = {}, .group = group, .row = row};
    for (auto const& question : page.questions) {
        if (facts_.holds(question.when)) step.questions.push_back(&question);
    }
    if (step.questions.empty() && !page.questions.empty()) return false;
    for (auto const* question : step.questions) facts_.ask(*question, answers.find(question->id));
    take(std::move(step));
    return true;
}

void Way::take(Step step)
{
    steps_.push_back(std::move(step));
    if (!gap_ && !is_complete(steps_.back())) gap_ = steps_.size() - 1;
}

/// An end counts once the pages before it are answered: until then its condition looks at answers that are not there.
void Way::look_for_end(Step const& step)
{
    if (gap_) return;
    for (auto const& exit : step.page->then) {
        if (answers_.went_past(exit.end) || !facts_.holds(exit.when)) continue;
        ending_ = definition_.ending(exit.end);
        return;
    }
}

Answers const& Way::answers_of(Step const& step) const
{
    static Answers const none;
    if (!step.group) return answers_;
    auto const* row = answers_.row(step.group->id, step.row);
    return row ? row->answers : none;
}

bool Way::is_complete(Step const& step) const
{
    if (step.page->step) return false; // another room's step; such services are not open yet
    if (step.is_list())
        return answers_.rows(step.page->id).size() >= static_cast<std::size_t>(step.page->repeat->least);
    auto const& answers = answers_of(step);
    return std::ranges::none_of(step.questions, [&](services::Question const* question) {
        return question->required && !answers.find(question->id);
    });
}

Step const* Way::find(std::string_view page, RowId row) const
{
    auto const is_it = [&](Step const& step) { return step.page->id == page && step.row == row; };
    auto const found = std::ranges::find_if(steps_, is_it);
    return found == steps_.end() ? nullptr : &*found;
}

Step const* Way::first_of_new_row(std::string_view group) const
{
    auto const found = std::ranges::find_if(beginnings_, [&](auto const& step) { return step->group->id == group; });
    return found == beginnings_.end() ? nullptr : found->get();
}

Step const* Way::after(Step const& step) const
{
    // A page that is not asked (any more) lies where the definition has it.
    auto const at = std::ranges::find_if(
        steps_, [&](Step const& other) { return other.page == step.page && other.row == step.row; });
    if (at != steps_.end()) {
        auto const next = at + 1;
        if (next == steps_.end()) return nullptr;
        if (step.group && next->row != step.row) return find(step.group->id);
        return &*next;
    }
    if (step.group) return find(step.group->id);
    auto const found =
        std::ranges::find_if(steps_, [&](Step const& other) { return !other.group && other.page > step.page; });
    return found == steps_.end() ? nullptr : &*found;
}

Step const* Way::before(Step const& step) const
{
    Step const* last = nullptr;
    for (auto const& other : steps_) {
        if (other.page == step.page && other.row == step.row) break;
        if (step.group && other.group && other.row != step.row) continue;
        if (!step.group && !other.group && other.page > step.page) break;
        if (!step.group && other.group) continue; // back from a list is before its rows
        last = &other;
    }
    return last;
}

Step const* Way::first_gap() const
{
    return gap_ ? &steps_[*gap_] : nullptr;
}

Answers Way::answers() const
{
    Answers asked;
    for (auto const& step : steps_) {
        auto const& given = answers_of(step);
        if (step.group && !asked.row(step.group->id, step.row)) asked.keep_row(step.group->id, Row{step.row, {}});
        auto& into = step.group ? asked.row(step.group->id, step.row)->answers : asked;
        for (auto const* question : step.questions) {
            if (auto const* answer = given.find(question->id)) into.set(question->id, *answer);
        }
    }
    for (auto const& end : answers_.ends_passed()) asked.go_past(end);
    return asked;
}

Facts Way::facts_before(Step const& step) const
{
    Facts facts{definition_, around_};
    RowId row{};
    services::Page const* group = nullptr;
    feel::List rows;
    auto const leave = [&] {
        if (group) rows.emplace_back(facts.leave_row());
    };
    for (auto const& other : steps_) {
        if (other.page == step.page && other.row == step.row) break;
        if (other.group != group || other.row != row) {
            leave();
            if (other.group && other.group != group) rows.clear();
            if (!other.group && group) facts.keep_rows(group->id, std::move(rows)), rows = {};
            group = other.group;
            row = other.row;
            if (group) facts.enter_row();
        }
        for (auto const* question : other.questions) facts.ask(*question, answers_of(other).find(question->id));
    }
    if (group && (group != step.group || row != step.row)) {
        leave();
        facts.keep_rows(group->id, std::move(rows));
        group = nullptr;
    }
    if (step.group && !group) facts.enter_row();
    return facts;
}

Answers answers_asked(services::Definition const& definition, Answers const& answers, Surroundings const& around)
{
    std::optional<Answers> past_all_ends;
    if (!definition.ends.empty()) past_all_ends = answers;
    for (auto const& end : definition.ends) past_all_ends->go_past(end.id);
    Way const way{definition, past_all_ends ? *past_all_ends : answers, around};
    auto const on_the_way = way.answers();
    Answers asked;
    for (auto const& [question, answer] : on_the_way.all()) asked.set(question, answer);
    for (auto const& [group, rows] : answers.groups()) {
        // A number stays given also where its row is gone, and a row in which nothing is asked is still one.
        asked.count_rows(group, rows.last);
        if (!way.find(group)) continue;
        for (auto const& row : rows.rows) {
            auto const* kept = on_the_way.row(group, row.id);
            asked.keep_row(group, {row.id, kept ? kept->answers : Answers{}});
        }
    }
    for (auto const& end : answers.ends_passed()) asked.go_past(end);
    return asked;
}

}
