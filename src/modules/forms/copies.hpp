// One's own answers to keep: on paper, and by email where somebody asks for it.
#pragma once

#include "store.hpp"

#include <notify/notify.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::forms {

/// After sending, answers can be looked at in the same browser for so long: a shared computer must not show them later.
constexpr Duration shown_after_sending = std::chrono::hours{1};

/// What the draft was sent as; nothing where it was not, or is no longer shown.
std::optional<Stored> just_sent(db::Snapshot& snapshot, Draft const& draft, Time now);

/// The first email address that was answered; "" where there is none.
std::string email_in(services::Definition const& definition, Answers const& answers);

/// Asks for the mail (event form.copy_wanted). False where it was asked for three times already.
bool want_copy(db::Tx& tx, Stored const& sent);

/// Only to the address in the form itself; of what is sensitive, that it was answered and no more.
std::vector<notify::Draft> copy_mails(Deps& deps, db::Tx& tx, db::Event const& event);

}
