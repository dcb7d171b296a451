// The access rules of staff pages.
#include "sessions.hpp"

#include "cookie.hpp"
#include "unsent.hpp"

#include <http/response.hpp>
#include <ui/url.hpp>

namespace guildhall::identity {

namespace {

/// Where to come back to after signing in. A form that was sent is carried along instead.
std::string sign_in_path(http::Request const& request)
{
    if (request.method != http::Method::get) return "/desk/sign-in";
    return ui::Url{"/desk/sign-in"}.with_query("next", request.path).str();
}

std::optional<Session> session_of(http::Request const& request, Deps& deps)
{
    auto const token = staff_token(request);
    if (token.empty()) return std::nullopt;
    auto const now = deps.database.clock().now();
    auto session = deps.database.read([&](db::Snapshot& snapshot) { return find_session(snapshot, token, now); });
    if (session && now - session->seen >= std::chrono::minutes{1})
        deps.database.write(session->who.actor, [&](db::Tx& tx) { touch_session(tx, *session); }).wait();
    return session;
}

}

http::Access staff_who(std::string name, Deps& deps, std::function<bool(Actor const&)> may)
{
    return {std::move(name),
            [&deps, may = std::move(may)](http::Request const& request) -> std::optional<http::Response> {
                auto session = session_of(request, deps);
                if (!session && unsent_of(request)) return sign_in_page(request, deps, 403, {}, {});
                if (!session) return http::see_other(sign_in_path(request));
                if (!may(session->who.actor)) return http::problem(request, 403);
                request.who = std::move(session->who);
                return std::nullopt;
            }};
}

http::Access staff(Deps& deps)
{
    return staff_who("staff", deps, [](Actor const&) { return true; });
}

http::Access staff_with(Deps& deps, Role role)
{
    return staff_who(std::string{name_of(role)}, deps, [role](Actor const& actor) { return actor.has(role); });
}

http::Access administrator(Deps& deps)
{
    return staff_with(deps, Role::administrator);
}

SignedIn const* signed_in(http::Request const& request)
{
    return std::any_cast<SignedIn>(&request.who);
}

Actor const& actor_of(http::Request const& request)
{
    static Actor const nobody = Actor::anonymous();
    auto const* who = signed_in(request);
    return who ? who->actor : nobody;
}

}
