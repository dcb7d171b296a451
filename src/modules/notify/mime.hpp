// The pieces of an RFC 5322 message, written and read.
#pragma once

#include <base/time.hpp>

#include <string>
#include <string_view>

namespace guildhall::notify {

/// Text as header words: as it is where it is plain ASCII, otherwise RFC 2047 encoded words of at most 75 characters,
/// folded. Control characters become spaces, so that nothing in it can start another header.
std::string header_text(std::string_view utf8);
std::string decoded_header(std::string_view header);

/// RFC 2045 quoted-printable with CRLF line ends; no line over 76 characters.
std::string quoted_printable(std::string_view utf8);
std::string from_quoted_printable(std::string_view encoded);

/// "Thu, 12 Mar 2026 14:05:00 +0000"
std::string mail_date(Time at);

}
