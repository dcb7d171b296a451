// People: the single view of a customer: a person, a business or a community group, and the household. Owns the tables
// people_*; nobody else reads or writes them.
//
// A record is what one source said about somebody: a form that was sent, or a member of staff. It is sealed with that
// source's key. Records of the same person are joined into a tree; the person is the tree, named by its root. Joining
// moves nothing, so that parting gives back exactly what there was, and never merges keys: when one source is forgotten
// the others stay. A person goes when the last record is forgotten.
//
// Records of restricted cases are seen by their team alone: not on pages, not in searches, not in counts.
#pragma once

#include <base/actor.hpp>
#include <base/message.hpp>
#include <base/result.hpp>
#include <db/database.hpp>
#include <db/migrations.hpp>
#include <http/router.hpp>
#include <identity/identity.hpp>
#include <people/details.hpp>
#include <people/search.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::council {
class Council;
}

namespace guildhall::people {

using FactId = Id<struct PeopleFactTag>;
using RelationId = Id<struct PeopleRelationTag>;

/// Where a record came from, and who may see it.
struct Source {
    std::int64_t submission = 0; ///< a forms::SubmissionId's value; 0: written down by staff
    db::SubjectId subject;       ///< whose key seals the details
    std::string team;
    bool restricted = false; ///< seen by its team alone
};

/// Contributed by rooms above, such as cases: what happened between the council and whoever sent these.
struct Entry {
    Time at{};
    std::string what; ///< "Report a missed bin"
    std::string state;
    std::string href;
    bool is_open = false;
};
using Timeline = std::function<std::vector<Entry>(db::Snapshot&, Actor const&,
                                                  std::vector<Source> const&)>; ///< what the actor may see

struct Deps {
    council::Council const& council;
    identity::Deps& identity;
    Search& search;
    std::vector<Timeline> timelines;
};

std::vector<db::Migration> migrations();

/// /desk/people and what is below it.
void add_routes(http::Router& router, Deps& deps);

/// Agents, team leads and administrators serve people; auditors see them and change nothing.
[[nodiscard]] bool may_see_people(Actor const& actor);
[[nodiscard]] bool may_serve_people(Actor const& actor);

// ---- what is read

struct Record {
    RecordId id, parent, root;
    Kind kind = Kind::person;
    Source source;
    db::SubjectId own; ///< whose key seals what staff write down at this record
    Details details;
    bool forgotten = false;
    std::string because; ///< why it was joined to its parent; see matching.hpp
    PersonId joined_by, made_by;
    Time made{};
};

/// The records of one person that an actor may see, newest first; never empty.
struct Person {
    RecordId id; ///< the root; where that is hidden from the actor the oldest record that is not
    RecordId root;
    std::vector<Record> records;
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] std::string name() const; ///< the newest; "" where none is known
    /// What the records say, the newest first, each once.
    [[nodiscard]] std::vector<std::string> all(std::string Details::*what) const;
    [[nodiscard]] std::optional<Date> born() const;
    [[nodiscard]] std::vector<Source> sources() const;
};

/// What `actor` may see. There is no other way to load a person.
class Visible {
public:
    Visible(db::Snapshot& snapshot, Actor const& actor) : snapshot_{snapshot}, actor_{actor} {}
    /// By any of its records: the person that it belongs to now.
    [[nodiscard]] std::optional<Person> find(RecordId id) const;
    [[nodiscard]] std::optional<Person> of_submission(std::int64_t submission) const;
    /// By the email address, phone number or postcode as typed: found by keyed hash, also before a search is ready.
    [[nodiscard]] std::vector<Person> with(std::string_view secret, std::string_view typed, int at_most = 20) const;
    /// Everybody else at an address of the person.
    [[nodiscard]] std::vector<Person> household(std::string_view secret, Person const& of, int at_most = 20) const;

private:
    db::Snapshot& snapshot_;
    Actor const& actor_;
};

class People {
public:
    explicit People(db::Snapshot& snapshot) : snapshot_{snapshot} {}
    [[nodiscard]] Visible visible_to(Actor const& actor) const { return {snapshot_, actor}; }

private:
    db::Snapshot& snapshot_;
};

/// What staff wrote down. Kinds: "contact" (how to reach them), "need", "consent", "alert".
struct Fact {
    FactId id;
    std::string kind;
    std::string words;
    std::optional<Date> review; ///< alerts have one
    PersonId by;
    Time at{};
};
std::vector<Fact> facts_of(db::Snapshot& snapshot, Actor const& actor, Person const& person);

struct Relation {
    RelationId id;
    std::string kind; ///< see relation_kinds
    bool is_from = true;
    Person other;
};
std::vector<Relation> relations_of(db::Snapshot& snapshot, Actor const& actor, Person const& person);

struct RelationKind {
    std::string_view id;
    Sentence from; ///< "Carer of {name}": on the page of the carer
    Sentence to;   ///< "{name} is their carer"
    Sentence label;
};
inline constexpr std::array<RelationKind, 5> relation_kinds{{
    {"carer", "Carer of {name}", "{name} is their carer", "Carer of"},
    {"tenant", "Tenant of {name}", "{name} is their tenant", "Tenant of"},
    {"director", "Director of {name}", "{name} is a director", "Director of"},
    {"parent", "Parent of {name}", "{name} is a parent", "Parent of"},
    {"speaks", "Speaks for {name}", "{name} speaks for them", "Speaks for"},
}};

/// Somebody who may be the same person.
struct Suggestion {
    Person other;
    RecordId mine, theirs; ///< the two records
    std::string because;
    int percent = 0;
};
std::vector<Suggestion> suggestions_of(db::Snapshot& snapshot, Actor const& actor, Person const& person);

// ---- what is done

enum class Refusal {
    not_found, ///< or not visible to the actor
    not_allowed,
    same_person,   ///< a person cannot be joined with, or related to, themselves
    other_kind,    ///< a person, a business and a group are never one
    not_joined,    ///< nothing is there to part
    words_missing, ///< or nothing by which somebody can be known again
    words_too_long,
    day_missing, ///< an alert without a day in the coming year to look at it again
    unknown_kind,
    kept_by_cases, ///< cases still hold the details; they go when the cases' time is over
};

/// Somebody was met: a form came. Makes a record, or finds the one that the submission made before, and joins it where
/// the match is certain and hidden from nobody who sees the new one. Nothing where the details are anonymous. `secret`
/// is the council's.
std::optional<RecordId> meet(db::Tx& tx, std::string_view secret, Kind kind, Details const& details,
                             Source const& source);
/// A case went to another team, or became restricted: whoever may see it now may see its record.
void keep_scope(db::Tx& tx, std::int64_t submission, std::string_view team, bool restricted);
/// Written down by staff: somebody who has sent nothing, or, with `to`, more about somebody.
Result<RecordId, Refusal> write_down(db::Tx& tx, std::string_view secret, Actor const& actor, Kind kind,
                                     Details const& details, RecordId to = {});

/// Joins two persons; the older record becomes the root. Gives the person's id, as the actor sees it.
Result<RecordId, Refusal> join(db::Tx& tx, Actor const& actor, RecordId a, RecordId b, std::string_view because = {});
/// Takes a record, with those that hang on it, out of its person again. It is not joined by itself any more.
Result<RecordId, Refusal> part(db::Tx& tx, Actor const& actor, RecordId record);
/// Staff say that they are two people: nobody is asked again.
Result<void, Refusal> keep_apart(db::Tx& tx, Actor const& actor, RecordId a, RecordId b);

struct NewFact {
    std::string kind, words;
    std::optional<Date> review;
};
Result<FactId, Refusal> add_fact(db::Tx& tx, Actor const& actor, RecordId person, NewFact const& fact, Date today);
Result<void, Refusal> end_fact(db::Tx& tx, Actor const& actor, RecordId person, FactId fact);
Result<RelationId, Refusal> relate(db::Tx& tx, Actor const& actor, RecordId from, RecordId to, std::string_view kind);
Result<void, Refusal> end_relation(db::Tx& tx, Actor const& actor, RecordId person, RelationId relation);
/// Deletes what staff wrote down about somebody whom no case holds. What is hidden from the actor stays, and does not
/// show in the answer.
Result<void, Refusal> erase(db::Tx& tx, Actor const& actor, RecordId person);

/// Deletes what a forgotten subject's key opened, and the person when nothing else holds it. Reads subject.forgotten.
db::Consumer forget_consumer(Search& search);

// ---- who looked at whom

struct Look {
    PersonId staff;
    RecordId record;
    Time at{};
    std::string why; ///< "search", "case 123", "link"
    std::int64_t key = 0;
};
/// Written before the page is shown. The same look within a minute counts once.
void look(db::Tx& tx, PersonId staff, RecordId person, std::string_view why);
/// Newest first, below `before`; of one person where `of` is set, of one member of staff where `staff` is. Nothing for
/// anybody but auditors, and nothing about somebody who is hidden from them.
std::vector<Look> looks(db::Snapshot& snapshot, Actor const& actor, RecordId of, PersonId staff, std::int64_t before,
                        int at_most = 50);

}
