// CSRF tokens: an HMAC of the browser's secret under the site's, hidden under a fresh random mask in each response, so
// that compression tells nothing about it (BREACH).
#include <base/secret.hpp>
#include <http/request.hpp>
#include <http/site.hpp>

#include <sodium.h>

#include <optional>

namespace guildhall::http {

namespace {

constexpr std::size_t mac_size = 32;

std::string expected(Request const& request)
{
    return hmac_sha256(request.site->secret, "csrf:" + std::string{request.browser()});
}

std::string to_base64url(std::string_view raw)
{
    std::string text(sodium_base64_encoded_len(raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(raw.data()), raw.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::optional<std::string> from_base64url(std::string_view text, std::size_t size)
{
    std::string raw(size, '\0');
    std::size_t found = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), text.data(), text.size(), nullptr,
                          &found, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        found != size) {
        return {};
    }
    return raw;
}

bool comes_from_us(Request const& request)
{
    auto const fetch_site = request.header("sec-fetch-site");
    if (!fetch_site.empty() && fetch_site != "same-origin" && fetch_site != "none") return false;
    auto origin = request.header("origin");
    if (origin.empty() || origin == "null") return true;
    auto const scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;
    return origin.substr(scheme_end + 3) == request.header("host");
}

}

std::string Request::csrf_token() const
{
    auto const mac = expected(*this);
    std::string token(2 * mac_size, '\0');
    randombytes_buf(token.data(), mac_size);
    for (std::size_t i = 0; i < mac_size; ++i) token[mac_size + i] = static_cast<char>(token[i] ^ mac[i]);
    return to_base64url(token);
}

bool Request::csrf_matches() const
{
    if (!comes_from_us(*this) || cookie("browser").empty()) return false;
    auto const sent = form.has("csrf") ? form.value("csrf") : header("x-csrf-token");
    auto token = from_base64url(sent, 2 * mac_size);
    if (!token) return false;
    for (std::size_t i = 0; i < mac_size; ++i)
        (*token)[mac_size + i] = static_cast<char>((*token)[mac_size + i] ^ (*token)[i]);
    return same_secret(std::string_view{*token}.substr(mac_size), expected(*this));
}

}
