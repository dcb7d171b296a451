// What is done to drafts, each inside one write transaction. State is read again in it, so tabs and impatient fingers
// meet one truth. None of them touches files on disk: blobs that are no longer wanted are handed back to be deleted
// afterwards.
#pragma once

#include "input.hpp"
#include "store.hpp"
#include "ticket.hpp"
#include "way.hpp"

namespace guildhall::forms {

/// Whose draft: what the request says about it.
struct Whose {
    std::string browser;              ///< its secret, or the key of whoever is helped
    std::string channel;              ///< how it reaches us: "self", "phone", ...
    services::Version const& current; ///< what a new draft gets
    std::optional<Ticket> ticket;     ///< of the form that was sent
    bool may_begin = false;           ///< the service takes new requests today
    Purpose purpose = Purpose::real;
    std::string network{}; ///< what a limit on sending counts as one client; "": not limited, as staff are
    [[nodiscard]] std::string const& service() const { return current.definition.id; }
};

/// The browser's draft; else the ticket's, which becomes the browser's. A draft of the browser's own with answers is
/// never pushed aside.
std::optional<Draft> claim_draft(db::Tx& tx, Whose const& whose);

/// The same, or a new draft where there is none; nothing where the service takes no new ones.
std::optional<Draft> draft_for(db::Tx& tx, Whose const& whose);

/// A draft for this browser: going on with the one there, or a new one where there is none, it was sent, or it is
/// to be thrown away.
struct Begun {
    Draft draft;
    std::vector<std::string> unused_blobs;
};
enum class Beginning { go_on, start_again };
Begun begin_draft(db::Tx& tx, Whose const& whose, Beginning beginning);

/// A file that was sealed and stored, not yet part of a draft.
struct StoredFile {
    NewFile file;
    db::SubjectId subject;
    std::string blob;
};
struct KeptPage {
    Draft draft;
    Step step; ///< with the number of a new row
    std::vector<std::string> unused_blobs;
};
enum class PageRefusal { already_sent, version_changed, not_open };
/// The version that a page was read as, and what its conditions may look at.
struct ReadAs {
    services::Version const& version;
    Surroundings const& around;
};
/// Keeps a page's answers beside those of other pages that are still asked: what the new answers hide goes, with its
/// files.
Result<KeptPage, PageRefusal> keep_page(db::Tx& tx, Whose const& whose, ReadAs const& read_as, Step const& step,
                                        PageInput const& input, std::vector<StoredFile> const& files);

/// Takes a row away, with its files and with what is not asked without it. Gives the blobs that may go.
Result<std::vector<std::string>, PageRefusal> drop_row(db::Tx& tx, Whose const& whose, ReadAs const& read_as,
                                                       std::string_view group, RowId id);
/// Remembers that somebody goes on past an early end. False where it was sent already.
bool pass_end(db::Tx& tx, Whose const& whose, std::string_view end);

/// What a draft's answers become when they are sent at `now`. `way` and `answers`, which are the way's, must outlive
/// it.
Submission submission_of(Deps& deps, services::Version const& version, Draft const& draft, Way const& way,
                         Answers const& answers, Time now);

enum class SendRefusal { no_draft, incomplete, other_draft, undeclared, too_many };
/// Makes the submission and, through the handler, its case; of a try, a reference alone. A draft that was sent before
/// gives its reference again, and is not counted again.
Result<Reference, SendRefusal> send_draft(db::Tx& tx, Deps& deps, services::Catalogue const& catalogue,
                                          Whose const& whose, Surroundings const& around, bool is_declared);

/// How long a draft is kept after its last change, unless it is saved (saved.hpp). Pages say so.
constexpr int kept_unsaved_days = 7;
constexpr Duration kept_unsaved_for = std::chrono::days{kept_unsaved_days};
constexpr Duration tries_kept_for = std::chrono::days{1};
/// Deletes drafts and, unless they became submissions, forgets whose they were.
std::vector<std::string> clear_drafts(db::Tx& tx, std::vector<Draft> const& drafts);

}
