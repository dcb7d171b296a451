// What the same browser sent before, for `prefill`.
#pragma once

#include "facts.hpp"
#include "store.hpp"

#include <feel/value.hpp>

namespace guildhall::forms {

/// Answers by question, of the newest form that asked it. As long as what was sent can be looked at (copies.hpp) and no
/// longer, because others may use the computer; nothing sensitive, nothing of a form that asks who a person is or is
/// restricted to its team, and nothing of a form that was cleared.
[[nodiscard]] feel::Context sent_earlier(db::Snapshot& snapshot, services::Catalogue const& catalogue,
                                         std::string_view owner, Surroundings const& around);

}
