#include "scan.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace guildhall::people {

std::size_t find_in(std::string_view text, std::string_view word, std::size_t from)
{
#if defined(__SSE2__)
    constexpr std::size_t width = 16;
    if (word.size() >= 2) {
        auto const first = _mm_set1_epi8(word.front());
        auto const last = _mm_set1_epi8(word.back());
        auto const bytes = [&](std::size_t at) {
            return _mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + at));
        };
        for (; from + width + word.size() - 1 <= text.size(); from += width) {
            auto const both =
                _mm_and_si128(_mm_cmpeq_epi8(bytes(from), first), _mm_cmpeq_epi8(bytes(from + word.size() - 1), last));
            for (auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(both)); mask != 0; mask &= mask - 1) {
                auto const at = from + static_cast<std::size_t>(std::countr_zero(mask));
                if (std::memcmp(text.data() + at, word.data(), word.size()) == 0) return at;
            }
        }
    }
#endif
    return text.find(word, from);
}

}
