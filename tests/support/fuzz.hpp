// What every fuzzer needs: bytes as text, and a promise that stops the run where it is broken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace guildhall::fuzz {

inline void must(bool promise)
{
    if (!promise) __builtin_trap();
}

inline std::string_view text(std::uint8_t const* data, std::size_t size)
{
    return {reinterpret_cast<char const*>(data), size};
}

/// The text up to the first `mark`, which is taken off with it.
inline std::string_view take(std::string_view& rest, char mark = '\n')
{
    auto const end = rest.find(mark);
    auto const part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

}
