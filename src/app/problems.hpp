// The pages that say why something did not work, in plain words, with what to do next. They show the request's id and
// never the path or anything that was sent.
#pragma once

#include <council/council.hpp>
#include <http/response.hpp>

namespace guildhall::app {

http::Response problem_page(http::Request const& request, int status, council::Council const& council);

}
