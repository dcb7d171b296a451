// A photo as we keep it: upright, in sRGB, without anything that a phone hides in it, in a size that is useful.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::forms {

struct Pictures {
    std::string full;      ///< JPEG, at most 2,000 px a side
    std::string thumbnail; ///< JPEG, at most 320 px a side
};

/// Nothing where the bytes are no photo that libvips reads, or claim more than 64 million pixels (a small file can
/// unfold into gigabytes). Thread-safe.
std::optional<Pictures> re_encode(std::string_view bytes);

}
