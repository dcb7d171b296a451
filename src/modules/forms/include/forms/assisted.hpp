// The ways in which people are helped with a form: one word for each, in rows, figures and events.
#pragma once

#include <base/message.hpp>

#include <array>
#include <string_view>

namespace guildhall::forms {

struct Channel {
    std::string_view id; ///< "phone"
    Sentence by;         ///< "by phone": after "Filled in by Asha"
    Sentence label;      ///< as it is chosen
};

constexpr std::string_view by_self = "self";

inline constexpr std::array<Channel, 6> channels{{
    {"phone", "by phone", "On the phone"},
    {"face-to-face", "face to face", "Face to face, at a desk"},
    {"home-visit", "on a visit", "On a visit to their home"},
    {"online-help", "with online help", "Online: chat, video or a shared screen"},
    {"partner", "through a partner or somebody they trust", "Through a partner or somebody they trust"},
    {"paper", "from paper", "From a paper form or a letter"},
}};

/// Null for "self" and for a word that is none of these.
constexpr Channel const* channel_named(std::string_view id)
{
    for (auto const& channel : channels)
        if (channel.id == id) return &channel;
    return nullptr;
}

}
