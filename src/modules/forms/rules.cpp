#include "rules.hpp"

#include "typed.hpp"

#include <base/date.hpp>

#include <algorithm>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

/// The first input of the question, where an error leads.
std::string first_field(Question const& question)
{
    switch (question.type) {
    case QuestionType::date: return question.id + "-day";
    case QuestionType::person: return question.id + "-first";
    default: return question.id;
    }
}

std::string shown(Question const& question, feel::Value const& bound)
{
    auto const text = words_of(bound);
    return question.type == QuestionType::money ? "£" + text : text;
}

Message said(Question const& question, Message usual)
{
    return question.wrong.empty() ? std::move(usual) : Message::verbatim(question.wrong);
}

std::optional<Message> out_of_bounds(Question const& question, feel::Value const& given, Facts const& facts)
{
    bool const is_date = question.type == QuestionType::date;
    auto const least = facts.evaluate(question.least);
    if (auto const order = feel::order(given, least); order && *order < 0) {
        auto const bound = shown(question, least);
        return said(question, is_date ? Message{"The date must be {date} or later", {{"date", bound}}}
                                      : Message{"Enter {number} or more", {{"number", bound}}});
    }
    auto const most = facts.evaluate(question.most);
    if (auto const order = feel::order(given, most); order && *order > 0) {
        auto const bound = shown(question, most);
        return said(question, is_date ? Message{"The date must be {date} or earlier", {{"date", bound}}}
                                      : Message{"Enter {number} or less", {{"number", bound}}});
    }
    return std::nullopt;
}

/// Whole answers match, with XPath's rules and FEEL's bound on time.
bool matches(Question const& question, std::string const& text)
{
    static auto const expression = feel::parse("matches(answer, pattern)");
    feel::Entries const names{{{"answer", text}, {"pattern", "^(" + question.pattern + ")$"}}};
    return expression->evaluate(names).value.is_true();
}

}

std::vector<FieldError> broken_rules(Step const& step, Answers const& given, Facts facts)
{
    std::vector<FieldError> errors;
    for (auto const* question : step.questions) facts.ask(*question, given.find(question->id));
    auto const broken = [&](Question const& question, Message message) {
        auto const field = first_field(question);
        auto const same = [&](FieldError const& error) { return error.field == field; };
        if (std::ranges::none_of(errors, same)) errors.push_back({field, std::move(message)}); // one thing at a time
    };
    for (auto const* question : step.questions) {
        auto const* answer = given.find(question->id);
        if (!answer) continue;
        if (auto message = out_of_bounds(*question, feel_value(*question, answer, facts.around()), facts))
            broken(*question, std::move(*message));
        if (!question->pattern.empty() && !answer->values.empty() && !matches(*question, answer->text()))
            broken(*question, said(*question, {"Enter it as the words above say"}));
        for (auto const& check : question->checks)
            if (facts.evaluate(check.that).is_false()) broken(*question, Message::verbatim(check.say));
    }
    for (auto const& check : step.page->checks) {
        auto const at = std::ranges::find(step.questions, check.question, [](auto const* q) { return q->id; });
        if (step.questions.empty() || !facts.evaluate(check.that).is_false()) continue;
        broken(at == step.questions.end() ? *step.questions.front() : **at, Message::verbatim(check.say));
    }
    return errors;
}

}
