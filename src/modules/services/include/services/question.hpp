// A question of a service, and the rules of its answer.
#pragma once

#include <feel/feel.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

enum class QuestionType {
    choice,
    several,
    yes_no,
    text,
    long_text,
    number,
    money,
    date,
    email,
    phone,
    postcode,
    address,
    location,
    person,
    business,
    vehicle,
    ni_number,
    file,
    nearest,
    consent,
    declaration,
};
std::string_view name_of(QuestionType type); ///< "long text"

struct Choice {
    std::string value;
    std::string label;
    std::string hint;
};

/// A rule that an answer, or a page of answers, must keep.
struct Check {
    feel::Expression that;
    std::string say;      ///< the sentence where it does not hold
    std::string question; ///< beside which the sentence stands; empty on a question's own check
};

/// A kind of paper that proves something.
struct Document {
    std::string id;
    std::string label;
    std::string hint;
};
/// One thing to prove: any of these papers does.
struct Evidence {
    std::vector<Document> any_of;
};

struct Question {
    std::string id;
    QuestionType type = QuestionType::text;
    std::string label;
    std::string hint;
    std::string purpose; ///< why it is asked: who uses the answer for what (R-022)
    bool required = true;
    bool sensitive = false; ///< sealed in the submission; some types always are, see is_sealed
    std::vector<Choice> options;
    std::string list;              ///< of services/lists, where the options come from one
    feel::Expression options_from; ///< choice, several: a list of texts, or of contexts with `value` and `label`
    bool as_list = false;          ///< choice: one line that opens, for long lists
    int max_length = 0;            ///< characters; 0: the type's own
    feel::Expression least;        ///< number, money, date: at least
    feel::Expression most;         ///< number, money, date: at most
    int decimals = 0;              ///< number: places after the point
    std::string pattern;           ///< text: an XPath regular expression that the whole answer matches
    std::string missing;           ///< the sentence shown when a required answer is missing; empty: made from the type
    std::string wrong;             ///< the sentence shown when the pattern or a bound does not hold; empty: made
    std::vector<Check> checks;
    feel::Expression when;    ///< asked only where true; empty: always
    feel::Expression prefill; ///< what the council knows already; shown as filled in, and can be changed
    // file
    int files = 1;                   ///< at most
    std::vector<Evidence> documents; ///< each must be shown; empty: any photo or paper
    bool later = false;              ///< "I will send it later" is an answer
    // nearest
    std::string layer;     ///< of places: "schools"
    std::string near;      ///< the address or location question it measures from
    feel::Expression only; ///< over one place's properties; empty: all
    int show = 5;          ///< places
    // person
    bool with_birth_date = false;

    [[nodiscard]] Choice const* option(std::string_view value) const;
    [[nodiscard]] bool is_sealed() const;
    [[nodiscard]] bool takes_files() const { return type == QuestionType::file; }
};

}
