// How far each way through a form went, kept for the figures (docs/adr/0011): which pages were answered, how long each
// took, where errors were shown. Never an answer, and nothing of who. Each verb runs in the write that is made anyway
// and costs a row of its own, so that nobody waits for a counter that others write too.
#pragma once

#include "store.hpp"
#include "way.hpp"

#include <forms/forms.hpp>

#include <base/result.hpp>
#include <http/request.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

/// How somebody goes through a form: all that is known of them here.
struct Walker {
    services::Version const& version; ///< of the draft
    std::string_view device;          ///< "phone" or "computer": the width class alone
    std::string channel = "self";     ///< "self", or how staff were asked: "phone", ...
    Date day;                         ///< today, on the council's wall
};

/// The width class, from the hints that a browser gives unasked; its name where it gives none.
std::string_view device_of(http::Request const& request);

/// Where a walk stands: a page's id, or one of these.
constexpr std::string_view at_check = "check";
constexpr std::string_view at_ending = "end:"; ///< and the ending's id

/// A draft was begun. Doing it again changes nothing. Tries are not counted: they have no walk.
void walk_begins(db::Tx& tx, Draft const& draft, Walker const& walker);
/// A page was answered, for the first time or again; `place` is where its answers lead.
void walk_goes_on(db::Tx& tx, Draft const& draft, Walker const& walker, std::string_view page, std::string_view place);
/// The questions of a page beside which these errors stand, each once.
std::vector<std::string> questions_of(Step const& step, std::vector<FieldError> const& errors);
/// Errors were shown beside these questions. It is worth a write, because it shows which question to mend.
void walk_errs(db::Tx& tx, DraftId draft, std::vector<std::string> const& questions);
void walk_is_saved(db::Tx& tx, DraftId draft);
void walk_returns(db::Tx& tx, DraftId draft); ///< through the link of a saved form
void walk_is_sent(db::Tx& tx, DraftId draft);

}
