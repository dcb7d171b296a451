#include "addresses.hpp"

#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>

#include <algorithm>

namespace guildhall::notify {

namespace {

/// Code points of GSM 03.38. The second row takes two places each.
constexpr std::u32string_view one_place =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view two_places = U"^{}\\[~]|€";

/// The code point at `at`, which moves behind it. The text is valid UTF-8.
char32_t next_code_point(std::string_view utf8, std::size_t& at)
{
    auto const first = static_cast<unsigned char>(utf8[at++]);
    if (first < 0x80) return first;
    char32_t point = first >= 0xF0 ? first & 0x07u : first >= 0xE0 ? first & 0x0Fu : first & 0x1Fu;
    while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0) == 0x80)
        point = (point << 6) | (static_cast<unsigned char>(utf8[at++]) & 0x3Fu);
    return point;
}

int parts(int length, int alone, int joined)
{
    return length <= alone ? 1 : (length + joined - 1) / joined;
}

/// Ofcom's plan: 07 is mobile but for 070 (personal numbers) and 076 (pagers; 07624 is the Isle of Man's mobiles).
bool is_uk_mobile(std::string_view national)
{
    if (!national.starts_with('7')) return false;
    return national[1] != '0' && (national[1] != '6' || national.starts_with("7624"));
}

}

std::optional<std::string> mail_address(std::string_view typed)
{
    auto const email = Email::parse(typed);
    if (!email) return std::nullopt;
    return email->str();
}

std::optional<std::string> text_number(std::string_view typed)
{
    auto const phone = Phone::parse(typed);
    if (!phone) return std::nullopt;
    std::string_view const number = phone->e164();
    // Of numbers abroad nobody can tell by looking.
    if (number.starts_with("+44") && !is_uk_mobile(number.substr(3))) return std::nullopt;
    return phone->e164();
}

std::optional<std::string> postal_address(std::string_view typed)
{
    constexpr std::size_t fewest = 3;
    constexpr std::size_t most = 7;
    std::vector<std::string> lines;
    while (!typed.empty()) {
        auto const end = std::min(typed.find('\n'), typed.size());
        auto line = collapsed(typed.substr(0, end));
        typed.remove_prefix(std::min(end + 1, typed.size()));
        line.erase(0, std::min(line.find_first_not_of("@()=[]\"\\/,<> "), line.size())); // the printers refuse these
        if (!line.empty()) lines.push_back(std::move(line));
    }
    if (lines.size() < fewest || lines.size() > most || !Postcode::parse(lines.back())) return std::nullopt;
    std::string out;
    for (auto const& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

std::optional<Way> valid_way(Way const& way)
{
    auto const checked = [&] {
        switch (way.channel) {
        case Channel::email: return mail_address(way.address);
        case Channel::text: return text_number(way.address);
        case Channel::letter: return postal_address(way.address);
        }
        return std::optional<std::string>{};
    }();
    if (!checked) return std::nullopt;
    return Way{way.channel, *checked};
}

std::string_view complaint_about(Channel channel)
{
    switch (channel) {
    case Channel::email: return "This is not an email address";
    case Channel::text: return "This is not the number of a mobile phone";
    case Channel::letter: return "This is not a postal address with a postcode";
    }
    return {};
}

std::string_view name_of(Channel channel)
{
    switch (channel) {
    case Channel::email: return "email";
    case Channel::text: return "text";
    case Channel::letter: return "letter";
    }
    return {};
}

std::optional<Channel> channel_named(std::string_view name)
{
    for (auto const channel : {Channel::email, Channel::text, Channel::letter})
        if (name == name_of(channel)) return channel;
    return std::nullopt;
}

int text_parts(std::string_view utf8)
{
    int septets = 0;
    int units = 0; // of UTF-16
    bool is_plain = true;
    for (std::size_t at = 0; at < utf8.size();) {
        auto const point = next_code_point(utf8, at);
        units += point > 0xFFFF ? 2 : 1;
        bool const is_double = two_places.find(point) != std::u32string_view::npos;
        septets += is_double ? 2 : 1;
        is_plain = is_plain && (is_double || one_place.find(point) != std::u32string_view::npos);
    }
    return is_plain ? parts(septets, 160, 153) : parts(units, 70, 67);
}

}
