// What the pages of this room share: who may, the frame around them, and what their addresses hold.
#pragma once

#include <insight/insight.hpp>

#include <forms/figures.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <string>

namespace guildhall::insight {

bool may_look(Actor const& actor);
bool may_decide(Actor const& actor); ///< auditors look and do not touch

http::Response framed(http::Request const& request, Deps& deps, int status, std::string const& title,
                      ui::Html const& content);
ui::Translator translator_of(http::Request const& request, Deps& deps);

std::int64_t number_in(std::string_view text); ///< 0 where it is none
/// The last 90 days: long enough for rare forms, short enough to see what a change did.
forms::Period last_days(Deps& deps);
/// Of the path; it lives as long as the catalogue does.
services::Version const& service_or_404(http::Request const& request, services::Catalogue const& catalogue);

void add_trial_routes(http::Router& router, Deps& deps);

}
