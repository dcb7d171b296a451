// A service as its YAML file defines it. Plain data, immutable once loaded. Texts are what people read, in the
// service's own language; ids are what code, rows and other definitions refer to. docs/services.md explains each word.
//
// Conditions and computed values are FEEL over what was answered: a question's id is its answer, a repeat group's id is
// the list of its rows, and `values` and `decisions` are names like questions.
#pragma once

#include <services/question.hpp>

#include <base/date.hpp>
#include <base/id.hpp>
#include <feel/decision.hpp>
#include <feel/feel.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

using VersionId = Id<struct VersionTag>;

/// Where a page leads instead of on to the next one: the first of its rules that holds.
struct Exit {
    feel::Expression when; ///< empty: always
    std::string end;       ///< id of an Ending
};

/// A page's questions asked once for each of several things: children, vehicles, people of a household. One level deep.
struct Repeat {
    std::string one;          ///< "child": "Add another child", "Child 2"
    int least = 1;            ///< rows
    int most = 10;            ///< rows; at most 50
    feel::Expression caption; ///< what a row is called in the list, of its own answers; empty: "Child 2"
};

/// A step that another module does in the middle of the way: `book` or `pay`. What it is given is FEEL.
struct JourneyStep {
    std::string kind; ///< "book", "pay": the name under which a module contributed it
    std::map<std::string, feel::Expression, std::less<>> with;
};

/// One screen; with `repeat`, the list of rows, and `pages` are asked for each row.
struct Page {
    std::string id;
    std::string title;
    std::string text; ///< Markdown without raw HTML
    std::vector<Question> questions;
    feel::Expression when;     ///< asked only where true; empty: always
    std::vector<Check> checks; ///< across questions
    std::vector<Exit> then;
    std::optional<Repeat> repeat;
    std::vector<Page> pages; ///< of a row; empty unless `repeat`
    bool has_blanks = false; ///< some text of it, or of its rows' pages, holds ((name))
    std::optional<JourneyStep> step;
};

/// An early end with a signpost: "you do not need us: here is who helps". Nothing is sent.
struct Ending {
    struct Link {
        std::string text;
        std::string url; ///< https, tel, mailto or a path here
    };
    std::string id;
    std::string title;
    std::string text; ///< Markdown without raw HTML; ((name)) is filled with a value's words
    std::vector<Link> links;
    std::vector<std::string> next; ///< ids of services that help
    std::string go_on;             ///< words of a button that goes on all the same; empty: this is the end
};

struct Computed {
    std::string id;
    std::string label; ///< what staff read beside it on the case's page; empty: they do not see it
    feel::Expression is;
};

/// A decision table of the service; its id is a name that stands for its result.
struct Decision {
    std::string id;
    std::string title;
    std::string label;                                ///< as of a value
    std::shared_ptr<feel::DecisionTable const> table; ///< as it is written, for editors
    std::shared_ptr<feel::CompiledTable const> compiled;
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

/// Which team works on it: the first route that holds, else the owner.
struct Route {
    feel::Expression when; ///< empty: always
    std::string team;
};

/// When two requests are the same thing.
struct Duplicates {
    std::vector<std::string> same; ///< questions whose answers are equal; a location: within `metres`
    int within_days = 30;
    int metres = 50;
};

/// When the service takes requests. Both days count; empty: no limit.
struct Opening {
    std::optional<Date> from;
    std::optional<Date> to;
    std::string closed; ///< said outside these days
};

struct Message {
    std::string subject;
    std::string short_text; ///< for whoever is told by text; "": the council's name and the subject
    std::string body;
};
/// As its file says it: "Subject: ...", "SMS: ..." where it has one, an empty line, the body.
std::string text_of(Message const& message);
/// What of it can be read; the check says what is wrong.
Message message_in(std::string_view file);

/// A service in another language.
struct Translation {
    std::map<std::string, std::string, std::less<>> sentences; ///< English: what it is in this language
    std::map<std::string, Message, std::less<>> messages;      ///< by the template's name
};

/// Why words that are hard to read are published all the same, and which second person agreed.
struct HardWords {
    std::string why;
    std::string agreed_by;
    Date on;
};

enum class SignIn { none, optional, required, two_step };
std::string_view name_of(SignIn sign_in); ///< "two-step"

struct Definition {
    std::string id;
    std::string title;
    std::string summary;
    std::string area;                  ///< "waste"
    std::string verb;                  ///< pay report apply book appeal request tell view check buy refer
    std::vector<std::string> audience; ///< "resident", "business", "professional", ...; empty: residents
    std::string owner;                 ///< team slug
    SignIn sign_in = SignIn::none;
    int tier = 2;           ///< 1 one and done, 2 service order, 3 targeted (R-451)
    bool withdrawn = false; ///< no longer on offer; whoever has begun may finish, cases go on
    std::string successor;  ///< the service that the address of a withdrawn one leads to; empty: none
    Opening open;
    std::string acknowledge; ///< "at once"
    int working_days = 5;    ///< promised
    std::vector<std::string> before_you_start;
    std::vector<std::string> what_happens;
    std::vector<std::string> other_ways; ///< how else to get this service (R-323)
    std::vector<std::string> life_events;
    std::vector<std::string> words;  ///< everyday words people search by
    std::string privacy;             ///< one short notice, shown on check your answers (R-023)
    std::string declaration;         ///< what a person confirms by a tick before sending; empty: nothing
    bool restricted = false;         ///< its cases are for the team that works on them, whatever roles others have
    std::vector<std::string> sender; ///< the questions that speak of whoever fills it in; empty: see sender_of in cases
    std::string about;               ///< the person question whose case it is, where that is not whoever fills it in
    std::string told_by; ///< the choice question whose answer is email, text or letter; empty: email before text
    std::vector<Page> pages;
    std::vector<Computed> values;
    std::vector<Decision> decisions;
    std::vector<Ending> ends;
    std::vector<Route> route;
    std::optional<Duplicates> duplicates;
    std::vector<Stage> stages;             ///< the first is where a case begins; empty: every way leads to an end
    std::vector<std::string> could_not_do; ///< reasons staff choose from
    std::string received;                  ///< template of the acknowledgement
    std::map<std::string, Message, std::less<>> messages; ///< the templates it names
    bool asks_feedback = true;                            ///< after it is closed
    std::vector<std::string> next;                        ///< ids of services offered afterwards (R-041)
    int retention_days = 730;
    std::vector<std::string> needs; ///< of other rooms: "payments", "waste.containers" (capabilities.hpp); sorted
    std::optional<HardWords> hard_words;
    std::map<std::string, Translation, std::less<>> translations; ///< by language: "cy"
    std::string language = "en";                                  ///< of the sentences that are translated

    [[nodiscard]] bool opens_a_case() const { return !stages.empty(); }
    /// A page, also one of a row.
    [[nodiscard]] Page const* page(std::string_view page_id) const;
    /// The repeat page that a row's page belongs to; null for others.
    [[nodiscard]] Page const* group_of(std::string_view page_id) const;
    /// A question, also one of a row.
    [[nodiscard]] Question const* question(std::string_view question_id) const;
    [[nodiscard]] Stage const* stage(std::string_view stage_id) const;
    [[nodiscard]] Ending const* ending(std::string_view end_id) const;
    /// The same service with the sentences of a language; what is missing there stays English.
    [[nodiscard]] Definition in_language(std::string_view tag) const;
    /// The language of one of its sentences: where it is not translated, "en".
    [[nodiscard]] std::string_view language_of(std::string_view sentence) const;
    /// A sentence that a rule made, such as a reason in a decision table, in a language; as it is where none is there.
    [[nodiscard]] std::string_view translated(std::string_view sentence, std::string_view tag) const;
};

/// Where a rule of the definition stands: "pages/where/when"; "" for another's.
std::string place_of(Definition const& definition, feel::Expression const& rule);

/// What is wrong with a definition file.
struct Problem {
    enum class Severity {
        error,  ///< it is not published
        words,  ///< hard to read: not published unless a second person writes down why
        warning ///< worth a look; it is published all the same
    };
    std::string file;
    int line = 1;
    std::string sentence; ///< what is wrong
    std::string remedy;   ///< what to write instead
    Severity severity = Severity::error;
    std::string item = {};                  ///< where in the file: "pages/bin/questions/bin/when"; empty: the whole
    [[nodiscard]] std::string text() const; ///< "waste/report-missed-bin.yaml:12: ... Write ..."
};

}
