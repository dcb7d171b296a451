#include <http/request.hpp>

#include "decode.hpp"
#include "rate_limit.hpp"

#include <base/secret.hpp>
#include <http/site.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace guildhall::http {

std::string_view name_of(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    }
    return "";
}

std::string_view Form::value(std::string_view name) const
{
    for (auto const& [field, value] : fields_) {
        if (field == name) return value;
    }
    return {};
}

bool Form::has(std::string_view name) const
{
    return std::ranges::any_of(fields_, [&](auto const& field) { return field.first == name; });
}

std::vector<std::string_view> Form::values(std::string_view name) const
{
    std::vector<std::string_view> found;
    for (auto const& [field, value] : fields_) {
        if (field == name) found.push_back(value);
    }
    return found;
}

std::string Upload::read() const
{
    std::ostringstream bytes;
    bytes << std::ifstream{path, std::ios::binary}.rdbuf();
    return std::move(bytes).str();
}

std::string_view Request::header(std::string_view lower_case_name) const
{
    for (auto const& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

std::string_view Request::cookie(std::string_view name) const
{
    auto const cookies = header("cookie");
    // Over TLS only the prefixed cookie counts: a page on a sibling host cannot have planted it.
    return cookie_value(cookies, secure ? "__Host-" + std::string{name} : std::string{name});
}

std::string_view Request::path_text(std::string_view parameter) const
{
    for (auto const& [name, value] : path_parameters) {
        if (name == parameter) return value;
    }
    return {};
}

std::int64_t Request::path_integer(std::string_view parameter) const
{
    auto const text = path_text(parameter);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string Request::client_network() const
{
    return network_of(client);
}

std::string_view Request::browser() const
{
    constexpr std::size_t token_size = 43; // 32 bytes as base64url
    if (browser_secret.empty()) {
        browser_secret = cookie("browser");
        if (browser_secret.size() != token_size) {
            browser_secret = random_token();
            browser_is_new = true;
        }
    }
    return browser_secret;
}

}
