// An editor goes through a draft as a resident would (docs/adr/0017). The pages are those of every form, with other
// Deps: they stand at another address, their version is the draft that lies on the editor's table, and there is no
// submit handler. The answers lie in rows marked `is_try`, which are not counted and go when nobody touched them for a
// day.
#pragma once

#include "visit.hpp"

namespace guildhall::forms {

/// The draft of the service in the path as its current version, else what is published. What closes a service (its
/// days, parts that are not built, a withdrawal) does not close a try. 404 where there is no such service; a draft with
/// errors leads to what is wrong with it.
Visit at_try(http::Request const& request, Deps& deps);
/// One editor has one try of a service, in whatever browser.
std::string owner_of_tries(http::Request const& request, Deps const& deps);
/// What would have come of the try that was sent.
Rehearsal rehearsal_of(Deps& deps, Visit const& visit);

/// Above every page: that this is a try, and the way back.
ui::Html try_bar(http::Request const& request, ui::Translator const& t);

}
