#include "mime.hpp"

#include <notify/notify.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace guildhall::notify {

namespace {

constexpr char hex_digits[] = "0123456789ABCDEF";

bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f;
}

std::string base64(std::string_view bytes)
{
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.resize(out.size() - 1);
    return out;
}

std::string without_controls(std::string_view text)
{
    std::string out{text};
    std::ranges::replace_if(
        out, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return out;
}

std::size_t character_length(std::string_view text, std::size_t at)
{
    auto end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end - at;
}

/// RFC 8058, 3.1: mail programs then show a button of their own, which asks by POST.
std::string unsubscribe_headers(std::string_view address)
{
    if (address.empty()) return {};
    return fmt::format("List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                       without_controls(address));
}

void add_octet(std::string& out, unsigned char c)
{
    out += '=';
    out += hex_digits[c >> 4];
    out += hex_digits[c & 15];
}

}

std::string header_text(std::string_view utf8)
{
    auto const text = without_controls(utf8);
    // "=?" in plain text would be read as an encoded word; long plain text is encoded too, because that also folds it.
    if (std::ranges::all_of(text, [](unsigned char c) { return is_plain(c); }) &&
        text.find("=?") == std::string::npos && text.size() <= 900)
        return text;
    constexpr std::size_t most = 42; // 42 bytes make 56 of base64, 68 with "=?UTF-8?B?" and "?="
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto size = std::size_t{0};
        while (at + size < text.size() && size + character_length(text, at + size) <= most)
            size += character_length(text, at + size);
        size = std::max<std::size_t>(size, 1);
        if (!out.empty()) out += "\r\n ";
        out += fmt::format("=?UTF-8?B?{}?=", base64(std::string_view{text}.substr(at, size)));
        at += size;
    }
    return out;
}

std::string quoted_printable(std::string_view utf8)
{
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto const c = static_cast<unsigned char>(utf8[i]);
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        bool const ends_line = i + 1 == utf8.size() || utf8[i + 1] == '\n';
        bool const literal = is_plain(c) && c != '=' && !(c == ' ' && ends_line) &&
                             !(column == 0 && (c == '.' || c == 'F')); // dots and "From " are changed on the way
        auto const size = literal ? 1u : 3u;
        if (column + size > 75) {
            out += "=\r\n";
            column = 0;
        }
        if (literal)
            out += static_cast<char>(c);
        else
            add_octet(out, c);
        column += size;
    }
    if (column > 0) out += "\r\n";
    return out;
}

std::string mail_date(Time at)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(at);
    Date const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string mime_of(Mail const& mail)
{
    // "=_" cannot stand in quoted-printable text, so no part can end another.
    auto const boundary = fmt::format("=_guildhall_{:x}", mail.id.value);
    auto const part = [&](std::string_view type, std::string_view text) {
        return fmt::format(
            "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
            boundary, type, quoted_printable(text));
    };
    auto quoted_name = std::string{mail.from_name};
    std::erase_if(quoted_name, [](char c) { return c == '"' || c == '\\'; });
    auto name = header_text(quoted_name);
    if (name == quoted_name) name = '"' + name + '"';

    return fmt::format("From: {} <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: {}\r\nMIME-Version: 1.0\r\n"
                       "Auto-Submitted: auto-generated\r\n{}"
                       "Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n",
                       name, without_controls(mail.from), without_controls(mail.to), header_text(mail.content.subject),
                       mail_date(mail.date), mail.message_id, unsubscribe_headers(mail.content.unsubscribe), boundary) +
           part("text/plain", mail.content.text) + part("text/html", mail.content.html) +
           fmt::format("--{}--\r\n", boundary);
}

}
