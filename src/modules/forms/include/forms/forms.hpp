// Forms: a resident's way through a service, from the start page to the reference. Owns the tables form_draft,
// form_submission and form_file; nobody else reads or writes them.
//
// A draft belongs to one browser and one service. It is submitted once: sending it again gives the same reference, and
// a lost cookie loses nothing (docs/adr/0007). Answers of a draft are sealed whole; of a submission, those that
// identify.
#pragma once

#include <forms/answers.hpp>

#include <base/reference.hpp>
#include <base/result.hpp>
#include <council/council.hpp>
#include <db/jobs.hpp>
#include <http/router.hpp>
#include <identity/identity.hpp>
#include <notify/notify.hpp>
#include <services/services.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::forms {

using DraftId = Id<struct DraftTag>;
using SubmissionId = Id<struct SubmissionTag>;

std::vector<db::Migration> migrations();

/// What was sent, as the submit handler sees it, inside the transaction that keeps it.
struct Submission {
    SubmissionId id;
    services::Version const& version;
    db::SubjectId subject; ///< whose key seals what identifies
    Answers const& answers;
    feel::Context worked_out = {}; ///< every value and decision that came to something, by id
    std::string channel;           ///< "self", or how staff were asked to fill it in: "phone" (forms/assisted.hpp)
    std::string team;              ///< slug: where the definition routes it
    Time deadline;                 ///< the promise: the end of the last promised working day
    council::Council const& council;
    [[nodiscard]] services::Definition const& definition() const { return version.definition; }
};

/// Contributed by cases: opens what the council works on, in the submission's transaction, and gives its reference.
using SubmitHandler = std::function<Reference(db::Tx&, Submission const&)>;

/// A message as somebody would get it.
struct Told {
    std::string when; ///< the stage's title; "": at once
    std::string to, subject, text;
};
/// What would come of a submission that is only tried.
struct Rehearsal {
    std::string team;  ///< by name
    std::string stage; ///< the title of the first one
    std::vector<Told> messages;
};
/// Contributed by cases: what the submit handler would lead to. It changes nothing.
using Rehearse = std::function<Rehearsal(Submission const&, Reference const&)>;

struct Deps {
    council::Council& council;
    services::Library& library;
    SubmitHandler submit;
    identity::Deps* identity = nullptr; ///< null: nobody fills in forms for others
    Rehearse rehearse = nullptr;        ///< only where drafts are tried out, and then there is no `submit`
    [[nodiscard]] bool is_for_tries() const { return rehearse != nullptr; }
};

/// /services/{id} and everything below it.
void add_routes(http::Router& router, Deps& deps);

/// The same pages over a service's draft, for whoever `editor` lets in: /admin/services/{id}/try and what lies below it
/// (docs/adr/0017). Nothing of a try is counted, becomes a case, leaves by mail, or stays for longer than two days.
void add_try_routes(http::Router& router, Deps& tries, http::Access const& editor);

/// What notify is asked to send: the link of a saved form and its reminder.
notify::Source message_source(Deps& deps);

/// Re-encodes an uploaded photo, strips what it should not tell, makes a thumbnail, deletes the original.
db::JobKind photo_job(Deps& deps);
/// Deletes drafts that nobody touched for a week; it queues itself again for the next day.
db::JobKind expiry_job(Deps& deps);
void queue_expiry(db::Tx& tx);

// ---- for staff, through cases, which has checked that they may see the case

struct Stored {
    SubmissionId id;
    services::VersionId version;
    db::SubjectId subject;
    Time submitted{};
    Answers answers; ///< sealed ones too, unless the person was forgotten
    feel::Context
        worked_out; ///< values and decisions as they were then; sealed, because they can tell what was answered
};
std::optional<Stored> find_submission(db::Snapshot& snapshot, SubmissionId id);

/// Deletes all answers and files of a submission, sealed or not. Gives the blobs to remove when this is committed.
std::vector<std::string> delete_submission(db::Tx& tx, SubmissionId id);

/// A label and what was answered, in words, in the order of the definition.
struct AnswerLine {
    std::string question; ///< id
    std::string label;
    std::string text;
    std::vector<FileId> files;
};
/// `worked_out`: what labels may name. They never name what is sensitive.
std::vector<AnswerLine> answer_lines(services::Definition const& definition, Answers const& answers,
                                     feel::Context const& worked_out = {});
/// The values and decisions that the definition shows to staff, with their labels.
std::vector<AnswerLine> worked_out_lines(services::Definition const& definition, feel::Context const& worked_out);

enum class PhotoSize { full, thumbnail };
enum class PhotoState { waiting, ready, unreadable, infected }; ///< infected: clamd found something, and it was deleted
struct Photo {
    SubmissionId submission; ///< whose case must be visible to whoever asks
    PhotoState state = PhotoState::waiting;
    bool is_pdf = false; ///< to be downloaded, never shown: it is as it came
};
std::optional<Photo> find_photo(db::Snapshot& snapshot, FileId id);
/// JPEG bytes, or those of the PDF; nothing while the file waits, cannot be read, or its owner was forgotten.
std::optional<std::string> photo_bytes(db::Snapshot& snapshot, db::BlobStore const& blobs, FileId id, PhotoSize size);

}
