#include "text.hpp"

#include <algorithm>

namespace guildhall::feel {

std::pair<char32_t, std::size_t> character_at(std::string_view text, std::size_t at)
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const first = byte(at);
    std::size_t const size = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
    if (size <= 1 || at + size > text.size()) return {first, 1};
    char32_t c = first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return {first, 1};
        c = (c << 6) | (byte(at + i) & 0x3f);
    }
    return {c, size};
}

std::size_t count_characters(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += character_at(text, at).second) ++count;
    return count;
}

std::size_t byte_of_character(std::string_view text, std::size_t character)
{
    std::size_t at = 0;
    for (; character > 0 && at < text.size(); --character) at += character_at(text, at).second;
    return at;
}

void append_character(std::string& text, char32_t c)
{
    auto const put = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xc0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            put(0xe0 | (c >> 12));
        } else {
            put(0xf0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3f));
        }
        put(0x80 | ((c >> 6) & 0x3f));
    }
    put(0x80 | (c & 0x3f));
}

namespace {

struct Span {
    char32_t first, last;
};
constexpr Span starts[] = {
    {'A', 'Z'},       {'_', '_'},       {'a', 'z'},       {0xc0, 0xd6},     {0xd8, 0xf6},
    {0xf8, 0x2ff},    {0x370, 0x37d},   {0x37f, 0x1fff},  {0x200c, 0x200d}, {0x2070, 0x218f},
    {0x2c00, 0x2fef}, {0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
};
constexpr Span parts[] = {{0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040}};
constexpr Span spaces[] = {
    {0x85, 0x85},     {0xa0, 0xa0},     {0x1680, 0x1680}, {0x180e, 0x180e}, {0x2000, 0x200b},
    {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
};

template <std::size_t N> bool within(char32_t c, Span const (&spans)[N])
{
    return std::ranges::any_of(spans, [c](Span span) { return c >= span.first && c <= span.last; });
}

}

namespace {

bool is_letter(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}

bool starts_name(char32_t c)
{
    if (c < 0x80) return is_letter(c);
    return within(c, starts) && !is_space(c);
}
bool in_name(char32_t c)
{
    if (c < 0x80) return is_letter(c) || (c >= '0' && c <= '9');
    return starts_name(c) || within(c, parts);
}
bool is_space(char32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
    return within(c, spaces);
}

}
