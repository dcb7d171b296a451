// A page of questions while it is read: what came, and what it adds up to. Each kind of question has its function.
#pragma once

#include "fields.hpp"

namespace guildhall::forms {

struct Reading {
    http::Request const& request;
    Offers const& offers;
    Answers const& kept;
    council::Council const& council;
    PageInput input{};
    std::vector<FieldError> errors{};

    [[nodiscard]] http::Form const& form() const { return request.form; }
    [[nodiscard]] std::string_view typed(services::Question const& q, std::string_view part = {}) const
    {
        return form().value(q.id + std::string{part});
    }
    void wrong(std::string field, Message message) { errors.push_back({std::move(field), std::move(message)}); }
    /// Nothing was answered: wrong where it is required.
    void none(services::Question const& q, std::string_view part = {});
    /// What is wrong with an answer, in the definition's own words where it has some.
    void does_not_fit(services::Question const& q, Message usual, std::string_view part = {});
    void answer(services::Question const& q, std::string value)
    {
        input.answers.set(q.id, {.values = {std::move(value)}});
    }
    /// Whether a text is short enough; says so where it is not.
    bool fits(services::Question const& q, std::string_view text, int usual_length, std::string_view part = {});
};

// ---- field_values.cpp
void read_number(Reading& r, services::Question const& q);
void read_date(Reading& r, services::Question const& q);
void read_by_form(Reading& r, services::Question const& q); ///< email, phone, postcode, vehicle, ni number
void read_person(Reading& r, services::Question const& q);
void read_business(Reading& r, services::Question const& q);
void read_consent(Reading& r, services::Question const& q);
void read_declaration(Reading& r, services::Question const& q);

// ---- field_places.cpp
void read_address(Reading& r, services::Question const& q);
void read_location(Reading& r, services::Question const& q);
void read_nearest(Reading& r, services::Question const& q);

// ---- field_files.cpp
void read_files(Reading& r, services::Question const& q);

}
