#include <base/text.hpp>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace guildhall {

namespace {

struct Blank {
    std::size_t size = 0;    ///< in bytes; 0: no blank is here
    bool is_visible = false; ///< it takes room, so that it parts words
};

/// White space of any kind. At the ends of text also the marks that copying brings along and nobody sees: address books
/// put them around phone numbers. Inside they stay, because Persian and joined emoji need some.
Blank blank_of(char32_t c)
{
    bool const is_space = c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
                          c == 0x202F || c == 0x205F || c == 0x3000;
    bool const is_mark = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
                         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    return {is_space || is_mark ? std::size_t{c < 0x800 ? 2u : 3u} : 0u, is_space};
}

/// The blank at the front of the text.
Blank blank_at(std::string_view text)
{
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (text.empty()) return {};
    if (byte(0) < 0x80) return {std::string_view{" \t\n\r"}.find(text[0]) != std::string_view::npos ? 1u : 0u, true};
    char32_t c = 0;
    // Broken UTF-8 is no blank: what follows a first byte must belong to it, or another character would go with it.
    auto const follows = [&](std::size_t at) { return text.size() > at && (byte(at) & 0xC0) == 0x80; };
    if (byte(0) == 0xC2 && follows(1))
        c = byte(1);
    else if ((byte(0) & 0xF0) == 0xE0 && follows(1) && follows(2))
        c = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    return blank_of(c);
}

std::size_t blank_at_end(std::string_view text)
{
    for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size)
        if (blank_at(text.substr(text.size() - size)).size == size) return size;
    return 0;
}

icu::UnicodeString folded_unicode(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    auto const* decompose = icu::Normalizer2::getNFKDInstance(error);
    auto const source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    auto const apart = decompose->normalize(source, error);
    icu::UnicodeString out;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        auto const c = apart.char32At(i);
        if (u_charType(c) != U_NON_SPACING_MARK) out.append(u_foldCase(c, U_FOLD_CASE_DEFAULT));
    }
    return out;
}

}

std::string_view trimmed(std::string_view text)
{
    while (auto const blank = blank_at(text).size) text.remove_prefix(blank);
    while (auto const blank = blank_at_end(text)) text.remove_suffix(blank);
    return text;
}

std::string collapsed(std::string_view text)
{
    std::string out;
    text = trimmed(text);
    while (!text.empty()) {
        auto const blank = blank_at(text);
        bool const parts_words = blank.size > 0 && blank.is_visible;
        auto const size = std::max(blank.size, std::size_t{1});
        if (!parts_words)
            out += text.substr(0, size);
        else if (!out.ends_with(' '))
            out += ' ';
        text.remove_prefix(size);
    }
    return out;
}

std::string folded(std::string_view text)
{
    std::string out;
    folded_unicode(text).toUTF8String(out);
    return out;
}

std::vector<std::string> words_of(std::string_view text)
{
    auto const whole = folded_unicode(text);
    std::vector<std::string> words;
    icu::UnicodeString word;
    auto const finish = [&] {
        if (word.isEmpty()) return;
        word.toUTF8String(words.emplace_back());
        word.remove();
    };
    for (std::int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
        auto const c = whole.char32At(i);
        if (u_isalnum(c)) {
            word.append(c);
        } else if (c != '\'' && c != 0x2019) { // "St Mary's" is one word: marys
            finish();
        }
    }
    finish();
    return words;
}

std::size_t length_of(std::string_view text)
{
    std::size_t count = 0;
    for (char const c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

std::string_view cut_to(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

}
