// How the pages of this room find each other.
#pragma once

#include "views.hpp"

namespace guildhall::people {

ui::Translator translator_of(http::Request const& request, Deps const& deps);
http::Response framed(http::Request const& request, Deps const& deps, int status, std::string const& title,
                      ui::Html const& content);
/// A positive number, or 0.
std::int64_t number_in(std::string_view text);
RecordId person_in(http::Request const& request);
/// The person of the path with what was typed, when it is written down who looks; 404 where the reader may not see it.
Task<http::Response> looked_at(http::Request const& request, Deps& deps, int status, std::string why, Typed typed);

void add_actions(http::Router& router, Deps& deps, http::Access const& serve);

}
