// Answers in words: for check your answers and for staff.
#include "filling.hpp"
#include "pages.hpp"
#include "typed.hpp"

#include <forms/forms.hpp>

#include <base/date.hpp>
#include <base/phone.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

std::string labels_of(Question const& question, Answer const& answer)
{
    if (answer.labels.size() == answer.values.size() && !answer.labels.empty())
        return fmt::format("{}", fmt::join(answer.labels, ", "));
    std::vector<std::string> labels;
    for (auto const& value : answer.values) {
        auto const* option = question.option(value);
        labels.push_back(option ? option->label : value);
    }
    return fmt::format("{}", fmt::join(labels, ", "));
}

std::string words_of(Location const& where)
{
    if (!where.words.empty() || !where.point) return where.words;
    return fmt::format("{:.5f}, {:.5f}", where.point->lat, where.point->lon);
}

std::string words_of(Person const& person, ui::Translator const& t)
{
    auto const name = fmt::format("{} {}", person.first, person.last);
    if (!person.born) return name;
    return t("{name}, born on {date}", {{"name", name}, {"date", t.date(*person.born)}});
}

std::string words_of(Consent const& consent, ui::Translator const& t)
{
    return fmt::format("{}\n{}", consent.given ? t("Yes") : t("No"), consent.reason);
}

std::string label_of(Question const& question, std::string const& document)
{
    for (auto const& evidence : question.documents) {
        for (auto const& one : evidence.any_of) {
            if (one.id == document) return one.label;
        }
    }
    return {};
}

/// "2 photos", or each document with how many files show it.
std::string words_of_files(Question const& question, Answer const& answer, ui::Translator const& t)
{
    std::vector<std::string> lines;
    std::vector<std::pair<std::string, std::int64_t>> counted;
    for (auto const& file : answer.files) {
        auto const found = std::ranges::find(counted, file.document, &std::pair<std::string, std::int64_t>::first);
        if (found == counted.end())
            counted.emplace_back(file.document, 1);
        else
            ++found->second;
    }
    for (auto const& [document, count] : counted) {
        auto const files =
            document.empty() ? t.plural(count, "{n} photo", "{n} photos") : t.plural(count, "{n} file", "{n} files");
        auto const label = label_of(question, document);
        lines.push_back(label.empty() ? files : fmt::format("{}: {}", label, files));
    }
    if (answer.later) lines.push_back(t("To be sent later"));
    return fmt::format("{}", fmt::join(lines, "\n"));
}

void add_lines(std::vector<AnswerLine>& lines, services::Page const& page, Answers const& answers,
               std::string const& caption, ui::Translator const& t)
{
    for (auto const& question : page.questions) {
        auto const* answer = answers.find(question.id);
        if (!answer) continue;
        std::vector<FileId> files;
        for (auto const& file : answer->files) files.push_back(file.id);
        lines.push_back({question.id, caption.empty() ? question.label : caption + ": " + question.label,
                         answer_text(question, *answer, t), std::move(files)});
    }
}

}

std::string row_name(services::Page const& group, std::size_t number)
{
    auto name = group.repeat ? group.repeat->one : group.id;
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return fmt::format("{} {}", name, number);
}

std::string answer_text(Question const& question, Answer const& answer, ui::Translator const& t)
{
    switch (question.type) {
    case QuestionType::choice:
    case QuestionType::several: return labels_of(question, answer);
    case QuestionType::yes_no: return answer.text() == "yes" ? t("Yes") : t("No");
    case QuestionType::text:
    case QuestionType::long_text:
    case QuestionType::email:
    case QuestionType::postcode: return answer.text();
    case QuestionType::number: return shown_number(answer.text());
    case QuestionType::money: return shown_money(answer.text());
    case QuestionType::date: {
        auto const date = parse_iso_date(answer.text());
        return date ? t.date(*date) : answer.text();
    }
    case QuestionType::phone: {
        auto const phone = Phone::parse(answer.text());
        return phone ? phone->shown() : answer.text();
    }
    case QuestionType::vehicle: return shown_vehicle(answer.text());
    case QuestionType::ni_number: return shown_ni_number(answer.text());
    case QuestionType::address:
        return answer.address ? fmt::format("{}, {}", answer.address->lines, answer.address->postcode) : "";
    case QuestionType::location: return answer.location ? words_of(*answer.location) : "";
    case QuestionType::person: return answer.person ? words_of(*answer.person, t) : "";
    case QuestionType::business:
        if (!answer.business || answer.business->number.empty()) return answer.business ? answer.business->name : "";
        return t("{name}, company number {number}",
                 {{"name", answer.business->name}, {"number", answer.business->number}});
    case QuestionType::nearest: return answer.place ? answer.place->name : "";
    case QuestionType::consent: return answer.consent ? words_of(*answer.consent, t) : "";
    case QuestionType::declaration: return t("Confirmed");
    case QuestionType::file: return words_of_files(question, answer, t);
    }
    return {};
}

std::vector<AnswerLine> answer_lines(services::Definition const& definition, Answers const& answers,
                                     feel::Context const& worked_out)
{
    ui::Translator const t{ui::Language::en, "UTC"}; // dates of answers are days, which are the same in every zone
    Surroundings const around{.clock = nullptr, .zone = "UTC", .names = worked_out};
    Facts facts{definition, around};
    facts.say_of_blanks("…"); // "What did … do?" names nobody and still reads as a question
    auto const ask = [&](services::Page const& page, Answers const& given) {
        for (auto const& question : page.questions) {
            // Labels go into mails too.
            if (!question.sensitive) facts.ask(question, given.find(question.id));
        }
    };
    std::vector<AnswerLine> lines;
    for (auto const& page : definition.pages) {
        add_lines(lines, filled(page, facts), answers, "", t);
        ask(page, answers);
        auto const& rows = answers.rows(page.id);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            facts.enter_row();
            for (auto const& inner : page.pages) {
                add_lines(lines, filled(inner, facts), rows[i].answers, row_name(page, i + 1), t);
                ask(inner, rows[i].answers);
            }
            facts.leave_row();
        }
    }
    return lines;
}

std::vector<AnswerLine> worked_out_lines(services::Definition const& definition, feel::Context const& worked_out)
{
    std::vector<AnswerLine> lines;
    auto const add = [&](std::string const& id, std::string const& label) {
        auto const* value = label.empty() ? nullptr : worked_out.find(id);
        if (!value) return;
        std::string text;
        if (auto const* context = value->context(); context && !context->find("name")) {
            for (auto const& [name, part] : context->entries())
                text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", name, forms::words_of(part));
        } else {
            text = value->boolean() ? (value->is_true() ? "Yes" : "No") : forms::words_of(*value);
        }
        lines.push_back({.question = id, .label = label, .text = std::move(text), .files = {}});
    };
    for (auto const& value : definition.values) add(value.id, value.label);
    for (auto const& decision : definition.decisions) add(decision.id, decision.label);
    return lines;
}

}
