// Drafts that are saved for later: found again on any device with a link that is emailed and a code that is shown once
// on the screen, so that whoever reads the mail alone cannot read the answers (docs/adr/0014).
//
// Link and code are made from the council's secret and are kept nowhere; the row holds the link's hash. A new link ends
// the one before it. Nothing of the draft changes while it is saved: whoever comes back stands before the first
// question that is not answered, as anybody does.
#pragma once

#include "store.hpp"

#include <base/email.hpp>
#include <base/result.hpp>
#include <notify/notify.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

using SavedId = Id<struct SavedTag>;

constexpr int saved_for_days = 28;
constexpr int reminded_before_days = 3;

struct Saved {
    SavedId id;
    DraftId draft;
    std::string service;
    db::SubjectId subject;
    std::int64_t issue = 1; ///< of the link: the newest alone works
    Time expires{};         ///< the end of a day on the council's wall
};

/// What opens it.
struct Keys {
    std::string link; ///< 40 hexadecimal digits
    std::string code; ///< "482913"
};
Keys keys_of(std::string_view secret, SavedId id, std::int64_t issue);
/// "482 913": as people read it.
std::string shown_code(std::string_view code);

std::optional<Saved> saved_of(db::Snapshot& snapshot, DraftId draft);
std::optional<Saved> saved_by_link(db::Snapshot& snapshot, std::string_view link);

enum class SaveRefusal { no_draft, already_sent, too_many };
struct SaveWish {
    std::string service;
    Email to;
    Time expires;
    std::string network; ///< of the client, for the limit on mails
};
/// Saves the draft and asks for the mail with the link (event form.saved). Doing it again sends a new link to the
/// address given then. A network and an address get a few mails an hour, so that nobody is flooded.
Result<Saved, SaveRefusal> save_draft(db::Tx& tx, std::string_view secret, std::optional<Draft> const& draft,
                                      SaveWish const& wish);

enum class OpenRefusal { gone, wrong_code, too_many_tries, other_draft_here };
struct OpenWish {
    std::string link;
    std::string code;    ///< as typed: spaces do not matter
    std::string browser; ///< whose draft it becomes
    std::string network;
    bool replace = false; ///< the browser's own draft of the service may go
};
struct Opened {
    Saved saved;
    std::vector<std::string> unused_blobs;
};
/// Gives the draft to the browser. Ten wrong codes in a day shut a link for that day.
Result<Opened, OpenRefusal> open_saved(db::Tx& tx, std::string_view secret, OpenWish const& wish);

/// The draft leaves the browser that it was in, and no page that is still open there brings it back; its link opens it.
void put_away(db::Tx& tx, Saved const& saved);
/// Of a browser's drafts, those that are saved are put away; gives the others.
std::vector<Draft> put_saved_ones_away(db::Tx& tx, std::vector<Draft> const& drafts);
/// Whether pages that were made before may not claim the draft any more.
bool is_put_away(db::Snapshot& snapshot, DraftId draft);

/// Deletes the row; the draft is the caller's to delete.
void forget_saved(db::Tx& tx, SavedId id);

// ---- nightly

/// Asks for the reminders that are due (event form.saving_ends), a few at a time; false where nothing was left.
bool remind_of_saved(db::Tx& tx);
/// Drafts whose time is over; their rows are deleted. Gives the drafts, for clear_drafts().
std::vector<Draft> end_saved(db::Tx& tx);

}
