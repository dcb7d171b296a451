#include "assisted.hpp"

#include "drafts.hpp"
#include "saved.hpp"

#include <base/secret.hpp>

namespace guildhall::forms {

namespace {

/// A day at the desk; nobody is on the phone for longer.
constexpr Duration lasts_for = std::chrono::hours{12};

constexpr db::Query add_assisted{"forms.add_assisted", R"sql(
    insert into form_assisted (id, key_hash, staff, channel, service, started_at) values ($1, $2, $3, $4, $5, $6))sql"};
constexpr db::Query assisted_by_key{"forms.assisted_by_key", R"sql(
    select id, channel from form_assisted where key_hash = $1 and staff = $2 and started_at > $3 and ended_at is null)sql"};
constexpr db::Query set_ended{"forms.set_assisted_ended", "update form_assisted set ended_at = $2 where id = $1"};

[[noreturn]] void halt_on_the_way_to(std::string path)
{
    auto response = http::see_other(std::move(path));
    response.cookies.push_back({.name = "assisting", .value = "", .max_age = std::chrono::seconds{0}});
    throw http::Halt{std::move(response)};
}

}

namespace {

/// That the cookie names, begun by whoever is signed in.
std::optional<Assistance> find_assistance(http::Request const& request, Deps& deps)
{
    auto const key = request.cookie("assisting");
    auto const& who = *identity::signed_in(request);
    return deps.council.database.read([&](db::Snapshot& snapshot) {
        return snapshot.one(
            assisted_by_key,
            [&](db::Row const& row) {
                return Assistance{row.get<AssistanceId>(0), std::string{key}, row.get<std::string>(1), who};
            },
            sha256_hex(key), who.actor.person, request.received - lasts_for);
    });
}

}

std::optional<Assistance> assistance_of(http::Request const& request, Deps& deps)
{
    if (request.cookie("assisting").empty() || deps.identity == nullptr) return {};
    // The session is over: signing in again leads back to the same form, so the cookie stays.
    if (auto refused = identity::staff(*deps.identity).check(request)) throw http::Halt{std::move(*refused)};
    auto found = find_assistance(request, deps);
    if (!found) halt_on_the_way_to("/desk/assisted");
    return found;
}

namespace {

/// No browser's secret looks like it, so the key is worth nothing in another cookie.
std::string owner_of(Assistance const& assistance)
{
    return "assisting:" + assistance.key;
}

}

std::optional<Assistance> assistance_at_sign_out(http::Request const& request, Deps& deps)
{
    if (request.cookie("assisting").empty() || identity::staff(*deps.identity).check(request)) return {};
    return find_assistance(request, deps);
}

std::string owner_of(http::Request const& request, std::optional<Assistance> const& assistance)
{
    return assistance ? owner_of(*assistance) : std::string{request.browser()};
}

Actor const& actor_of(std::optional<Assistance> const& assistance)
{
    static Actor const nobody = Actor::anonymous();
    return assistance ? assistance->who.actor : nobody;
}

void begin_assistance(db::Tx& tx, AssistanceWish const& wish)
{
    tx.run(add_assisted, tx.new_id<AssistanceId>(), sha256_hex(wish.key), wish.staff, wish.channel, wish.service,
           tx.now());
}

std::vector<std::string> end_assistance(db::Tx& tx, Assistance const& assistance)
{
    tx.run(set_ended, assistance.id, tx.now());
    // What was saved with a link is the person's own by now.
    return clear_drafts(tx, put_saved_ones_away(tx, drafts_of(tx, owner_of(assistance))));
}

}
