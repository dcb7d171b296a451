// Drafts: a definition on its way to its next version. Written by editors, looked at by a second person, published
// now or on a day. Owns tables service_draft and service_step.
//
// A service has at most one draft, which several people may work on. Every change names the revision that was seen, so
// that nobody overwrites what somebody else has saved. Whoever has changed a draft since it began cannot approve it.
// A change takes an approval away.
#pragma once

#include <services/services.hpp>

#include <base/result.hpp>
#include <db/jobs.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// Content editors and administrators.
[[nodiscard]] bool may_edit(Actor const& actor);

enum class DraftState { editing, in_review, approved };

struct Draft {
    std::string service;
    std::int64_t revision = 0;
    DraftState state = DraftState::editing;
    Source files;          ///< the definition, then the messages that are written for this service alone
    std::int64_t base = 0; ///< number of the version that it began from; 0: the service is new
    std::vector<PersonId> authors;
    PersonId reviewer{}; ///< who approved it
    std::string reason;  ///< why it is published although its words are hard
    std::optional<Time> publish_at;
    std::string shipped; ///< hash of the file whose changes were taken in; empty: none
    Time changed_at{};
    PersonId changed_by{};
    [[nodiscard]] std::string const& text() const { return files.front().text; }
    [[nodiscard]] bool is_by(PersonId person) const;
};

enum class DraftRefusal {
    not_allowed,       ///< the actor is no editor
    not_found,         ///< no such draft, version or service
    exists_already,    ///< a draft or a service of this id
    changed_meanwhile, ///< somebody saved after it was shown
    own_work,          ///< who wrote it cannot approve it
    not_sound,         ///< it has errors
    reason_missing,    ///< its words are hard and nobody says why
    not_now,           ///< its state does not allow it
    words_missing,
    too_large
};
/// The revision afterwards.
using DraftChange = Result<std::int64_t, DraftRefusal>;

struct SeenDraft {
    std::string service;
    std::int64_t revision = 0;
};

std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view service);
std::vector<Draft> all_drafts(db::Snapshot& snapshot);

/// Each checks again that the actor may, changes the draft, writes a step down and appends an event.
DraftChange start_draft(db::Tx& tx, std::string_view service, Source const& files, std::int64_t base,
                        std::string_view words = {});
/// `shipped`: the hash of a file whose changes were taken in; empty: as it was.
DraftChange save_draft(db::Tx& tx, SeenDraft const& seen, Source const& files, std::string_view shipped = {});
DraftChange drop_draft(db::Tx& tx, SeenDraft const& seen);
DraftChange send_for_review(db::Tx& tx, SeenDraft const& seen, std::vector<Problem> const& problems,
                            std::string_view words);
DraftChange ask_for_changes(db::Tx& tx, SeenDraft const& seen, std::string_view words);
DraftChange approve_draft(db::Tx& tx, SeenDraft const& seen, std::vector<Problem> const& problems,
                          std::string_view reason);
/// Only an approved one. At that time the job publishes it, unless it was changed meanwhile.
DraftChange schedule_draft(db::Tx& tx, SeenDraft const& seen, Time at);
/// Makes it the next version: only an approved one, and by an editor or the job. The draft is gone afterwards.
/// `examined` is what the library said about its files. Reload the library afterwards.
DraftChange publish_draft(db::Tx& tx, Library const& library, SeenDraft const& seen, Examined const& examined);
/// Words about a draft or a service.
DraftChange comment_on(db::Tx& tx, std::string_view service, std::string_view words);

/// Publishes an older version's files, or others, as the next version at once, without a second person: `kind` is
/// "rolled back", "withdrawn" or "offered again". The library must find them sound. Gives the version's number.
DraftChange publish_at_once(db::Tx& tx, std::string_view service, Examined const& examined, Source const& files,
                            std::string_view kind);

/// Publishes what is due, and reads the library again.
db::JobKind publish_job(Library& library);

// ---- what happened

struct Step {
    std::string kind; ///< "began", "saved", "sent for review", "asked for changes", "approved", "said", "scheduled",
                      ///< "published", "rolled back", "withdrawn", "offered again", "dropped"
    PersonId person;
    Time at{};
    std::int64_t number = 0; ///< of the version, where it made one
    std::string words;
};
std::vector<Step> steps_of(db::Snapshot& snapshot, std::string_view service); ///< newest first

struct StoredVersion {
    VersionId id;
    std::int64_t number = 0;
    Time published_at{};
    bool by_editor = false; ///< else from a file
    PersonId published_by{};
};
/// When each service was published first.
std::map<std::string, Time, std::less<>> first_published(db::Snapshot& snapshot);
std::vector<StoredVersion> versions_of(db::Snapshot& snapshot, std::string_view service); ///< newest first
/// The files of a version: its definition and its messages.
std::optional<Source> files_of_version(db::Snapshot& snapshot, std::string_view service, std::int64_t number);
/// The newest version that came from a file, where a council's own is in front of it.
std::optional<Source> newest_file_version(db::Snapshot& snapshot, std::string_view service);

}
