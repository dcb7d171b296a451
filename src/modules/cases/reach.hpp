// How the person of a case can be told.
#pragma once

#include <cases/cases.hpp>
#include <forms/answers.hpp>

namespace guildhall::cases {

/// By what they answered, in the order in which they are tried: what they chose in the form, then email, then text.
/// None: they left nothing.
notify::Recipient recipient_in(services::Definition const& definition, forms::Answers const& answers);
/// The same; none also where they were forgotten.
notify::Recipient recipient_of(db::Snapshot& snapshot, services::Definition const& definition, Case const& one);

}
