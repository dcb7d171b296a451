#include <base/text.hpp>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace guildhall {

namespace {

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
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
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string collapsed(std::string_view text)
{
    std::string out;
    for (char const c : trimmed(text)) {
        if (!is_space(c)) {
            out += c;
        } else if (!out.ends_with(' ')) {
            out += ' ';
        }
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

}
