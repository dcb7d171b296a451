#include "pages.hpp"

#include <base/text.hpp>
#include <council/council.hpp>
#include <identity/attempts.hpp>
#include <identity/identity.hpp>

namespace guildhall::cases {

namespace {

using identity::AttemptLimit;

// A reference has 50 random bits; with 20 misses an hour nobody finds one, and a person who mistypes is not shut out.
constexpr AttemptLimit misses{.kind = "reference", .tries = 20, .window = std::chrono::hours{1}};
constexpr AttemptLimit additions{.kind = "case information", .tries = 10, .window = std::chrono::hours{1}};

http::Response framed(http::Request const& request, Deps& deps, int status, Sentence title, bool has_errors,
                      std::function<ui::Html(ui::Translator const&)> const& content)
{
    auto const t =
        deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
    // Services and their stages are written in English, so the words around them are English too.
    auto const english = deps.council.translator(ui::Language::en);
    ui::Frame const frame{.t = t,
                          .brand = deps.council.brand(),
                          .title = english(title),
                          .has_errors = has_errors,
                          .section = "track",
                          .path = "/track",
                          .content_language = ui::Language::en};
    // The address holds the reference: caching is personal, which also sends no referrer.
    return http::page(status, ui::page(frame, content(english)));
}

http::Response form_page(http::Request const& request, Deps& deps, int status, std::string typed,
                         std::vector<FieldError> errors)
{
    TrackFormView const view{request.csrf_token(), std::move(typed), std::move(errors)};
    return framed(request, deps, status, "Follow a report or request", status != 200,
                  [&](auto const& t) { return track_form(view, t); });
}

std::string tracking_path(Reference const& reference)
{
    return "/track/" + reference.shown();
}

// POST /track: only the check character is looked at here, so that typing wrong costs no try.
Task<http::Response> find_by_form(http::Request const& request, Deps& deps)
{
    std::string const typed{request.form.value("reference")};
    if (auto const reference = Reference::parse(typed)) co_return http::see_other(tracking_path(*reference));
    Message const problem = typed.empty()
                                ? Message{"Enter your reference"}
                                : Message{"Check the reference. It has 11 letters and numbers, like 7HK2-9QF3-MTX"};
    std::vector<FieldError> errors{{"reference", problem}};
    co_return form_page(request, deps, 422, std::string{cut_to(typed, 100)}, std::move(errors));
}

Reference reference_in(http::Request const& request)
{
    auto const reference = Reference::parse(request.path_text("reference"));
    if (!reference) http::halt(request, 404); // the route's {reference:ref} has checked it already
    return *reference;
}

http::Response unknown_page(http::Request const& request, Deps& deps)
{
    return framed(request, deps, 404, "We cannot find that reference", false,
                  [](auto const& t) { return unknown_reference(t); });
}

http::Response throttled_page(http::Request const& request, Deps& deps)
{
    return framed(request, deps, 429, "Too many references that we do not know", false,
                  [](auto const& t) { return too_many_look_ups(t); });
}

struct Words {
    std::string typed;
    std::vector<FieldError> errors;
};

http::Response found_page(http::Request const& request, Deps& deps, int status, Tracking tracking, Words words)
{
    auto const& brand = deps.council.brand();
    auto const now = deps.database.clock().now();
    TrackingView view{.tracking = std::move(tracking),
                      .csrf = request.csrf_token(),
                      .typed = std::move(words.typed),
                      .errors = std::move(words.errors),
                      .phone = brand.phone,
                      .hours = brand.hours,
                      .address = brand.address};
    view.late = !view.tracking.closed && view.tracking.target < now;
    view.may_add = view.tracking.outcome != "abuse" && !view.tracking.forgotten;
    view.was_added = request.query.has("added");
    return framed(request, deps, status, "Follow a report or request", !view.errors.empty(),
                  [&](auto const& t) { return tracking_page(view, t); });
}

/// The case of the reference in the path. Misses are counted, and whoever has too many is told nothing, not even of a
/// reference that exists.
struct LookUp {
    bool throttled = false;
    std::optional<Tracking> tracking;
};
Task<LookUp> look_up(http::Request const& request, Deps& deps)
{
    auto const reference = reference_in(request);
    auto const client = request.client_network();
    auto const now = deps.database.clock().now();
    auto found = deps.database.read([&](db::Snapshot& snapshot) {
        LookUp out{.throttled = !identity::may_attempt(snapshot, misses, client, now), .tracking = {}};
        if (!out.throttled) out.tracking = tracking(snapshot, deps, reference);
        return out;
    });
    if (found.throttled || found.tracking) co_return found;
    auto const count_miss = [&](db::Tx& tx) { return identity::count_attempt(tx, misses, client); };
    co_await deps.database.write(Actor::anonymous(), count_miss);
    co_return found;
}

// GET /track/{reference:ref}. It reads, but a miss is counted.
Task<http::Response> show(http::Request const& request, Deps& deps)
{
    auto found = co_await look_up(request, deps);
    if (found.throttled) co_return throttled_page(request, deps);
    if (!found.tracking) co_return unknown_page(request, deps);
    co_return found_page(request, deps, 200, std::move(*found.tracking), {});
}

FieldError problem_of(Refusal refusal)
{
    switch (refusal) {
    case Refusal::words_missing: return {"information", Message{"Enter what you want to tell us"}};
    case Refusal::words_too_long: return {"information", Message{"What you tell us must be 5,000 characters or less"}};
    case Refusal::not_found:
    case Refusal::changed_meanwhile:
    case Refusal::not_allowed:
    case Refusal::already_closed:
    case Refusal::not_a_next_stage:
    case Refusal::unknown_person:
    case Refusal::unknown_outcome:
    case Refusal::details_deleted: break;
    }
    return {"information", Message{"We could not add this. Call us instead"}};
}

// POST /track/{reference:ref}/information
Task<http::Response> add_more(http::Request const& request, Deps& deps)
{
    auto found = co_await look_up(request, deps);
    if (found.throttled) co_return throttled_page(request, deps);
    if (!found.tracking) co_return unknown_page(request, deps);

    std::string const words{request.form.value("information")};
    auto const reference = reference_in(request);
    auto const now = deps.database.clock().now();
    auto const may = deps.database.read(
        [&](db::Snapshot& s) { return identity::may_attempt(s, additions, reference.stored(), now); });
    if (!may) {
        std::vector<FieldError> errors{
            {"information", Message{"You have told us a lot in one hour. Wait, or call us"}}};
        co_return found_page(request, deps, 429, std::move(*found.tracking), {words, std::move(errors)});
    }
    auto const add = [&](db::Tx& tx) {
        identity::count_attempt(tx, additions, reference.stored());
        return add_information(tx, reference, words);
    };
    auto const added = co_await deps.database.write(Actor::anonymous(), add);
    if (added) co_return http::see_other(tracking_path(reference) + "?added=1");
    std::vector<FieldError> errors{problem_of(added.error())};
    co_return found_page(request, deps, 422, std::move(*found.tracking), {words, std::move(errors)});
}

}

void add_routes(http::Router& router, Deps& deps)
{
    using http::anyone;
    router.get("/track", anyone(), [&deps](auto const& r) { return form_page(r, deps, 200, {}, {}); });
    router.post("/track", anyone(), [&deps](auto const& r) { return find_by_form(r, deps); });
    router.add({.method = http::Method::get,
                .pattern = "/track/{reference:ref}",
                .access = anyone(),
                .limits = {},
                .read = {},
                .write = [&deps](auto const& r) { return show(r, deps); }});
    router.post("/track/{reference:ref}/information", anyone(), [&deps](auto const& r) { return add_more(r, deps); });
}

}
