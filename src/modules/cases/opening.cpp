// From a submission to a case.
#include "facts.hpp"
#include "store.hpp"
#include "street.hpp"

#include <base/embedded.hpp>
#include <forms/forms.hpp>

#include <stdexcept>

GUILDHALL_EMBEDDED(cases_migrations)

namespace guildhall::cases {

std::vector<db::Migration> migrations()
{
    return db::migrations_of("cases", embedded::cases_migrations());
}

namespace {

/// What it is about in a few words, for lists: of a report its first choice, of anything else the service says enough.
/// Only a choice that identifies nobody, because it is kept in plain text.
std::string summary_of(forms::Submission const& submission)
{
    if (submission.definition().verb != "report") return {};
    for (auto const& page : submission.definition().pages) {
        for (auto const& question : page.questions) {
            auto const* const answer = submission.answers.find(question.id);
            if (answer == nullptr || question.is_sealed() || question.type != services::QuestionType::choice) continue;
            auto const* const option = question.option(answer->text());
            if (option != nullptr) return option->label;
        }
    }
    return {};
}

/// Whose case it is: the name of the person whom the definition says it is about, of each row where it is asked there.
std::string about_of(forms::Submission const& submission)
{
    std::string names;
    submission.answers.for_each([&](std::string const& question, forms::Answer const& answer) {
        if (question != submission.definition().about || !answer.person) return;
        names += (names.empty() ? "" : ", ") + answer.person->first + " " + answer.person->last;
    });
    return names;
}

/// Where it is, from the first question that asks for a place: a point as it was given, words to the street only.
void set_place(Case& one, forms::Submission const& submission)
{
    for (auto const& page : submission.definition().pages) {
        for (auto const& question : page.questions) {
            auto const* const answer = submission.answers.find(question.id);
            if (answer == nullptr || question.sensitive) continue;
            if (answer->address) one.place = street_of_address(answer->address->lines);
            if (answer->location) {
                one.place = street_of_words(answer->location->words);
                if (auto const point = answer->location->point) {
                    one.longitude = point->lon;
                    one.latitude = point->lat;
                }
            }
            if (answer->address || answer->location) return;
        }
    }
}

}

Reference open(db::Tx& tx, Deps const&, forms::Submission const& submission)
{
    auto const& definition = submission.definition();
    if (definition.stages.empty()) throw std::logic_error{"a service without stages was published"};
    // Of 2^50 references one is taken already about never; the unique index would refuse, and the person sends again.
    auto const reference = Reference::random();
    Case one{.id = tx.new_id<CaseId>(),
             .reference = reference.stored(),
             .service = definition.id,
             .service_version = submission.version.id,
             .submission = submission.id.value,
             .subject = submission.subject,
             .team = submission.team,
             .stage = definition.stages.front().id,
             .opened = tx.now(),
             .target = submission.deadline,
             .outcome = {},
             .organisation = tx.actor().organisation,
             .sensitivity = definition.restricted ? Sensitivity::restricted : Sensitivity::normal,
             .place = {},
             .summary = summary_of(submission),
             .about = about_of(submission)};
    set_place(one, submission);
    insert(tx, one);
    tx.append({.type = "case.opened", .stream = one.id.value, .facts = opened_facts(one, submission.channel)});
    return reference;
}

}
