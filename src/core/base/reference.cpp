#include <base/reference.hpp>

#include <sodium.h>

#include <array>
#include <cctype>
#include <cstdint>

namespace guildhall {

namespace {

// Crockford's base 32. Position in this string is the value.
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t random_characters = 10;

/// The value of a typed character, or -1. O, I and L are understood as what they look like.
int value_of(char c)
{
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    auto const at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// Multiplies by x in GF(32) with the polynomial x^5 + x^2 + 1.
unsigned times_x(unsigned a)
{
    a <<= 1;
    return a & 32 ? (a ^ 0b100101) & 31 : a;
}

/// A weighted sum over GF(32): each place has its own weight, so every wrong character and every swap of two
/// characters changes it, and it needs no characters beyond the alphabet (Crockford's modulo 37 would).
char check_character(std::string_view ten)
{
    unsigned sum = 0;
    for (char const c : ten) sum = times_x(sum ^ static_cast<unsigned>(value_of(c)));
    return alphabet[sum];
}

}

Reference Reference::random()
{
    std::array<unsigned char, random_characters> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string text;
    for (auto const byte : bytes) text += alphabet[byte & 31];
    text += check_character(text);
    return Reference{std::move(text)};
}

std::optional<Reference> Reference::parse(std::string_view typed)
{
    std::string text;
    for (char const c : typed) {
        // Blanks, hyphens that a word processor made long, and the full stop of the mail's sentence that came along.
        if (!std::isalnum(static_cast<unsigned char>(c))) continue;
        auto const value = value_of(c);
        if (value < 0 || text.size() > random_characters) return {};
        text += alphabet[static_cast<std::size_t>(value)];
    }
    if (text.size() != random_characters + 1) return {};
    if (check_character(std::string_view{text}.substr(0, random_characters)) != text.back()) return {};
    return Reference{std::move(text)};
}

Reference Reference::from_stored(std::string stored)
{
    return Reference{std::move(stored)};
}

std::string Reference::shown() const
{
    return text_.substr(0, 4) + "-" + text_.substr(4, 4) + "-" + text_.substr(8);
}

}
