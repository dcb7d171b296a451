// One council's site as the server sees it. The server finds it by host name.
#pragma once

#include <http/response.hpp>
#include <http/router.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace guildhall::http {

struct Site {
    std::string name; ///< for logs: the council's slug
    Router const* router = nullptr;
    std::string secret; ///< 32 bytes, for CSRF tokens and signed times
    /// Draws the friendly problem page in the site's brand.
    std::function<Response(Request const&, int status)> problem_page;
    std::string content_security_policy;
};

/// The site of a host name, or null: 404 in plain text (421 for an unknown host).
using SiteFinder = std::function<Site const*(std::string_view host)>;

}
