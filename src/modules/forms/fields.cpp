#include "reading.hpp"
#include "typed.hpp"

#include <base/date.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

/// What a required question says when its definition has no sentence for it.
Message missing(Question const& question)
{
    if (!question.missing.empty()) return Message::verbatim(question.missing);
    switch (question.type) {
    case QuestionType::choice: return {"Choose one of the answers"};
    case QuestionType::several: return {"Choose at least one of the answers"};
    case QuestionType::yes_no: return {"Choose yes or no"};
    case QuestionType::text:
    case QuestionType::long_text: return {"Enter an answer"};
    case QuestionType::number: return {"Enter a number"};
    case QuestionType::money: return {"Enter an amount in pounds"};
    case QuestionType::date: return {"Enter a date"};
    case QuestionType::email: return {"Enter an email address"};
    case QuestionType::phone: return {"Enter a phone number"};
    case QuestionType::postcode: return {"Enter the postcode"};
    case QuestionType::vehicle: return {"Enter a registration number"};
    case QuestionType::ni_number: return {"Enter a National Insurance number"};
    case QuestionType::address: return {"Enter a postcode or part of the address"};
    case QuestionType::location: return {"Tell us where it is"};
    case QuestionType::person: return {"Enter a name"};
    case QuestionType::business: return {"Enter the name of the business"};
    case QuestionType::nearest: return {"Choose one of the places"};
    case QuestionType::consent: return {"Say whether they agreed"};
    case QuestionType::declaration: return {"Tick the box to go on"};
    case QuestionType::file:
        return {question.documents.empty() ? Sentence{"Choose a photo"} : Sentence{"Choose a file"}};
    }
    return {"Enter an answer"};
}

void read_choice(Reading& r, Question const& q)
{
    auto const& choices = choices_of(q, r.offers);
    bool const is_worked_out = !q.options_from.empty();
    Answer chosen;
    for (auto const value : r.form().values(q.id)) {
        if (value.empty() || std::ranges::find(chosen.values, value) != chosen.values.end()) continue;
        auto const found = std::ranges::find(choices, value, &services::Choice::value);
        if (found == choices.end()) {
            return r.wrong(q.id, q.type == QuestionType::several ? Message{"Choose only answers in the list"}
                                                                 : Message{"Choose one of the answers in the list"});
        }
        chosen.values.emplace_back(value);
        if (is_worked_out) chosen.labels.push_back(found->label);
        if (q.type == QuestionType::choice) break;
    }
    if (chosen.empty()) return r.none(q);
    r.input.answers.set(q.id, std::move(chosen));
}

void read_yes_no(Reading& r, Question const& q)
{
    auto const value = r.typed(q);
    if (value.empty()) return r.none(q);
    if (value != "yes" && value != "no") return r.wrong(q.id, {"Choose yes or no"});
    r.answer(q, std::string{value});
}

void read_text(Reading& r, Question const& q, std::string value, int usual_length)
{
    if (value.empty()) return r.none(q);
    if (r.fits(q, value, usual_length)) r.answer(q, std::move(value));
}

void read(Reading& r, Question const& q)
{
    switch (q.type) {
    case QuestionType::choice:
    case QuestionType::several: return read_choice(r, q);
    case QuestionType::yes_no: return read_yes_no(r, q);
    case QuestionType::text: return read_text(r, q, collapsed(r.typed(q)), 200);
    case QuestionType::long_text: return read_text(r, q, std::string{trimmed(r.typed(q))}, 4000);
    case QuestionType::number:
    case QuestionType::money: return read_number(r, q);
    case QuestionType::date: return read_date(r, q);
    case QuestionType::email:
    case QuestionType::phone:
    case QuestionType::postcode:
    case QuestionType::vehicle:
    case QuestionType::ni_number: return read_by_form(r, q);
    case QuestionType::address: return read_address(r, q);
    case QuestionType::location: return read_location(r, q);
    case QuestionType::person: return read_person(r, q);
    case QuestionType::business: return read_business(r, q);
    case QuestionType::nearest: return read_nearest(r, q);
    case QuestionType::consent: return read_consent(r, q);
    case QuestionType::declaration: return read_declaration(r, q);
    case QuestionType::file: return read_files(r, q);
    }
}

// ---- back

void add_date(http::Form& typed, std::string const& id, Date date)
{
    typed.add(id + "-day", std::to_string(static_cast<unsigned>(date.day())));
    typed.add(id + "-month", std::to_string(static_cast<unsigned>(date.month())));
    typed.add(id + "-year", std::to_string(static_cast<int>(date.year())));
}

void add_address(http::Form& typed, std::string const& id, Address const& address)
{
    if (!address.uprn.empty()) {
        typed.add(id + "-uprn", address.uprn);
        return;
    }
    auto const comma = address.lines.rfind(", ");
    typed.add(id + "-line", address.lines.substr(0, comma));
    typed.add(id + "-town", comma == std::string::npos ? "" : address.lines.substr(comma + 2));
    typed.add(id + "-postcode", address.postcode);
}

void add_location(http::Form& typed, std::string const& id, Location const& location)
{
    typed.add(id, location.words);
    if (!location.point) return;
    typed.add(id + "-lon", fmt::format("{:.6f}", location.point->lon));
    typed.add(id + "-lat", fmt::format("{:.6f}", location.point->lat));
}

void add_person(http::Form& typed, std::string const& id, Person const& person)
{
    typed.add(id + "-first", person.first);
    typed.add(id + "-last", person.last);
    if (person.born) add_date(typed, id + "-born", *person.born);
}

void add_consent(http::Form& typed, std::string const& id, Consent const& consent)
{
    typed.add(id, consent.given ? "yes" : "no");
    typed.add(id + (consent.given ? "-how" : "-why"), consent.reason);
}

std::string shown(Question const& question, std::string const& value)
{
    switch (question.type) {
    case QuestionType::phone: {
        auto const phone = Phone::parse(value);
        return phone ? phone->shown() : value;
    }
    case QuestionType::vehicle: return shown_vehicle(value);
    case QuestionType::ni_number: return shown_ni_number(value);
    default: return value;
    }
}

void add_values(http::Form& typed, Question const& question, Answer const& answer)
{
    auto const date = question.type == QuestionType::date ? parse_iso_date(answer.text()) : std::nullopt;
    if (date) return add_date(typed, question.id, *date);
    for (auto const& value : answer.values) typed.add(question.id, shown(question, value));
}

}

void Reading::none(Question const& q, std::string_view part)
{
    if (q.required) wrong(q.id + std::string{part}, missing(q));
}

void Reading::does_not_fit(Question const& q, Message usual, std::string_view part)
{
    wrong(q.id + std::string{part}, q.wrong.empty() ? std::move(usual) : Message::verbatim(q.wrong));
}

bool Reading::fits(Question const& q, std::string_view text, int usual_length, std::string_view part)
{
    auto const most = static_cast<std::size_t>(q.max_length > 0 ? q.max_length : usual_length);
    if (length_of(text) <= most) return true;
    wrong(q.id + std::string{part}, {"Your answer must be {max} characters or fewer", {{"max", std::to_string(most)}}});
    return false;
}

Offer const& offer_for(Offers const& offers, Question const& question)
{
    static Offer const nothing;
    auto const found = offers.find(question.id);
    return found == offers.end() ? nothing : found->second;
}

std::vector<services::Choice> const& choices_of(Question const& question, Offers const& offers)
{
    return question.options_from.empty() ? question.options : offer_for(offers, question).choices;
}

Parsed<PageInput> read_page(Step const& step, http::Request const& request, Offers const& offers, Answers const& kept,
                            council::Council const& council)
{
    Reading reading{.request = request, .offers = offers, .kept = kept, .council = council};
    for (auto const* question : step.questions) read(reading, *question);
    if (!reading.errors.empty()) return std::unexpected{std::move(reading.errors)};
    return std::move(reading.input);
}

http::Form as_typed(Step const& step, Answers const& answers)
{
    http::Form typed;
    for (auto const* question : step.questions) {
        auto const* answer = answers.find(question->id);
        if (!answer) continue;
        add_values(typed, *question, *answer);
        if (answer->address) add_address(typed, question->id, *answer->address);
        if (answer->location) add_location(typed, question->id, *answer->location);
        if (answer->person) add_person(typed, question->id, *answer->person);
        if (answer->business) {
            typed.add(question->id, answer->business->name);
            typed.add(question->id + "-number", answer->business->number);
        }
        if (answer->place) typed.add(question->id, answer->place->id);
        if (answer->consent) add_consent(typed, question->id, *answer->consent);
        if (answer->later) typed.add(question->id + "-later", "yes");
    }
    return typed;
}

}
