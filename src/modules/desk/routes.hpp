// How the pages of this room find each other.
#pragma once

#include "case_view.hpp"

namespace guildhall::desk {

/// The case of the path beside the queue; halts with 404 where the reader may not see it.
http::Response case_page(http::Request const& request, Deps& deps, int status, Typed typed);
/// Offers to take back what was just done, where the service's table and the reader's rights allow it.
void add_undo(CaseView& view, http::Request const& request, Names const& names, ui::Translator const& t);

void add_actions(http::Router& router, Deps& deps, http::Access const& staff);
void add_message_routes(http::Router& router, Deps& deps, http::Access const& staff, http::Access const& leads);
void add_export_routes(http::Router& router, Deps& deps, http::Access const& leads);
void add_admin_routes(http::Router& router, Deps& deps, http::Access const& administrator);

}
