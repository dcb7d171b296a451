// What somebody answered: a value for each question, by its id. Kept as a JSON object; read through the types of the
// service's questions. Sealed answers are read like the others once they are unsealed.
#pragma once

#include <base/email.hpp>
#include <base/geo.hpp>
#include <base/phone.hpp>
#include <db/query.hpp>
#include <services/definition.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

using FileId = Id<struct FileTag>;

struct Address {
    std::string lines;    ///< "12 Heather Row, Larkmoor"
    std::string postcode; ///< "ZZ1 1AA"
    std::string uprn;     ///< "" where it was typed by hand
    bool operator==(Address const&) const = default;
};

struct Location {
    std::optional<geo::Point> point; ///< none: described in words only
    std::string words;
    bool operator==(Location const&) const = default;
};

/// One answer. Which parts are filled depends on the question's type.
struct Answer {
    std::vector<std::string> values; ///< text, choice, yes/no, email, phone: one; several: any number
    std::optional<Address> address;
    std::optional<Location> location;
    std::vector<FileId> files;
    [[nodiscard]] bool empty() const { return values.empty() && !address && !location && files.empty(); }
    [[nodiscard]] std::string const& text() const; ///< the first value, or ""
    bool operator==(Answer const&) const = default;
};

class Answers {
public:
    [[nodiscard]] Answer const* find(std::string_view question) const;
    void set(std::string question, Answer answer); ///< an empty answer is none
    void erase(std::string_view question);
    [[nodiscard]] bool empty() const { return by_question_.empty(); }
    [[nodiscard]] auto const& all() const { return by_question_; }

    [[nodiscard]] std::string to_json() const;
    static Answers from_json(std::string_view json); ///< "" is no answers
    /// What conditions see: yes/no and choices as text, several as a list, anything else that was answered as text.
    [[nodiscard]] feel::Value value_of(std::string_view question) const;

private:
    std::map<std::string, Answer, std::less<>> by_question_;
};

}
