// What this room tells people: who sent the forms that became cases, who may know it, and what became of them.
#include "store.hpp"

#include <council/council.hpp>
#include <forms/forms.hpp>

#include <algorithm>

namespace guildhall::cases {

namespace {

using services::QuestionType;

bool asks_in_rows(services::Definition const& definition, QuestionType type)
{
    return std::ranges::any_of(definition.pages, [&](services::Page const& page) {
        return std::ranges::any_of(page.pages, [&](services::Page const& of_row) {
            return std::ranges::find(of_row.questions, type, &services::Question::type) != of_row.questions.end();
        });
    });
}

/// Which question of this type speaks of whoever filled the form in; null: none, or none that can be told.
services::Question const* question_of_sender(services::Definition const& definition, QuestionType type)
{
    std::vector<services::Question const*> asked;
    for (auto const& page : definition.pages)
        for (auto const& question : page.questions)
            if (question.type == type) asked.push_back(&question);
    if (!definition.sender.empty()) {
        std::erase_if(asked, [&](auto const* one) {
            return std::ranges::find(definition.sender, one->id) == definition.sender.end();
        });
        return asked.empty() ? nullptr : asked.front();
    }
    if (type == QuestionType::email || type == QuestionType::phone) return asked.empty() ? nullptr : asked.front();
    // A form that asks for one person asks for whoever sends it, unless it is about them. A business may be whom a
    // report is about.
    bool const is_theirs = asked.size() == 1 && !asks_in_rows(definition, type) && type != QuestionType::business;
    return is_theirs && asked.front()->id != definition.about ? asked.front() : nullptr;
}

struct Sender {
    people::Kind kind = people::Kind::person;
    people::Details details;
};

Sender sender_of(services::Definition const& definition, forms::Answers const& answers)
{
    auto const answer_of = [&](QuestionType type) -> forms::Answer const* {
        auto const* const question = question_of_sender(definition, type);
        return question != nullptr ? answers.find(question->id) : nullptr;
    };
    Sender sender;
    auto& details = sender.details;
    auto const* const person = answer_of(QuestionType::person);
    auto const* const business = answer_of(QuestionType::business);
    if (person != nullptr && person->person) {
        details.first = person->person->first;
        details.last = person->person->last;
        details.born = person->person->born;
    } else if (business != nullptr && business->business) {
        sender.kind = people::Kind::business;
        details.organisation = business->business->name;
        details.company_number = business->business->number;
    }
    if (auto const* email = answer_of(QuestionType::email)) details.email = email->text();
    if (auto const* phone = answer_of(QuestionType::phone)) {
        auto const number = Phone::parse(phone->text());
        details.phone = number ? number->e164() : std::string{};
    }
    // Without a name an address is the place that the report is about, and nobody's home.
    auto const* const address = answer_of(QuestionType::address);
    if (details.has_name() && address != nullptr && address->address) {
        details.address = address->address->lines;
        details.postcode = address->address->postcode;
        details.uprn = address->address->uprn;
    }
    return sender;
}

void tell_people(db::Tx& tx, Deps& deps, Case const& one)
{
    auto const catalogue = deps.library.catalogue_knowing(one.service_version);
    auto const* const version = catalogue->version(one.service_version);
    auto const sent = forms::find_submission(tx, forms::SubmissionId{one.submission});
    if (version == nullptr || !sent) return;
    auto sender = sender_of(version->definition, sent->answers);
    if (sender.details.is_anonymous()) return;
    sender.details.reference = one.reference;
    people::meet(tx, deps.council.secret, sender.kind, sender.details,
                 {.submission = one.submission,
                  .subject = one.subject,
                  .team = one.team,
                  .restricted = one.sensitivity == Sensitivity::restricted});
}

}

db::Consumer people_consumer(Deps& deps)
{
    auto const handle = [&deps](db::Tx& tx, db::Event const& event) {
        if (!event.type.starts_with("case.")) return;
        auto const one = load(tx, CaseId{event.stream});
        if (!one || one->forgotten) return; // nothing can be sealed any more for somebody who was forgotten
        if (event.type == "case.opened")
            tell_people(tx, deps, *one);
        else
            people::keep_scope(tx, one->submission, one->team, one->sensitivity == Sensitivity::restricted);
    };
    return {.name = "cases.people", .handle = handle, .types = {}};
}

people::Timeline people_timeline(Deps& deps)
{
    return [&deps](db::Snapshot& snapshot, Actor const& actor, std::vector<people::Source> const& sources) {
        std::vector<people::Entry> entries;
        for (auto const& source : sources) {
            auto const one = Visible{snapshot, actor}.of_submission(source.submission);
            if (!one) continue;
            auto const catalogue = deps.library.catalogue_knowing(one->service_version);
            auto const* const version = catalogue->version(one->service_version);
            auto const* const stage =
                version != nullptr ? version->definition.stage(one->is_open() ? one->stage : one->outcome) : nullptr;
            entries.push_back({.at = one->opened,
                               .what = version != nullptr ? version->definition.title : one->service,
                               .state = stage != nullptr ? stage->title : std::string{},
                               .href = "/desk/cases/" + std::to_string(one->id.value),
                               .is_open = one->is_open()});
        }
        return entries;
    };
}

}
