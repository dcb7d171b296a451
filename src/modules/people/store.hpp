// The rows of people_*. Private to people: everybody else goes through Visible and the verbs.
#pragma once

#include "lookup.hpp"

#include <people/people.hpp>

namespace guildhall::people {

/// Whether the actor may see the record; the one place that knows.
bool may_see(Actor const& actor, Record const& record);
/// Whether the actor may know that the record is or was there, also when it is forgotten.
bool may_know(Actor const& actor, Record const& record);
/// A person that the actor may see and change.
Result<Person, Refusal> take(db::Snapshot& snapshot, Actor const& actor, RecordId id);

std::optional<Record> load(db::Snapshot& snapshot, RecordId id);
std::optional<Record> load_by_submission(db::Snapshot& snapshot, std::int64_t submission);
/// Every record of a person, whoever may see it, newest first.
std::vector<Record> tree_of(db::Snapshot& snapshot, RecordId root);
/// Of a person's records one of each that says something else, among those that everybody may see who may see `like`.
/// Somebody who sends ten thousand forms says two or three different things about themselves.
std::vector<Record> different_records_of(db::Snapshot& snapshot, RecordId root, Source const& like);
std::vector<Record> records_of_subject(db::Snapshot& snapshot, db::SubjectId subject);
std::vector<Record> children_of(db::Snapshot& snapshot, RecordId parent);
void insert(db::Tx& tx, std::string_view secret, Record const& record);
void set_parent(db::Tx& tx, RecordId record, RecordId parent, std::string_view because, PersonId by);
void set_root(db::Tx& tx, RecordId record, RecordId root);
/// Wipes what it says and by what it is found.
void wipe(db::Tx& tx, RecordId record);
/// What staff wrote down at these records goes, and the keys that opened it.
void wipe_written(db::Tx& tx, std::vector<Record> const& records);

/// Records with this hash, newest first, of `at_most` looked at: of equal ones of a person the newest alone.
std::vector<Record> records_with(db::Snapshot& snapshot, Lookup const& lookup, int at_most);

void keep_pair(db::Tx& tx, RecordId a, RecordId b, bool is_apart, double bits, std::string_view because);

}
