// Texts that people send back.
#pragma once

#include <notify/notify.hpp>

#include <string>
#include <string_view>

namespace guildhall::notify {

/// By which an answer from this number finds the message that it answers, in the week of `at`.
std::string answer_key(std::string_view secret, std::string_view number, Time at);

struct ReceivedText {
    std::string provider_id;
    std::string number; ///< as the provider writes it: "447700912345"
    std::string words;
};
/// Hands it to whoever looks after what the number was last written to about; else keeps it for staff. A repeat does
/// nothing.
void record_text(db::Tx& tx, Deps const& deps, ReceivedText const& text);

}
