// The cookie that holds a session's token. Over TLS its name gets "__Host-", and it ends with the browser.
#pragma once

#include <http/request.hpp>
#include <http/response.hpp>

#include <string>
#include <string_view>

namespace guildhall::identity {

inline constexpr auto staff_cookie = "staff";

inline std::string_view staff_token(http::Request const& request)
{
    return request.cookie(staff_cookie);
}

inline http::Cookie cookie_for(std::string_view token)
{
    return {.name = staff_cookie, .value = std::string{token}, .max_age = {}};
}

inline http::Cookie cookie_gone()
{
    return {.name = staff_cookie, .value = "", .max_age = std::chrono::seconds{0}};
}

}
