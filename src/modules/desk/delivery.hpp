// What became of a message, in words for staff.
#pragma once

#include <notify/notify.hpp>
#include <ui/translator.hpp>

#include <string>

namespace guildhall::desk {

std::string state_words(notify::Delivery const& delivery, ui::Translator const& t);
std::string channel_words(notify::Channel channel, ui::Translator const& t); ///< "Email"

}
