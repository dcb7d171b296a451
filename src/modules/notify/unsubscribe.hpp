// Links that end messages of one kind for one person (RFC 8058).
#pragma once

#include <notify/notify.hpp>

#include <string>
#include <string_view>

namespace guildhall::notify {

/// The address of one message's link: made from the council's secret and kept nowhere but in the message. The row that
/// it finds holds its hash, one topic and one subscription, and ends with its time.
std::string unsubscribe_address(db::Tx& tx, Deps const& deps, db::EventId event, Subscription const& subscription);

enum class Ending { done, unknown };
/// Ends what the token is for; a second time does nothing more.
Ending end_subscription(db::Tx& tx, Deps const& deps, std::string_view token);

void forget_old_links(db::Tx& tx);
void add_unsubscribe_routes(http::Router& router, Deps& deps);

}
