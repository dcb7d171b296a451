// Cases: what the council does about a submission. Owns the tables case_record and case_note; nobody else reads or
// writes them.
//
// A case keeps the version of the service it was opened with; its stages are that version's, and every change of stage
// goes through one transition table (stages.hpp). Every change appends an event with facts only, so the timeline is the
// event log; words of people (notes, information) are sealed with the submission's subject key.
// Invariants: a case is closed exactly when it has a closing time and an outcome; its stage is always one of its
// version's.
#pragma once

#include <base/actor.hpp>
#include <base/reference.hpp>
#include <base/result.hpp>
#include <base/time.hpp>
#include <db/database.hpp>
#include <db/migrations.hpp>
#include <http/router.hpp>
#include <notify/notify.hpp>
#include <people/people.hpp>
#include <services/services.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::council {
class Council;
}
namespace guildhall::forms {
struct Submission;
struct Rehearsal;
}

namespace guildhall::cases {

using CaseId = Id<struct CaseTag>;
using NoteId = Id<struct NoteTag>;

struct Deps {
    db::Database& database;
    council::Council const& council;
    services::Library& library; ///< not const: it reads again what another node published
};

std::vector<db::Migration> migrations();

/// GET/POST /track, GET /track/{reference:ref}, POST /track/{reference:ref}/information.
void add_routes(http::Router& router, Deps& deps);

/// What notify is asked to send: an acknowledgement when a case is opened, and a message at each public stage.
notify::Source message_source(Deps& deps);
/// Contributed to forms, for whoever tries a draft out: the team that would get the submission, and what the person
/// would be told at once and at each public stage.
forms::Rehearsal rehearse(Deps const& deps, forms::Submission const& submission, Reference const& reference);
/// Contributed to services: what is wrong with a message's text. A message that cannot be filled in would stop all that
/// come after it.
std::vector<services::Problem> message_problems(std::string_view text);

/// Each night: closed cases whose service keeps details no longer lose answers, files, notes, addresses of mails and
/// the exact place, and the person's key. What stays is who did what and when, for figures and for the reference. It
/// queues itself again for the next night.
db::JobKind retention_job(Deps& deps);
void queue_retention(db::Tx& tx);

/// Contributed to people: whoever sent the form of a case becomes a record, which those may see who may see the case
/// where it is restricted.
db::Consumer people_consumer(Deps& deps);
/// Contributed to people: the cases of a person that the actor may see.
people::Timeline people_timeline(Deps& deps);

enum class Sensitivity { normal, restricted }; ///< restricted: its team alone, not even other staff who see everything

// ---- what is read

/// A case as lists and pages show it. Facts only; answers are read through forms.
struct Case {
    CaseId id;
    std::string reference; ///< stored form
    std::string service;   ///< "report-missed-bin"
    services::VersionId service_version;
    std::int64_t submission = 0; ///< a forms::SubmissionId's value
    db::SubjectId subject;
    std::string team;
    std::string stage; ///< id of one of the version's stages
    Time opened{};
    Time target{}; ///< promised at first contact; never moved (R-060)
    std::optional<Time> closed;
    std::string outcome; ///< "" while open
    PersonId assignee;   ///< none: nobody yet
    OrganisationId organisation;
    Sensitivity sensitivity = Sensitivity::normal;
    std::string place; ///< street-level words only
    std::optional<double> longitude, latitude;
    bool abuse = false;
    bool has_news = false;         ///< the person added information that nobody has dealt with
    std::int64_t revision = 1;     ///< counts changes; see Seen
    std::string summary;           ///< "A hole in the road": the first choice that was made; "" where there is none
    std::string about;             ///< "Ana Smith": whose case it is, where the service says; "" once it is forgotten
    std::optional<Time> forgotten; ///< when the person's details were deleted
    [[nodiscard]] bool is_open() const { return !closed; }
};

enum class Which { open, closed, any };
enum class Order { newest, due }; ///< due: open cases, the earliest target first

struct Filter {
    Which which = Which::open;
    Order order = Order::newest;
    std::string team;    ///< "" : every team the actor may see
    std::string service; ///< "" : any
    std::string stage;   ///< "" : any
    PersonId assignee;   ///< none: anybody
    bool unassigned = false;
    bool late = false; ///< target before `now`
    bool has_news = false;
    Time now{}; ///< needed for `late`
};

/// Where a page of the list ended. As text for a link: "1234.5678".
struct Cursor {
    std::int64_t key = 0;
    CaseId id;
    [[nodiscard]] std::string text() const;
    static std::optional<Cursor> parse(std::string_view text);
};

struct CasePage {
    std::vector<Case> cases;
    std::optional<Cursor> next; ///< nothing: the end
};

/// What `actor` may see. Staff see their own teams' cases; administrators and auditors see every team's, but of the
/// restricted ones only their own teams'; everybody else sees nothing. There is no other way to load a case, except
/// tracking() by reference.
class Visible {
public:
    Visible(db::Snapshot& snapshot, Actor const& actor) : snapshot_{snapshot}, actor_{actor} {}
    [[nodiscard]] std::optional<Case> find(CaseId id) const;
    [[nodiscard]] std::optional<Case> find(Reference const& reference) const;
    /// The case that a submission opened; `submission` is a forms::SubmissionId's value.
    [[nodiscard]] std::optional<Case> of_submission(std::int64_t submission) const;
    [[nodiscard]] CasePage list(Filter const& filter, std::optional<Cursor> after = {}, int at_most = 50) const;
    /// How many, counted up to `at_most` (a page says "more than 1,000").
    [[nodiscard]] std::int64_t count(Filter const& filter, int at_most = 1000) const;
    /// The teams whose cases a list goes through, in order.
    [[nodiscard]] std::vector<std::string> teams() const;

private:
    db::Snapshot& snapshot_;
    Actor const& actor_;
};

class Cases {
public:
    explicit Cases(db::Snapshot& snapshot) : snapshot_{snapshot} {}
    [[nodiscard]] Visible visible_to(Actor const& actor) const { return {snapshot_, actor}; }

private:
    db::Snapshot& snapshot_;
};

/// Public ones are read by anyone with the reference. Reasons and information belong to their event.
enum class NoteKind { internal, public_, reason, information };

/// One line of the full history, oldest first: from events, with the words of notes and information.
struct TimelineEntry {
    std::string type; ///< "case.moved"
    Time at{};
    ActorKind by = ActorKind::system;
    PersonId person;
    std::string stage;   ///< case.opened, case.moved: the stage reached
    std::string outcome; ///< case.closed
    PersonId assignee;   ///< case.assigned
    std::string words;   ///< the note, reason or information; "" where forgotten
    std::optional<NoteKind> note;
    std::string channel; ///< case.opened: "self", or how staff who filled it in were asked (forms/assisted.hpp)
};
std::vector<TimelineEntry> timeline(db::Snapshot& snapshot, Case const& of);

/// What anyone with the reference may know. No personal data.
struct Tracking {
    Reference reference;
    CaseId id;
    std::string service;
    services::VersionId service_version;
    std::string service_title;
    std::string summary; ///< as of the case: a choice that identifies nobody; never whose case it is
    struct Step {
        std::string id;
        std::string title; ///< the service's words
        std::string text;
        std::optional<Time> reached;
        bool current = false;
    };
    std::vector<Step> steps; ///< reached ones in their order, then those still to come
    Time opened{};
    Time target{};
    std::optional<Time> closed;
    std::string outcome;
    std::optional<Time> forgotten; ///< when what the person told us was deleted
    struct Word {
        Time at{};
        std::string text;
    };
    std::vector<Word> said; ///< public notes
    /// How the newest message to the person fared, where the first way did not reach them.
    struct Detour {
        notify::Channel failed = notify::Channel::email;
        std::optional<notify::Channel> instead; ///< none: nothing else was left to try
    };
    std::optional<Detour> detour;
};
std::optional<Tracking> tracking(db::Snapshot& snapshot, Deps const& deps, Reference const& reference);

// ---- what is done

/// Auditors look and do not touch.
[[nodiscard]] bool may_work(Actor const& actor);

enum class Refusal {
    not_found,         ///< or not visible to the actor
    changed_meanwhile, ///< somebody else changed it after it was shown
    not_allowed,       ///< the actor may look, not work
    already_closed,
    not_a_next_stage, ///< the transition table says no
    unknown_person,
    unknown_outcome, ///< or none given: a case cannot be closed without an outcome (R-054)
    words_missing,   ///< a note, reason or information without words
    words_too_long,  ///< more than 5,000 characters
    details_deleted, ///< nothing can be kept any more about somebody who was forgotten
};

/// What the person saw when deciding: two staff cannot overwrite each other.
struct Seen {
    CaseId id;
    std::int64_t revision = 0;
};

/// Contributed to forms as submit handler: one row and one event, in the submission's transaction.
Reference open(db::Tx& tx, Deps const& deps, forms::Submission const& submission);

/// Stages that may follow, closing ones included: what a page offers. In the definition's order.
std::vector<services::Stage> next_stages(Deps const& deps, Case const& of);

// Each checks again that the actor may see the case, changes it, appends its event, and gives the new revision.
using Changed = Result<std::int64_t, Refusal>;
Changed move(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view stage);
Changed assign(db::Tx& tx, Actor const& actor, Seen seen, PersonId assignee); ///< none: back to the team
Changed close(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view outcome,
              std::string_view words = {});
Changed could_not_do(db::Tx& tx, Deps const& deps, Actor const& actor, Seen seen, std::string_view reason);
/// Closes with outcome "abuse": the sender is told nothing and the photo is hidden.
Changed mark_abuse(db::Tx& tx, Actor const& actor, Seen seen, std::string_view reason);
/// An internal or public note. It changes nothing else, so it does not ask what was seen. `once` is what the form
/// carried, at most 64 characters and another for each time that it is shown: the same words from it are written once,
/// however late they are sent again. Without it, they are the same for two minutes.
Changed note(db::Tx& tx, Actor const& actor, CaseId id, NoteKind kind, std::string_view words,
             std::string_view once = {});
/// From the tracking page: whoever holds the reference adds words, sealed, and staff see that there is news. Also after
/// closing, because that is when people say that it is not mended; not where the case was marked as abuse.
Changed add_information(db::Tx& tx, Reference const& reference, std::string_view words);
/// The same from a text that answers one of ours.
Changed add_information(db::Tx& tx, CaseId id, std::string_view words);
/// Staff have read the news.
Changed news_read(db::Tx& tx, Actor const& actor, Seen seen);

}
