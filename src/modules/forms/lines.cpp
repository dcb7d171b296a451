// Answers in words: for check your answers and for staff.
#include "pages.hpp"

#include <forms/forms.hpp>

#include <base/phone.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace guildhall::forms {

namespace {

std::string label_of(services::Question const& question, std::string const& value)
{
    auto const* option = question.option(value);
    return option ? option->label : value;
}

std::string words_of(Location const& where)
{
    if (!where.words.empty() || !where.point) return where.words;
    return fmt::format("{:.5f}, {:.5f}", where.point->lat, where.point->lon);
}

}

std::string answer_text(services::Question const& question, Answer const& answer, std::string const& yes,
                        std::string const& no)
{
    using services::QuestionType;
    switch (question.type) {
    case QuestionType::choice:
    case QuestionType::several: {
        std::vector<std::string> labels;
        for (auto const& value : answer.values) labels.push_back(label_of(question, value));
        return fmt::format("{}", fmt::join(labels, ", "));
    }
    case QuestionType::yes_no: return answer.text() == "yes" ? yes : no;
    case QuestionType::number:
    case QuestionType::money:
    case QuestionType::date:
    case QuestionType::postcode:
    case QuestionType::person:
    case QuestionType::business:
    case QuestionType::vehicle:
    case QuestionType::ni_number:
    case QuestionType::nearest:
    case QuestionType::consent:
    case QuestionType::declaration:
    case QuestionType::text:
    case QuestionType::long_text:
    case QuestionType::email: return answer.text();
    case QuestionType::phone: {
        auto const phone = Phone::parse(answer.text());
        return phone ? phone->shown() : answer.text();
    }
    case QuestionType::address:
        return answer.address ? fmt::format("{}, {}", answer.address->lines, answer.address->postcode) : "";
    case QuestionType::location: return answer.location ? words_of(*answer.location) : "";
    case QuestionType::file:
        return answer.files.empty()       ? ""
               : answer.files.size() == 1 ? "1 photo"
                                          : fmt::format("{} photos", answer.files.size());
    }
    return {};
}

std::vector<AnswerLine> answer_lines(services::Definition const& definition, Answers const& answers)
{
    std::vector<AnswerLine> lines;
    for (auto const& page : definition.pages) {
        for (auto const& question : page.questions) {
            auto const* answer = answers.find(question.id);
            if (answer)
                lines.push_back(
                    {question.id, question.label, answer_text(question, *answer, "Yes", "No"), answer->files});
        }
    }
    return lines;
}

}
