// Desk: where staff see what has come in, work it and tell people. Owns no tables: it shows what cases, forms, notify
// and identity hold, and does nothing that they do not offer.
//
// Cases are read through cases::Visible alone, so what somebody may not see is not there: 404. Every act is a POST to a
// resource of its own that carries the revision seen; a refused one shows the page again with what was typed.
#pragma once

#include <cases/cases.hpp>
#include <http/router.hpp>
#include <identity/identity.hpp>

#include <functional>

namespace guildhall::desk {

struct Deps {
    cases::Deps& cases; ///< with the council, its database and its services
    identity::Deps& identity;
    std::function<std::int64_t()> backlog; ///< events that the slowest consumer has not yet seen
};

/// /desk, /desk/cases/{id} and what is done there, photos, outbox, dead letters, export, /admin.
void add_routes(http::Router& router, Deps& deps);

}
