// A look at the raw head of a request before it is parsed. What two servers on one connection might read differently
// (request smuggling: RFC 9112, 11.2) is refused here, however the parser would understand it.
#pragma once

#include <string_view>

namespace guildhall::http {

/// `head` from the request line to the empty line. False on a bare CR or LF, a folded line, a control character, a name
/// that is no token, a doubled or signed Content-Length, any Transfer-Encoding but one "chunked" in HTTP/1.1 alone, and
/// no or several Hosts.
bool is_sound_head(std::string_view head);

}
