// The rows of case_record and case_note. Private to cases: everybody else goes through Visible and the verbs.
#pragma once

#include <cases/cases.hpp>

#include <map>

namespace guildhall::cases {

std::optional<Case> load(db::Snapshot& snapshot, CaseId id);
std::optional<Case> load(db::Snapshot& snapshot, Reference const& reference);
std::optional<Case> load_by_submission(db::Snapshot& snapshot, std::int64_t submission);
void insert(db::Tx& tx, Case const& opened);
/// Writes what may change, if nobody else did meanwhile, and counts the revision up. False: somebody did.
bool update(db::Tx& tx, Case& changed);

/// Whether the actor may see the case; the one place that knows.
bool may_see(Actor const& actor, Case const& one);

/// One team's cases in order, at most `limit`, after the cursor.
struct TeamQuery {
    std::string_view team;
    bool open = true;
    bool restricted = false; ///< with those that only the team may see
    Order order = Order::newest;
    std::optional<Cursor> after;
    int limit = 50;
};
std::vector<Case> list_team(db::Snapshot& snapshot, TeamQuery const& query, Filter const& filter);
std::int64_t count_team(db::Snapshot& snapshot, TeamQuery const& query, Filter const& filter);
/// Every team that has or had a case, from the index.
std::vector<std::string> teams_with_cases(db::Snapshot& snapshot);

struct Note {
    NoteId id;
    NoteKind kind = NoteKind::internal;
    std::string words; ///< "" where the person was forgotten
    Time created{};
    std::string once; ///< of the form that it came from, or ""
};
NoteId insert_note(db::Tx& tx, Case const& of, NoteKind kind, std::string_view words, std::string_view once = {});
std::map<NoteId, Note> notes_of(db::Snapshot& snapshot, CaseId id);
std::string_view name_of(NoteKind kind);

/// Versions of services with closed cases that still hold a person's details.
std::vector<services::VersionId> versions_with_details(db::Snapshot& snapshot);
/// Those of a version that were closed before, the oldest first.
std::vector<Case> closed_before(db::Snapshot& snapshot, services::VersionId version, Time before, int at_most);
/// The part of them that lies in this room's tables.
void delete_details(db::Tx& tx, Case const& of);

}
