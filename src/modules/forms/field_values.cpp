// Numbers, dates, what is checked by its form, and people.
#include "reading.hpp"
#include "typed.hpp"

#include <base/date.hpp>
#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

constexpr std::chrono::years oldest_person{130};

Message sentence_of(NumberFault fault, Question const& q)
{
    bool const is_money = q.type == QuestionType::money;
    switch (fault) {
    case NumberFault::not_a_number:
        return is_money ? Message{"Enter an amount in pounds, like 12.50"} : Message{"Enter a number, like 12"};
    case NumberFault::too_many_decimals:
        if (is_money) return {"Enter pounds and pence, like 12.50"};
        if (q.decimals == 0) return {"Enter a whole number, like 12"};
        return {"Enter a number with {n} or fewer digits after the point", {{"n", std::to_string(q.decimals)}}};
    case NumberFault::too_long: return {"Enter a number of 15 or fewer digits"};
    }
    return {"Enter a number, like 12"};
}

TypedDate date_fields(Reading const& r, std::string const& name)
{
    return {trimmed(r.form().value(name + "-day")), trimmed(r.form().value(name + "-month")),
            trimmed(r.form().value(name + "-year"))};
}

/// The first part that is empty, where some are not and it is no whole date in one field.
std::string_view empty_part(TypedDate const& typed)
{
    if (typed.day.empty()) return "-day";
    if (typed.month.empty()) return "-month";
    return typed.year.empty() ? "-year" : std::string_view{};
}

Message not_a_date(TypedDate const& typed)
{
    auto const part = empty_part(typed);
    if (part == "-day") return {"The date must include a day"};
    if (part == "-month") return {"The date must include a month"};
    if (part == "-year") return {"The date must include a year"};
    return {"Enter a real date, like 27 3 2026"};
}

std::string field_of(TypedDate const& typed, std::string const& name)
{
    auto const part = empty_part(typed);
    return name + std::string{part.empty() ? "-day" : part};
}

void read_born(Reading& r, Question const& q, Person& person)
{
    auto const name = q.id + "-born";
    auto const typed = date_fields(r, name);
    if (typed.empty()) return r.wrong(name + "-day", {"Enter the date of birth"});
    auto const today = r.council.today();
    auto date = read_date(typed, today);
    if (!date) return r.wrong(field_of(typed, name), not_a_date(typed));
    if (*date > today && typed.year.size() == 2) *date -= std::chrono::years{100};
    if (*date > today) return r.wrong(name + "-day", {"The date of birth must be in the past"});
    if (*date < today - oldest_person) return r.wrong(name + "-day", {"Check the year of birth"});
    person.born = date;
}

}

void read_number(Reading& r, Question const& q)
{
    auto const typed = trimmed(r.typed(q));
    if (typed.empty()) return r.none(q);
    auto number = q.type == QuestionType::money ? read_money(typed) : read_number(typed, q.decimals);
    if (number.fault) return r.does_not_fit(q, sentence_of(*number.fault, q));
    r.answer(q, std::move(number.text));
}

void read_date(Reading& r, Question const& q)
{
    auto const typed = date_fields(r, q.id);
    if (typed.empty()) return r.none(q, "-day");
    auto const date = read_date(typed, r.council.today());
    if (!date) return r.wrong(field_of(typed, q.id), not_a_date(typed));
    r.answer(q, iso_date(*date));
}

void read_by_form(Reading& r, Question const& q)
{
    auto const typed = trimmed(r.typed(q));
    if (typed.empty()) return r.none(q);
    auto const take = [&](auto const& read, auto const& kept, Message wrong) {
        if (read)
            r.answer(q, std::string{kept(*read)});
        else
            r.does_not_fit(q, std::move(wrong));
    };
    auto const as_it_is = [](std::string const& text) { return text; };
    switch (q.type) {
    case QuestionType::email:
        return take(Email::parse(typed), [](Email const& email) { return email.str(); },
                    {"Enter an email address in the correct format, like name@example.com"});
    case QuestionType::phone:
        return take(Phone::parse(typed), [](Phone const& phone) { return phone.e164(); },
                    {"Enter a phone number, like 01632 960 001 or 07700 900 982"});
    case QuestionType::postcode:
        return take(Postcode::parse(typed), [](Postcode const& postcode) { return postcode.str(); },
                    {"Enter a full UK postcode, like ZZ1 1AA"});
    case QuestionType::vehicle:
        return take(read_vehicle(typed), as_it_is, {"Enter a registration number, like AB12 CDE"});
    case QuestionType::ni_number:
        return take(read_ni_number(typed), as_it_is, {"Enter a National Insurance number, like QQ 12 34 56 C"});
    default: return;
    }
}

void read_person(Reading& r, Question const& q)
{
    Person person{collapsed(r.typed(q, "-first")), collapsed(r.typed(q, "-last")), {}};
    bool const born_too = q.with_birth_date;
    if (!q.required && person.first.empty() && person.last.empty() &&
        (!born_too || date_fields(r, q.id + "-born").empty()))
        return;
    auto const before = r.errors.size();
    auto const check = [&](std::string_view part, std::string const& name, Message empty) {
        if (name.empty())
            r.wrong(q.id + std::string{part}, std::move(empty));
        else
            r.fits(q, name, 100, part);
    };
    check("-first", person.first, {"Enter the first name"});
    check("-last", person.last, {"Enter the last name"});
    if (born_too) read_born(r, q, person);
    if (r.errors.size() == before) r.input.answers.set(q.id, {.person = std::move(person)});
}

void read_business(Reading& r, Question const& q)
{
    Business business{collapsed(r.typed(q)), {}};
    auto const number = trimmed(r.typed(q, "-number"));
    if (business.name.empty() && (q.required || number.empty())) return r.none(q);
    if (business.name.empty()) return r.wrong(q.id, {"Enter the name of the business"});
    bool fits = r.fits(q, business.name, 200);
    if (!number.empty()) {
        auto const read = read_company_number(number);
        if (!read) return r.wrong(q.id + "-number", {"Enter a company number of 8 characters, like 01234567"});
        business.number = *read;
    }
    if (fits) r.input.answers.set(q.id, {.business = std::move(business)});
}

void read_consent(Reading& r, Question const& q)
{
    auto const value = r.typed(q);
    if (value.empty()) return r.none(q);
    if (value != "yes" && value != "no") return r.wrong(q.id, {"Choose yes or no"});
    bool const given = value == "yes";
    std::string_view const part = given ? "-how" : "-why";
    Consent consent{given, std::string{trimmed(r.typed(q, part))}};
    if (consent.reason.empty()) {
        return r.wrong(q.id + std::string{part},
                       given ? Message{"Say how they agreed"} : Message{"Say why it is right to go on"});
    }
    if (r.fits(q, consent.reason, 1000, part)) r.input.answers.set(q.id, {.consent = std::move(consent)});
}

void read_declaration(Reading& r, Question const& q)
{
    if (r.typed(q) != "true") return r.none(q);
    r.answer(q, "true");
}

}
