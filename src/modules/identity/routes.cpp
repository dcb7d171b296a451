#include "cookie.hpp"
#include "frame.hpp"
#include "links.hpp"
#include "pages.hpp"
#include "passwords.hpp"
#include "sessions.hpp"
#include "unsent.hpp"

#include <fmt/format.h>

namespace guildhall::identity {

namespace {

constexpr std::string_view sign_in_path = "/desk/sign-in";

/// Only our own staff pages may be wanted: anything else would let a link send people elsewhere after signing in.
std::string checked_next(std::string_view wanted)
{
    if (is_own_path(wanted)) return std::string{wanted};
    return "/desk";
}

}

http::Response sign_in_page(http::Request const& request, Deps& deps, int status, std::string email,
                            std::vector<FieldError> errors)
{
    auto const& asked = request.form.has("next") ? request.form : request.query;
    SignInView const view{.csrf = request.csrf_token(),
                          .email = std::move(email),
                          .next = checked_next(asked.value("next")),
                          .unsent = request.path == sign_in_path ? carried_unsent(request.form) : unsent_of(request),
                          .errors = std::move(errors)};
    return framed(request, deps, status, "Sign in", view.errors, [&](auto const& t) { return sign_in_form(view, t); });
}

namespace {

std::vector<FieldError> empty_fields(http::Form const& form)
{
    std::vector<FieldError> errors;
    if (form.value("email").empty()) errors.push_back({"email", Message{"Enter your email address"}});
    if (form.value("password").empty()) errors.push_back({"password", Message{"Enter your password"}});
    return errors;
}

http::Response refused_sign_in(http::Request const& request, Deps& deps, std::string email, SignInRefusal refusal)
{
    switch (refusal) {
    case SignInRefusal::wrong:
        return sign_in_page(request, deps, 422, std::move(email),
                            {{"email", Message{"The email address or password is wrong"}}});
    case SignInRefusal::too_many:
        return sign_in_page(request, deps, 429, std::move(email),
                            {{"email", Message{"Too many tries. Wait 15 minutes, then try again"}}});
    }
    std::unreachable();
}

/// Back to the page that was wanted; or to what was sent when no session was there, which waits for one more press.
http::Response after_sign_in(http::Request const& request, Deps& deps)
{
    auto const unsent = carried_unsent(request.form);
    if (!unsent) return http::see_other(checked_next(request.form.value("next")));
    return framed(request, deps, 200, "You are signed in", {},
                  [&](auto const& t) { return unsent_form(*unsent, request.csrf_token(), t); });
}

// POST /desk/sign-in
Task<http::Response> sign_in(http::Request const& request, Deps& deps)
{
    std::string const email{request.form.value("email")};
    auto missing = empty_fields(request.form);
    if (!missing.empty()) co_return sign_in_page(request, deps, 422, email, std::move(missing));

    auto const client = request.client_network();
    auto const begin = [&](db::Tx& tx) { return begin_sign_in(tx, email, client); };
    auto const begun = co_await deps.database.write(Actor::anonymous(), begin);
    if (!begun) co_return refused_sign_in(request, deps, email, begun.error());

    auto const candidate = deps.database.read([&](db::Snapshot& snapshot) { return candidate_for(snapshot, email); });
    Secret const password{std::string{request.form.value("password")}};
    Hashed verified{[&] { return verify_password(candidate.hash, password); }};
    auto const fits = co_await verified;
    if (!fits) co_return http::problem(request, 503);
    auto const start = [&](db::Tx& tx) { return start_session(tx, candidate, *fits, email, client); };
    auto const token = co_await deps.database.write(Actor::anonymous(), start);
    if (!token) co_return refused_sign_in(request, deps, email, token.error());

    auto response = after_sign_in(request, deps);
    response.cookies.push_back(cookie_for(token->reveal()));
    co_return response;
}

// POST /desk/sign-out
Task<http::Response> sign_out(http::Request const& request, Deps& deps)
{
    auto response = http::see_other("/desk/sign-in");
    response.cookies.push_back(cookie_gone());
    if (deps.before_sign_out) {
        auto ending = deps.before_sign_out(request, std::move(response));
        response = co_await ending;
    }
    std::string const token{staff_token(request)};
    auto const end = [&](db::Tx& tx) { end_session(tx, token); };
    co_await deps.database.write(actor_of(request), end);
    co_return response;
}

Secret token_of(http::Request const& request)
{
    return Secret{std::string{request.path_text("token")}};
}

http::Response password_page(http::Request const& request, Deps& deps, std::vector<FieldError> const& errors)
{
    auto const now = deps.database.clock().now();
    auto const member =
        deps.database.read([&](db::Snapshot& snapshot) { return member_of_link(snapshot, token_of(request), now); });
    auto const status = !member ? 404 : errors.empty() ? 200 : 422;
    auto response = framed(request, deps, status, "Choose a password", errors, [&](auto const& t) {
        if (!member) return old_link(t);
        return password_form({.csrf = request.csrf_token(),
                              .action = setup_path(token_of(request)),
                              .email = member->email,
                              .errors = errors},
                             t);
    });
    response.headers.emplace_back("Referrer-Policy", "no-referrer"); // the address holds the token
    return response;
}

// POST /desk/set-password/{token}
Task<http::Response> choose_password(http::Request const& request, Deps& deps)
{
    Secret const password{std::string{request.form.value("password")}};
    auto const token = token_of(request);
    auto const now = deps.database.clock().now();
    auto const member =
        deps.database.read([&](db::Snapshot& snapshot) { return member_of_link(snapshot, token, now); });
    if (!member) co_return password_page(request, deps, {});
    if (auto const problem = password_problem(password.reveal(), member->email)) {
        std::vector<FieldError> errors{{"password", *problem}};
        co_return password_page(request, deps, std::move(errors));
    }
    Hashed hashed{[&] { return hash_password(password); }};
    auto const hash = co_await hashed;
    if (!hash) co_return http::problem(request, 503);
    auto const use = [&](db::Tx& tx) { return use_link(tx, token, *hash); };
    auto const used = co_await deps.database.write(Actor::anonymous(), use);
    if (!used) co_return password_page(request, deps, {});
    co_return http::see_other("/desk/sign-in");
}

}

void add_routes(http::Router& router, Deps& deps)
{
    hash_of_nobody(); // made now, so that the first unknown address does not take longer than the others
    using http::anyone;
    router.get("/desk/sign-in", anyone(), [&deps](auto const& r) { return sign_in_page(r, deps, 200, {}, {}); });
    // Room for a whole form of the desk that is carried along, and the two fields of this one.
    http::Limits const carries{.body = 80 * 1024, .fields = 210};
    router.post(
        "/desk/sign-in", anyone(), [&deps](auto const& r) { return sign_in(r, deps); }, carries);
    router.post("/desk/sign-out", anyone(), [&deps](auto const& r) { return sign_out(r, deps); });
    router.get("/desk/set-password/{token}", anyone(), [&deps](auto const& r) { return password_page(r, deps, {}); });
    router.post("/desk/set-password/{token}", anyone(), [&deps](auto const& r) { return choose_password(r, deps); });
}

}
