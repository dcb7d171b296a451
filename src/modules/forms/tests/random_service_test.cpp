// See random_service.hpp.
#include "random_service.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms::testing {

namespace {

std::string written(RandomWhen const& when)
{
    if (!when.name.empty()) return when.name;
    if (!when.group.empty()) return fmt::format("count({}) > 1", when.group);
    return fmt::format("{} = \"{}\"", when.question, when.value);
}

std::string plain(RandomWhen when)
{
    when.name.clear();
    return written(when);
}

std::string line(int indent, std::string const& text)
{
    return std::string(static_cast<std::size_t>(indent), ' ') + text + "\n";
}

std::string question_yaml(RandomQuestion const& q, int indent)
{
    auto out = line(indent, "- id: " + q.id);
    static constexpr char const* types[] = {"yes/no", "choice", "text", "number"};
    out += line(indent + 2, fmt::format("type: {}", types[static_cast<int>(q.type)]));
    out += line(indent + 2, "label: What is it?");
    out += line(indent + 2, "purpose: Says what to do.");
    if (!q.required) out += line(indent + 2, "required: false");
    if (q.type == RandomType::choice)
        out += line(indent + 2, "options: [ { value: a, label: A }, { value: b, label: B }, { value: c, label: C } ]");
    if (!q.when.always()) out += line(indent + 2, "when: " + written(q.when));
    return out;
}

std::string page_yaml(RandomPage const& page, int indent)
{
    auto out = line(indent, "- id: " + page.id);
    out += line(indent + 2, "title: Tell us");
    if (!page.when.always()) out += line(indent + 2, "when: " + written(page.when));
    if (page.most > 0) {
        out += line(indent + 2, fmt::format("repeat: {{ one: thing, least: {}, most: {} }}", page.least, page.most));
        out += line(indent + 2, "pages:");
        for (auto const& of_row : page.pages) out += page_yaml(of_row, indent + 4);
        return out;
    }
    out += line(indent + 2, "questions:");
    for (auto const& q : page.questions) out += question_yaml(q, indent + 4);
    if (!page.exit.always()) {
        out += line(indent + 2, "then:");
        out += line(indent + 4, fmt::format("- {{ when: '{}', end: end-{} }}", written(page.exit), page.id));
    }
    return out;
}

void each_when(std::vector<RandomPage> const& pages, auto const& visit)
{
    for (auto const& page : pages) {
        visit(page.when);
        visit(page.exit);
        for (auto const& q : page.questions) visit(q.when);
        each_when(page.pages, visit);
    }
}

}

std::string RandomStep::place() const
{
    if (!group) return page->id;
    return fmt::format("{}/{}/{}", group->id, row == 0 ? "new" : std::to_string(row), page->id);
}

RandomWhen RandomService::when(Dice& dice, Known const& known, std::vector<std::string> const& groups)
{
    if (!dice.one_in(2)) return {};
    RandomWhen when;
    if (!groups.empty() && dice.one_in(3)) {
        when.group = groups[dice.below(groups.size())];
        return when;
    }
    if (known.empty()) return {};
    auto const& [question, type] = known[dice.below(known.size())];
    when.question = question;
    when.value = type == RandomType::yes_no ? (dice.one_in(2) ? "no" : "yes") : std::string(1, "abc"[dice.below(3)]);
    return when;
}

RandomQuestion RandomService::question(Dice& dice, Known const& known)
{
    RandomQuestion q;
    q.id = fmt::format("q{}", ++number_);
    q.type = static_cast<RandomType>(dice.below(4));
    q.required = !dice.one_in(3);
    q.when = when(dice, known, {});
    return q;
}

RandomPage RandomService::row_page(Dice& dice, Known& known)
{
    RandomPage page;
    page.id = fmt::format("p{}", ++number_);
    page.questions.push_back(question(dice, known));
    return page;
}

RandomService::RandomService(Dice& dice)
{
    Known known;
    std::vector<std::string> groups;
    auto const learn = [](Known& known, RandomPage const& page) {
        for (auto const& q : page.questions)
            if (q.type == RandomType::yes_no || q.type == RandomType::choice) known.emplace_back(q.id, q.type);
    };
    auto const name = [&](RandomWhen& when) {
        if (when.question.empty() || !dice.one_in(3)) return;
        when.in_table = dice.one_in(2);
        when.name = fmt::format("n{}", ++number_);
    };
    auto const count = 2 + dice.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        RandomPage page;
        page.when = i == 0 ? RandomWhen{} : when(dice, known, groups);
        name(page.when);
        if (i > 0 && dice.one_in(4)) {
            page.id = fmt::format("g{}", ++number_);
            page.least = dice.below(2);
            page.most = 1 + dice.below(3);
            auto of_row = known;
            page.pages.push_back(row_page(dice, of_row));
            page.pages.back().questions.front().when = {};
            learn(of_row, page.pages.back());
            if (dice.one_in(2)) {
                auto second = row_page(dice, of_row);
                second.when = when(dice, of_row, {});
                second.questions.front().when = {};
                page.pages.push_back(second);
            }
            groups.push_back(page.id);
        } else {
            page.id = fmt::format("p{}", ++number_);
            page.questions.push_back(question(dice, known));
            if (i == 0) page.questions.front().when = {};
            if (dice.one_in(2)) page.questions.push_back(question(dice, known));
            learn(known, page);
            auto const& first = page.questions.front();
            if (first.type == RandomType::yes_no && dice.one_in(3)) page.exit = {.question = first.id, .value = "no"};
            name(page.exit);
        }
        pages.push_back(std::move(page));
    }
}

std::string RandomService::yaml(std::string const& id) const
{
    std::string out = "id: " + id + R"(
title: Ask for a thing
summary: Ask for a thing.
area: small
verb: request
owner: contact-centre
promise: { acknowledge: at once, working_days: 3 }
received: thanks
stages:
  - { id: asked, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
pages:
)";
    for (auto const& page : pages) out += page_yaml(page, 2);
    std::string values, decisions, ends;
    each_when(pages, [&](RandomWhen const& when) {
        if (when.name.empty()) return;
        if (when.in_table)
            decisions += fmt::format("  - id: {}\n    hit: first\n    inputs: [ {} ]\n    outputs: [ is ]\n    rules:\n"
                                     "      - [ '\"{}\"', 'true' ]\n    otherwise: [ 'false' ]\n",
                                     when.name, when.question, when.value);
        else
            values += fmt::format("  - {{ id: {}, is: '{}' }}\n", when.name, plain(when));
    });
    for (auto const& page : pages)
        if (!page.exit.always())
            ends +=
                fmt::format("  - {{ id: end-{}, title: You are done, text: You are done., go_on: Go on }}\n", page.id);
    if (!values.empty()) out += "values:\n" + values;
    if (!decisions.empty()) out += "decisions:\n" + decisions;
    if (!ends.empty()) out += "ends:\n" + ends;
    return out;
}

bool RandomWay::holds(RandomWhen const& when, RandomAnswers const& seen) const
{
    if (when.always()) return true;
    if (!when.group.empty()) {
        auto const found = counts_.find(when.group);
        return found != counts_.end() && found->second > 1;
    }
    auto const found = seen.find(when.question);
    return found != seen.end() && found->second == when.value;
}

void RandomWay::add(RandomStep step, RandomAnswers const& given, RandomAnswers& into, RandomAnswers& seen)
{
    for (auto const& q : step.page->questions)
        if (holds(q.when, seen)) step.questions.push_back(&q);
    if (step.questions.empty()) return;
    for (auto const* q : step.questions) {
        auto const found = given.find(q->id);
        if (found != given.end()) into[q->id] = seen[q->id] = found->second;
        step.is_complete = step.is_complete && (!q->required || found != given.end());
    }
    steps.push_back(std::move(step));
}

RandomWay::RandomWay(RandomService const& service, RandomDraft const& draft, bool stops_at_ends)
{
    RandomAnswers seen;
    asked.last = draft.last;
    asked.passed = draft.passed;
    auto const has_gap = [&] { return std::ranges::any_of(steps, [](auto const& step) { return !step.is_complete; }); };
    for (auto const& page : service.pages) {
        if (!holds(page.when, seen)) continue;
        if (page.most == 0) {
            add({.page = &page, .group = nullptr, .row = 0, .questions = {}}, draft.answers, asked.answers, seen);
            bool const was_asked = !steps.empty() && steps.back().page == &page;
            if (was_asked && stops_at_ends && !page.exit.always() && !has_gap() && holds(page.exit, seen) &&
                !draft.passed.contains("end-" + page.id)) {
                end = "end-" + page.id;
                break;
            }
            continue;
        }
        auto const rows = draft.rows.find(page.id);
        std::size_t count = 0;
        if (rows != draft.rows.end()) {
            for (auto const& row : rows->second) {
                auto in_row = seen;
                RandomRow kept{row.id, {}};
                for (auto const& of_row : page.pages)
                    if (holds(of_row.when, in_row))
                        add({.page = &of_row, .group = &page, .row = row.id, .questions = {}}, row.answers,
                            kept.answers, in_row);
                asked.rows[page.id].push_back(std::move(kept));
            }
            count = rows->second.size();
        }
        if (count < page.most) {
            auto const& first = page.pages.front();
            beginnings[page.id] = {.page = &first, .group = &page, .row = 0, .questions = {&first.questions.front()}};
        }
        counts_[page.id] = count;
        steps.push_back(
            {.page = &page, .group = nullptr, .row = 0, .questions = {}, .is_complete = count >= page.least});
    }
    gap = static_cast<std::size_t>(std::ranges::find(steps, false, &RandomStep::is_complete) - steps.begin());
}

std::string RandomWay::landing() const
{
    if (gap == steps.size()) return end.empty() ? "check" : "ends/" + end;
    auto const& step = steps[gap];
    if (step.page->most > 0 && !asked.rows.contains(step.page->id)) return beginnings.at(step.page->id).place();
    return step.place();
}

}
