// A service as its YAML file defines it. Plain data, immutable once loaded. Texts are what people read, in the
// service's own language; ids are what code, rows and other definitions refer to.
#pragma once

#include <base/id.hpp>
#include <feel/feel.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

using VersionId = Id<struct VersionTag>;

enum class QuestionType { choice, several, yes_no, text, long_text, email, phone, address, location, file };
std::string_view name_of(QuestionType type); ///< "long text"

struct Choice {
    std::string value;
    std::string label;
    std::string hint;
};

struct Question {
    std::string id;
    QuestionType type = QuestionType::text;
    std::string label;
    std::string hint;
    std::string purpose; ///< why it is asked: who uses the answer for what (R-022)
    bool required = true;
    bool sensitive = false; ///< sealed in the submission; email, phone and address always are
    std::vector<Choice> options;
    int max_length = 0;    ///< characters; 0: the type's own
    std::string missing;   ///< the sentence shown when a required answer is missing; empty: made from the type
    feel::Expression when; ///< asked only where true; empty: always
    [[nodiscard]] Choice const* option(std::string_view value) const;
    [[nodiscard]] bool is_sealed() const;
};

struct Page {
    std::string id;
    std::string title;
    std::string text;
    std::vector<Question> questions;
    feel::Expression when;
};

struct Stage {
    enum class Kind { working, done, not_done };
    std::string id;
    std::string title; ///< what people read: "A crew is on its way"
    std::string text;  ///< more words for the tracking page
    Kind kind = Kind::working;
    bool is_public = true;
    std::string message; ///< template that tells the person; "": none
    std::vector<std::string> next;
};

struct Message {
    std::string subject;
    std::string body;
};

struct Definition {
    std::string id;
    std::string title;
    std::string summary;
    std::string area;        ///< "waste"
    std::string verb;        ///< pay report apply book appeal request tell view check buy refer
    std::string owner;       ///< team slug
    int tier = 2;            ///< 1 one and done, 2 service order, 3 targeted (R-451)
    std::string acknowledge; ///< "at once"
    int working_days = 5;    ///< promised
    std::vector<std::string> before_you_start;
    std::vector<std::string> what_happens;
    std::vector<std::string> life_events;
    std::vector<std::string> words; ///< everyday words people search by
    std::string privacy;            ///< one short notice, shown on check your answers (R-023)
    std::vector<Page> pages;
    std::vector<Stage> stages;                            ///< the first is where a case begins
    std::vector<std::string> could_not_do;                ///< reasons staff choose from
    std::string received;                                 ///< template of the acknowledgement
    std::map<std::string, Message, std::less<>> messages; ///< the templates it names
    std::vector<std::string> next;                        ///< ids of services offered afterwards (R-041)
    int retention_days = 730;

    [[nodiscard]] Page const* page(std::string_view page_id) const;
    [[nodiscard]] Question const* question(std::string_view question_id) const;
    [[nodiscard]] Stage const* stage(std::string_view stage_id) const;
};

/// What is wrong with a definition file.
struct Problem {
    std::string file;
    int line = 1;
    std::string sentence;                   ///< what is wrong
    std::string remedy;                     ///< what to write instead
    [[nodiscard]] std::string text() const; ///< "waste/report-missed-bin.yaml:12: ... Write ..."
};

}
