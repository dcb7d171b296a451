// Turning bytes of a request into text: percent-encoding, forms, paths, cookies. Every function refuses what is not
// valid UTF-8, and refuses or replaces control characters, so nothing behind this line has to.
#pragma once

#include <http/request.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::http {

/// Undoes %XX (and '+' where asked). Nothing on a broken escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Valid UTF-8 without control characters other than tab and line breaks.
bool is_clean_text(std::string_view text);

/// What people typed or pasted, as clean text with plain line breaks. Control characters come with what is copied from
/// other programs, and nobody who sees no trace of them can take them out: a vertical tab or a form feed is a line
/// break, another one a space. Marks that turn the direction of what follows are left out, because they would turn our
/// own words round too. Nothing for a NUL or what is no UTF-8: no person typed that.
std::optional<std::string> as_typed(std::string_view text);

/// CRLF and CR become LF, as browsers send CRLF for what people typed as one line break.
std::string with_plain_line_breaks(std::string_view text);

enum class DecodeError { broken, too_many_fields };

/// application/x-www-form-urlencoded, of a body or a query string.
std::expected<Form, DecodeError> decode_form(std::string_view text, std::size_t max_fields);

/// A path: absolute, decoded, no dot segments, no encoded slash, no empty middle segments.
std::optional<std::string> decode_path(std::string_view path);

/// A parameter of a header such as `boundary` in Content-Type or `filename` in Content-Disposition; quotes undone.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

std::string_view cookie_value(std::string_view header, std::string_view name);

/// A single byte range of a Range header for a body of `size` bytes: first and last byte. Nothing: serve all of it.
struct ByteRange {
    std::size_t first, last;
};
enum class RangeVerdict { whole, part, not_satisfiable };
RangeVerdict decode_range(std::string_view header, std::size_t size, ByteRange& range);

}
