#include "filling.hpp"

#include <services/texts.hpp>

#include <algorithm>

namespace guildhall::forms {

namespace {

services::EachText fill_with(Facts const& facts)
{
    return [&facts](std::string& text, std::string const& path) {
        text = services::is_markdown(path) ? facts.filled_markdown(text) : facts.filled(text);
    };
}

}

FilledStep::FilledStep(Step const& step, Facts const& facts) : step_{step}
{
    if (!step.page->has_blanks) return;
    page_ = std::make_shared<services::Page>(filled(*step.page, facts));
    step_.page = page_.get();
    for (auto& question : step_.questions)
        question = &*std::ranges::find(page_->questions, question->id, &services::Question::id);
}

services::Ending filled(services::Ending const& ending, Facts const& facts)
{
    auto copy = ending;
    for_each_text(copy, fill_with(facts));
    return copy;
}

services::Page filled(services::Page const& page, Facts const& facts)
{
    auto copy = page;
    if (page.has_blanks) for_each_text(copy, fill_with(facts));
    return copy;
}

std::vector<std::string> filled(std::vector<std::string> const& sentences, Facts const* facts)
{
    std::vector<std::string> out;
    for (auto const& sentence : sentences) {
        if (services::blanks_in(sentence).empty())
            out.push_back(sentence);
        else if (facts)
            out.push_back(facts->filled(sentence));
    }
    return out;
}

feel::Context worked_out(services::Definition const& definition, Facts const& facts)
{
    feel::Context all;
    auto const add = [&](std::string const& id) {
        auto value = facts.find(id).value_or(feel::Value{});
        if (!value.is_null()) all.put(id, std::move(value));
    };
    for (auto const& value : definition.values) add(value.id);
    for (auto const& decision : definition.decisions) add(decision.id);
    return all;
}

}
