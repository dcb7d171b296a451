// Text in the encoding that a city's file has.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace guildhall::replay {

/// The text as UTF-8, or how many bytes come before the first that cannot be read. Throws std::runtime_error where
/// iconv knows no such encoding.
std::expected<std::string, std::size_t> to_utf8(std::string_view bytes, std::string const& encoding);

}
