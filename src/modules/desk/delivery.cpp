#include "delivery.hpp"

namespace guildhall::desk {

std::string state_words(notify::Delivery const& delivery, ui::Translator const& t)
{
    switch (delivery.state) {
    case notify::State::queued:
        return delivery.problem.empty() ? t("Waiting to be sent")
                                        : t("Waiting to be sent again: {why}", {{"why", delivery.problem}});
    case notify::State::sent: return t("Sent");
    case notify::State::delivered:
        return delivery.channel == notify::Channel::letter ? t("Printed and posted") : t("Delivered");
    case notify::State::failed: return t("Failed: {why}", {{"why", delivery.problem}});
    }
    return {};
}

std::string channel_words(notify::Channel channel, ui::Translator const& t)
{
    switch (channel) {
    case notify::Channel::email: return t("Email");
    case notify::Channel::text: return t("Text message");
    case notify::Channel::letter: return t("Letter");
    }
    return {};
}

}
