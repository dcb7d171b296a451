// Editor: where content designers make services, have them reviewed and publish them: /admin/services. Owns no tables:
// it shows and changes what services keeps, and asks forms for pages as residents see them.
//
// Editors are staff with the role content_editor, and administrators. Whoever wrote a draft cannot approve it.
#pragma once

#include <council/council.hpp>
#include <forms/forms.hpp>
#include <http/router.hpp>
#include <identity/identity.hpp>
#include <services/services.hpp>

namespace guildhall::editor {

struct Deps {
    council::Council& council;
    services::Library& library;
    identity::Deps& identity;
    forms::Deps& tries; ///< of drafts (forms::add_try_routes)
};

/// /admin/services and everything below it.
void add_routes(http::Router& router, Deps& deps);

}
