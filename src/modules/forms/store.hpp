// The rows of this room.
#pragma once

#include "input.hpp"

#include <forms/forms.hpp>

namespace guildhall::forms {

struct Draft {
    DraftId id;
    services::VersionId version;
    db::SubjectId subject;
    Answers answers;
    std::optional<Reference> reference; ///< set: it was sent
    Time deadline{};
    bool is_try = false; ///< of a definition that is only tried out (tries.hpp): nothing comes of it
    [[nodiscard]] bool is_sent() const { return reference.has_value(); }
};

/// The browser's draft for a service, sent or not.
std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view browser, std::string_view service);
std::optional<Draft> find_draft(db::Snapshot& snapshot, DraftId id, std::string_view service);
/// Every draft of the browser, for all services, without answers.
std::vector<Draft> drafts_of(db::Snapshot& snapshot, std::string_view browser);
enum class Purpose { real, try_out };
/// A new draft in place of an old one.
Draft start_draft(db::Tx& tx, std::string_view browser, services::Version const& version, Purpose purpose);
void keep_answers(db::Tx& tx, Draft const& draft);
void give_to_browser(db::Tx& tx, Draft const& draft, std::string_view browser, std::string_view service);
/// Its answers are the submission's from now on; those of a try stay, because it has none.
void mark_sent(db::Tx& tx, Draft const& draft, Reference const& reference, Time deadline);
/// Deletes the draft and, unless it was sent, the files that hang on it. Gives the names of their blobs.
std::vector<std::string> delete_draft(db::Tx& tx, Draft const& draft);

void keep_submission(db::Tx& tx, Submission const& submission);

struct File {
    FileId id;
    DraftId draft;
    SubmissionId submission;
    db::SubjectId subject;
    std::string state; ///< "waiting", "ready", "unreadable"
    FileKind kind = FileKind::photo;
    std::string original, image, thumbnail; ///< names of blobs, "" where none
};
std::optional<File> find_file(db::Snapshot& snapshot, FileId id);
FileId add_file(db::Tx& tx, Draft const& draft, NewFile const& file, std::string_view original);
/// Deletes one that was not sent. Gives the names of its blobs.
std::vector<std::string> remove_file(db::Tx& tx, FileId id);
/// False where the file is gone meanwhile. The original stays named until it is deleted.
bool file_is_ready(db::Tx& tx, FileId id, std::string_view image, std::string_view thumbnail);
void original_is_gone(db::Tx& tx, FileId id);
void file_is_unreadable(db::Tx& tx, FileId id);
void give_files_to(db::Tx& tx, Answers const& answers, SubmissionId submission);

struct Untouched {
    Time real, tries; ///< since then
};
std::vector<Draft> drafts_untouched_since(db::Snapshot& snapshot, Untouched const& since, int at_most);

}
