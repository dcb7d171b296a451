#include "routes.hpp"

#include <http/response.hpp>

namespace guildhall::editor {

namespace {

http::Access editors(identity::Deps& deps)
{
    return {"content_editor or administrator",
            [staff = identity::staff(deps)](http::Request const& request) -> std::optional<http::Response> {
                if (auto refused = staff.check(request)) return refused;
                if (services::may_edit(identity::actor_of(request))) return std::nullopt;
                return http::problem(request, 403);
            }};
}

}

void add_routes(http::Router& router, Deps& deps)
{
    auto const editor = editors(deps.identity);
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
