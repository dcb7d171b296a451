#include <http/forms_guard.hpp>

#include <base/secret.hpp>
#include <http/site.hpp>

#include <charconv>

namespace guildhall::http {

namespace {

std::string sign(Request const& request, std::string_view millis, std::string_view about)
{
    auto const text = "shown:" + std::string{millis} + ":" + std::string{about};
    return sha256_hex(hmac_sha256(request.site->secret, text)).substr(0, 16);
}

}

std::string signed_time(Request const& request, std::string_view about)
{
    auto const millis = std::to_string(to_millis(request.received));
    return millis + "." + sign(request, millis, about);
}

GuardVerdict check_guard(Request const& request, std::string_view about, std::chrono::milliseconds least)
{
    if (!request.form.value(honeypot_field).empty()) return GuardVerdict::bot;
    auto const text = request.form.value(signed_time_field);
    auto const dot = text.find('.');
    if (dot == std::string_view::npos) return GuardVerdict::bot;
    auto const millis = text.substr(0, dot);
    if (!same_secret(text.substr(dot + 1), sign(request, millis, about))) return GuardVerdict::bot;
    std::int64_t shown = 0;
    std::from_chars(millis.data(), millis.data() + millis.size(), shown);
    auto const waited = request.received - from_millis(shown);
    return waited >= Duration{0} && waited < least ? GuardVerdict::too_fast : GuardVerdict::person;
}

}
