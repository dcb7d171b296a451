#include <base/message.hpp>

namespace guildhall {

Message Message::verbatim(std::string text)
{
    Message message;
    message.id = std::move(text);
    message.is_verbatim = true;
    return message;
}

}
