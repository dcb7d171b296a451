// What somebody answered: a value for each question, by its id, and the rows of each repeat group. Kept as a JSON
// object; read through the types of the service's questions. Sealed answers are read like the others once they are
// unsealed.
#pragma once

#include <base/email.hpp>
#include <base/geo.hpp>
#include <base/phone.hpp>
#include <base/time.hpp>
#include <db/query.hpp>
#include <services/definition.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

using FileId = Id<struct FileTag>;
/// A row of a repeat group: 1, 2, 3 in the order they were added. A number is never given twice, so that two tabs do
/// not mix rows up.
using RowId = Id<struct RowTag>;

struct Address {
    std::string lines;               ///< "12 Heather Row, Larkmoor"
    std::string postcode;            ///< "ZZ1 1AA"
    std::string uprn;                ///< "" where it was typed by hand, and so are the next two
    std::string ward;                ///< slug
    std::optional<geo::Point> point; ///< of the property
    bool operator==(Address const&) const = default;
};

struct Location {
    std::optional<geo::Point> point; ///< none: described in words only
    std::string words;
    std::string ward; ///< slug; "" where there is no point
    bool operator==(Location const&) const = default;
};

struct Person {
    std::string first, last;
    std::optional<Date> born;
    bool operator==(Person const&) const = default;
};

struct Business {
    std::string name;
    std::string number; ///< of the company; may be empty
    bool operator==(Business const&) const = default;
};

/// A place of a layer that was chosen.
struct ChosenPlace {
    std::string id, name;
    std::optional<double> metres; ///< from where it was asked; none: not known
    bool operator==(ChosenPlace const&) const = default;
};

struct Consent {
    bool given = false;
    std::string reason; ///< how it was given, or why it is right to go on without
    bool operator==(Consent const&) const = default;
};

struct AnsweredFile {
    FileId id;
    std::string document; ///< which of the question's documents it is; "": it asks for none
    bool operator==(AnsweredFile const&) const = default;
};

/// One answer. Which parts are filled depends on the question's type.
struct Answer {
    /// several: any number; else one: as text; a number as "1250.5", a date as "2026-03-09", a declaration as "true"
    std::vector<std::string> values;
    std::vector<std::string> labels; ///< what the values were called, where the choices came from a look-up
    std::optional<Address> address;
    std::optional<Location> location;
    std::optional<Person> person;
    std::optional<Business> business;
    std::optional<ChosenPlace> place;
    std::optional<Consent> consent;
    std::vector<AnsweredFile> files;
    bool later = false; ///< "I will send it later"
    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::string const& text() const; ///< the first value, or ""
    bool operator==(Answer const&) const = default;
};

struct Row;

class Answers {
public:
    [[nodiscard]] Answer const* find(std::string_view question) const;
    void set(std::string question, Answer answer); ///< an empty answer is none
    void erase(std::string_view question);
    [[nodiscard]] bool empty() const { return by_question_.empty() && rows_.empty(); }
    /// Of the form itself, without those of rows.
    [[nodiscard]] auto const& all() const { return by_question_; }

    [[nodiscard]] std::vector<Row> const& rows(std::string_view group) const;
    [[nodiscard]] Row const* row(std::string_view group, RowId id) const;
    [[nodiscard]] Row* row(std::string_view group, RowId id);
    RowId add_row(std::string_view group); ///< an empty one, with a number of its own
    void remove_row(std::string_view group, RowId id);
    void keep_row(std::string_view group, Row row);             ///< at the end, with the number it has
    void count_rows(std::string_view group, std::int64_t last); ///< numbers up to this one were given
    [[nodiscard]] auto const& groups() const { return rows_; }

    /// Ends that somebody went past: "I want to apply anyway".
    [[nodiscard]] bool went_past(std::string_view end) const { return went_past_.contains(end); }
    void go_past(std::string end) { went_past_.insert(std::move(end)); }
    [[nodiscard]] auto const& ends_passed() const { return went_past_; }

    /// Those of the form and of all rows.
    void for_each(auto const& visit) const;

    [[nodiscard]] std::string to_json() const;
    static Answers from_json(std::string_view json); ///< "" is no answers

private:
    struct Rows {
        std::int64_t last = 0; ///< the highest number that was ever given
        std::vector<Row> rows;
    };
    std::map<std::string, Answer, std::less<>> by_question_;
    std::map<std::string, Rows, std::less<>> rows_;
    std::set<std::string, std::less<>> went_past_;
};

struct Row {
    RowId id;
    Answers answers;
};

void Answers::for_each(auto const& visit) const
{
    for (auto const& [question, answer] : by_question_) visit(question, answer);
    for (auto const& [group, rows] : rows_) {
        for (auto const& row : rows.rows) row.answers.for_each(visit);
    }
}

}
