#include "way.hpp"

#include <algorithm>

namespace guildhall::forms {

Step whole(services::Page const& page)
{
    Step step{.page = &page};
    for (auto const& question : page.questions) step.questions.push_back(&question);
    return step;
}

Way::Way(services::Definition const& definition, Answers const& answers) : answers_{answers}
{
    for (auto const& page : definition.pages) {
        if (!is_on(page.when)) continue;
        Step step{.page = &page};
        for (auto const& question : page.questions) {
            if (is_on(question.when)) step.questions.push_back(&question);
        }
        if (!step.questions.empty()) steps_.push_back(std::move(step));
    }
}

bool Way::is_on(feel::Expression const& when) const
{
    if (when.empty()) return true;
    feel::LookUp const answers{[this](std::string_view name) { return value_of(name); }};
    return when.evaluate(answers).value.is_true();
}

/// Conditions look back to earlier pages only, and those are steps already.
feel::Value Way::value_of(std::string_view name) const
{
    for (auto const& step : steps_) {
        for (auto const* question : step.questions) {
            if (question->id != name) continue;
            auto const* answer = answers_.find(name);
            if (!answer || question->type != services::QuestionType::several) return answers_.value_of(name);
            feel::List chosen; // one tick is a list too, so that `in` works for any number
            for (auto const& value : answer->values) chosen.push_back({value});
            return {std::move(chosen)};
        }
    }
    return {};
}

Step const* Way::find(std::string_view page) const
{
    auto const found =
        std::ranges::find(steps_, page, [](Step const& step) -> std::string_view { return step.page->id; });
    return found == steps_.end() ? nullptr : &*found;
}

Step const* Way::after(services::Page const& page) const
{
    auto const found = std::ranges::find_if(steps_, [&](Step const& step) { return step.page > &page; });
    return found == steps_.end() ? nullptr : &*found;
}

Step const* Way::before(services::Page const& page) const
{
    Step const* last = nullptr;
    for (auto const& step : steps_) {
        if (step.page < &page) last = &step;
    }
    return last;
}

Step const* Way::first_gap() const
{
    auto const is_missing = [this](services::Question const* question) {
        return question->required && !answers_.find(question->id);
    };
    auto const found =
        std::ranges::find_if(steps_, [&](Step const& step) { return std::ranges::any_of(step.questions, is_missing); });
    return found == steps_.end() ? nullptr : &*found;
}

Answers Way::answers() const
{
    Answers asked;
    for (auto const& step : steps_) {
        for (auto const* question : step.questions) {
            if (auto const* answer = answers_.find(question->id)) asked.set(question->id, *answer);
        }
    }
    return asked;
}

}
