// Portal: the council's public front: home, all services, search, standing pages, and the choice of a language.
// Everything on them is data: the services of the library, the council's settings. Owns no tables; nobody is asked who
// they are.
#pragma once

#include <council/council.hpp>
#include <http/router.hpp>
#include <services/services.hpp>

namespace guildhall::portal {

/// Referred to for as long as the router lives.
struct Deps {
    council::Council const& council;
    services::Library const& library;
};

/// /, /services, /search, /contact, /accessibility, /privacy, /cookies and /language, for anyone.
void add_routes(http::Router& router, Deps& deps);

}
