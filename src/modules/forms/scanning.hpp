// A file that came in is checked before anything else is done with it, where the council has a scanner.
#pragma once

#include "store.hpp"

#include <council/council.hpp>

namespace guildhall::forms {

/// Whether the file may be worked on now. An infected one is deleted, and its row says so; while the scanner cannot be
/// asked, the file waits as it is and a later job tries again, however long it takes.
bool may_work_on(council::Council& council, File const& file);

}
