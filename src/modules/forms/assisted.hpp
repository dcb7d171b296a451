// Staff fill in the same form for a customer, at a desk or on the phone (docs/adr/0014). While they do, their browser
// holds a second cookie, whose key owns the drafts; it is worth something only together with the sign-in of the member
// of staff who began. So nothing lands among their own drafts, and nothing is left in the browser when it ends.
#pragma once

#include "store.hpp"

#include <forms/assisted.hpp>
#include <http/request.hpp>
#include <http/response.hpp>
#include <identity/identity.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::forms {

using AssistanceId = Id<struct AssistanceTag>;

struct Assistance {
    AssistanceId id;
    std::string key; ///< of the cookie
    std::string channel;
    identity::SignedIn who;
};

/// Nothing for everybody else, and then no query is made. Where the cookie is there but is of no use any more (signed
/// out, somebody else, too old, ended), the request ends on the way to the desk: what was typed must not land in the
/// browser's own drafts.
std::optional<Assistance> assistance_of(http::Request const& request, Deps& deps);
/// The same for whoever is on the way out: what is of no use any more is nothing, and keeps nobody.
std::optional<Assistance> assistance_at_sign_out(http::Request const& request, Deps& deps);

/// Whose drafts a request is about: the person helped, or this browser. The key of the one is never taken for the
/// secret of the other.
std::string owner_of(http::Request const& request, std::optional<Assistance> const& assistance);
Actor const& actor_of(std::optional<Assistance> const& assistance);

struct AssistanceWish {
    std::string key; ///< fresh
    PersonId staff;
    std::string channel, service;
};
void begin_assistance(db::Tx& tx, AssistanceWish const& wish);
/// Ends it and deletes what was not sent. Gives the blobs that may go.
std::vector<std::string> end_assistance(db::Tx& tx, Assistance const& assistance);

}
