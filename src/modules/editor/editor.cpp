#include "routes.hpp"

namespace guildhall::editor {

void add_routes(http::Router& router, Deps& deps)
{
    auto const editor = identity::staff_who("content_editor or administrator", deps.identity, services::may_edit);
    add_list_routes(router, deps, editor);
    add_source_routes(router, deps, editor);
    add_item_routes(router, deps, editor);
    add_addition_routes(router, deps, editor);
    add_decision_routes(router, deps, editor);
    add_word_routes(router, deps, editor);
    add_review_routes(router, deps, editor);
    add_version_routes(router, deps, editor);
    add_preview_routes(router, deps, editor);
    forms::add_try_routes(router, deps.tries, editor);
}

}
